"""Trust: the audit is a chain of hashes with its head kept apart; personal accounts; erasures."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AUDIT = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor", sa.String()),
    sa.column("desk", sa.String()),
    sa.column("label", sa.String()),
    sa.column("rows", sa.JSON()),
    sa.column("prev", sa.String()),
    sa.column("hash", sa.String()),
)
BATCH = 5_000

SQLITE_AUDIT = """
CREATE TRIGGER audit_entry_no_{event} BEFORE {event} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""
SQLITE_HEAD = (
    """
    CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head WHEN NEW.entry <= OLD.entry
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
    """
    CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
)
POSTGRES_HEAD = (
    """
    CREATE FUNCTION audit_head_goes_forward() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NEW.entry <= OLD.entry THEN RAISE EXCEPTION 'the audit is append-only'; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_goes_forward()
    """,
    """
    CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
)


def upgrade() -> None:
    _chain_the_audit()
    _create_accounts()


def _create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("roles", sa.String(length=300), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "erasure",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("asked_by", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=300), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )


def _chain_the_audit() -> None:
    op.add_column("audit_entry", sa.Column("prev", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("audit_entry", sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "audit_head",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _let_go(is_sqlite=is_sqlite)
    entry, head = _chain_entries(op.get_bind())
    _hold_on(is_sqlite=is_sqlite)
    op.execute(
        sa.text("INSERT INTO audit_head (id, entry, hash) VALUES (1, :entry, :hash)").bindparams(entry=entry, hash=head)
    )
    for statement in SQLITE_HEAD if is_sqlite else POSTGRES_HEAD:
        op.execute(statement)


def _let_go(*, is_sqlite: bool) -> None:
    if not is_sqlite:
        op.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER audit_entry_no_{event}")


def _hold_on(*, is_sqlite: bool) -> None:
    if not is_sqlite:
        op.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(SQLITE_AUDIT.format(event=event))


def _chain_entries(connection: sa.Connection) -> tuple[int, str]:
    """Hash every entry there is with the one before it; return the last one's number and hash."""
    last, head = 0, ""
    change = (
        sa.update(AUDIT)
        .where(AUDIT.c.id == sa.bindparam("entry"))
        .values(prev=sa.bindparam("before"), hash=sa.bindparam("after"))
    )
    for batch in _batches(connection):
        changed = []
        for row in batch:
            before, last = head, row.id
            head = _hash(before, row.id, row.at, (row.actor, row.desk, row.label), row.text)
            changed.append({"entry": last, "before": before, "after": head})
        connection.execute(change, changed)
    return last, head


def _batches(connection: sa.Connection) -> Iterator[Any]:
    columns = (AUDIT.c.id, AUDIT.c.at, AUDIT.c.actor, AUDIT.c.desk, AUDIT.c.label)
    query = sa.select(*columns, sa.cast(AUDIT.c.rows, sa.Text()).label("text")).order_by(AUDIT.c.id).limit(BATCH)
    last = 0
    while batch := connection.execute(query.where(AUDIT.c.id > last)).all():
        yield batch
        last = batch[-1].id


def _hash(prev: str, number: int, at: datetime, words: tuple[str, ...], rows: str) -> str:
    instant = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    head = json.dumps([prev, number, f"{instant:%Y-%m-%dT%H:%M:%S.%f}", *words])
    return hashlib.sha256(f"{head}{rows}".encode()).hexdigest()
