"""Month end: freezing, what comes in later. `till.do` holds every write against the checks (domain.md §3, §9)."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Delete, Update, delete, text, update
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, DeskError
from mmc_desk.core.recording import take_back
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.model import EntryKind, PaidBy, Settlement, SettlementEntry
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.mileage.queries.settlements import (
    driver_papers,
    month_overview,
    month_papers,
    year_statements,
)
from mmc_desk.features.mileage.rules.settlement import MonthState, Totals
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.ops import MarkWasted, ReopenRide, mark_wasted, reopen_ride
from mmc_desk.features.rides.ops.settling import CorrectResult, correct_result, settle_rides
from tests.conftest import on_file
from tests.features.mileage.conftest import IBAN, Till

OCTOBER = ops.SettleMonth(2026, 10)
DAY = date(2026, 10, 5)


def test_a_month_is_frozen_with_the_rates_used_and_the_rides_with_it(till: Till) -> None:
    jan = till.driver("Peeters Jan", iban=IBAN)
    ride = till.ride(DAY, jan, 26, received=1_040, parking=200)
    till.ride(date(2026, 10, 9), jan, 10.5)
    till.ride(date(2026, 11, 2), jan, 99)
    assert till.do(ops.settle_month, OCTOBER) == ops.Settled(1, 2)
    [part] = till.parts()
    assert (part.year, part.month, part.part, part.paid_by) == (2026, 10, 0, PaidBy.TRANSFER)
    assert (part.rides, part.metres, part.due, part.received) == (2, 36_500, 1_040 + 200 + 420, 1_040)
    first, second = till.entries(part.id)
    assert (first.kind, first.rate, first.km_cents, first.parking, first.due) == (
        EntryKind.RIDE,
        4_000,
        1_040,
        200,
        1_240,
    )
    assert (second.received, second.dated) == (0, date(2026, 11, 23))
    row = till.ride_row(ride)
    assert (row.state, row.version) == (RideState.SETTLED, 2)


@on_file
def test_freezing_is_in_the_audit_and_no_step_to_undo(till: Till) -> None:
    till.ride(DAY, till.driver("Peeters Jan"), 26)
    done = till.commit(ops.settle_month, OCTOBER).changes
    assert done.is_final
    assert {"settlement", "settlement_entry", "ride"} <= done.topics
    assert [row.table for row in done.rows] == ["settlement"]


def test_the_lines_can_be_neither_changed_nor_deleted(till: Till) -> None:
    till.ride(DAY, till.driver("Peeters Jan"), 26)
    till.do(ops.settle_month, OCTOBER)
    for statement in (update(SettlementEntry).values(due=0), delete(SettlementEntry)):

        def tamper(session: Session, statement: Update | Delete = statement) -> None:
            session.execute(statement)

        with pytest.raises(DeskError, match="append-only"):
            till.database.write(tamper)


@on_file
@pytest.mark.parametrize("state", [RideState.ASSIGNED, RideState.CONFIRMED])
def test_a_month_is_refused_while_a_ride_lacks_its_result(till: Till, state: RideState) -> None:
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 26)
    till.ride(DAY, jan, None, state=state)
    for driver in (jan, None):
        field, said = till.refuse(ops.settle_month, ops.SettleMonth(2026, 10, driver))
        assert (field, "Peeters Jan" in said, "rittenblad" in said) == ("", True, True)
    assert "2026-0003" in till.refuse(ops.settle_month, ops.SettleMonth(2026, 10, jan))[1]
    assert till.parts() == []


def test_all_who_are_complete_are_settled_and_the_others_named(till: Till) -> None:
    jan, rosa = till.driver("Peeters Jan"), till.driver("Claes Rosa")
    till.ride(DAY, jan, 26)
    till.ride(DAY, rosa, None, state=RideState.ASSIGNED)
    assert till.do(ops.settle_month, OCTOBER) == ops.Settled(1, 1, ("Claes Rosa",))
    assert [part.driver_id for part in till.parts()] == [jan]


@on_file
def test_a_refusal_names_at_most_five_rides(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    for _ in range(7):
        till.ride(DAY, jan, None, state=RideState.ASSIGNED)
    assert "en nog 2" in till.refuse(ops.settle_month, ops.SettleMonth(2026, 10, jan))[1]


@on_file
def test_a_month_is_settled_once(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 26)
    till.do(ops.settle_month, OCTOBER)
    assert "al afgerekend op 23/11/2026" in till.refuse(ops.settle_month, ops.SettleMonth(2026, 10, jan))[1]
    assert "al afgerekend" in till.refuse(ops.settle_month, OCTOBER)[1]


@on_file
def test_a_month_that_is_not_over_waits(till: Till) -> None:
    till.ride(date(2026, 11, 2), till.driver("Peeters Jan"), 26)
    assert "vanaf 01/12/2026" in till.refuse(ops.settle_month, ops.SettleMonth(2026, 11))[1]
    with clock.frozen(datetime(2026, 12, 1, 6, tzinfo=UTC)):
        assert till.do(ops.settle_month, ops.SettleMonth(2026, 11)).rides == 1


@on_file
def test_nothing_driven_is_nothing_to_settle(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    assert "niets af te rekenen" in till.refuse(ops.settle_month, OCTOBER)[1]
    assert "reed niet" in till.refuse(ops.settle_month, ops.SettleMonth(2026, 10, jan))[1]
    assert "bestaat niet meer" in till.refuse(ops.settle_month, ops.SettleMonth(2026, 10, 99))[1]


@on_file
def test_domain_10_1_wasted_and_late_cancelled_rides_give_their_km(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 12, state=RideState.WASTED, chargeable=True)
    till.ride(DAY, jan, 8, state=RideState.CANCELLED)
    till.ride(DAY, jan, None, state=RideState.CANCELLED)
    till.ride(DAY, jan, None, state=RideState.WASTED)
    till.do(ops.settle_month, OCTOBER)
    [part] = till.parts()
    assert [(entry.kind, entry.due) for entry in till.entries(part.id)] == [
        (EntryKind.WASTED, 480),
        (EntryKind.CANCELLED, 320),
    ]
    assert (part.rides, part.metres, part.due) == (0, 20_000, 800)


def test_domain_10_7_a_rate_that_changes_within_the_month(till: Till) -> None:
    till.rates((date(2026, 10, 1), date(2026, 10, 15), 4_000), (date(2026, 10, 16), None, 4_201))
    jan = till.driver("Peeters Jan")
    for day in (15, 16):
        till.ride(date(2026, 10, day), jan, 33)
    till.do(ops.settle_month, OCTOBER)
    [part] = till.parts()
    assert [(entry.rate, entry.km_cents) for entry in till.entries(part.id)] == [(4_000, 1_320), (4_201, 1_386)]
    [statement] = till.read(year_statements, 2026).drivers
    assert [(found.rate, found.metres, found.cents) for found in statement.per_rate] == [
        (4_000, 33_000, 1_320),
        (4_201, 33_000, 1_386),
    ]


def test_domain_10_16_who_waives_payment_has_amount_0_and_the_km_count(till: Till) -> None:
    rosa = till.driver("Claes Rosa", iban=IBAN, waives=True)
    ride = till.ride(DAY, rosa, 26, parking=300, received=500)
    till.do(ops.settle_month, OCTOBER)
    [part] = till.parts()
    assert (part.paid_by, part.rides, part.metres, part.due, part.received) == (PaidBy.WAIVED, 1, 26_000, 0, 500)
    [driver] = till.read(month_overview, 2026, 10).drivers
    assert driver.totals.balance == -500
    # The month stays waived, whatever they want since.
    till.database.write(
        lambda session: session.execute(text("UPDATE driver SET waives_payment = :no"), {"no": False}) and None
    )
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 30_000, "blad verkeerd gelezen", received=500))
    later = till.parts()[1]
    assert (later.paid_by, later.metres, later.due) == (PaidBy.WAIVED, 4_000, 0)
    report = till.read(mileage_report, 2026)
    assert (report.total.metres, report.total.cents) == (30_000, 0)


@on_file
def test_the_desks_fee_is_handed_over(till: Till) -> None:
    till.setting("tariff.admin_fee", "50")
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 10, received=450)
    till.do(ops.settle_month, OCTOBER)
    [part] = till.parts()
    [entry] = till.entries(part.id)
    assert (entry.due, entry.desk_fee, entry.received, part.due - part.received) == (400, 50, 450, -50)


def test_domain_10_15_a_sheet_that_comes_late_goes_into_a_further_part(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 26)
    assert "kwamen geen bladen" in till.refuse(ops.settle_late, ops.SettleLate(2026, 10))[1]
    till.do(ops.settle_month, OCTOBER)
    assert "kwamen geen bladen" in till.refuse(ops.settle_late, ops.SettleLate(2026, 10, jan))[1]
    late = till.ride(date(2026, 10, 30), jan, 10, unannounced=True)
    [driver] = till.read(month_overview, 2026, 10).drivers
    assert (driver.late, driver.open, driver.totals.rides) == (1, Totals(1, 10_000, 400, 0), 1)
    assert till.do(ops.settle_late, ops.SettleLate(2026, 10)) == ops.Settled(1, 1)
    later = till.parts()[1]
    assert (later.part, later.rides, later.due) == (1, 1, 400)
    assert [entry.reason for entry in till.entries(later.id)] == ["laat binnengekomen"]
    assert till.ride_row(late).state is RideState.SETTLED
    [driver] = till.read(month_overview, 2026, 10).drivers
    assert (driver.late, driver.totals.due, len(driver.parts)) == (0, 1_440, 2)


def test_domain_10_15_a_typo_found_after_freezing_is_a_contra_entry(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    ride = till.ride(DAY, jan, 260, received=1_040)
    till.do(ops.settle_month, OCTOBER)
    command = ops.CorrectSettledRide(ride, 26_000, " tellerstand verkeerd gelezen ", received=1_040)
    till.do(ops.correct_settled_ride, command)
    first, second = till.parts()
    back, right = till.entries(second.id)
    assert (back.kind, back.metres, back.due, back.received, back.rides) == (
        EntryKind.REVERSAL,
        -260_000,
        -10_400,
        -1_040,
        -1,
    )
    assert back.reverses_id == till.entries(first.id)[0].id
    assert (right.kind, right.metres, right.due, right.reason) == (
        EntryKind.CORRECTION,
        26_000,
        1_040,
        "tellerstand verkeerd gelezen",
    )
    assert (second.part, second.rides, second.metres, second.due, second.received) == (1, 0, -234_000, -9_360, 0)
    assert till.ride_row(ride).metres == 26_000
    # A correction can be corrected; what was taken back stays so.
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 27_000, "toch 27", received=1_040))
    assert till.parts()[2].due == 40
    assert till.refuse(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 27_000, "nog eens", received=1_040)) == (
        "metres",
        "Er verandert niets: dit staat al zo in de afrekening.",
    )


@on_file
def test_a_correction_needs_a_reason_a_settled_ride_and_figures_that_can_be(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    ride = till.ride(DAY, jan, 26)
    assert till.refuse(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 1, " "))[0] == "reason"
    assert "staat in geen afrekening" in till.refuse(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 1, "x"))[1]
    till.do(ops.settle_month, OCTOBER)
    assert till.refuse(ops.correct_settled_ride, ops.CorrectSettledRide(ride, -1, "x"))[0] == "metres"
    driven = till.ride(date(2026, 11, 2), jan, 26)
    with pytest.raises(DeskError, match="niet afgerekend"):
        till.database.write(lambda session: correct_result(session, CorrectResult(driven, 1)) and None)


@on_file
def test_a_cancelled_ride_can_be_corrected_to_nothing(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    ride = till.ride(DAY, jan, 8, state=RideState.CANCELLED)
    till.do(ops.settle_month, OCTOBER)
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 0, "was niet vertrokken"))
    assert till.parts()[1].due == -320


def test_a_rate_that_changed_afterwards_yields_contra_entries_once(till: Till) -> None:
    jan, rosa = till.driver("Peeters Jan"), till.driver("Claes Rosa", waives=True)
    till.ride(DAY, jan, 26, received=1_040)
    till.ride(date(2026, 10, 20), jan, 10)
    till.ride(DAY, rosa, 26)
    till.do(ops.settle_month, OCTOBER)
    assert "geen verschil" in till.refuse(ops.settle_rate_differences)[1]
    till.rates(
        (date(2018, 1, 1), date(2026, 9, 30), 4_000),
        (date(2026, 10, 1), date(2026, 10, 15), 4_300),
        (date(2026, 10, 16), None, 4_000),
    )
    assert till.do(ops.settle_rate_differences) == ops.DifferencesSettled(1, 1, 78)
    later = till.parts(jan)[1]
    assert (later.rides, later.metres, later.due, later.received) == (0, 0, 78, 0)
    assert [(entry.kind, entry.rate, entry.due) for entry in till.entries(later.id)] == [
        (EntryKind.REVERSAL, 4_000, -1_040),
        (EntryKind.CORRECTION, 4_300, 1_118),
    ]
    assert "€ 0,4300 in plaats van € 0,4000" in till.entries(later.id)[0].reason.replace("\u00a0", " ")
    till.refuse(ops.settle_rate_differences)
    assert len(till.parts(rosa)) == 1


@on_file
def test_the_desks_own_rate_is_no_difference(till: Till) -> None:
    till.setting("tariff.rate", "3500")
    till.ride(DAY, till.driver("Peeters Jan"), 26)
    till.do(ops.settle_month, OCTOBER)
    assert till.entries(till.parts()[0].id)[0].rate == 3_500
    till.refuse(ops.settle_rate_differences)


@on_file
def test_what_is_frozen_is_not_changed_by_hand(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    driven, wasted = till.ride(DAY, jan, 26), till.ride(DAY, jan, 5, state=RideState.WASTED)
    till.do(ops.settle_month, OCTOBER)
    for op, command in (
        (reopen_ride, ReopenRide(driven)),
        (reopen_ride, ReopenRide(wasted)),
        (mark_wasted, MarkWasted(wasted, 9_000)),
    ):
        assert "correctie" in till.refuse(op, command)[1].lower()
    # A note on the ride is nobody's money.
    till.database.write(lambda session: setattr(session.get_one(Ride, wasted), "note", "gebeld"))
    assert till.breaches() == []


@on_file
def test_undo_of_an_older_step_stops_at_what_is_frozen(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    wasted = till.ride(DAY, jan, 5, state=RideState.WASTED)
    step = till.database.write(lambda session: mark_wasted(session, MarkWasted(wasted, 9_000)))
    till.do(ops.settle_month, OCTOBER)
    with pytest.raises(ConflictError, match="is afgerekend met oktober 2026"):
        till.database.write(lambda session: take_back(session, step.changes))


def test_a_ride_changed_meanwhile_stops_the_settlement(till: Till) -> None:
    ride = till.ride(DAY, till.driver("Peeters Jan"), 26)
    with pytest.raises(ConflictError, match="intussen"):
        till.database.write(lambda session: settle_rides(session, {ride: 7}))
    assert till.ride_row(ride).state is RideState.DRIVEN
    till.database.write(lambda session: settle_rides(session, {}))


@on_file
def test_rides_settled_before_this_program_are_left_alone(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    till.ride(date(2019, 3, 1), jan, 26, state=RideState.SETTLED)
    till.ride(DAY, jan, 26)
    assert "niets af te rekenen" in till.refuse(ops.settle_month, ops.SettleMonth(2019, 3))[1]
    till.do(ops.settle_month, OCTOBER)
    assert till.read(mileage_report, 2019).total.cents == 1_040


def test_the_month_is_overseen_driver_by_driver(till: Till) -> None:
    jan, rosa = till.driver("Peeters Jan", iban=IBAN), till.driver("Claes Rosa")
    wim = till.driver("Aerts Wim")
    till.ride(DAY, jan, 26)
    till.ride(DAY, rosa, None, state=RideState.CONFIRMED)
    till.ride(DAY, wim, 10, received=600)
    till.ride(DAY, None, None, state=RideState.REQUESTED)
    found = till.read(month_overview, 2026, 10)
    assert [(row.name, row.state, row.totals.due, len(row.missing)) for row in found.drivers] == [
        ("Aerts Wim", MonthState.OPEN, 400, 0),
        ("Claes Rosa", MonthState.MISSING, 0, 1),
        ("Peeters Jan", MonthState.OPEN, 1_040, 0),
    ]
    assert (found.total.balance, found.to_pay, found.without_driver) == (840, 0, ("2026-0007",))
    till.do(ops.settle_month, OCTOBER)
    found = till.read(month_overview, 2026, 10)
    assert [row.state for row in found.drivers] == [MonthState.SETTLED, MonthState.MISSING, MonthState.SETTLED]
    assert (found.total.balance, found.to_pay, found.drivers[0].key) == (840, 1, wim)


def test_a_part_and_a_draft_are_papers(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 26, destination_village="Bilzen")
    [draft] = till.read(driver_papers, 2026, 10, jan)
    assert (draft.part, draft.totals.due, draft.entries[0].entry_id) == (None, 1_040, None)
    assert draft.entries[0].route == "Hees – Markt, Bilzen"
    till.do(ops.settle_month, OCTOBER)
    till.ride(DAY, jan, 10)
    frozen, late = till.read(driver_papers, 2026, 10, jan)
    assert frozen.part
    assert (frozen.totals.due, frozen.entries[0].kind, frozen.entries[0].is_current) == (1_040, EntryKind.RIDE, True)
    assert frozen.entries[0].key != late.entries[0].key
    assert (late.part, late.totals.due) == (None, 400)
    assert till.read(month_papers, 2026, 10) == (till.read(driver_papers, 2026, 10, jan)[0],)
    till.refuse(driver_papers, 2026, 10, 99)


@on_file
def test_a_rate_beyond_the_table_is_told(till: Till) -> None:
    till.rates((date(2026, 1, 1), date(2026, 3, 31), 4_326))
    jan = till.driver("Peeters Jan")
    till.ride(DAY, jan, 26)
    assert till.read(driver_papers, 2026, 10, jan)[0].beyond_table


def test_the_year_of_a_driver_has_its_corrections_in_it(till: Till) -> None:
    jan, rosa = till.driver("Peeters Jan"), till.driver("Claes Rosa")
    ride = till.ride(date(2026, 9, 7), jan, 26, received=1_000)
    till.ride(DAY, jan, 10)
    till.ride(DAY, rosa, 10)
    till.do(ops.settle_month, ops.SettleMonth(2026, 9))
    till.do(ops.settle_month, OCTOBER)
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 30_000, "verkeerd", received=1_000))
    till.do(ops.mark_paid, ops.MarkPaid(tuple(part.id for part in till.parts()[:2]), date(2026, 11, 23)))
    found = till.read(year_statements, 2026)
    assert [driver.name for driver in found.drivers] == ["Claes Rosa", "Peeters Jan"]
    [statement] = till.read(year_statements, 2026, jan).drivers
    assert statement.totals == Totals(2, 40_000, 1_600, 1_000)
    assert [(month.month, month.totals.due, month.paid_on) for month in statement.months] == [
        (9, 1_200, None),
        (10, 400, date(2026, 11, 23)),
    ]


def test_the_kilometre_report_has_the_frozen_amounts(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    ride = till.ride(DAY, jan, 26)
    till.ride(DAY, jan, 5, state=RideState.WASTED)
    till.ride(date(2026, 11, 2), jan, 10)
    till.do(ops.settle_month, OCTOBER)
    till.rates((date(2018, 1, 1), None, 5_000))
    report = till.read(mileage_report, 2026)
    assert (report.total.rides, report.total.metres, report.total.cents) == (2, 36_000, 1_040 + 500)
    assert (report.wasted.rides, report.wasted.cents) == (1, 200)
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride, 20_000, "verkeerd"))
    report = till.read(mileage_report, 2026)
    assert (report.total.rides, report.total.metres, report.total.cents) == (2, 30_000, 1_000 + 500)


def test_checks_find_what_was_tampered_with(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    ride = till.ride(DAY, jan, 26)
    till.do(ops.settle_month, OCTOBER)

    key = till.parts()[0].id
    frozen = till.entries(key)[0].id

    def tamper(session: Session) -> None:
        part = session.get_one(Settlement, key)
        part.due = 1
        session.execute(update(Ride).where(Ride.id == ride).values(metres=1))
        twice = {"settlement_id": part.id, "ride_id": ride, "dated": DAY, "ride_date": DAY}
        figures = {"rides": 1, "metres": 1, "rate": 1, "km_cents": 1, "received": 0}
        session.add(SettlementEntry(kind=EntryKind.RIDE, due=5, **twice, **figures))
        session.add(SettlementEntry(kind=EntryKind.REVERSAL, due=1, reverses_id=frozen, **twice, **figures))

    till.database.write(tamper)
    assert len([breach for breach in till.breaches() if "som" in breach]) == 2
    other = till.ride(DAY, jan, 9, state=RideState.SETTLED)
    said = " ".join(till.breaches())
    assert f"Rit {till.ride_row(other).ride_no} is afgerekend, maar" in said
    assert "neemt haar regel niet juist terug" in said


def test_a_line_whose_ride_says_something_else_is_found(till: Till) -> None:
    ride = till.ride(DAY, till.driver("Peeters Jan"), 26)
    till.do(ops.settle_month, OCTOBER)
    till.database.write(lambda session: session.execute(update(Ride).where(Ride.id == ride).values(metres=1)) and None)
    assert [breach for breach in till.breaches() if "zegt iets anders" in breach]


def test_a_ride_in_two_lines_is_found(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    ride = till.ride(DAY, jan, 26)
    till.do(ops.settle_month, OCTOBER)
    part = till.parts()[0]
    figures = {"rides": 1, "metres": 26_000, "rate": 4_000, "km_cents": 1_040, "due": 1_040, "received": 0}
    till.database.write(
        lambda session: session.add(
            SettlementEntry(
                settlement_id=part.id, ride_id=ride, dated=DAY, ride_date=DAY, kind=EntryKind.RIDE, **figures
            )
        )
    )
    assert any("meer dan één keer" in breach for breach in till.breaches())
