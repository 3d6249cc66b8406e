"""LDC on Wheels as a whole: partners, themes, states, attendance, interests, appointments, what was mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = ("informative", "recreational", "educational", "service")
STATES = ("planned", "held", "missed", "cancelled")

# Added in place: SQLite rebuilds a table for anything else, and would lose its CHECKs.
SESSION_COLUMNS = (
    "theme_id INTEGER CONSTRAINT fk_wheels_session_theme_id_wheels_theme REFERENCES wheels_theme (id)",
    "partner_id INTEGER CONSTRAINT fk_wheels_session_partner_id_wheels_partner REFERENCES wheels_partner (id)",
    "volunteer_id INTEGER CONSTRAINT fk_wheels_session_volunteer_id_volunteer REFERENCES volunteer (id)",
    "speaker VARCHAR(300) DEFAULT '' NOT NULL",
    "material VARCHAR(300) DEFAULT '' NOT NULL",
    "starts_at TIME",
    "ends_at TIME CONSTRAINT ck_wheels_session_times CHECK (ends_at > starts_at)",
    f"state VARCHAR(24) DEFAULT 'planned' NOT NULL CONSTRAINT ck_wheels_session_state CHECK (state IN {STATES})",
    (
        "reason VARCHAR(300) DEFAULT '' NOT NULL"
        " CONSTRAINT ck_wheels_session_reason CHECK (state IN ('planned', 'held') OR reason <> '')"
    ),
    "cost INTEGER CONSTRAINT ck_wheels_session_cost CHECK (cost >= 0)",
)
# What was counted was held: these checks hold only after the states were filled in.
LAST_COLUMNS = (
    (
        "moved_from DATE CONSTRAINT ck_wheels_session_held CHECK (attendance IS NULL OR state = 'held')"
        " CONSTRAINT ck_wheels_session_first_timers CHECK (first_timers BETWEEN 0 AND attendance)"
    ),
)
TEXTS_TO_ROWS = (
    (
        "INSERT INTO wheels_partner (name, contact, phone, email, offer, weekdays, note, version)"
        " SELECT DISTINCT partner, '', '', '', '', '', '', 1 FROM wheels_session WHERE partner <> '' ORDER BY partner"
    ),
    (
        "INSERT INTO wheels_theme (name, kind, note, version)"
        " SELECT theme, min(kind), '', 1 FROM wheels_session WHERE theme <> '' GROUP BY theme ORDER BY theme"
    ),
    (
        "UPDATE wheels_session SET partner_id = (SELECT id FROM wheels_partner WHERE name = wheels_session.partner),"
        " theme_id = (SELECT id FROM wheels_theme WHERE name = wheels_session.theme)"
    ),
    (
        "UPDATE wheels_theme SET partner_id ="
        " (SELECT min(partner_id) FROM wheels_session WHERE theme_id = wheels_theme.id)"
    ),
    "UPDATE wheels_session SET state = 'held' WHERE attendance IS NOT NULL",
    "UPDATE wheels_session SET first_timers = NULL WHERE attendance IS NULL OR first_timers < 0",
    "UPDATE wheels_session SET first_timers = attendance WHERE first_timers > attendance",
)


def upgrade() -> None:
    _create_partners()
    for column in SESSION_COLUMNS:
        op.execute(f"ALTER TABLE wheels_session ADD COLUMN {column}")
    for statement in TEXTS_TO_ROWS:
        op.execute(statement)
    for column in LAST_COLUMNS:
        op.execute(f"ALTER TABLE wheels_session ADD COLUMN {column}")
    op.add_column("wheels_session", sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("theme", "partner"):
        op.execute(f"ALTER TABLE wheels_session DROP COLUMN {name}")
    for name in ("theme_id", "partner_id"):
        op.create_index(f"ix_wheels_session_{name}", "wheels_session", [name])
    _create_rest()


def _create_partners() -> None:
    op.create_table(
        "wheels_partner",
        *(_line(name) for name in ("name", "contact", "phone", "email", "offer", "weekdays")),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_keys("wheels_partner"),
        sa.UniqueConstraint("name", name="uq_wheels_partner_name"),
    )
    op.create_table(
        "wheels_partner_absence",
        _link("partner_id"),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        _line("reason"),
        *_keys("wheels_partner_absence"),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_wheels_partner_absence_days")),
        _refers("wheels_partner_absence", "partner_id", "wheels_partner"),
    )
    op.create_index("ix_wheels_partner_absence_partner_id", "wheels_partner_absence", ["partner_id"])
    kind = sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "wheels_theme",
        _line("name"),
        sa.Column("kind", kind, nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("note", sa.Text(), nullable=False),
        *_keys("wheels_theme"),
        _refers("wheels_theme", "partner_id", "wheels_partner"),
        sa.UniqueConstraint("name", name="uq_wheels_theme_name"),
    )


def _create_rest() -> None:
    op.create_table(
        "wheels_attendance",
        _link("session_id"),
        sa.Column("person_id", sa.Integer(), nullable=True),
        _line("name"),
        *_keys("wheels_attendance"),
        sa.CheckConstraint("(person_id IS NULL) = (name <> '')", name=op.f("ck_wheels_attendance_who")),
        _refers("wheels_attendance", "session_id", "wheels_session"),
        _refers("wheels_attendance", "person_id", "person"),
        sa.UniqueConstraint("session_id", "person_id", name="uq_wheels_attendance_session_id_person_id"),
    )
    op.create_index("ix_wheels_attendance_person_id", "wheels_attendance", ["person_id"])
    op.create_table(
        "wheels_interest",
        _link("person_id"),
        _line("topic"),
        sa.Column("noted_on", sa.Date(), nullable=False),
        *_keys("wheels_interest"),
        sa.CheckConstraint("topic <> ''", name=op.f("ck_wheels_interest_topic")),
        _refers("wheels_interest", "person_id", "person"),
        sa.UniqueConstraint("person_id", "topic", name="uq_wheels_interest_person_id_topic"),
    )
    op.create_table(
        "wheels_slot",
        _link("session_id"),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        _line("name"),
        *_keys("wheels_slot"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("ck_wheels_slot_minutes")),
        sa.CheckConstraint("person_id IS NULL OR name = ''", name=op.f("ck_wheels_slot_who")),
        _refers("wheels_slot", "session_id", "wheels_session"),
        _refers("wheels_slot", "person_id", "person"),
        sa.UniqueConstraint("session_id", "starts_at", name="uq_wheels_slot_session_id_starts_at"),
    )
    op.create_index("ix_wheels_slot_person_id", "wheels_slot", ["person_id"])
    op.create_table(
        "mailed_session",
        _link("partner_id"),
        _link("session_id"),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _line("fingerprint"),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        *_keys("mailed_session"),
        _refers("mailed_session", "partner_id", "wheels_partner"),
        _refers("mailed_session", "session_id", "wheels_session"),
        sa.UniqueConstraint("partner_id", "session_id", name="uq_mailed_session_partner_id_session_id"),
    )


def _line(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=300), nullable=False)


def _link(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return _link("version"), _link("id"), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
