"""The fields of a person and an address, with the warnings beside them; members and drivers share them."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject

from mmc_desk.core import clock
from mmc_desk.core.formats import fold, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.queries import PersonCard, PersonMatch
from mmc_desk.ui.fields import (
    Candidate,
    CheckField,
    DateField,
    Form,
    FormRow,
    LineField,
    PhoneField,
    TextField,
    TypeAhead,
)
from mmc_desk.ui.runner import Runner

ADULT = 18


class PersonFields(QObject):
    """Adds the fields of a person to a form, and reads them."""

    def __init__(self, form: Form, runner: Runner, person: PersonCard | None) -> None:
        super().__init__(form)
        self._runner = runner
        self._person = person
        self._matches: Sequence[PersonMatch] = ()
        self.last_name = TextField(person.last_name if person else "")
        self.first_name = TextField(person.first_name if person else "")
        self.born_on = DateField(person.born_on if person else None)
        self.phone = PhoneField(person.phone if person else "")
        self.mobile = PhoneField(person.mobile if person else "")
        self.email = TextField(person.email if person else "")
        self.is_same = CheckField()
        form.add_heading(translate("people", "Persoon"))
        self._name_row = form.add(translate("people", "&Naam"), self.last_name, name="last_name")
        form.add(translate("people", "&Voornaam"), self.first_name, name="first_name")
        self._born_row = form.add(translate("people", "Ge&boren op"), self.born_on, name="born_on")
        self._same_row = form.add("", self.is_same, name="is_same")
        self.is_same.setAccessibleName(translate("people", "Het is dezelfde persoon"))
        self._same_row.set_visible(False)
        self._warn(form.add(translate("people", "&Telefoon"), self.phone, name="phone"), rules.phone_warning)
        self._warn(form.add(translate("people", "&Gsm"), self.mobile, name="mobile"), rules.phone_warning)
        self._warn(form.add(translate("people", "&E-mail"), self.email, name="email"), rules.email_warning)
        for field in (self.last_name, self.first_name, self.born_on):
            field.editingFinished.connect(self._on_who)
        self._judge_age()

    @staticmethod
    def _warn(row: FormRow, warning: Callable[[str], str]) -> None:
        field = row.field
        if isinstance(field, LineField):
            field.editingFinished.connect(lambda: row.set_warning(warning(field.text())))
            row.set_warning(warning(field.text()))

    def details(self) -> ops.PersonDetails:
        """Return what was typed."""
        return ops.PersonDetails(
            self.last_name.value,
            self.first_name.value,
            self.born_on.value,
            self.phone.value,
            self.mobile.value,
            self.email.value,
        )

    def same_person(self) -> int | None:
        """Return the key of the person the desk knows already, when told that it is the same one."""
        return self._matches[0].person_id if self._matches and self.is_same.value else None

    def _on_who(self) -> None:
        self._judge_age()
        if self._person is not None or not self.last_name.value:
            return
        last_name, first_name, born_on = self.last_name.value, self.first_name.value, self.born_on.value
        self._runner.read(
            lambda session: queries.near_duplicates(session, last_name, first_name, born_on), self._on_matches
        )

    def _on_matches(self, matches: Sequence[PersonMatch]) -> None:
        self._matches = matches
        names = "; ".join(_match(match) for match in matches[:3])
        text = translate("people", "Kijk na of dit niet dezelfde persoon is: {names}.").format(names=names)
        self._name_row.set_warning(text if matches else "")
        self._same_row.set_visible(bool(matches))
        if matches:
            same = translate("people", "Het is de&zelfde persoon: {name}")
            self.is_same.setText(same.format(name=_match(matches[0]).replace("&", "&&")))

    def _judge_age(self) -> None:
        born_on, today = self.born_on.value, clock.today()
        if born_on and born_on <= today and rules.age_on(born_on, today) < ADULT:
            text = translate("people", "Minderjarig: meerijden kan als de chauffeur akkoord gaat.")
            self._born_row.set_warning(text)
        elif born_on and born_on > today:
            self._born_row.set_warning(translate("people", "Deze datum ligt in de toekomst. Kijk het jaar na."))
        else:
            self._born_row.clear()


def _match(match: PersonMatch) -> str:
    member = translate("people", "lid {no}").format(no=match.member_no) if match.member_no else ""
    driver = translate("people", "chauffeur {code}").format(code=match.driver_code) if match.driver_code else ""
    traits = [show_date(match.born_on), match.village, member, driver]
    return f"{match.name} ({', '.join(trait for trait in traits if trait)})"


class AddressFields(QObject):
    """Adds the fields of an address to a form, and reads them."""

    def __init__(self, form: Form, runner: Runner, person: PersonCard | None) -> None:
        super().__init__(form)
        known = person.address if person else None
        self._villages: dict[str, str] = {}
        self.street = TextField(known.street if known else "")
        self.village = TypeAhead(free_text=True)
        self.postcode = TextField(known.postcode if known else "")
        self.moved_on = DateField()
        form.add_heading(translate("people", "Adres"))
        form.add(translate("people", "&Straat en nummer"), self.street, name="street")
        self._village_row = form.add(translate("people", "&Dorp of gemeente"), self.village, name="village")
        self._postcode_row = form.add(translate("people", "&Postcode"), self.postcode, name="postcode")
        moved_row = form.add(
            translate("people", "Ver&huisd op"),
            self.moved_on,
            translate("people", "Met een datum blijft het oude adres in de geschiedenis; leeg is een verbetering."),
            name="moved_on",
        )
        moved_row.set_visible(known is not None)
        if known:
            self.village.set_value(Candidate(None, known.village))
        self.village.picked.connect(self._on_village)
        self.village.judged.connect(self._judge)
        self.postcode.editingFinished.connect(self._judge)
        runner.read(queries.villages, self._on_villages)

    def details(self) -> ops.AddressDetails:
        """Return what was typed."""
        village = self.village.value
        return ops.AddressDetails(self.street.value, self.postcode.value, village.title if village else "")

    def moved(self) -> date | None:
        """Return the day of the move, None for a correction."""
        return self.moved_on.value

    def _on_villages(self, villages: Sequence[tuple[str, str]]) -> None:
        self._villages = {fold(name): postcode for name, postcode in villages}
        self.village.set_candidates([Candidate(name, name, code, f"{name} {code}") for name, code in villages])

    def _on_village(self, village: Candidate) -> None:
        self.postcode.set_value(village.detail)
        self._judge()

    def _judge(self) -> None:
        self._postcode_row.set_warning(rules.postcode_warning(self.postcode.value))
        village = self.village.value
        unknown = bool(village and self._villages and fold(village.title) not in self._villages)
        text = translate("people", "Dit dorp staat niet in de plaatsenlijst: afstanden worden niet geschat.")
        self._village_row.set_warning(text if unknown else "")
