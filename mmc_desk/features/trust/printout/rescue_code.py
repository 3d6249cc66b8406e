"""The rescue code on paper: for the day on which no administrator can sign in any more."""

from datetime import datetime
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.backups.printout import KeyBlock
from mmc_desk.printing import styles
from mmc_desk.printing.document import Document, write_pdf


def write_rescue_code(path: Path, code: str, desk: str, made: datetime) -> None:
    """Write the paper with a rescue code. Raises FileError."""
    purpose = translate(
        "trust",
        "Met deze code laat u een beheerder weer binnen als niemand van de beheerders zijn wachtwoord nog weet. "
        "Ze werkt één keer; daarna geeft het programma een nieuwe.",
    )
    steps = (
        translate("trust", "Druk dit blad af, bewaar het achter slot en verwijder het bestand."),
        translate("trust", "Sluit MMC Desk, open een opdrachtvenster en typ: mmc-desk rescue AANMELDNAAM"),
        translate("trust", "Typ de code over (spaties en kleine letters mogen) en kies een nieuw wachtwoord."),
        translate("trust", "Noteer de nieuwe code die dan verschijnt op dit blad."),
    )
    story = [
        styles.text(purpose),
        styles.gap(6),
        KeyBlock(code),
        styles.gap(6),
        styles.text(translate("trust", "Zo gaat het"), bold=True),
        *(styles.text(f"{number}. {line}") for number, line in enumerate(steps, 1)),
    ]
    local = clock.local(made)
    write_pdf(
        path,
        Document(
            translate("trust", "Herstelcode"),
            f"{show_date(local.date())} {show_time(local)}",
            story,
            footer=translate("trust", "Geheim: wie dit blad heeft, kan beheerder worden."),
            desk=desk,
        ),
    )
