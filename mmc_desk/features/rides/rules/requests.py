"""What the desk is warned of while it takes a ride: never a block (domain.md §2, §9). Each warning names its field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.people.model import Aid, IncomeResult
from mmc_desk.features.rides.model import Purpose
from mmc_desk.features.rides.rules.calendar import Closures, closed_reason
from mmc_desk.features.rides.rules.lead import Wanted, late_words
from mmc_desk.features.rides.rules.settings import DEFAULTS, RideSettings

PURPOSE_NAMES = {
    Purpose.HOSPITAL: QT_TRANSLATE_NOOP("rides", "ziekenhuis"),
    Purpose.DOCTOR: QT_TRANSLATE_NOOP("rides", "dokter/tandarts"),
    Purpose.DAY_CARE: QT_TRANSLATE_NOOP("rides", "dagopvang"),
    Purpose.SHOPPING: QT_TRANSLATE_NOOP("rides", "boodschappen"),
    Purpose.HAIRDRESSER: QT_TRANSLATE_NOOP("rides", "kapper"),
    Purpose.FAMILY: QT_TRANSLATE_NOOP("rides", "familie"),
    Purpose.ADMINISTRATION: QT_TRANSLATE_NOOP("rides", "administratie"),
    Purpose.ASSOCIATION: QT_TRANSLATE_NOOP("rides", "vereniging"),
    Purpose.RESTAURANT: QT_TRANSLATE_NOOP("rides", "dorpsrestaurant"),
    Purpose.OTHER: QT_TRANSLATE_NOOP("rides", "ander"),
}


def purpose_name(purpose: Purpose) -> str:
    """Return the Dutch name of a purpose (domain.md §2)."""
    return translate("rides", PURPOSE_NAMES[purpose])


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning for the desk and the field of the form it stands beside."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What is known of a member that a request is held against. `paid_years` has the years whose fee is settled."""

    name: str = ""
    born_on: date | None = None
    since: date | None = None
    ended_on: date | None = None
    deceased_on: date | None = None
    membership_years: frozenset[int] = frozenset()
    paid_years: frozenset[int] = frozenset()
    income: IncomeResult | None = None
    next_review: date | None = None
    ride_days: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The part of a request that warnings look at. `ride_no` is the ride's own number when it is edited.

    `at`: when the member is to be fetched or there, where it is known; `asked_at`: when they called, else today.
    """

    ride_date: date
    aid: Aid = Aid.NONE
    companions: int = 0
    purpose: Purpose = Purpose.OTHER
    ride_no: str = ""
    at: datetime | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the desk itself brings to a check: its closure days, settings and how many cars take a rigid wheelchair."""

    today: date
    closures: Closures = field(default_factory=dict)
    rigid_cars: int = 1
    settings: RideSettings = DEFAULTS


def check_request(asked: Asked, member: MemberFacts, desk: DeskFacts) -> tuple[Caution, ...]:
    """Return the warnings of a request, in the order of the form (domain.md §2, §9, §10.13, §10.18)."""
    return tuple(caution for rule in _RULES for caution in rule(asked, member, desk))


def _ended(asked: Asked, member: MemberFacts, _desk: DeskFacts) -> Iterator[Caution]:
    if member.deceased_on is not None:
        text = translate("rides", "{name} is overleden op {day}.")
        yield Caution("member", text.format(name=member.name, day=show_date(member.deceased_on)))
    elif member.ended_on is not None and member.ended_on <= asked.ride_date:
        text = translate("rides", "Het lidmaatschap eindigde op {day}.")
        yield Caution("member", text.format(day=show_date(member.ended_on)))


def _fee(asked: Asked, member: MemberFacts, desk: DeskFacts) -> Iterator[Caution]:
    year = asked.ride_date.year
    grace = asked.ride_date.month <= desk.settings.grace_until_month and year - 1 in member.membership_years
    if year in member.paid_years or grace:
        return
    if year in member.membership_years:
        yield Caution("member", translate("rides", "Het lidgeld {year} is nog niet betaald.").format(year=year))
    else:
        yield Caution("member", translate("rides", "Geen lidmaatschap voor {year}.").format(year=year))


def _income(asked: Asked, member: MemberFacts, _desk: DeskFacts) -> Iterator[Caution]:
    if member.income in {None, IncomeResult.PENDING}:
        yield Caution("member", translate("rides", "De inkomenscontrole is nog niet gebeurd."))
    elif member.next_review is not None and member.next_review < asked.ride_date:
        text = translate("rides", "De inkomenscontrole is vervallen op {day}.")
        yield Caution("member", text.format(day=show_date(member.next_review)))


def _lead(asked: Asked, _member: MemberFacts, desk: DeskFacts) -> Iterator[Caution]:
    settings = desk.settings
    if asked.ride_date < desk.today:
        yield Caution("ride_date", translate("rides", "Deze dag is al voorbij."))
        return
    asked_at = asked.asked_at or clock.at(desk.today, time())
    late = late_words(asked_at, Wanted(asked.ride_date, asked.at), settings, desk.closures)
    if late:
        yield Caution("ride_date", late)
    elif asked.ride_date > desk.today + relativedelta(months=settings.horizon_months):
        text = translate("rides", "Meer dan {months} maand vooraf aangevraagd.")
        yield Caution("ride_date", text.format(months=settings.horizon_months))


def _closed(asked: Asked, _member: MemberFacts, desk: DeskFacts) -> Iterator[Caution]:
    reason = closed_reason(asked.ride_date, desk.closures)
    if reason:
        yield Caution("ride_date", translate("rides", "Gesloten: {reason}.").format(reason=reason))


def _same_day(asked: Asked, member: MemberFacts, _desk: DeskFacts) -> Iterator[Caution]:
    others = [number for day, number in member.ride_days if day == asked.ride_date and number != asked.ride_no]
    if others:
        text = translate("rides", "Dit lid heeft die dag al een rit: {rides}.")
        yield Caution("ride_date", text.format(rides=", ".join(others)))


def _aid(asked: Asked, _member: MemberFacts, desk: DeskFacts) -> Iterator[Caution]:
    if asked.aid is not Aid.RIGID_WHEELCHAIR:
        return
    if desk.rigid_cars:
        yield Caution("aid", translate("rides", "Een vaste rolstoel past enkel in een aangepaste wagen."))
    else:
        yield Caution("aid", translate("rides", "Geen enkele chauffeur heeft een wagen voor een vaste rolstoel."))


def _minor(asked: Asked, member: MemberFacts, _desk: DeskFacts) -> Iterator[Caution]:
    if member.born_on is None or asked.companions:
        return
    if relativedelta(asked.ride_date, member.born_on).years < 18:
        yield Caution("companions", translate("rides", "Minderjarig en zonder begeleider: vraag het de chauffeur."))


def _purpose(asked: Asked, _member: MemberFacts, desk: DeskFacts) -> Iterator[Caution]:
    if asked.purpose in desk.settings.excluded_purposes:
        text = translate("rides", "Ritten voor {purpose} zijn uitgesloten.")
        yield Caution("purpose", text.format(purpose=purpose_name(asked.purpose)))


_Rule = Callable[[Asked, MemberFacts, DeskFacts], Iterator[Caution]]
_RULES: tuple[_Rule, ...] = (_ended, _fee, _income, _lead, _closed, _same_day, _minor, _aid, _purpose)
