"""The mark that a database bears when what it holds is practice data (core.prepared)."""

from sqlalchemy import select

from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import PRACTICE

STATEMENTS = {
    "practice": select(DeskSetting.id).where(DeskSetting.name == "practice", DeskSetting.value == PRACTICE).limit(1)
}
