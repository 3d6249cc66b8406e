"""Schema 6: what sessions bore as text becomes partners and themes, what was counted was held."""

from datetime import date
from pathlib import Path

from alembic import command
from sqlalchemy import select

from mmc_desk.core import db, migrate
from mmc_desk.features.sessions.model import SessionState, WheelsPartner, WheelsSession, WheelsTheme

SESSIONS = (
    ("2021-01-07", "Bingo", "recreational", "", 12, 3),
    ("2021-02-04", "Zingen", "recreational", "koor", 9, 11),
    ("2021-03-04", "Zingen", "educational", "koor", None, 2),
)


def _before(path: Path) -> Path:
    """A database of schema 5 with a restaurant and its sessions, as an earlier program left it."""
    with db.open_file(path) as database, database.engine.begin() as connection:
        command.upgrade(migrate.alembic_config(connection), "0005")
        connection.exec_driver_sql(f"PRAGMA application_id={db.APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version=5")
        connection.exec_driver_sql("INSERT INTO village_restaurant (id, name, version) VALUES (1, 'Hees', 1)")
        for row in SESSIONS:
            connection.exec_driver_sql(
                "INSERT INTO wheels_session (restaurant_id, session_date, theme, kind, partner, attendance, "
                "first_timers, remarks, version) VALUES (1, ?, ?, ?, ?, ?, ?, '', 1)",
                row,
            )
    return path


def test_texts_become_partners_and_themes_and_what_was_counted_was_held(tmp_path: Path) -> None:
    with migrate.open_database(str(_before(tmp_path / "desk.db"))) as database:
        found = database.read(
            lambda session: [
                (one.session_date, one.theme_id, one.partner_id, one.state, one.attendance, one.first_timers)
                for one in session.scalars(select(WheelsSession).order_by(WheelsSession.session_date))
            ]
        )
        themes = database.read(lambda session: {one.name: one.id for one in session.scalars(select(WheelsTheme))})
        partners = database.read(lambda session: {one.name: one.id for one in session.scalars(select(WheelsPartner))})
        bringing = database.read(lambda session: session.scalars(select(WheelsTheme.partner_id)).all())
    bingo, singing, choir = themes["Bingo"], themes["Zingen"], partners["koor"]
    assert found == [
        (date(2021, 1, 7), bingo, None, SessionState.HELD, 12, 3),
        (date(2021, 2, 4), singing, choir, SessionState.HELD, 9, 9),
        (date(2021, 3, 4), singing, choir, SessionState.PLANNED, None, None),
    ]
    assert sorted(bringing, key=str) == [choir, None]
    assert list(partners) == ["koor"]
