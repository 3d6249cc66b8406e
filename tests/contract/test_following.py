"""Two desks in one form: every form follows the record it changes (ui/following.py), or says here why it needn't."""

import functools
import re
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "mmc_desk"

NEW = "makes something new: nothing that is stored stands in it"
DEED = "a deed with its day or reason: nothing that is stored stands in it, and its op judges what there is by then"
ONE_WAY = "only adds, or puts something in place of what nobody reads here: a password, the ticks of a search"
FROZEN = "corrects what is frozen by another entry: what it begins with never changes"
OWN = "keeps nothing in the database of the desk"

NOT_FOLLOWED: Mapping[str, str] = {
    "invoices.pages.dialogs.ReasonDialog": DEED,
    "mail.pages.server_dialog.PasswordDialog": OWN,
    "meals.pages.closing_dialogs.CloseNoonDialog": DEED,
    "meals.pages.closing_dialogs.ExtraNoonDialog": NEW,
    "meals.pages.closing_dialogs.CloseDaysDialog": NEW,
    "meals.pages.duty_dialogs.AddDutyDialog": NEW,
    "meals.pages.participant_dialogs.EndDialog": DEED,
    "meals.pages.participant_dialogs.PauseDialog": DEED,
    "meals.pages.participant_dialogs.EndStandingDialog": DEED,
    "meals.pages.volunteer_dialogs.EndVolunteerDialog": DEED,
    "meals.pages.walk_in_dialog.WalkInDialog": NEW,
    "mileage.pages.allowances.DayDialog": NEW,
    "mileage.pages.correction_dialog.CorrectionDialog": FROZEN,
    "people.pages.driver_tasks.EndDriverDialog": DEED,
    "people.pages.dues_dialogs.RenewalDialog": DEED,
    "people.pages.dues_dialogs.PlaceDialog": DEED,
    "people.pages.member_tasks.CheckDialog": NEW,
    "people.pages.member_tasks.EndMemberDialog": DEED,
    "rides.pages.cancel_dialog.CancelDialog": DEED,
    "rides.pages.cancel_dialog.WastedDialog": DEED,
    "rides.pages.cancel_dialog.NoDriverDialog": DEED,
    "rides.pages.copy_dialog.CopyDialog": NEW,
    "rides.pages.destination_dialog.DestinationDialog": DEED,
    "rides.pages.series_tasks.SkipDialog": DEED,
    "rides.pages.series_tasks.MoveDialog": DEED,
    "rides.pages.series_tasks.PauseDialog": DEED,
    "rides.pages.series_tasks.EndDialog": DEED,
    "rides.pages.share_dialogs.ShareDialog": DEED,
    "rides.pages.share_dialogs.ReturnDialog": DEED,
    "rides.pages.unannounced_dialog.UnannouncedDialog": NEW,
    "sessions.pages.partners.PartnerAbsenceDialog": NEW,
    "sessions.pages.plan_dialogs.PeriodDialog": DEED,
    "sessions.pages.session_tasks.MoveDialog": DEED,
    "sessions.pages.session_tasks.CancelDialog": DEED,
    "sessions.pages.session_tasks.NameDialog": NEW,
    "sessions.pages.session_tasks.SlotsDialog": NEW,
    "sessions.pages.session_tasks.TakeSlotDialog": DEED,
    "sessions.pages.themes.InterestDialog": NEW,
    "trust.pages.accounts.PasswordDialog": ONE_WAY,
    "trust.pages.privacy.AskDialog": DEED,
    "trust.pages.retention.AskDialog": DEED,
    "yearly.pages.publishing.PublishDialog": NEW,
    "yearly.pages.publishing.ReasonDialog": ONE_WAY,
    "ui.key_dialog.KeyDialog": OWN,
    "ui.preferences.PreferencesDialog": OWN,
}


_FORM = re.compile(r"^class (\w+)\(FormDialog\):\n((?:[ \t].*\n|\n)*)", re.MULTILINE)


@functools.cache
def forms() -> Mapping[str, bool]:
    """Return every form's place and name, and whether it follows: by itself, or where its page opens it."""
    found: dict[str, bool] = {}
    for folder in (ROOT / "ui", *(ROOT / "features").glob("*/pages")):
        texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
        for path, text in texts.items():
            place = ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("features.")
            for name, body in _FORM.findall(text):
                found[f"{place}.{name}"] = "self.follow(" in body or any(_opens(one, name) for one in texts.values())
    return found


def _opens(text: str, name: str) -> bool:
    """Tell whether a page makes this form, or takes it, and lets it follow."""
    made = re.search(rf"dialog = (?:\w+\.)?{name}\(|dialog: {name},", text)
    return made is not None and "dialog.follow(" in text[made.end() : made.end() + _NEAR]


_NEAR = 700
"""Characters: still the same function, and no other form's."""


def test_every_form_follows_or_says_why_not() -> None:
    found = forms()
    assert len(found) > 70
    assert [name for name, follows in found.items() if not follows and name not in NOT_FOLLOWED] == []


def test_what_says_why_not_is_there_and_follows_nothing() -> None:
    found = forms()
    assert [name for name in NOT_FOLLOWED if found.get(name, True)] == []
