"""The states of a ride, the warnings at the phone, who may drive, and what a sheet may say."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.features.people.model import Aid, DriverTie, IncomeResult
from mmc_desk.features.rides.model import CancelledBy, Purpose, RideState
from mmc_desk.features.rides.rules.assignment import (
    AssignmentRefusedError,
    Candidate,
    Obstacle,
    Refusal,
    RideNeed,
    rank_drivers,
    refusals,
    when_agreed,
)
from mmc_desk.features.rides.rules.availability import Away, Busy, DayHours
from mmc_desk.features.rides.rules.fairness import Recent
from mmc_desk.features.rides.rules.requests import (
    Asked,
    DeskFacts,
    MemberFacts,
    check_request,
    purpose_name,
)
from mmc_desk.features.rides.rules.results import (
    Result,
    cancellation_is_charged,
    check_result,
    driven_span,
    require_result,
)
from mmc_desk.features.rides.rules.settings import RideSettings
from mmc_desk.features.rides.rules.states import ALLOWED, OPEN, PLANNED, may_become, require_step, state_name
from mmc_desk.features.rides.rules.tariff import Tariff

DAY = date(2026, 11, 25)


def at(text: str, day: date = DAY) -> datetime:
    return clock.at(day, time.fromisoformat(text))


# States


@given(st.lists(st.sampled_from(RideState)))
def test_any_walk_obeys_the_state_machine(steps: list[RideState]) -> None:
    state = RideState.REQUESTED
    for step in steps:
        if may_become(state, step):
            require_step(state, step)
            state = step
        else:
            with pytest.raises(RuleError):
                require_step(state, step)
        assert not (state is RideState.SETTLED and ALLOWED[state])


def test_every_state_is_reachable_and_named() -> None:
    reached, frontier = {RideState.REQUESTED}, [RideState.REQUESTED]
    while frontier:
        new = ALLOWED[frontier.pop()] - reached
        reached |= new
        frontier += new
    assert reached == set(RideState)
    assert len({state_name(state) for state in RideState}) == len(RideState)
    assert PLANNED < OPEN


@pytest.mark.parametrize(
    ("state", "target", "sentence"),
    [
        (RideState.SETTLED, RideState.REQUESTED, "al afgerekend"),
        (RideState.REQUESTED, RideState.DRIVEN, "Wijs eerst een chauffeur toe"),
        (RideState.CANCELLED, RideState.DRIVEN, "geannuleerd. Wijs eerst"),
        (RideState.DRIVEN, RideState.CANCELLED, "Heropen de rit eerst"),
    ],
)
def test_a_refused_step_names_the_mend(state: RideState, target: RideState, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        require_step(state, target)


# Warnings

GOOD = MemberFacts(
    name="Jans Rosa",
    born_on=date(1938, 5, 2),
    membership_years=frozenset({2025, 2026}),
    paid_years=frozenset({2025, 2026}),
    income=IncomeResult.MEETS,
    next_review=date(2027, 5, 1),
)
DESK = DeskFacts(today=date(2026, 11, 20))


def cautions(asked: Asked, member: MemberFacts = GOOD, desk: DeskFacts = DESK) -> list[tuple[str, str]]:
    return [(caution.field, caution.text) for caution in check_request(asked, member, desk)]


def test_nothing_to_warn_of() -> None:
    assert cautions(Asked(DAY)) == []


@pytest.mark.parametrize(
    ("asked", "changes", "field", "text"),
    [
        (Asked(DAY), {"deceased_on": date(2026, 11, 1)}, "member", "Jans Rosa is overleden op 01/11/2026."),
        (Asked(DAY), {"ended_on": DAY}, "member", "Het lidmaatschap eindigde op 25/11/2026."),
        (Asked(DAY), {"paid_years": frozenset({2025})}, "member", "Het lidgeld 2026 is nog niet betaald."),
        (
            Asked(DAY),
            {"paid_years": frozenset(), "membership_years": frozenset()},
            "member",
            "Geen lidmaatschap voor 2026.",
        ),
        (Asked(DAY), {"income": None}, "member", "De inkomenscontrole is nog niet gebeurd."),
        (Asked(DAY), {"income": IncomeResult.PENDING}, "member", "De inkomenscontrole is nog niet gebeurd."),
        (
            Asked(DAY),
            {"next_review": date(2026, 11, 24)},
            "member",
            "De inkomenscontrole is vervallen op 24/11/2026.",
        ),
        (Asked(date(2026, 11, 19)), {}, "ride_date", "Deze dag is al voorbij."),
        (Asked(date(2026, 11, 23)), {}, "ride_date", "Minder dan 2 werkdagen vooraf aangevraagd."),
        (Asked(date(2026, 12, 21)), {}, "ride_date", "Meer dan 1 maand vooraf aangevraagd."),
        (Asked(date(2026, 11, 28)), {}, "ride_date", "Gesloten: weekend."),
        (
            Asked(DAY),
            {"ride_days": ((DAY, "2026-0007"), (date(2026, 11, 26), "2026-0008"))},
            "ride_date",
            "Dit lid heeft die dag al een rit: 2026-0007.",
        ),
        (
            Asked(DAY),
            {"born_on": date(2008, 11, 26)},
            "companions",
            "Minderjarig en zonder begeleider: vraag het de chauffeur.",
        ),
        (
            Asked(DAY, aid=Aid.RIGID_WHEELCHAIR),
            {},
            "aid",
            "Een vaste rolstoel past enkel in een aangepaste wagen.",
        ),
    ],
)
def test_warning_beside_its_field(asked: Asked, changes: dict[str, object], field: str, text: str) -> None:
    """Edge cases 10.13 and 10.18 among them: a warning, never a block."""
    assert cautions(asked, replace(GOOD, **changes)) == [(field, text)]  # type: ignore[arg-type] # a table of fields


@pytest.mark.parametrize(
    ("asked", "changes"),
    [
        (Asked(DAY), {"born_on": date(2008, 11, 25)}),
        (Asked(DAY, companions=1), {"born_on": date(2015, 1, 1)}),
        (Asked(DAY), {"born_on": None}),
        (Asked(DAY), {"next_review": None}),
        (Asked(DAY), {"ended_on": date(2026, 11, 26)}),
        (Asked(DAY, ride_no="2026-0007"), {"ride_days": ((DAY, "2026-0007"),)}),
    ],
)
def test_no_warning_just_inside_the_limit(asked: Asked, changes: dict[str, object]) -> None:
    assert cautions(asked, replace(GOOD, **changes)) == []  # type: ignore[arg-type] # a table of fields


def test_january_is_grace_for_who_was_a_member() -> None:
    """Edge case 10.13."""
    desk = DeskFacts(today=date(2027, 1, 4))
    assert cautions(Asked(date(2027, 1, 7)), GOOD, desk) == []
    february = DeskFacts(today=date(2027, 2, 1))
    assert cautions(Asked(date(2027, 2, 4)), GOOD, february) == [("member", "Geen lidmaatschap voor 2027.")]


def test_closure_days_and_holidays_count_in_the_lead_time() -> None:
    desk = DeskFacts(today=date(2026, 11, 10), closures={date(2026, 11, 12): "brugdag"})
    assert cautions(Asked(date(2026, 11, 13)), GOOD, desk) == [
        ("ride_date", "Minder dan 2 werkdagen vooraf aangevraagd.")
    ]
    assert ("ride_date", "Gesloten: brugdag.") in cautions(Asked(date(2026, 11, 12)), GOOD, desk)


def test_excluded_purpose_and_no_car_for_a_rigid_wheelchair() -> None:
    settings = RideSettings(excluded_purposes=frozenset({Purpose.HOSPITAL}))
    desk = replace(DESK, settings=settings, rigid_cars=0)
    asked = Asked(DAY, aid=Aid.RIGID_WHEELCHAIR, purpose=Purpose.HOSPITAL)
    assert cautions(asked, GOOD, desk) == [
        ("aid", "Geen enkele chauffeur heeft een wagen voor een vaste rolstoel."),
        ("purpose", "Ritten voor ziekenhuis zijn uitgesloten."),
    ]


def test_every_purpose_has_a_name() -> None:
    assert len({purpose_name(purpose) for purpose in Purpose}) == len(Purpose)


# Assignment

NEED = RideNeed(DAY, metres=30_000)
FREE = Candidate(1, "Vos Paula", depart_at=at("09:00"), home_at=at("11:00"))


def obstacles(need: RideNeed, driver: Candidate) -> list[Obstacle]:
    return [refusal.obstacle for refusal in refusals(need, driver)]


def first(need: RideNeed, driver: Candidate) -> Refusal:
    return next(refusals(need, driver))


@pytest.mark.parametrize(
    ("changes", "need", "expected"),
    [
        ({}, NEED, []),
        ({"hours": DayHours((), Away.NOT_ACTIVE)}, NEED, [Obstacle.NOT_ACTIVE]),
        ({"hours": DayHours((), Away.LEAVE, "reis")}, NEED, [Obstacle.LEAVE]),
        ({"hours": DayHours((), Away.CLOSURE, "Kerstmis")}, NEED, [Obstacle.PATTERN]),
        ({"hours": DayHours((), Away.PATTERN)}, NEED, [Obstacle.PATTERN]),
        ({"hours": DayHours(((time(13), time(17)),))}, NEED, [Obstacle.PATTERN]),
        ({"hours": DayHours(((time(9), time(11)),))}, NEED, []),
        ({"ties": frozenset({DriverTie.INCOMPATIBLE})}, NEED, [Obstacle.INCOMPATIBLE]),
        ({}, replace(NEED, aids=frozenset({Aid.RIGID_WHEELCHAIR})), [Obstacle.WHEELCHAIR]),
        ({"rigid_wheelchair": True}, replace(NEED, aids=frozenset({Aid.RIGID_WHEELCHAIR})), []),
        ({}, replace(NEED, seats=5), [Obstacle.SEATS]),
        ({"busy": (Busy(at("10:00"), at("12:00"), "2026-0002"),)}, NEED, [Obstacle.CLASH]),
        ({"depart_at": None, "busy": (Busy(at("10:00"), at("12:00")),)}, NEED, []),
    ],
)
def test_what_stands_against_an_assignment(
    changes: dict[str, object], need: RideNeed, expected: list[Obstacle]
) -> None:
    assert obstacles(need, replace(FREE, **changes)) == expected  # type: ignore[arg-type] # a table of fields


def test_clash_says_which_ride_and_from_when() -> None:
    refusal = first(NEED, replace(FREE, busy=(Busy(at("10:00"), at("12:00"), "2026-0002"),)))
    assert refusal.text == (
        "Vos Paula rijdt dan al rit 2026-0002 (10:00 – 12:00). Vertrekken kan ten vroegste om 12:00."
    )
    assert refusal.earliest == at("12:00")
    error = AssignmentRefusedError(refusal)
    assert (error.obstacle, error.earliest, error.field) == (Obstacle.CLASH, at("12:00"), "driver")


def test_outside_the_hours_says_from_when() -> None:
    refusal = first(NEED, replace(FREE, hours=DayHours(((time(13), time(17)),))))
    assert refusal.text == "Vos Paula rijdt die dag enkel 13:00 – 17:00. Vertrekken kan ten vroegste om 13:00."
    short = first(NEED, replace(FREE, hours=DayHours(((time(13), time(14)),))))
    assert short.text.endswith("Later die dag lukt het niet meer.")
    assert short.earliest is None


def test_a_clash_outside_of_all_hours_has_no_earliest_time() -> None:
    driver = replace(FREE, hours=DayHours((), Away.PATTERN), busy=(Busy(at("10:00"), at("12:00")),))
    assert first(NEED, driver).earliest is None


@pytest.mark.parametrize(("detail", "text"), [("reis", "op 25/11/2026 (reis)."), ("", "op 25/11/2026. Kies")])
def test_leave_says_why_where_it_is_known(detail: str, text: str) -> None:
    assert text in first(NEED, replace(FREE, hours=DayHours((), Away.LEAVE, detail))).text


@pytest.mark.parametrize(
    ("away", "left"),
    [
        (Away.PATTERN, []),
        (Away.CLOSURE, []),
        (Away.LEAVE, [Obstacle.LEAVE]),
        (Away.NOT_ACTIVE, [Obstacle.NOT_ACTIVE]),
    ],
)
def test_a_phone_call_beats_the_pattern_but_not_leave(away: Away, left: list[Obstacle]) -> None:
    assert obstacles(NEED, when_agreed(replace(FREE, hours=DayHours((), away)))) == left


def test_ranking_is_by_distance_fairness_familiarity_and_preference() -> None:
    near = replace(FREE, driver_id=1, name="A", approach=2_000)
    far = replace(FREE, driver_id=2, name="B", approach=12_000)
    busy_weeks = replace(near, driver_id=3, name="C", recent=Recent(11, 0, 0))
    preferred = replace(far, driver_id=4, name="D", ties=frozenset({DriverTie.PREFERRED}))
    familiar = replace(near, driver_id=5, name="E", last_together=date(2026, 10, 1))
    absent = replace(near, driver_id=6, name="F", hours=DayHours((), Away.LEAVE))
    unknown = replace(FREE, driver_id=7, name="G")
    over = replace(near, driver_id=8, name="H", max_rides_per_week=3, rides_week=3, max_distance=20_000)
    ranked = rank_drivers(NEED, [near, far, busy_weeks, preferred, familiar, absent, unknown, over])
    assert [row.name for row in ranked] == ["D", "E", "A", "B", "C", "G", "H", "F"]
    assert [row.is_free for row in ranked][-2:] == [True, False]


def test_ranking_says_why() -> None:
    driver = replace(
        FREE,
        approach=2_400,
        recent=Recent(3, 90_000, 40),
        rigid_wheelchair=True,
        ties=frozenset({DriverTie.PREFERRED}),
        last_together=date(2026, 10, 1),
        max_rides_per_week=2,
        rides_week=2,
        max_distance=20_000,
    )
    need = replace(NEED, aids=frozenset({Aid.RIGID_WHEELCHAIR}))
    assert [reason.replace("\u00a0", " ") for reason in rank_drivers(need, [driver])[0].reasons] == [
        "voorkeur van het lid",
        "2,4 km van huis",
        "3 ritten in 8 weken",
        "reed dit lid op 01/10/2026",
        "neemt vaste rolstoel mee",
        "wil hoogstens 2 ritten per week",
        "wil niet verder dan 20 km",
    ]


@pytest.mark.parametrize(
    "driver",
    [
        replace(FREE, max_distance=30_000),
        replace(FREE, max_rides_per_week=3, rides_week=2),
        replace(FREE, max_metres_per_week=100_000, metres_week=70_000),
        replace(FREE, avoids_hospital_waiting=True),
    ],
)
def test_a_wish_that_is_kept_is_no_reason(driver: Candidate) -> None:
    assert rank_drivers(NEED, [driver])[0].reasons == ("0 ritten in 8 weken",)
    assert rank_drivers(replace(NEED, metres=None), [driver])[0].is_free


# Results


@pytest.mark.parametrize(
    ("result", "field"),
    [
        (Result(-1), "metres"),
        (Result(123_456_000), "metres"),
        (Result(1, waiting_minutes=-1), "waiting_minutes"),
        (Result(1, waiting_minutes=961), "waiting_minutes"),
        (Result(1, parking=-1), "parking"),
        (Result(1, received=-1), "received"),
    ],
)
def test_a_figure_that_cant_be_is_refused(result: Result, field: str) -> None:
    """Edge case 10.15: an odometer reading keyed as a distance."""
    with pytest.raises(RuleError) as refusal:
        require_result(result)
    assert refusal.value.field == field


def test_figures_that_can_be() -> None:
    require_result(Result(0))
    require_result(Result(2_000_000, 960, 0, 0))


@pytest.mark.parametrize(
    ("metres", "estimated", "odd"),
    [(13_000, 10_000, False), (13_001, 10_000, True), (6_999, 10_000, True), (90, None, False), (90, 0, False)],
)
def test_thirty_percent_off_is_odd(metres: int, estimated: int | None, odd: bool) -> None:  # noqa: FBT001 - a table's column
    assert bool(check_result(Result(metres), estimated)) is odd


@pytest.mark.parametrize(
    ("depart", "home", "planned", "expected"),
    [
        (time(9), time(11), (None, None), ("09:00", "11:00")),
        (None, time(11), (at("09:30"), at("10:00")), ("09:30", "11:00")),
        (None, None, (None, None), (None, None)),
        (time(9), None, (None, None), ("09:00", None)),
    ],
)
def test_the_span_that_was_driven(
    depart: time | None,
    home: time | None,
    planned: tuple[datetime | None, datetime | None],
    expected: tuple[str | None, str | None],
) -> None:
    assert driven_span(DAY, depart, home, planned) == tuple(text and at(text) for text in expected)


def test_home_after_midnight_is_the_next_day() -> None:
    """Edge case 10.8."""
    found = driven_span(DAY, time(22), time(1, 30), (None, None))
    assert found == (at("22:00"), at("01:30", DAY + timedelta(days=1)))


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_elapsed_time_in_a_night_with_a_clock_change(night: date) -> None:
    """Edge case 10.8."""
    start, end = driven_span(night, time(1), time(4), (None, None))
    assert start is not None
    assert end is not None
    assert end - start == timedelta(hours=2 if night.month == 3 else 4)


@pytest.mark.parametrize(("depart", "home"), [(time(9), time(8)), (time(18), None)])
def test_a_ride_lasts_no_16_hours(depart: time, home: time | None) -> None:
    with pytest.raises(RuleError, match="langer dan 16 uur"):
        driven_span(DAY, depart, home, (at("09:00"), at("11:00")))


@pytest.mark.parametrize(
    ("by", "when", "tariff", "charged"),
    [
        (CancelledBy.MEMBER, "08:59", Tariff(), False),
        (CancelledBy.MEMBER, "09:01", Tariff(), True),
        (CancelledBy.MEMBER, "09:01", Tariff(late_cancel_charged=False), False),
        (CancelledBy.DRIVER, "09:01", Tariff(), False),
        (CancelledBy.DESK, "09:01", Tariff(), False),
    ],
)
def test_late_cancellation(by: CancelledBy, when: str, tariff: Tariff, charged: bool) -> None:  # noqa: FBT001 - a table's column
    assert cancellation_is_charged(by, at(when), at("09:00"), tariff) is charged
    assert not cancellation_is_charged(by, at(when), None, tariff)
