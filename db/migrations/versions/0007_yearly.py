"""The manager's year: published reports, totals of earlier years, goals, the texts of the addendum."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What was published stays published; on PostgreSQL the function is that of 0004.
APPEND_ONLY = ("published_report", "published_figure", "published_remark")
SQLITE_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION table_is_append_only()
"""


def upgrade() -> None:
    _create_edited()
    _create_published()
    # When a meal is over: whoever fetches people home goes by it.
    op.add_column("meal_moment", sa.Column("ends_at", sa.Time(), nullable=True))
    # A driver's year is added up in the order of this index, and nothing is sorted.
    op.drop_index("ix_ride_driver_day", "ride")
    op.create_index("ix_ride_driver_day", "ride", ["driver_id", "ride_date", "state", "metres"])
    _forbid_edits()


def _forbid_edits() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if is_sqlite:
            for event in ("UPDATE", "DELETE"):
                op.execute(SQLITE_APPEND_ONLY.format(table=table, event=event))
        else:
            op.execute(POSTGRES_APPEND_ONLY.format(table=table))


def _create_edited() -> None:
    op.create_table(
        "addendum_text",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum_text")),
        sa.UniqueConstraint("year", "section", name=op.f("uq_addendum_text_year_section")),
    )
    op.create_table(
        "entered_figure",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_entered_figure_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_figure")),
        sa.UniqueConstraint("year", "name", name=op.f("uq_entered_figure_year_name")),
    )
    op.create_table(
        "goal",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("at_least", "at_most", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("is_monthly", sa.Boolean(), nullable=False),
        sa.Column("per", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("target >= 0", name=op.f("ck_goal_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("year", "name", name=op.f("uq_goal_year_name")),
    )


def _create_published() -> None:
    op.create_table(
        "published_report",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_published_report_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_report")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_published_report_year_number")),
    )
    op.create_table(
        "published_figure",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("service", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=300), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("previous", sa.Float(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("previous_source", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["published_report.id"], name=op.f("fk_published_figure_report_id_published_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_figure")),
        sa.UniqueConstraint("report_id", "name", name=op.f("uq_published_figure_report_id_name")),
    )
    op.create_table(
        "published_remark",
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=300), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_published_remark_reason")),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["published_figure.id"], name=op.f("fk_published_remark_figure_id_published_figure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_remark")),
    )
    op.create_index("ix_published_remark_figure_id", "published_remark", ["figure_id"])
