"""Words that posters, the month and invitations share."""

from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.queries.rows import SessionRow


def hours_words(row: SessionRow) -> str:
    """Return `14:00 – 15:30`, or that it is after the meal."""
    if row.starts_at is None:
        return translate("sessions", "na de maaltijd")
    if row.ends_at is None:
        return translate("sessions", "vanaf {time}").format(time=f"{row.starts_at:%H:%M}")
    return f"{row.starts_at:%H:%M} – {row.ends_at:%H:%M}"
