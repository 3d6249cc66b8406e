"""Signing and paying what was settled: in cash, or by a payment file for the bank (SEPA pain.001)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.recording import note_final
from mmc_desk.features.mileage.model import Settlement, TransferFile
from mmc_desk.features.mileage.ops.commands import (
    DropTransferFile,
    MakeTransferFile,
    MarkFilePaid,
    MarkPaid,
    SetPayer,
    SignSettlement,
)
from mmc_desk.features.mileage.queries.payments import ToPay, balances_to_pay, payer
from mmc_desk.features.mileage.rules.payment import (
    MOST_NAME,
    MOST_REFERENCE,
    MOST_TEXT,
    Payer,
    next_bank_day,
    plain_iban,
    require_payer,
    sepa_text,
)


@dataclass(frozen=True, slots=True)
class TransferMade:
    """A payment file as it goes to the bank: its XML, how many payments, what they add up to."""

    file_id: int
    message_id: str
    execution_day: date
    payments: int
    total: int
    content: str


def sign_settlement(session: Session, command: SignSettlement) -> None:
    """Note when the driver signed. Raises RuleError for a day before it was frozen or still to come."""
    settlement = _load(session, command.settlement_id)
    if command.version is not None and settlement.version != command.version:
        raise ConflictError(
            translate("mileage", "Iemand anders wijzigde deze afrekening intussen. Herlaad en probeer opnieuw.")
        )
    _require_day(settlement, command.day)
    settlement.signed_on = command.day


def mark_paid(session: Session, command: MarkPaid) -> int:
    """Note when balances were paid or handed over; return how many that changed.

    Raises RuleError when nothing is chosen, or for a day before it was frozen or still to come.
    """
    if not command.settlement_ids:
        raise RuleError(translate("mileage", "Kies eerst wat er betaald werd: er is nog niets afgerekend."))
    changed = 0
    for settlement in (_load(session, key) for key in command.settlement_ids):
        _require_day(settlement, command.day)
        changed += settlement.paid_on != command.day
        settlement.paid_on = command.day
    return changed


def mark_file_paid(session: Session, command: MarkFilePaid) -> int:
    """Note that every settlement of a file was paid; return how many. Raises RuleError for a file taken back."""
    keys = session.scalars(select(Settlement.id).where(Settlement.transfer_file_id == command.file_id)).all()
    if not keys:
        raise RuleError(translate("mileage", "Dit betaalbestand is al ingetrokken. Maak een nieuw."))
    return mark_paid(session, MarkPaid(tuple(keys), command.day))


def _load(session: Session, settlement_id: int) -> Settlement:
    settlement = session.get(Settlement, settlement_id)
    if settlement is None:
        raise RuleError(translate("mileage", "Deze afrekening bestaat niet. Herlaad de pagina."))
    return settlement


def _require_day(settlement: Settlement, day: date | None) -> None:
    if day is None:
        return
    frozen_on = clock.local(settlement.frozen_at).date()
    if day < frozen_on:
        text = translate("mileage", "Dat kan niet voor {day}: toen werd er afgerekend. Kies een latere dag.")
        raise RuleError(text.format(day=show_date(frozen_on)), "day")
    if day > clock.today():
        raise RuleError(translate("mileage", "Die dag moet nog komen. Kies vandaag of een dag ervoor."), "day")


def set_payer(session: Session, command: SetPayer) -> None:
    """Enter the account that payments are made from, as from today. Raises RuleError for one that can't be."""
    wanted = require_payer(Payer(command.name, command.iban, command.bic))
    today = clock.today()
    now = payer(session, today)
    for name in ("name", "iban", "bic"):
        if getattr(now, name) != getattr(wanted, name):
            _put_setting(session, f"mileage.{name}", today, getattr(wanted, name))


def _put_setting(session: Session, name: str, day: date, value: str) -> None:
    found = session.scalars(
        select(DeskSetting).where(DeskSetting.name == name, DeskSetting.valid_from == day)
    ).one_or_none()
    if found is None:
        session.add(DeskSetting(name=name, valid_from=day, value=value))
    else:
        found.value = value


