"""What a server says when it refuses, in Dutch and with the mend.

Whoever is connected gets a code (SQLSTATE); who can't connect gets a sentence only, in which libpq's own words count.
"""

from typing import NamedTuple

from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, ServerLostError
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


class _Saying(NamedTuple):
    """A sentence for a kind of refusal, and the error that bears it."""

    sentence: str
    kind: type[DatabaseError] = DatabaseError


_FULL = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "De schijf van de server van {name} is vol: er werd niets bewaard. Vraag de beheerder om plaats te maken.",
    )
)
_READ_ONLY = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "{name} laat nu enkel lezen toe: er werd niets bewaard. Vraag de beheerder of dit de juiste server is.",
    )
)
_NO_RIGHTS = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "De gebruiker van {name} mag dit niet. Vraag de beheerder om de rechten te zetten met: mmc-desk grant ROL",
    )
)
_TOO_MANY = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "De server van {name} heeft geen verbinding meer vrij. Sluit een venster van MMC Desk, of vraag de beheerder "
        "om meer verbindingen toe te laten.",
    )
)
_REFUSED = _Saying(
    QT_TRANSLATE_NOOP("server", "De server van {name} weigert deze gebruiker of dit wachtwoord. Kijk het adres na.")
)
_BUSY = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "Een andere desk is nog bezig met hetzelfde in {name}: er werd niets bewaard. Probeer straks opnieuw.",
    ),
    DatabaseBusyError,
)
_NO_TABLES = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "{name} heeft niet de tabellen van deze versie van MMC Desk. Vraag de beheerder om de nieuwe versie één keer "
        "te starten als eigenaar van de databank.",
    )
)
_DAMAGED = _Saying(
    QT_TRANSLATE_NOOP(
        "server",
        "De server meldt schade aan {name}: er werd niets bewaard. Vraag de beheerder om een back-up terug te zetten.",
    )
)
_STOPPED = _Saying(
    QT_TRANSLATE_NOOP("server", "De server van {name} wordt gestopt of start nog op. Wacht even en probeer opnieuw."),
    ServerLostError,
)
_NO_MEMORY = _Saying(
    QT_TRANSLATE_NOOP(
        "server", "De server van {name} heeft te weinig geheugen: er werd niets bewaard. Verwittig de beheerder."
    )
)
_LOST = _Saying(
    QT_TRANSLATE_NOOP("server", "De server van {name} is niet bereikbaar. Kijk het netwerk na en probeer opnieuw."),
    ServerLostError,
)

_BY_CODE = {
    "53100": _FULL,
    "53200": _NO_MEMORY,
    "53300": _TOO_MANY,
    "25006": _READ_ONLY,
    "42501": _NO_RIGHTS,
    "42P01": _NO_TABLES,
    "42703": _NO_TABLES,
    "55P03": _BUSY,
    "57014": _BUSY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "57P01": _STOPPED,
    "57P02": _STOPPED,
    "57P03": _STOPPED,
    "25P03": _LOST,
    "28000": _REFUSED,
    "28P01": _REFUSED,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "58030": _DAMAGED,
}

_BY_WORDS = {
    "password authentication failed": _REFUSED,
    "no password supplied": _REFUSED,
    "no pg_hba.conf entry": _Saying(
        QT_TRANSLATE_NOOP(
            "server",
            "De server van {name} laat deze computer niet toe. Vraag de beheerder om hem toe te voegen (pg_hba.conf).",
        )
    ),
    "certificate": _Saying(
        QT_TRANSLATE_NOOP(
            "server",
            "Het certificaat van de server van {name} klopt niet: er werd niets verstuurd. Vraag de beheerder om het "
            "juiste certificaat; zet de controle niet af.",
        )
    ),
    "SSL": _Saying(
        QT_TRANSLATE_NOOP(
            "server",
            "Met de server van {name} lukt geen beveiligde verbinding (TLS). Vraag de beheerder om ze aan te zetten, "
            "of kijk sslmode na in het adres.",
        )
    ),
    "too many clients": _TOO_MANY,
    "too many connections": _TOO_MANY,
    "connection slots are reserved": _TOO_MANY,
    "the database system is": _STOPPED,
    "could not translate host name": _Saying(
        QT_TRANSLATE_NOOP(
            "server", "De naam van de server van {name} is niet bekend. Kijk het adres en het netwerk na."
        ),
        ServerLostError,
    ),
    "permission denied for database": _NO_RIGHTS,
    "not permitted to log in": _REFUSED,
    "No space left on device": _FULL,
}
_NO_ROLE = '" does not exist'
_NO_DATABASE = _Saying(
    QT_TRANSLATE_NOOP("server", "Op de server bestaat {name} niet. Maak ze eerst: zie db/postgres/README.md.")
)
_NO_DNS = ("failed to resolve host", "could not translate host name", "Name or service not known")


def database_error(error: BaseException | None, name: str) -> DatabaseError:
    """Return the error that says in Dutch what the driver of a server raised about the database called `name`."""
    said = str(error)
    saying = _by_code(error) or _by_words(said)
    if saying is not None:
        return saying.kind(translate("server", saying.sentence).format(name=name))
    if getattr(error, "sqlstate", None) is None:
        return ServerLostError(translate("server", _LOST.sentence).format(name=name))
    return DatabaseError(
        translate("server", "De databank {name} antwoordt: {detail}").format(name=name, detail=said.splitlines()[0])
    )


def _by_code(error: BaseException | None) -> _Saying | None:
    return _BY_CODE.get(getattr(error, "sqlstate", None) or "")


def _by_words(said: str) -> _Saying | None:
    if any(words in said for words in _NO_DNS):
        return _BY_WORDS["could not translate host name"]
    if _NO_ROLE in said and "FATAL" in said:
        return _REFUSED if 'role "' in said else _NO_DATABASE
    return next((saying for words, saying in _BY_WORDS.items() if words in said), None)
