"""Run by alembic, only through mmc_desk.core.migrate, which hands it the open connection."""

from alembic import context

from mmc_desk.core.columns import UtcDateTime
from mmc_desk.core.model import Base
from mmc_desk.features import load_models


def _plain_type(kind: str, thing: object, _context: object) -> str | bool:
    # A migration must run unchanged in ten years: it names SQLAlchemy's types, not the product's.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


load_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=context.config.attributes.get("batch", True),
    compare_type=True,
    compare_server_default=True,
    render_item=_plain_type,
    transaction_per_migration=False,
)
context.run_migrations()
