"""Village restaurants as a whole: halls, weekdays, prices and closures with their dates, bookings, duties."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Added in place: SQLite rebuilds a table for anything else, and would lose its triggers and CHECKs.
CHECKED_COLUMNS = {
    "village_restaurant": {
        "capacity": "capacity > 0",
        "cut_off_days": "cut_off_days >= 0",
        "opening_float": "opening_float >= 0",
    },
    "meal_service": {
        "ordered": "ordered >= 0",
        "child_meals": "child_meals >= 0",
        "child_price": "child_price >= 0",
        "cost": "cost >= 0",
        "drinks": "drinks >= 0",
        "opening_float": "opening_float >= 0",
        "counted": "counted >= 0",
    },
}


def upgrade() -> None:
    _create_tables()
    for table, columns in CHECKED_COLUMNS.items():
        for name, check in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER CONSTRAINT ck_{table}_{name} CHECK ({check})")
    _add_restaurant_columns()
    _add_service_columns()
    op.add_column("volunteer", _flag("has_flat_allowance"))


def _add_restaurant_columns() -> None:
    op.add_column(
        "village_restaurant", sa.Column("is_count_only", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    for name in ("own_kitchen", "closes_in_school_holidays"):
        op.add_column("village_restaurant", _flag(name))
    for name in ("caterer", "caterer_email", "contact_name", "contact_phone"):
        op.add_column("village_restaurant", _line(name))
    op.add_column("village_restaurant", sa.Column("closed_from", sa.Date(), nullable=True))
    op.add_column("village_restaurant", sa.Column("note", sa.Text(), nullable=False, server_default=sa.text("''")))


def _add_service_columns() -> None:
    op.add_column("meal_service", sa.Column("starts_at", sa.Time(), nullable=True))
    op.add_column("meal_service", sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("initials", "menu"):
        op.add_column("meal_service", _line(name))
    op.add_column("meal_service", _flag("is_decided"))
    instant = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    open_days = "CONSTRAINT ck_meal_service_closed_is_not_finished CHECK (finished_at IS NULL OR closed_reason = '')"
    op.execute(f"ALTER TABLE meal_service ADD COLUMN finished_at {instant} {open_days}")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _line(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=300), nullable=False, server_default=sa.text("''"))


def _create_tables() -> None:
    op.create_table(
        "meal_closure",
        sa.Column("restaurant_id", sa.Integer(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_meal_closure_reason")),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_meal_closure_days")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["village_restaurant.id"], name=op.f("fk_meal_closure_restaurant_id_village_restaurant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_closure")),
    )
    with op.batch_alter_table("meal_closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meal_closure_restaurant_id"), ["restaurant_id"], unique=False)

    op.create_table(
        "meal_moment",
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_meal_moment_days")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_meal_moment_weekday")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["village_restaurant.id"], name=op.f("fk_meal_moment_restaurant_id_village_restaurant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_moment")),
        sa.UniqueConstraint(
            "restaurant_id", "weekday", "valid_from", name=op.f("uq_meal_moment_restaurant_id_weekday_valid_from")
        ),
    )
    op.create_table(
        "meal_price",
        sa.Column("restaurant_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("child_price", sa.Integer(), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("price >= 0 AND child_price >= 0 AND cost >= 0", name=op.f("ck_meal_price_amounts")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["village_restaurant.id"], name=op.f("fk_meal_price_restaurant_id_village_restaurant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_price")),
        sa.UniqueConstraint("restaurant_id", "valid_from", name=op.f("uq_meal_price_restaurant_id_valid_from")),
    )
    with op.batch_alter_table("meal_price", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meal_price_everywhere",
            ["valid_from"],
            unique=True,
            sqlite_where=sa.text("restaurant_id IS NULL"),
            postgresql_where=sa.text("restaurant_id IS NULL"),
        )

    op.create_table(
        "participant",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("restaurant_id", sa.Integer(), nullable=True),
        sa.Column("diet", sa.String(length=300), nullable=False),
        sa.Column("allergens", sa.String(length=300), nullable=False),
        sa.Column("needs_ride", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id_person")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["village_restaurant.id"], name=op.f("fk_participant_restaurant_id_village_restaurant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("person_id", name=op.f("uq_participant_person_id")),
    )
    op.create_table(
        "restaurant_venue",
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=300), nullable=False),
        sa.Column("village", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id"],
            ["village_restaurant.id"],
            name=op.f("fk_restaurant_venue_restaurant_id_village_restaurant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restaurant_venue")),
        sa.UniqueConstraint("restaurant_id", "valid_from", name=op.f("uq_restaurant_venue_restaurant_id_valid_from")),
    )
    op.create_table(
        "meal_duty",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column(
            "task",
            sa.Enum(
                "cooking",
                "setting",
                "serving",
                "dishes",
                "welcome",
                name="task",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_meal_duty_minutes")),
        sa.ForeignKeyConstraint(["service_id"], ["meal_service.id"], name=op.f("fk_meal_duty_service_id_meal_service")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_meal_duty_volunteer_id_volunteer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_duty")),
        sa.UniqueConstraint("service_id", "volunteer_id", name=op.f("uq_meal_duty_service_id_volunteer_id")),
    )
    with op.batch_alter_table("meal_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meal_duty_volunteer_id"), ["volunteer_id"], unique=False)

    op.create_table(
        "mailed_duty",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=300), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["meal_service.id"], name=op.f("fk_mailed_duty_service_id_meal_service")
        ),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_mailed_duty_volunteer_id_volunteer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_duty")),
        sa.UniqueConstraint("volunteer_id", "service_id", name=op.f("uq_mailed_duty_volunteer_id_service_id")),
    )

    op.create_table(
        "standing_booking",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("take_away", sa.Integer(), nullable=False),
        sa.Column("needs_ride", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("children BETWEEN 0 AND party_size + take_away", name=op.f("ck_standing_booking_children")),
        sa.CheckConstraint(
            "party_size >= 0 AND take_away >= 0 AND party_size + take_away >= 1", name=op.f("ck_standing_booking_party")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_standing_booking_weekday")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_standing_booking_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id"],
            ["village_restaurant.id"],
            name=op.f("fk_standing_booking_restaurant_id_village_restaurant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_booking")),
    )
    with op.batch_alter_table("standing_booking", schema=None) as batch_op:
        batch_op.create_index("ix_standing_booking_days", ["restaurant_id", "weekday"], unique=False)
        batch_op.create_index(batch_op.f("ix_standing_booking_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "volunteer_absence",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_volunteer_absence_days")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_absence_volunteer_id_volunteer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_absence")),
    )
    with op.batch_alter_table("volunteer_absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_absence_volunteer_id"), ["volunteer_id"], unique=False)

    op.create_table(
        "volunteer_weekday",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_volunteer_weekday_weekday")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_weekday_volunteer_id_volunteer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_weekday")),
        sa.UniqueConstraint("volunteer_id", "weekday", name=op.f("uq_volunteer_weekday_volunteer_id_weekday")),
    )
    op.create_table(
        "standing_booking_pause",
        sa.Column("standing_booking_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("to_day IS NULL OR from_day <= to_day", name=op.f("ck_standing_booking_pause_days")),
        sa.ForeignKeyConstraint(
            ["standing_booking_id"],
            ["standing_booking.id"],
            name=op.f("fk_standing_booking_pause_standing_booking_id_standing_booking"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_booking_pause")),
    )
    with op.batch_alter_table("standing_booking_pause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_booking_pause_standing_booking_id"), ["standing_booking_id"], unique=False
        )

    op.create_table(
        "meal_booking",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "waiting",
                "cancelled",
                "present",
                "no_show",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("take_away", sa.Integer(), nullable=False),
        sa.Column("diet", sa.String(length=300), nullable=False),
        sa.Column("needs_ride", sa.Boolean(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("standing_booking_id", sa.Integer(), nullable=True),
        sa.Column("ride_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("participant_id IS NOT NULL OR name <> ''", name=op.f("ck_meal_booking_who")),
        sa.CheckConstraint("children BETWEEN 0 AND party_size + take_away", name=op.f("ck_meal_booking_children")),
        sa.CheckConstraint(
            "party_size >= 0 AND take_away >= 0 AND party_size + take_away >= 1", name=op.f("ck_meal_booking_party")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_meal_booking_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_meal_booking_ride_id_ride")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["meal_service.id"], name=op.f("fk_meal_booking_service_id_meal_service")
        ),
        sa.ForeignKeyConstraint(
            ["standing_booking_id"],
            ["standing_booking.id"],
            name=op.f("fk_meal_booking_standing_booking_id_standing_booking"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_booking")),
        sa.UniqueConstraint("service_id", "participant_id", name=op.f("uq_meal_booking_service_id_participant_id")),
    )
    with op.batch_alter_table("meal_booking", schema=None) as batch_op:
        batch_op.create_index("ix_meal_booking_participant_id", ["participant_id", "service_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meal_booking_ride_id"), ["ride_id"], unique=False)
        batch_op.create_index(
            "ix_meal_booking_service", ["service_id", "state", "party_size", "take_away"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meal_booking_standing_booking_id"), ["standing_booking_id"], unique=False)
