"""Members who pay on a monthly invoice: who does, the numbered papers, what the bank brought for them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What is on a numbered paper stays on it; on PostgreSQL the function is that of 0004.
APPEND_ONLY = ("ride_invoice_line",)
SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION table_is_append_only()
"""


def upgrade() -> None:
    _create_payment_choices()
    _create_invoices()
    _create_invoice_lines()
    _create_invoice_payments()
    _forbid_edits()


def _forbid_edits() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if is_sqlite:
            for event in ("UPDATE", "DELETE"):
                op.execute(SQLITE_APPEND_ONLY.format(table=table, event=event))
        else:
            op.execute(POSTGRES_APPEND_ONLY.format(table=table))


def _create_payment_choices() -> None:
    op.create_table(
        "member_payment",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("cash", "invoice", name="mode", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_payment_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_payment")),
        sa.UniqueConstraint("member_id", "valid_from", name=op.f("uq_member_payment_member_id_valid_from")),
    )


def _create_invoices() -> None:
    op.create_table(
        "ride_invoice",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("invoice", "credit", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("of_year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("credits_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'credit') = (credits_id IS NOT NULL)", name=op.f("ck_ride_invoice_credits")),
        sa.CheckConstraint("(kind = 'credit') = (total < 0)", name=op.f("ck_ride_invoice_sign")),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_ride_invoice_month")),
        sa.ForeignKeyConstraint(
            ["credits_id"], ["ride_invoice.id"], name=op.f("fk_ride_invoice_credits_id_ride_invoice")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ride_invoice_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_invoice")),
        sa.UniqueConstraint("reference", name=op.f("uq_ride_invoice_reference")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_ride_invoice_year_sequence")),
    )
    with op.batch_alter_table("ride_invoice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ride_invoice_credits_id"), ["credits_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ride_invoice_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_ride_invoice_month", ["of_year", "month"], unique=False)


def _create_invoice_lines() -> None:
    op.create_table(
        "ride_invoice_line",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("ride_id", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("ride_date", sa.Date(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["ride_invoice.id"], name=op.f("fk_ride_invoice_line_invoice_id_ride_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ride_invoice_line.id"], name=op.f("fk_ride_invoice_line_reverses_id_ride_invoice_line")
        ),
        sa.ForeignKeyConstraint(["ride_id"], ["ride.id"], name=op.f("fk_ride_invoice_line_ride_id_ride")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_invoice_line")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ride_invoice_line_reverses_id")),
    )
    with op.batch_alter_table("ride_invoice_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ride_invoice_line_invoice_id"), ["invoice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ride_invoice_line_ride_id"), ["ride_id"], unique=False)


def _create_invoice_payments() -> None:
    op.create_table(
        "ride_invoice_payment",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("bank_payment_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_ride_invoice_payment_cents")),
        sa.ForeignKeyConstraint(
            ["bank_payment_id"], ["bank_payment.id"], name=op.f("fk_ride_invoice_payment_bank_payment_id_bank_payment")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["ride_invoice.id"], name=op.f("fk_ride_invoice_payment_invoice_id_ride_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ride_invoice_payment")),
        sa.UniqueConstraint(
            "invoice_id", "bank_payment_id", name=op.f("uq_ride_invoice_payment_invoice_id_bank_payment_id")
        ),
    )
    with op.batch_alter_table("ride_invoice_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ride_invoice_payment_bank_payment_id"), ["bank_payment_id"], unique=False)
