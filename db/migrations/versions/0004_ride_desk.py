"""The whole ride desk: standing rides, phone calls, the insurance-proof book, settlements, dues, mail."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# What was entered stays entered: the book of rides and the lines of a settlement (domain.md §2, §3).
APPEND_ONLY = ("ride_event", "settlement_entry")
SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION table_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRES_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION table_is_append_only()
"""

# Added in place: SQLite rebuilds a table for anything else, and would lose its triggers and CHECKs.
RIDE_COLUMNS = (
    "series_id INTEGER CONSTRAINT fk_ride_series_id_ride_series REFERENCES ride_series (id)",
    "series_day DATE",
    "outward_id INTEGER CONSTRAINT fk_ride_outward_id_ride REFERENCES ride (id)",
    "merged_into_id INTEGER CONSTRAINT fk_ride_merged_into_id_ride REFERENCES ride (id)",
    "odometer_start INTEGER",
    "odometer_end INTEGER CONSTRAINT ck_ride_odometer CHECK (odometer_start >= 0 AND odometer_end >= odometer_start)",
)


def upgrade() -> None:
    _create_tables()
    _add_columns()
    _forbid_edits()


def _add_columns() -> None:
    for column in RIDE_COLUMNS:
        op.execute(f"ALTER TABLE ride ADD COLUMN {column}")
    for name in ("detached", "double_leg", "unannounced"):
        op.add_column("ride", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_ride_series", "ride", ["series_id", "series_day"], unique=True)
    op.create_index("ix_ride_outward_id", "ride", ["outward_id"])
    op.create_index("ix_ride_merged_into_id", "ride", ["merged_into_id"])
    op.add_column("driver", sa.Column("max_metres_per_week", sa.Integer(), nullable=True))
    for name in ("avoids_motorway", "avoids_hospital_waiting"):
        op.add_column("driver", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("driver_document", sa.Column("signed_on", sa.Date(), nullable=True))
    op.add_column("driver_document", sa.Column("edition", sa.String(length=300), nullable=True))
    op.add_column("membership", sa.Column("reference", sa.String(length=300), nullable=True))
    op.add_column("membership", sa.Column("invited_on", sa.Date(), nullable=True))
    op.add_column("membership", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.create_index("ix_membership_reference", "membership", ["reference"], unique=True)


def _forbid_edits() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(POSTGRES_FUNCTION)
    for table in APPEND_ONLY:
        if is_sqlite:
            for event in ("UPDATE", "DELETE"):
                op.execute(SQLITE_APPEND_ONLY.format(table=table, event=event))
        else:
            op.execute(POSTGRES_APPEND_ONLY.format(table=table))


def _create_tables() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_name", sa.String(length=300), nullable=False),
        sa.Column("to_address", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("about_table", sa.String(length=300), nullable=False),
        sa.Column("about_key", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_mail_message_id")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_mail_about", ["about_table", "about_key"], unique=False)
        batch_op.create_index("ix_outgoing_mail_state", ["state", "next_try_at"], unique=False)

    op.create_table(
        "allowance_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "system",
            sa.Enum("flat", "real", name="system", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("other_metres", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("other_metres >= 0", name=op.f("ck_allowance_choice_other_metres")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_allowance_choice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_choice")),
        sa.UniqueConstraint("person_id", "year", name=op.f("uq_allowance_choice_person_id_year")),
    )
    with op.batch_alter_table("allowance_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allowance_choice_year"), ["year"], unique=False)

    op.create_table(
        "allowance_day",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_allowance_day_cents")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_allowance_day_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_day")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_allowance_day_person_id_day")),
    )
    with op.batch_alter_table("allowance_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allowance_day_day"), ["day"], unique=False)

    op.create_table(
        "transfer_file",
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("execution_day", sa.Date(), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_file")),
        sa.UniqueConstraint("message_id", name=op.f("uq_transfer_file_message_id")),
    )
    op.create_table(
        "mail_attachment",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outgoing_mail.id"], name=op.f("fk_mail_attachment_mail_id_outgoing_mail")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attachment")),
    )
    with op.batch_alter_table("mail_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_attachment_mail_id"), ["mail_id"], unique=False)

    op.create_table(
        "ride_event",
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("ride_no", sa.String(length=300), nullable=False),
        sa.Column("ride_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=300), nullable=False),
        sa.Column("desk", sa.String(length=300), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "assigned",
                "confirmed",
                "driven",
                "settled",
                "cancelled",
                "wasted",
                "no_driver",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("is_entry", sa.Boolean(), nullable=False),
        sa.Column("driver_before_id", sa.Integer(), nullable=True),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("driver_before", sa.String(length=300), nullable=False),
        sa.Column("driver", sa.String(length=300), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("after_the_fact", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_event")),
    )
    with op.batch_alter_table("ride_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ride_event_ride_date"), ["ride_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_ride_event_ride_id"), ["ride_id"], unique=False)

    op.create_table(
        "ride_series",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("split_from_id", sa.Integer(), nullable=True),
        sa.Column(
            "frequency",
            sa.Enum(
                "weekly",
                "monthly_date",
                "monthly_weekday",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=300), nullable=False),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("skips_public_holidays", sa.Boolean(), nullable=False),
        sa.Column("skips_closures", sa.Boolean(), nullable=False),
        sa.Column("skips_school_holidays", sa.Boolean(), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("village", sa.String(length=300), nullable=False),
        sa.Column("destination", sa.String(length=300), nullable=False),
        sa.Column("destination_village", sa.String(length=300), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "hospital",
                "doctor",
                "day_care",
                "shopping",
                "hairdresser",
                "family",
                "administration",
                "association",
                "restaurant",
                "other",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("appointment", sa.Time(), nullable=True),
        sa.Column("pickup", sa.Time(), nullable=True),
        sa.Column(
            "return_mode",
            sa.Enum(
                "wait",
                "at_time",
                "phones",
                "none",
                name="return_mode",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("return_time", sa.Time(), nullable=True),
        sa.Column("expected_minutes", sa.Integer(), nullable=True),
        sa.Column(
            "aid",
            sa.Enum(
                "none",
                "cane",
                "rollator",
                "foldable_wheelchair",
                "rigid_wheelchair",
                name="aid",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("companions", sa.Integer(), nullable=False),
        sa.Column("parking_card", sa.Boolean(), nullable=False),
        sa.Column("stops", sa.JSON(), nullable=False),
        sa.Column("passengers", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("companions BETWEEN 0 AND 8", name=op.f("ck_ride_series_companions")),
        sa.CheckConstraint("every >= 1", name=op.f("ck_ride_series_every")),
        sa.CheckConstraint("month_day IS NULL OR month_day BETWEEN 1 AND 31", name=op.f("ck_ride_series_month_day")),
        sa.CheckConstraint("nth IS NULL OR nth IN (-1, 1, 2, 3, 4)", name=op.f("ck_ride_series_nth")),
        sa.CheckConstraint("times IS NULL OR times >= 1", name=op.f("ck_ride_series_times")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_ride_series_driver_id_driver")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ride_series_member_id_member")),
        sa.ForeignKeyConstraint(
            ["split_from_id"], ["ride_series.id"], name=op.f("fk_ride_series_split_from_id_ride_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_series")),
    )
    with op.batch_alter_table("ride_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ride_series_member_id"), ["member_id"], unique=False)

    op.create_table(
        "settlement",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "paid_by",
            sa.Enum("cash", "transfer", "waived", name="paid_by", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("rides", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("transfer_file_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_settlement_month")),
        sa.CheckConstraint("part >= 0", name=op.f("ck_settlement_part")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_settlement_driver_id_driver")),
        sa.ForeignKeyConstraint(
            ["transfer_file_id"], ["transfer_file.id"], name=op.f("fk_settlement_transfer_file_id_transfer_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("driver_id", "year", "month", "part", name=op.f("uq_settlement_driver_id_year_month_part")),
    )
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_month", ["year", "month"], unique=False)

    op.create_table(
        "bank_payment",
        sa.Column("bank_reference", sa.String(length=300), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(length=300), nullable=False),
        sa.Column("communication", sa.String(length=300), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_bank_payment_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_payment")),
        sa.UniqueConstraint("bank_reference", name=op.f("uq_bank_payment_bank_reference")),
    )
    with op.batch_alter_table("bank_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_payment_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "series_exception",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("skip", "move", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'move') = (moved_to IS NOT NULL)", name=op.f("ck_series_exception_moved_to")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["ride_series.id"], name=op.f("fk_series_exception_series_id_ride_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_exception")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_series_exception_series_id_day")),
    )
    op.create_table(
        "series_pause",
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_day IS NULL OR from_day <= to_day", name=op.f("ck_series_pause_days")),
        sa.ForeignKeyConstraint(["series_id"], ["ride_series.id"], name=op.f("fk_series_pause_series_id_ride_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_pause")),
    )
    with op.batch_alter_table("series_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_pause_series_id"), ["series_id"], unique=False)

    op.create_table(
        "call_attempt",
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "yes", "no", "later", "no_answer", name="answer", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_call_attempt_driver_id_driver")),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_call_attempt_ride_id_ride")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_attempt")),
    )
    with op.batch_alter_table("call_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_call_attempt_driver", ["driver_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_attempt_ride_id"), ["ride_id"], unique=False)

    op.create_table(
        "mailed_ride",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=300), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_mailed_ride_driver_id_driver")),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_mailed_ride_ride_id_ride")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_ride")),
        sa.UniqueConstraint("driver_id", "ride_id", name=op.f("uq_mailed_ride_driver_id_ride_id")),
    )
    op.create_table(
        "settlement_entry",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "ride",
                "wasted",
                "cancelled",
                "reversal",
                "correction",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("ride_date", sa.Date(), nullable=False),
        sa.Column("rides", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("km_cents", sa.Integer(), nullable=False),
        sa.Column("parking", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("desk_fee", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["settlement_entry.id"], name=op.f("fk_settlement_entry_reverses_id_settlement_entry")
        ),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_settlement_entry_ride_id_ride")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name=op.f("fk_settlement_entry_settlement_id_settlement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_settlement_entry_reverses_id")),
    )
    with op.batch_alter_table("settlement_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_entry_ride_id"), ["ride_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlement_entry_settlement_id"), ["settlement_id"], unique=False)
