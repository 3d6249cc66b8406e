"""Two desks in each form that edits what is stored: what one changed stays beside what the other typed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Database, Op, Query
from mmc_desk.core.model import Base, DeskSetting
from mmc_desk.core.smtp import Security
from mmc_desk.features.invoices.model import Invoice
from mmc_desk.features.invoices.ops import MakeInvoices, make_invoices
from mmc_desk.features.invoices.pages.dialogs import PaidDialog, PayingDialog
from mmc_desk.features.invoices.queries.months import invoice_row
from mmc_desk.features.mail import ops as mail
from mmc_desk.features.mail.model import OutgoingMail
from mmc_desk.features.mail.pages.server_dialog import ServerDialog
from mmc_desk.features.mail.queries import mail_settings
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import MealBooking, Participant
from mmc_desk.features.meals.model.duties import VolunteerAbsence
from mmc_desk.features.meals.model.schedule import MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.ops.booking_commands import BookMeal, Meal
from mmc_desk.features.meals.ops.bookings import book_meal
from mmc_desk.features.meals.pages import volunteer_dialogs as volunteers
from mmc_desk.features.meals.pages.booking_dialog import BookingDialog
from mmc_desk.features.meals.pages.caterer_dialog import CatererDialog
from mmc_desk.features.meals.pages.noon import NoonPage
from mmc_desk.features.meals.pages.restaurant_dialogs import MomentDialog, PriceDialog, VenueDialog
from mmc_desk.features.meals.queries.day import noon
from mmc_desk.features.meals.queries.restaurants import RestaurantCard, restaurant_card
from mmc_desk.features.meals.queries.volunteers import volunteer_card
from mmc_desk.features.mileage import ops as mileage
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceSystem
from mmc_desk.features.mileage.pages.allowances import SystemDialog
from mmc_desk.features.mileage.pages.transfer_dialog import PayerDialog
from mmc_desk.features.mileage.queries.allowances import allowance_year
from mmc_desk.features.mileage.queries.payments import payer
from mmc_desk.features.people.model import (
    Absence,
    Contact,
    DocumentKind,
    Driver,
    DriverDocument,
    DriverPreference,
    DriverTie,
    Member,
    Membership,
    Volunteer,
)
from mmc_desk.features.people.ops import SetBriefingEdition, set_briefing_edition
from mmc_desk.features.people.pages import driver_tasks, member_tasks
from mmc_desk.features.people.pages.briefing_dialog import BriefingDialog
from mmc_desk.features.people.pages.dues_dialogs import PayDialog
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import driver_card, dues_list, member_card
from mmc_desk.features.people.queries.briefing import briefing_edition
from mmc_desk.features.planner import ops as planner
from mmc_desk.features.planner.pages.weights_dialog import WeightsDialog
from mmc_desk.features.planner.queries.facts import planner_weights
from mmc_desk.features.planner.rules.weights import Level, Weight, Weights
from mmc_desk.features.rides.model import OfficialKmRate, PaymentMode, Ride
from mmc_desk.features.rides.model.paying import MemberPayment
from mmc_desk.features.rides.ops.commands import SetDistance
from mmc_desk.features.rides.ops.distances import set_distance
from mmc_desk.features.rides.ops.paying import SetMemberPayment, set_member_payment
from mmc_desk.features.rides.ops.routing import SetRouteService, set_route_service
from mmc_desk.features.rides.pages.distance_dialog import DistanceDialog
from mmc_desk.features.rides.pages.rate_dialog import RateDialog
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.features.rides.pages.route_dialog import RouteDialog
from mmc_desk.features.rides.pages.tariff_dialog import TariffDialog
from mmc_desk.features.rides.queries.paying import member_paying
from mmc_desk.features.rides.queries.reading import ride_line
from mmc_desk.features.rides.queries.settings import distance_book, tariff_book
from mmc_desk.features.rides.queries.tariffs import tariff_overview
from mmc_desk.features.sessions.model import SessionKind, WheelsSession
from mmc_desk.features.sessions.pages.session_tasks import RecordDialog
from mmc_desk.features.sessions.queries.sessions import session_card
from mmc_desk.features.trust.ops.retention import SetTerms, set_terms
from mmc_desk.features.trust.pages.retention import TermsDialog
from mmc_desk.features.trust.queries.retention import terms
from mmc_desk.features.trust.rules.retention import Kind
from mmc_desk.features.yearly.model import EnteredFigure, Goal, GoalKind
from mmc_desk.features.yearly.pages.goals import GoalDialog, GoalsPage
from mmc_desk.features.yearly.pages.totals import TotalDialog, TotalsPage
from mmc_desk.ui import messages
from mmc_desk.ui.form import FormDialog
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.meals.conftest import TUESDAY, MealDesk, fill_meals
from tests.features.rides.conftest import fill

TODAY = date(2026, 11, 23)
JUNE = date(2026, 6, 1)


@dataclass
class Trial:
    """A form in which `field` gets `text`, while the other desk writes `theirs`; `kept` is `expected` afterwards."""

    dialog: FormDialog
    field: QWidget
    text: str
    theirs: Op[object]
    kept: Query[object]
    expected: object


class Two:
    """Two desks: ours, with a window, and another one."""

    def __init__(self, meals: MealDesk, runner: Runner) -> None:
        self.meals = meals
        self.runner = runner
        self.asker = Asker(runner)

    def read(self, query: Callable[..., Any], *arguments: object, **named: object) -> Any:  # noqa: ANN401 - the query's own
        return self.meals.read(query, *arguments, **named)

    def add(self, row: Base) -> int:
        def write(session: Session) -> int:
            session.add(row)
            session.flush()
            return row.id

        return self.runner.database.write(write).value

    def first(self, model: type[Base]) -> int:
        found: int = self.read(lambda session: session.scalars(select(func.max(model.id))).one())
        return found

    @property
    def hees(self) -> RestaurantCard:
        found: RestaurantCard = self.read(restaurant_card, self.meals.hees, TODAY)
        return found

    def person(self, model: type[Member] | type[Driver], key: int) -> int:
        found: int = self.meals.row(model, key).person_id
        return found

    def own(self, dialog: Any) -> Any:  # noqa: ANN401 - a dialog that its page lets save
        dialog.save_with(self.runner, dialog.make_op, "Gewijzigd")
        return dialog


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def two(sqlite_database: Database, qtbot: QtBot) -> Iterator[Two]:
    assert qtbot
    runner = Runner(sqlite_database)
    yield Two(fill_meals(fill(sqlite_database)), runner)
    runner.close()


def changed(model: type[Base], key: int, **values: object) -> Op[object]:
    def op(session: Session) -> None:
        row = session.get_one(model, key)
        for name, value in values.items():
            setattr(row, name, value)

    return op


def stored(model: type[Base], key: int, *names: str) -> Query[object]:
    return lambda session: tuple(getattr(session.get_one(model, key), name) for name in names)


def doing(op: Callable[..., object], command: object) -> Op[object]:
    return lambda session: op(session, command)


# --- The forms


def a_hall(two: Two) -> Trial:
    key, card = two.first(RestaurantVenue), two.hees
    dialog = VenueDialog(two.runner, card, card.venues[0])
    theirs = changed(RestaurantVenue, key, street="Dorpsplein 1")
    kept = stored(RestaurantVenue, key, "name", "street")
    return Trial(dialog, dialog.name, "Zaal De Bron", theirs, kept, ("Zaal De Bron", "Dorpsplein 1"))


def a_moment(two: Two) -> Trial:
    key = two.add(MealMoment(restaurant_id=two.meals.hees, weekday=1, starts_at=time(12), valid_from=JUNE))
    dialog = MomentDialog(two.runner, two.hees, two.hees.moments[0])
    theirs, kept = changed(MealMoment, key, ends_at=time(14)), stored(MealMoment, key, "starts_at", "ends_at")
    return Trial(dialog, dialog.starts_at, "11:30", theirs, kept, (time(11, 30), time(14)))


def a_meal_price(two: Two) -> Trial:
    key, card = two.first(MealPrice), two.hees
    dialog = PriceDialog(two.runner, card, card.prices[0])
    theirs, kept = changed(MealPrice, key, cost=600), stored(MealPrice, key, "price", "cost")
    return Trial(dialog, dialog.price, "8,00", theirs, kept, (800, 600))


def what_the_kitchen_is_told(two: Two) -> Trial:
    two.meals.book()
    service = two.meals.noon()
    dialog = CatererDialog(two.runner, two.read(noon, service))
    theirs = doing(book_meal, BookMeal(service, Meal(), person_id=two.meals.neighbour))

    def kept(session: Session) -> object:
        (sent,) = session.scalars(select(OutgoingMail))
        return session.get_one(MealService, service).ordered, sent.to_address, "aan tafel: 2" in sent.body

    return Trial(dialog, dialog.address, "kok@delinde.example", theirs, kept, (2, "kok@delinde.example", True))


def a_volunteers_absence(two: Two) -> Trial:
    volunteer = two.add(Volunteer(person_id=two.meals.neighbour, location="Hees"))
    key = two.add(VolunteerAbsence(volunteer_id=volunteer, from_day=JUNE, to_day=JUNE))
    card = two.read(volunteer_card, volunteer, TODAY)
    dialog = volunteers.AbsenceDialog(two.asker, card, card.absences[0])
    theirs = changed(VolunteerAbsence, key, to_day=TODAY)
    kept = stored(VolunteerAbsence, key, "reason", "to_day")
    return Trial(dialog, dialog.reason, "verlof", theirs, kept, ("verlof", TODAY))


def a_booking(two: Two) -> Trial:
    key = two.meals.book(party=2, diet="vegetarisch")
    guest = two.read(noon, two.meals.noon()).guests[0]
    dialog = BookingDialog(two.runner, noon=(two.meals.hees, TUESDAY), guest=guest)

    def theirs(session: Session) -> None:
        booking = session.get_one(MealBooking, key)
        booking.note = "komt wat later"
        session.get_one(Participant, booking.participant_id).diet = "zoutarm"

    def kept(session: Session) -> object:
        booking = session.get_one(MealBooking, key)
        diet = session.get_one(Participant, booking.participant_id).diet
        return booking.party_size, booking.note, diet, booking.diet

    return Trial(dialog, dialog.booking.party, "3", theirs, kept, (3, "komt wat later", "zoutarm", "vegetarisch"))


def a_fee(two: Two) -> Trial:
    card = two.read(member_card, two.meals.rosa, TODAY)
    key = two.read(lambda session: session.scalar(select(Membership.id).where(Membership.member_id == card.key)))
    dialog = member_tasks.FeeDialog(two.asker, card, 2026)
    theirs, kept = changed(Membership, key, paid_on=JUNE), stored(Membership, key, "fee", "paid_on")
    return Trial(dialog, dialog.fee, "10", theirs, kept, (1000, JUNE))


def a_contact(two: Two) -> Trial:
    key = two.add(Contact(person_id=two.person(Member, two.meals.rosa), name="Ria"))
    card = two.read(member_card, two.meals.rosa, TODAY)
    dialog = member_tasks.ContactDialog(two.asker, card, card.person.contacts[0])
    theirs, kept = changed(Contact, key, phone="+3289519138"), stored(Contact, key, "name", "phone")
    return Trial(dialog, dialog.name, "dochter Ria", theirs, kept, ("dochter Ria", "+3289519138"))


def a_drivers_absence(two: Two) -> Trial:
    driver = two.first(Driver)
    key = two.add(Absence(driver_id=driver, from_day=JUNE, to_day=JUNE))
    card = two.read(driver_card, driver, TODAY)
    dialog = driver_tasks.AbsenceDialog(two.asker, card, card.absences[0])
    theirs, kept = changed(Absence, key, to_day=TODAY), stored(Absence, key, "reason", "to_day")
    return Trial(dialog, dialog.reason, "verlof", theirs, kept, ("verlof", TODAY))


def a_document(two: Two) -> Trial:
    driver = two.first(Driver)
    key = two.add(DriverDocument(driver_id=driver, kind=DocumentKind.INSURANCE, note="A"))
    dialog = driver_tasks.DocumentDialog(two.asker, two.read(driver_card, driver, TODAY), DocumentKind.INSURANCE)
    theirs, kept = changed(DriverDocument, key, expires_on=JUNE), stored(DriverDocument, key, "note", "expires_on")
    return Trial(dialog, dialog.note, "polis 7", theirs, kept, ("polis 7", JUNE))


def a_fee_paid_by_hand(two: Two) -> Trial:
    row = two.read(dues_list, 2026, TODAY)[0]
    dialog = PayDialog(two.asker, row)
    theirs, kept = changed(Membership, row.key, fee=900), stored(Membership, row.key, "paid_on", "fee")
    return Trial(dialog, dialog.paid_on, "01/06/2026", theirs, kept, (JUNE, 900))


def an_official_rate(two: Two) -> Trial:
    row = two.read(tariff_overview, TODAY).rows[0]
    dialog = RateDialog(two.runner, row, None)
    theirs = changed(OfficialKmRate, row.key, source="omzendbrief 741")
    kept = stored(OfficialKmRate, row.key, "rate", "source")
    return Trial(dialog, dialog.rate, "0,5000", theirs, kept, (5000, "omzendbrief 741"))


def a_tariff(two: Two) -> Trial:
    overview = two.read(tariff_overview, TODAY)
    dialog = TariffDialog(two.runner, TODAY, overview.current, overview.rates)

    def theirs(session: Session) -> None:
        session.add(DeskSetting(name="tariff.minimum_cents", valid_from=TODAY, value="400"))

    def kept(session: Session) -> object:
        found = tariff_book(session).on(TODAY)
        return found.admin_fee, found.minimum_cents

    return Trial(dialog, dialog.fields.admin_fee, "0,50", theirs, kept, (50, 400))


def a_route_service(two: Two) -> Trial:
    def known(session: Session) -> object:
        return session.scalars(select(DeskSetting.value).where(DeskSetting.name == "routes.url")).one()

    from mmc_desk.features.rides.queries.routing import route_service

    dialog = RouteDialog(two.runner, two.read(route_service, TODAY))
    theirs = doing(set_route_service, SetRouteService("http://straks:5000"))
    return Trial(dialog, dialog.url, "http://straks:5000", theirs, known, "http://straks:5000")


def a_sheet(two: Two) -> Trial:
    key = two.meals.rides.driven(40_000)
    dialog = ResultDialog(two.read(ride_line, key), None, two.runner)
    two.own(dialog)
    theirs, kept = changed(Ride, key, parking=250), stored(Ride, key, "metres", "parking")
    return Trial(dialog, dialog.metres, "41", theirs, kept, (41_000, 250))


def an_invoice_paid(two: Two) -> Trial:
    desk = two.meals.rides
    desk.do(set_member_payment, SetMemberPayment(desk.rosa, date(2026, 1, 1), PaymentMode.INVOICE))
    desk.driven(40_000, ride_date=date(2026, 10, 14))
    two.runner.database.write(doing(make_invoices, MakeInvoices(2026, 10)))
    key = two.first(Invoice)
    dialog = two.own(PaidDialog(two.read(invoice_row, key, TODAY)))
    dialog.follow(two.runner, dialog.record())
    theirs, kept = changed(Invoice, key, reminders=1), stored(Invoice, key, "paid_on", "reminders")
    return Trial(dialog, dialog.paid_on, "vandaag", theirs, kept, (TODAY, 1))


def an_account_of_the_desk(two: Two) -> Trial:
    dialog = two.own(PayerDialog(two.read(payer, TODAY)))
    dialog.follow(two.runner, dialog.record())
    theirs = doing(mileage.set_payer, mileage.SetPayer("Stad Bilzen", "BE68539007547034", ""))

    def kept(session: Session) -> object:
        found = payer(session, TODAY)
        return found.name, found.iban, found.bic

    return Trial(dialog, dialog.bic, "GKCCBEBB", theirs, kept, ("Stad Bilzen", "BE68539007547034", "GKCCBEBB"))


def a_system(two: Two) -> Trial:
    two.add(Volunteer(person_id=two.meals.neighbour, location="Hees"))
    key = two.add(AllowanceChoice(person_id=two.meals.neighbour, year=2026, system=AllowanceSystem.FLAT))
    (person,) = [one for one in two.read(allowance_year, 2026).people if one.key == two.meals.neighbour]
    dialog = SystemDialog(two.asker, 2026, person)
    theirs = changed(AllowanceChoice, key, system=AllowanceSystem.REAL)
    kept = stored(AllowanceChoice, key, "other_metres", "system")
    return Trial(dialog, dialog.other, "120", theirs, kept, (120_000, AllowanceSystem.REAL))


def a_mail_server(two: Two) -> Trial:
    dialog = ServerDialog(two.runner, None)
    theirs = doing(mail.set_mail_server, mail.SetMailServer("smtp.bilzen.be", 465, Security.SSL, "", "LDC", "a@b.be"))

    def kept(session: Session) -> object:
        found = mail_settings(session)
        return found and (found.server.host, found.server.security, found.server.user, found.sender.name)

    return Trial(dialog, dialog.user, "balie", theirs, kept, ("smtp.bilzen.be", Security.SSL, "balie", "LDC"))


def an_entered_total(two: Two) -> Trial:
    key = two.add(EnteredFigure(year=2018, name="members", value=271, source="Jaarverslag"))
    page = TotalsPage(two.runner)
    page.reload()
    two.runner.wait_idle()
    (row,) = page.table.rows_model.all_rows
    dialog = two.own(TotalDialog(row, page))
    theirs, kept = changed(EnteredFigure, key, source="Jaarverslag 2018"), stored(EnteredFigure, key, "value", "source")
    return Trial(dialog, dialog.value, "272", theirs, kept, (272, "Jaarverslag 2018"))


def a_goal(two: Two) -> Trial:
    key = two.add(Goal(year=2026, name="members", kind=GoalKind.AT_LEAST, target=300))
    page = GoalsPage(two.runner)
    page.reload()
    two.runner.wait_idle()
    (row,) = page.table.rows_model.all_rows
    dialog = two.own(GoalDialog(row, 2026, page))
    theirs, kept = changed(Goal, key, note="met de pers"), stored(Goal, key, "target", "note")
    return Trial(dialog, dialog.target, "310", theirs, kept, (310, "met de pers"))


def how_an_activity_went(two: Two) -> Trial:
    key = two.add(
        WheelsSession(
            restaurant_id=two.meals.hees, session_date=date(2026, 11, 17), kind=SessionKind.INFORMATIVE, cost=None
        )
    )
    dialog = two.own(RecordDialog(two.read(session_card, key).row))
    dialog.follow(two.runner, dialog.record())
    theirs, kept = changed(WheelsSession, key, cost=1500), stored(WheelsSession, key, "attendance", "cost")
    return Trial(dialog, dialog.attendance, "18", theirs, kept, (18, 1500))


def retention_terms(two: Two) -> Trial:
    known = two.read(terms, TODAY)
    dialog = TermsDialog(two.runner, known, None)
    theirs = doing(set_terms, SetTerms(TODAY, {**known, Kind.MAIL: 4}))

    def kept(session: Session) -> object:
        found = terms(session, TODAY)
        return found[Kind.NAMES], found[Kind.MAIL]

    return Trial(dialog, dialog.fields[Kind.NAMES], "3", theirs, kept, (3, 4))


@pytest.mark.parametrize(
    "form",
    [
        *(a_hall, a_moment, a_meal_price, what_the_kitchen_is_told, a_volunteers_absence, a_booking),
        *(a_fee, a_contact, a_drivers_absence, a_document, a_fee_paid_by_hand),
        *(an_official_rate, a_tariff, a_route_service, a_sheet, an_invoice_paid, an_account_of_the_desk, a_system),
        *(a_mail_server, an_entered_total, a_goal, how_an_activity_went, retention_terms),
    ],
)
def test_what_another_desk_changed_stays_beside_what_is_typed(
    qtbot: QtBot, two: Two, form: Callable[[Two], Trial]
) -> None:
    trial, runner = form(two), two.runner
    qtbot.addWidget(trial.dialog)
    trial.dialog.show()
    runner.wait_idle()
    assert isinstance(trial.field, QLineEdit)
    trial.field.selectAll()
    QTest.keyClicks(trial.field, trial.text)
    runner.database.write(trial.theirs, "elders")
    QTest.keyClick(trial.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert not trial.dialog.isVisible(), [row.sentence.text() for row in trial.dialog.form.rows]
    assert two.read(trial.kept) == trial.expected


def heard(two: Two, dialog: FormDialog, theirs: Op[object], *topics: str) -> None:
    """Let the other desk save while the form is open, and this one hear of it."""
    dialog.show()
    two.runner.wait_idle()
    two.runner.database.write(theirs, "elders")
    two.runner.hear(Changes(extra_topics=frozenset(topics)))
    two.runner.wait_idle()


def test_weights_that_another_desk_chose_are_planned_with(qtbot: QtBot, two: Two) -> None:
    dialog = WeightsDialog(two.runner, two.read(planner_weights, TODAY))
    qtbot.addWidget(dialog)
    theirs = doing(planner.set_weights, planner.SetWeights(TODAY, Weights(calls=Level.MUCH)))
    with qtbot.waitSignal(dialog.weighed) as planned:
        heard(two, dialog, theirs, "desk_setting")
    assert planned.args == [Weights(calls=Level.MUCH)]
    QTest.keyClick(dialog.choices[Weight.FAIR], Qt.Key.Key_Down)
    QTest.keyClick(dialog.choices[Weight.FAIR], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    two.runner.wait_idle()
    kept = two.read(planner_weights, TODAY)
    assert kept.calls is Level.MUCH
    assert kept.fair is not Level.NORMAL


def test_what_a_form_asks_for_later_follows_too(qtbot: QtBot, two: Two) -> None:
    """The edition in force is read once the form is open; how a member pays comes from the card."""
    briefing = BriefingDialog(two.asker)
    qtbot.addWidget(briefing)
    heard(two, briefing, doing(set_briefing_edition, SetBriefingEdition("2027", TODAY)), "desk_setting")
    assert briefing.edition.value == "2027"
    assert two.read(briefing_edition, TODAY) == "2027"
    rosa = two.meals.rosa
    known = two.read(member_paying, two.person(Member, rosa), TODAY)
    paying = PayingDialog("Rosa", known)
    qtbot.addWidget(paying)
    paying.follow(two.runner, paying.record("Rosa", two.person(Member, rosa)))
    theirs = doing(set_member_payment, SetMemberPayment(rosa, TODAY, PaymentMode.INVOICE))
    heard(two, paying, theirs, MemberPayment.__tablename__)
    assert paying.mode.value is PaymentMode.INVOICE
    metres = two.read(distance_book, TODAY).metres(("Hees",), ("Genk",))
    distance = DistanceDialog(two.runner, "Hees", "Genk", metres)
    qtbot.addWidget(distance)
    heard(two, distance, doing(set_distance, SetDistance("Hees", "Genk", 31_000)), "distance")
    assert distance.km.value == 31_000


def test_a_preference_that_is_gone_says_so(qtbot: QtBot, two: Two) -> None:
    driver = two.first(Driver)
    key = two.add(DriverPreference(member_id=two.meals.rosa, driver_id=driver, tie=DriverTie.PREFERRED))
    card = two.read(member_card, two.meals.rosa, TODAY)
    dialog = member_tasks.PreferenceDialog(two.asker, card, card.preferences[0])
    qtbot.addWidget(dialog)

    def theirs(session: Session) -> None:
        session.delete(session.get_one(DriverPreference, key))

    heard(two, dialog, theirs, "driver_preference")
    assert "verwijderde" in dialog._banner.text()


def test_the_sheet_of_a_noon_follows_too(qtbot: QtBot, two: Two, recorder: MessageRecorder) -> None:
    key = two.meals.noon()
    page = NoonPage(two.runner)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.open_record(key)
    two.runner.wait_idle()
    form = page.form
    QTest.keyClicks(form.menu, "Stoofvlees")
    elsewhere = changed(MealService, key, remarks="Veel volk.", volunteers=4)
    two.runner.database.write(elsewhere)
    two.runner.hear(Changes(extra_topics=frozenset({"meal_service"})))
    two.runner.wait_idle()
    assert (form.menu.value, form.remarks.value, form.volunteers.value) == ("Stoofvlees", "Veel volk.", 4)
    two.runner.database.write(changed(MealService, key, menu="Vis", cost=5_000))
    page.save(finish=False)
    two.runner.wait_idle()
    assert "andere werkplek" in recorder.errors[0]
    assert (form.menu.value, form.cost.value) == ("Stoofvlees", 5_000)
    row = form.row("menu")
    assert row is not None
    assert "koos intussen: Vis" in row.sentence.text()
    page.save(finish=False)
    two.runner.wait_idle()
    kept = two.read(stored(MealService, key, "menu", "remarks", "volunteers", "cost"))
    assert kept == ("Stoofvlees", "Veel volk.", 4, 5_000)
    assert not row.sentence.text()
