"""baseline."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=300), nullable=False),
        sa.Column("desk", sa.String(length=300), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_table(
        "closure_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure_day")),
        sa.UniqueConstraint("day", name=op.f("uq_closure_day_day")),
    )
    op.create_table(
        "desk_setting",
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_setting")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_desk_setting_name_valid_from")),
    )
    op.create_table(
        "distance",
        sa.Column("place_a", sa.String(length=300), nullable=False),
        sa.Column("place_b", sa.String(length=300), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("learnt", "hand", name="source", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("metres >= 0", name=op.f("ck_distance_metres")),
        sa.CheckConstraint("place_a <= place_b", name=op.f("ck_distance_ordered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distance")),
        sa.UniqueConstraint("place_a", "place_b", name=op.f("uq_distance_place_a_place_b")),
    )
    op.create_table(
        "official_km_rate",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rate > 0", name=op.f("ck_official_km_rate_rate_positive")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_official_km_rate_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_km_rate")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_official_km_rate_valid_from")),
    )
    op.create_table(
        "person",
        sa.Column("last_name", sa.String(length=300), nullable=False),
        sa.Column("first_name", sa.String(length=300), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=300), nullable=False),
        sa.Column("mobile", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("deceased_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "place",
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("is_village", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("name", "postcode", name=op.f("uq_place_name_postcode")),
    )
    op.create_table(
        "street_alias",
        sa.Column("old_name", sa.String(length=300), nullable=False),
        sa.Column("new_name", sa.String(length=300), nullable=False),
        sa.Column("village", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_alias")),
        sa.UniqueConstraint("old_name", "village", name=op.f("uq_street_alias_old_name_village")),
    )
    op.create_table(
        "village_restaurant",
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_restaurant")),
        sa.UniqueConstraint("name", name=op.f("uq_village_restaurant_name")),
    )
    op.create_table(
        "volunteer_forfait",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("per_year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("per_day > 0 AND per_year >= per_day", name=op.f("ck_volunteer_forfait_amounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_forfait")),
        sa.UniqueConstraint("year", name=op.f("uq_volunteer_forfait_year")),
    )
    op.create_table(
        "address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=300), nullable=False),
        sa.Column("village", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_address_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("person_id", "valid_from", name=op.f("uq_address_person_id_valid_from")),
    )
    op.create_index(op.f("ix_address_village"), "address", ["village"], unique=False)
    op.create_table(
        "contact",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)
    op.create_table(
        "driver",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=300), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("rigid_wheelchair", sa.Boolean(), nullable=False),
        sa.Column("iban", sa.String(length=300), nullable=False),
        sa.Column("waives_payment", sa.Boolean(), nullable=False),
        sa.Column("number_may_be_given", sa.Boolean(), nullable=False),
        sa.Column("max_rides_per_week", sa.Integer(), nullable=True),
        sa.Column("max_distance", sa.Integer(), nullable=True),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats BETWEEN 1 AND 9", name=op.f("ck_driver_seats")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_driver_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver")),
        sa.UniqueConstraint("code", name=op.f("uq_driver_code")),
        sa.UniqueConstraint("person_id", name=op.f("uq_driver_person_id")),
    )
    op.create_table(
        "meal_service",
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("no_show", sa.Integer(), nullable=True),
        sa.Column("walk_in", sa.Integer(), nullable=True),
        sa.Column("take_away", sa.Integer(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("volunteers", sa.Integer(), nullable=True),
        sa.Column("closed_reason", sa.String(length=300), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closed_reason = '' OR present IS NULL", name=op.f("ck_meal_service_closed_has_no_counts")
        ),
        sa.CheckConstraint("present >= 0", name=op.f("ck_meal_service_present")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"],
            ["village_restaurant.id"],
            name=op.f("fk_meal_service_restaurant_id_village_restaurant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meal_service")),
        sa.UniqueConstraint(
            "restaurant_id", "service_date", name=op.f("uq_meal_service_restaurant_id_service_date")
        ),
    )
    op.create_index(
        "ix_meal_service_figures", "meal_service", ["service_date", "present", "restaurant_id"], unique=False
    )
    op.create_table(
        "member",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("member_no", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "deceased",
                "moved",
                "resigned",
                "other",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "household",
            sa.Enum(
                "single", "couple", name="household", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("partner_id", sa.Integer(), nullable=True),
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
        sa.Column("companion", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR end_reason IS NOT NULL", name=op.f("ck_member_end_has_reason")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["member.id"], name=op.f("fk_member_partner_id_member")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("member_no", name=op.f("uq_member_member_no")),
        sa.UniqueConstraint("person_id", name=op.f("uq_member_person_id")),
    )
    op.create_table(
        "volunteer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.Column("tasks", sa.String(length=300), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_volunteer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
        sa.UniqueConstraint("person_id", name=op.f("uq_volunteer_person_id")),
    )
    op.create_table(
        "wheels_session",
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("session_date", sa.Date(), nullable=False),
        sa.Column("theme", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "informative",
                "recreational",
                "educational",
                "service",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("partner", sa.String(length=300), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("first_timers", sa.Integer(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("attendance >= 0", name=op.f("ck_wheels_session_attendance")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"],
            ["village_restaurant.id"],
            name=op.f("fk_wheels_session_restaurant_id_village_restaurant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wheels_session")),
        sa.UniqueConstraint(
            "restaurant_id", "session_date", name=op.f("uq_wheels_session_restaurant_id_session_date")
        ),
    )
    op.create_index("ix_wheels_session_session_date", "wheels_session", ["session_date"], unique=False)
    op.create_table(
        "absence",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("absent", "available", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_day <= to_day", name=op.f("ck_absence_days")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_absence_driver_id_driver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_driver_id"), "absence", ["driver_id"], unique=False)
    op.create_table(
        "driver_day",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rides", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_driver_day_driver_id_driver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_day")),
        sa.UniqueConstraint("driver_id", "day", name=op.f("uq_driver_day_driver_id_day")),
    )
    op.create_table(
        "driver_document",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "licence",
                "insurance",
                "check_up",
                "criminal_record",
                "briefing_note",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_driver_document_driver_id_driver")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_document")),
        sa.UniqueConstraint("driver_id", "kind", name=op.f("uq_driver_document_driver_id_kind")),
    )
    op.create_table(
        "driver_preference",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column(
            "tie",
            sa.Enum(
                "preferred", "incompatible", name="tie", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_driver_preference_driver_id_driver")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_driver_preference_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_preference")),
        sa.UniqueConstraint("member_id", "driver_id", name=op.f("uq_driver_preference_member_id_driver_id")),
    )
    op.create_index(op.f("ix_driver_preference_driver_id"), "driver_preference", ["driver_id"], unique=False)
    op.create_table(
        "eligibility_check",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "meets",
                "exception",
                "pending",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_eligibility_check_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_check")),
    )
    op.create_index(op.f("ix_eligibility_check_member_id"), "eligibility_check", ["member_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_membership_fee_not_negative")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_membership_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("member_id", "year", name=op.f("uq_membership_member_id_year")),
    )
    op.create_index("ix_membership_year", "membership", ["year"], unique=False)
    op.create_table(
        "printed_roster",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.Column("last_printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_printed_roster_driver_id_driver")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_roster")),
        sa.UniqueConstraint("driver_id", "day", name=op.f("uq_printed_roster_driver_id_day")),
    )
    op.create_table(
        "ride",
        sa.Column("ride_no", sa.String(length=300), nullable=False),
        sa.Column("ride_date", sa.Date(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("depart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("home_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("estimated_metres", sa.Integer(), nullable=True),
        sa.Column("passengers", sa.Integer(), nullable=False),
        sa.Column("legs", sa.Integer(), nullable=True),
        sa.Column("parking", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=True),
        sa.Column("waiting_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "cancelled_by",
            sa.Enum(
                "member",
                "driver",
                "desk",
                name="cancelled_by",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chargeable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancelled_by IS NOT NULL", name=op.f("ck_ride_cancelled_by_whom")
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'cancelled', 'no_driver') OR driver_id IS NOT NULL",
            name=op.f("ck_ride_has_driver"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('driven', 'settled') OR metres IS NOT NULL", name=op.f("ck_ride_driven_has_km")
        ),
        sa.CheckConstraint("home_at >= depart_at", name=op.f("ck_ride_home_after_departure")),
        sa.CheckConstraint("metres >= 0", name=op.f("ck_ride_metres")),
        sa.CheckConstraint("passengers >= 1", name=op.f("ck_ride_passengers")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_ride_driver_id_driver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride")),
        sa.UniqueConstraint("ride_no", name=op.f("uq_ride_ride_no")),
    )
    op.create_index("ix_ride_driver_day", "ride", ["driver_id", "ride_date"], unique=False)
    op.create_index(
        "ix_ride_figures",
        "ride",
        ["ride_date", "state", "driver_id", "purpose", "village", "metres", "passengers", "legs"],
        unique=False,
    )
    op.create_index("ix_ride_route", "ride", ["village", "destination_village"], unique=False)
    op.create_table(
        "week_availability",
        sa.Column("driver_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("to_time", sa.Time(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_time < to_time", name=op.f("ck_week_availability_hours")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_week_availability_weekday")),
        sa.ForeignKeyConstraint(
            ["driver_id"], ["driver.id"], name=op.f("fk_week_availability_driver_id_driver")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_availability")),
        sa.UniqueConstraint(
            "driver_id", "weekday", "from_time", name=op.f("uq_week_availability_driver_id_weekday_from_time")
        ),
    )
    op.create_table(
        "leg",
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("out", "stop", "back", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("destination", sa.String(length=300), nullable=False),
        sa.Column("depart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrive_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_leg_ride_id_ride")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
        sa.UniqueConstraint("ride_id", "sequence", name=op.f("uq_leg_ride_id_sequence")),
    )
    op.create_table(
        "ride_request",
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pickup_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointment_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("return_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("companions BETWEEN 0 AND 8", name=op.f("ck_ride_request_companions")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ride_request_member_id_member")),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_ride_request_ride_id_ride")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_request")),
        sa.UniqueConstraint("ride_id", "member_id", name=op.f("uq_ride_request_ride_id_member_id")),
        sa.UniqueConstraint("ride_id", "position", name=op.f("uq_ride_request_ride_id_position")),
    )
    op.create_index("ix_ride_request_member_id", "ride_request", ["member_id", "ride_id"], unique=False)