def make_transfer_file(session: Session, _command: MakeTransferFile) -> TransferMade:
    """Make the file that pays every driver whom the desk owes money by transfer, on the next day banks work.

    Not to be undone: it may be with the bank. Raises RuleError when the desk's account or a driver's can't be, or
    nobody has anything coming.
    """
    account = require_payer(payer(session, clock.today()))
    owed = balances_to_pay(session)
    if not owed:
        raise RuleError(translate("mileage", "Er is niets te betalen per overschrijving. Reken eerst een maand af."))
    day = next_bank_day(clock.today())
    message_id = _message_id(session)
    content = _pain(account, owed, message_id, day)
    file = TransferFile(
        made_at=clock.now(),
        message_id=message_id,
        execution_day=day,
        payments=len(owed),
        total=sum(one.cents for one in owed),
        content=content,
    )
    session.add(file)
    session.flush()
    for key in (key for one in owed for key in one.settlement_ids):
        _load(session, key).transfer_file_id = file.id
    note_final(session)
    return TransferMade(file.id, message_id, day, file.payments, file.total, content)


def drop_transfer_file(session: Session, command: DropTransferFile) -> int:
    """Take a file back that the bank never got or refused; return how many settlements are free again.

    The file stays on record. Raises RuleError once one of them was paid, or when it was taken back already.
    """
    held = session.scalars(select(Settlement).where(Settlement.transfer_file_id == command.file_id)).all()
    if not held:
        raise RuleError(translate("mileage", "Dit betaalbestand is al ingetrokken. Maak een nieuw."))
    if any(settlement.paid_on is not None for settlement in held):
        raise RuleError(
            translate(
                "mileage", "Dit betaalbestand is al betaald. Is dat een vergissing, neem dan eerst de betaling terug."
            )
        )
    for settlement in held:
        settlement.transfer_file_id = None
    return len(held)


def _message_id(session: Session) -> str:
    """Return a reference that no file has had: files stay on record, so counting on is enough."""
    taken = set(session.scalars(select(TransferFile.message_id)))
    names = (f"MMC-{clock.today():%Y%m%d}-{number:03d}" for number in count(1))
    return next(name for name in names if name not in taken)


def _pain(account: Payer, owed: Sequence[ToPay], message_id: str, day: date) -> str:
    from sepaxml import SepaTransfer  # type: ignore[import-untyped]  # it ships no types
    from stdnum.be import iban as belgian

    config = {
        "name": sepa_text(account.name, MOST_NAME),
        "IBAN": account.iban,
        "currency": "EUR",
        "batch": True,
    }
    bic = account.bic or (belgian.to_bic(account.iban) if account.iban.startswith("BE") else "")
    if bic:
        config["BIC"] = bic
    transfer = SepaTransfer(config, schema="pain.001.001.03")
    for one in owed:
        transfer.add_payment(_payment(one, day))
    # The library draws a reference of its own, and offers no way to give it ours. Our tests hold what it makes against
    # the XSD: reading that one here would keep the desk waiting for seconds.
    return str(transfer.export(validate=False).decode("utf-8")).replace(transfer.msg_id, message_id)


def _payment(one: ToPay, day: date) -> dict[str, object]:
    try:
        iban = plain_iban(one.iban)
    except RuleError as error:
        text = translate("mileage", "Het rekeningnummer van {name} kan niet: {iban}. Verbeter het bij Chauffeurs.")
        raise RuleError(text.format(name=one.name, iban=one.iban or translate("mileage", "leeg"))) from error
    title = translate("mileage", "Kilometervergoeding {code}").format(code=one.code)
    return {
        "name": sepa_text(one.name, MOST_NAME),
        "IBAN": iban,
        "amount": one.cents,
        "execution_date": day,
        "description": sepa_text(title, MOST_TEXT),
        "endtoend_id": sepa_text(f"{one.code}-{one.settlement_ids[-1]}", MOST_REFERENCE),
    }
