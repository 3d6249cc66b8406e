"""Who and where a ride book means: members by number or name, drivers by code or name, villages by address."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.storing import in_parts
from mmc_desk.features.people.model import Address, Driver, Member, Person, Place
from mmc_desk.features.people.rules import full_name, name_key

_NUMBER = re.compile(r"(?:[^\W\d]*[\s.:#°-]*){0,2}(\d{1,9})(?:[.,]0+)?", re.ASCII)
_NAMELESS = frozenset({"geen", "niemand", "nvt", "geen chauffeur", "?", "x", "onbekend", "-", "zelf"})

Found = tuple[int | None, str]
"""A key, or the reason why there is none."""


class Members:
    """The members a book names, each looked up once."""

    def __init__(self, session: Session, references: Iterable[str]) -> None:
        numbers = {number for text in references if (number := member_number(text)) is not None}
        self._by_no: dict[int, int] = {}
        self._person: dict[int, int] = {}
        self._no: dict[int, int] = {}
        for part in in_parts(numbers):
            query = select(Member.id, Member.member_no, Member.person_id).where(Member.member_no.in_(part))
            for key, number, person in session.execute(query):
                self._by_no[number], self._person[key] = key, person
        self._session = session
        self._names: dict[str, list[int]] | None = None
        self._homes: dict[int, tuple[list[date], list[tuple[str, str]]]] = {}
        self._answers: dict[str, Found] = {}

    def find(self, text: str) -> Found:
        """Return the member a text means: a number, or a name that only one member bears."""
        answer = self._answers.get(text)
        if answer is None:
            answer = self._answers[text] = self._find(text)
        return answer

    def _find(self, text: str) -> Found:
        number = member_number(text)
        if number is not None:
            key = self._by_no.get(number)
            return key, "" if key else translate("rides", "lid {number} is niet bekend").format(number=text)
        alike = self._named().get(name_key(text, ""), [])
        if len(alike) == 1:
            return alike[0], ""
        if alike:
            sentence = translate(
                "rides", "er zijn {count} leden die “{name}” heten: zet er het lidnummer bij ({numbers})"
            )
            numbers = ", ".join(str(self._no[key]) for key in alike)
            return None, sentence.format(count=len(alike), name=text, numbers=numbers)
        return None, translate("rides", "lid “{name}” is niet bekend").format(name=text)

    def _named(self) -> dict[str, list[int]]:
        if self._names is None:
            self._names = defaultdict(list)
            query = select(Member.id, Member.member_no, Person.id, Person.last_name, Person.first_name).join(
                Person, Person.id == Member.person_id
            )
            for key, number, person, last, first in self._session.execute(query.order_by(Member.member_no)):
                self._names[name_key(last, first)].append(key)
                self._person[key] = person
                self._no[key] = number
        return self._names

    def load_homes(self) -> None:
        """Read where the members found live, and lived."""
        people: dict[int, list[tuple[date, str, str]]] = defaultdict(list)
        for part in in_parts(self._person.values()):
            query = select(Address.person_id, Address.valid_from, Address.street, Address.village)
            for person, since, street, village in self._session.execute(query.where(Address.person_id.in_(part))):
                people[person].append((since, street, village))
        for member, person in self._person.items():
            homes = sorted(people[person])
            self._homes[member] = ([home[0] for home in homes], [home[1:] for home in homes])

    def home(self, member: int, day: date) -> tuple[str, str]:
        """Return street and village of a member on a day (domain.md §10.6); before the first, the first."""
        starts, homes = self._homes.get(member, ([], []))
        return homes[max(bisect_right(starts, day) - 1, 0)] if homes else ("", "")


def member_number(text: str) -> int | None:
    """Return the member number in a text such as `41`, `0041`, `L-41`; None for a name."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def split_members(text: str) -> list[str]:
    """Return the members of one cell: `3, 7`, `3+7`, `Janssen Maria en Peeters Jan`."""
    parts = re.split(r"[;+&\n]|\s/\s|(?<=\d)\s*[,/]\s*(?=\D*\d)|\s+en\s+|,(?=[^,]*,)", text)
    return [part.strip() for part in parts if part.strip()]


