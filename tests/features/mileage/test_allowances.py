"""The flat allowance: one system per volunteer per year, its limits, the nominative list (domain.md §3)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceSystem
from mmc_desk.features.mileage.queries.allowances import PaidDay, allowance_year
from mmc_desk.features.people.model import Driver, Person, Volunteer
from tests.conftest import on_file
from tests.features.mileage.conftest import Till

FLAT, REAL = AllowanceSystem.FLAT, AllowanceSystem.REAL
DAYS = (date(2026, 3, 2), date(2026, 3, 9))


def volunteer(till: Till, name: str = "Maes Lea") -> int:
    last, _, first = name.partition(" ")

    def add(session: Session) -> int:
        person = Person(last_name=last, first_name=first)
        session.add(person)
        session.flush()
        session.add(Volunteer(person_id=person.id, location="Hees", active_from=date(2020, 1, 1)))
        return person.id

    return till.database.write(add).value


def test_days_are_recorded_and_make_the_list(till: Till) -> None:
    lea = volunteer(till)
    assert till.do(ops.record_allowance, ops.RecordAllowance(lea, DAYS, 2_500)) == 5_000
    assert till.do(ops.record_allowance, ops.RecordAllowance(lea, (date(2026, 4, 1),), 4_402)) == 9_402
    found = till.read(allowance_year, 2026)
    assert found.limits
    assert (found.limits.per_day, found.limits.per_year) == (4_402, 176_083)
    [row] = found.paid
    assert (row.key, row.name, row.system, row.cents, row.is_driver) == (lea, "Maes Lea", FLAT, 9_402, False)
    assert row.days[0] == PaidDay(date(2026, 3, 2), 2_500)
    till.do(ops.remove_allowance, ops.RemoveAllowance(lea, date(2026, 3, 2)))
    assert till.read(allowance_year, 2026).paid[0].cents == 6_902
    assert "niet meer" in till.refuse(ops.remove_allowance, ops.RemoveAllowance(lea, date(2026, 3, 2)))[1]


def test_days_over_new_year_count_in_their_own_year(till: Till) -> None:
    lea = volunteer(till)
    till.do(ops.record_allowance, ops.RecordAllowance(lea, (date(2025, 12, 31), date(2026, 1, 2)), 4_000))
    assert [till.read(allowance_year, year).paid[0].cents for year in (2025, 2026)] == [4_000, 4_000]


@on_file
def test_one_system_per_volunteer_per_calendar_year(till: Till) -> None:
    lea = volunteer(till)
    assert till.do(ops.choose_system, ops.ChooseSystem(lea, 2026, REAL)) == ""
    assert "reële kosten" in till.refuse(ops.record_allowance, ops.RecordAllowance(lea, DAYS, 2_500))[1]
    till.do(ops.choose_system, ops.ChooseSystem(lea, 2026, FLAT))
    till.do(ops.record_allowance, ops.RecordAllowance(lea, DAYS, 2_500))
    assert till.refuse(ops.choose_system, ops.ChooseSystem(lea, 2026, REAL))[0] == "system"
    till.do(ops.choose_system, ops.ChooseSystem(lea, 2025, REAL))
    choices = till.read(lambda session: session.scalars(select(AllowanceChoice)).all())
    assert {(choice.year, choice.system) for choice in choices} == {(2025, REAL), (2026, FLAT)}


@on_file
def test_refusals_name_the_field_and_the_mend(till: Till) -> None:
    lea = volunteer(till)
    nobody = till.database.write(_stranger).value
    till.do(ops.record_allowance, ops.RecordAllowance(lea, DAYS, 2_500))
    for command, field in (
        (ops.RecordAllowance(lea, DAYS[1:], 2_500), "days"),
        (ops.RecordAllowance(lea, (), 2_500), "days"),
        (ops.RecordAllowance(lea, (date(2026, 11, 24),), 2_500), "days"),
        (ops.RecordAllowance(lea, (date(2012, 1, 2),), 2_500), "days"),
        (ops.RecordAllowance(lea, (date(2026, 5, 5),), 4_500), "cents"),
        (ops.RecordAllowance(nobody, DAYS, 2_500), ""),
        (ops.RecordAllowance(9_999, DAYS, 2_500), ""),
    ):
        assert till.refuse(ops.record_allowance, command)[0] == field
    assert till.refuse(ops.choose_system, ops.ChooseSystem(lea, 2026, FLAT, -1))[0] == "other_metres"


def _stranger(session: Session) -> int:
    person = Person(last_name="Niemand")
    session.add(person)
    session.flush()
    return person.id


@on_file
def test_beside_the_flat_allowance_2000_km_and_an_mmc_driver_has_no_cap(till: Till) -> None:
    jan = till.driver("Peeters Jan")
    person = till.read(lambda session: session.get_one(Driver, jan).person_id)
    for month in range(1, 11):
        till.ride(date(2026, month, 5), jan, 400)
        till.do(ops.settle_month, ops.SettleMonth(2026, month))
    assert till.do(ops.choose_system, ops.ChooseSystem(person, 2026, FLAT, 2_000_000)) == ""
    assert "2.001" in till.do(ops.choose_system, ops.ChooseSystem(person, 2026, FLAT, 2_001_000))
    [row] = till.read(allowance_year, 2026).people
    assert (row.is_driver, bool(row.warning)) == (True, True)
    assert till.do(ops.choose_system, ops.ChooseSystem(person, 2026, REAL, 2_001_000)) == ""


def test_everybody_active_is_there_to_choose_from(till: Till) -> None:
    lea, jan = volunteer(till), till.driver("Aerts Jan")
    found = till.read(allowance_year, 2026)
    assert [(row.name, row.system, row.days, row.warning) for row in found.people] == [
        ("Aerts Jan", None, (), ""),
        ("Maes Lea", None, (), ""),
    ]
    assert found.people[1].person_id == lea
    assert jan
    assert till.read(allowance_year, 2019).people[0].name == "Aerts Jan"
    assert till.read(allowance_year, 2012).limits is None
