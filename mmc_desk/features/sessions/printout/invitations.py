"""Invitations: what a partner comes for, where and when, on an A4 of their own; and the mail that takes it along."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_date, show_day, show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.paths import written_pdf
from mmc_desk.features.mail.printout import change_lines, letter_body, made_letter
from mmc_desk.features.mail.rules import MadeLetter
from mmc_desk.features.sessions.printout.calendar import calendar_bytes
from mmc_desk.features.sessions.printout.words import hours_words
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing
from mmc_desk.features.sessions.queries.rows import SessionRow

if TYPE_CHECKING:
    from reportlab.platypus import Flowable


def write_invitations(path: Path, mailing: InvitationMailing, partners: Sequence[PartnerMailing]) -> None:
    """Write the invitations of some partners, each on pages of their own. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(
        title=translate("sessions", "Uitnodiging LDC on Wheels"),
        subtitle=span_words(mailing.first, mailing.last),
        story=[flowable for partner in partners for flowable in _page(mailing, partner)],
        practice=mailing.practice,
        landscape=True,
        desk=mailing.desk,
    )
    write_pdf(path, document)


def invitation_bytes(mailing: InvitationMailing, partners: Sequence[PartnerMailing]) -> bytes:
    """Return the invitations as the bytes of a PDF."""
    return written_pdf(lambda path: write_invitations(path, mailing, partners))


def span_words(first: date, last: date) -> str:
    """Return the days of a mailing in words."""
    return translate("sessions", "{first} tot en met {last}").format(first=show_date(first), last=show_date(last))


def _page(mailing: InvitationMailing, partner: PartnerMailing) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import new_section
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("sessions", "Dag"), 50, bold=True),
        Column(translate("sessions", "Uur"), 36),
        Column(translate("sessions", "Locatie"), 52),
        Column(translate("sessions", "Activiteit"), 58),
        Column(translate("sessions", "Verwacht"), 28, "right"),
        Column(translate("sessions", "Materiaal"), 38),
    ]
    title = translate("sessions", "Uitnodiging {partner}").format(partner=partner.name)
    story = new_section(title, span_words(mailing.first, mailing.last))
    greeting = translate("sessions", "Dag {name},").format(name=partner.greeted)
    story += [styles.text(greeting), styles.gap(3)]
    if not partner.calendar.coming:
        return [
            *story,
            styles.text(translate("sessions", "In deze periode staat er geen activiteit meer met u gepland.")),
        ]
    asked = translate("sessions", "Graag verwelkomen we u bij LDC on Wheels, na de maaltijd in het dorpsrestaurant:")
    bring = translate("sessions", "Past een datum niet, of hebt u iets nodig? Laat het ons weten. Alvast bedankt!")
    return [
        *story,
        styles.text(asked),
        styles.gap(2),
        DataTable(columns, [_cells(row) for row in partner.calendar.coming], grid=True),
        styles.gap(2),
        styles.text(bring),
        styles.gap(6),
        styles.text(mailing.desk, bold=True),
    ]


def _cells(row: SessionRow) -> tuple[str, ...]:
    return (
        show_day(row.day) + f"/{row.day:%Y}",
        hours_words(row),
        "\n".join(filter(None, (row.location, row.hall))),
        row.theme or translate("sessions", "nog af te spreken"),
        str(row.expected) if row.expected is not None else "",
        row.material,
    )


def invitation_letter(mailing: InvitationMailing, partner: PartnerMailing, stamp: datetime) -> MadeLetter:
    """Return the mail of one partner, made at `stamp`. Makes a PDF: not for the main thread."""
    span = span_words(mailing.first, mailing.last)
    name = translate("sessions", "Uitnodiging {first}.pdf").format(first=f"{mailing.first:%Y-%m}")
    return made_letter(
        partner,
        translate("sessions", "LDC on Wheels: uw activiteiten van {span}").format(span=span),
        letter_text(mailing, partner),
        (name, invitation_bytes(mailing, [partner])),
        ("activiteiten.ics", calendar_bytes(mailing, partner, stamp)),
    )


def letter_text(mailing: InvitationMailing, partner: PartnerMailing) -> str:
    """Return the words of the mail: what is planned, and what changed since the last one."""
    planned = [f"- {session_words(row)}" for row in partner.calendar.coming]
    return letter_body(
        partner,
        [
            translate("sessions", "Dit staat met u gepland bij LDC on Wheels, na de maaltijd in het dorpsrestaurant:"),
            *(planned or [translate("sessions", "- niets meer in deze periode")]),
        ],
        change_lines(partner, session_words),
        [
            translate(
                "sessions", "Open activiteiten.ics om alles in uw agenda te zetten; wat verviel, verdwijnt eruit."
            ),
            translate("sessions", "Past er iets niet? Bel ons of antwoord op deze mail."),
            "",
            mailing.desk,
        ],
    )


def session_words(row: SessionRow) -> str:
    """Return an activity in one line: its day, hours, place and theme."""
    parts = (show_long_date(row.day), hours_words(row), row.location, row.theme)
    return ", ".join(part for part in parts if part)