class Drivers:
    """The desk's drivers by code and by name, last name first or last."""

    def __init__(self, session: Session) -> None:
        query = select(Driver.id, Driver.code, Person.last_name, Person.first_name).join(
            Person, Person.id == Driver.person_id
        )
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for key, code, last, first in session.execute(query):
            self._by_code[_bare(code)] = key
            for name in (full_name(last, first), last, f"{first[:1]} {last}", f"{last} {first[:1]}"):
                self._by_name[name_key(name, "")].add(key)
        self._answers: dict[str, Found] = {}

    def find(self, text: str) -> Found:
        """Return the driver a text means; no key and no reason where it says that there is none."""
        answer = self._answers.get(text)
        if answer is None:
            answer = self._answers[text] = self._find(text)
        return answer

    def named_in(self, titles: Iterable[str]) -> int | None:
        """Return the driver whose name a title is, or ends in: `Ritten van Claes Rik 2019`; None where none does."""
        for title in titles:
            words = re.sub(r"\b(?:19|20)\d\d\b|[_:]", " ", title).split()
            for start in range(max(len(words) - 1, 1)):
                name = " ".join(words[start:])
                key, _ = (None, "") if name.isdecimal() else self.find(name)
                if key is not None:
                    return key
        return None

    def _find(self, text: str) -> Found:
        if fold(text) in _NAMELESS:
            return None, ""
        found = next(filter(None, map(self._keys, _readings(text))), set())
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            sentence = translate("rides", "er zijn {count} chauffeurs die “{name}” kunnen zijn: zet er de code bij")
            return None, sentence.format(count=len(found), name=text)
        return None, translate("rides", "chauffeur “{name}” is niet bekend").format(name=text)

    def _keys(self, text: str) -> set[int]:
        code = self._by_code.get(_bare(text))
        return {code} if code is not None else self._by_name.get(name_key(text, ""), set())


def _readings(text: str) -> Iterator[str]:
    """Yield a text, then its parts where it holds a code beside a name: `C03 - Timmermans Marcel`."""
    yield text
    without = re.sub(r"\(.*?\)", " ", text).strip()
    if without != text:
        yield without
        yield from re.findall(r"\((.*?)\)", text)
    yield from (part.strip() for part in re.split(r"\s+[-–:]\s+|\s*[:;]\s*", text) if part.strip() != text)


def _bare(code: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", fold(code)))


class Villages:
    """The villages an address can end in, and those that common destinations lie in."""

    def __init__(self, session: Session) -> None:
        self._villages: dict[str, str] = {}
        self._places: dict[str, str] = {}
        by_postcode: dict[str, str] = {}
        places = session.execute(select(Place.name, Place.postcode, Place.is_village).order_by(Place.id)).all()
        for name, postcode, is_village in places:
            if is_village:
                self._villages[fold(name)] = name
                by_postcode.setdefault(postcode, name)
        for (village,) in session.execute(select(Address.village).distinct()):
            self._villages.setdefault(fold(village), village)
        self._villages.pop("", None)
        for name, postcode, is_village in places:
            if not is_village:
                self._places[fold(name)] = self._inside(name) or by_postcode.get(postcode, "")
        self._origins: dict[str, str] = {}
        self._destinations: dict[str, str] = {}

    def of_address(self, text: str) -> str:
        """Return the village at the end of an address, after the last comma or not; nothing for an unknown one."""
        known = self._origins.get(text)
        if known is None:
            known = self._origins[text] = self._at_end(text)
        return known

    def of_destination(self, text: str) -> str:
        """Return the village of a destination: its own name, an address in it, a known place, a name inside."""
        known = self._destinations.get(text)
        if known is None:
            place = self._places.get(fold(text))
            known = place if place is not None else self._at_end(text) or self._inside(text)
            self._destinations[text] = known
        return known

    def _at_end(self, text: str) -> str:
        tail = re.sub(r"^(?:B-?)?\d{4}\s+", "", text.rpartition(",")[2].strip())
        if fold(tail) in self._villages:
            return self._villages[fold(tail)]
        words = re.sub(r"\W*\d{4}\W*$", "", text).split()
        for count in (3, 2, 1):
            end = fold(" ".join(words[-count:])).strip("()-, ")
            if end in self._villages:
                return self._villages[end]
        return ""

    def _inside(self, text: str) -> str:
        words = re.findall(r"[\w'’-]+", fold(text))
        for count in (3, 2, 1):
            for start in range(len(words) - count, -1, -1):
                name = " ".join(words[start : start + count])
                if name in self._villages:
                    return self._villages[name]
        return ""
