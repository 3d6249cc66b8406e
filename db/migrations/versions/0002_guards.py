"""Guards in the database itself: a driver is never in two cars, the audit is append-only."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Only planned rides are guarded: an old ride book may well say that a driver was in two places.
SQLITE_BUSY = """
CREATE TRIGGER ride_driver_busy_{event} BEFORE {event} ON ride
WHEN NEW.state IN ('assigned', 'confirmed') AND NEW.home_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM ride AS other
    WHERE other.driver_id = NEW.driver_id
      AND other.ride_date BETWEEN date(NEW.ride_date, '-1 day') AND date(NEW.ride_date, '+1 day')
      AND other.id IS NOT NEW.id
      AND other.state IN ('assigned', 'confirmed')
      AND other.depart_at < NEW.home_at AND other.home_at > NEW.depart_at
)
BEGIN SELECT RAISE(ABORT, 'driver_busy'); END
"""
SQLITE_AUDIT = """
CREATE TRIGGER audit_entry_no_{event} BEFORE {event} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""
POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE ride ADD CONSTRAINT ex_ride_driver_busy EXCLUDE USING gist
        (driver_id WITH =, tstzrange(depart_at, home_at) WITH &&)
        WHERE (state IN ('assigned', 'confirmed') AND home_at IS NOT NULL)
    """,
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("INSERT", "UPDATE"):
            op.execute(SQLITE_BUSY.format(event=event))
        for event in ("UPDATE", "DELETE"):
            op.execute(SQLITE_AUDIT.format(event=event))
        return
    for statement in POSTGRES:
        op.execute(statement)
