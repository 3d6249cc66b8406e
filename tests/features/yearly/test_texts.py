"""The texts of a year's addendum: written, changed, taken away, never over somebody else's."""

import pytest

from mmc_desk.core.db import Database
from mmc_desk.core.errors import ConflictError
from mmc_desk.features.yearly.ops.texts import SetText, set_text
from mmc_desk.features.yearly.queries.texts import WrittenText, written_texts


def put(database: Database, text: str, version: int | None = None) -> None:
    database.write(lambda session: set_text(session, SetText(2019, "summary", text, version)), "Tekst")


def texts(database: Database) -> object:
    return database.read(lambda session: written_texts(session, 2019))


def test_a_text_is_written_changed_and_taken_away(database: Database) -> None:
    put(database, "  ")
    assert texts(database) == {}
    put(database, "Een goed jaar.\n", 0)
    assert texts(database) == {"summary": WrittenText("Een goed jaar.", 1)}
    put(database, "Een heel goed jaar.", 1)
    assert texts(database) == {"summary": WrittenText("Een heel goed jaar.", 2)}
    with pytest.raises(ConflictError, match="Iemand anders"):
        put(database, "Een slecht jaar.", 1)
    put(database, "", 2)
    assert texts(database) == {}
    assert database.read(lambda session: written_texts(session, 2020)) == {}
