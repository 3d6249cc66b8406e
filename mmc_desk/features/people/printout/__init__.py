"""What people put on paper: the drivers' papers; letters, reminders, labels and the list of a year's fees."""

from mmc_desk.features.people.printout.dues import dues_paper, invitations, label_paper, reminders

__all__ = ["dues_paper", "invitations", "label_paper", "reminders"]
