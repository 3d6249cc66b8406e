"""Roads as a route service tells them: their driving time beside their metres."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("distance", sa.Column("minutes", sa.Integer(), nullable=True))
