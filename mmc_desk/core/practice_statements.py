"""What every paper says of a database: that it holds practice data, and whose it is (core.prepared)."""

from sqlalchemy import select

from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import PRACTICE

STATEMENTS = {
    "practice": select(DeskSetting.id).where(DeskSetting.name == "practice", DeskSetting.value == PRACTICE).limit(1),
    "desk_name": select(DeskSetting.value)
    .where(DeskSetting.name == "desk_name")
    .order_by(DeskSetting.valid_from.desc())
    .limit(1),
}
