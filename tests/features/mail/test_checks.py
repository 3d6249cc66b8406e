"""Each invariant of the mail queue: clean after what the ops do, and found when it is broken on purpose."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from mmc_desk.core.smtp import Trouble
from mmc_desk.features.mail import ops
from mmc_desk.features.mail.feature import FEATURE
from mmc_desk.features.mail.model import MailState, OutgoingMail
from tests.conftest import NOW
from tests.features.mail.conftest import MailDesk, later


def breaches(desk: MailDesk) -> list[str]:
    return [sentence for check in FEATURE.invariants() for sentence in desk.read(check.find)]


def test_the_ops_leave_nothing_to_find(desk: MailDesk) -> None:
    sent, failed, withdrawn, _waits = (desk.queue() for _ in range(4))
    for mail_id in (sent, failed):
        desk.do(ops.claim_mail, ops.ClaimMail(mail_id))
    desk.do(ops.mark_sent, ops.MarkSent(sent))
    desk.do(ops.mark_failed, ops.MarkFailed(failed, "geweigerd", Trouble.NEVER))
    desk.do(ops.withdraw_mail, ops.WithdrawMail(withdrawn))
    with later(hours=1):
        assert breaches(desk) == []


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"to_address": ""}, "kan niet vertrekken: Vul een e-mailadres in"),
        ({"to_address": "pierre"}, "“pierre” is geen e-mailadres"),
        ({"state": MailState.SENT}, "verstuurd, maar zonder tijdstip"),
        ({"sent_at": NOW}, "staat niet als verstuurd"),
        ({"state": MailState.SENT, "sent_at": NOW - timedelta(days=1)}, "voor ze gemaakt werd"),
        ({"state": MailState.WITHDRAWN, "next_try_at": NOW}, "maar wacht niet"),
        ({"attempts": 6}, "pogingen dat niet kan"),
        ({"state": MailState.FAILED}, "niemand weet waarom"),
    ],
)
def test_what_can_not_be_is_found(desk: MailDesk, broken: dict[str, Any], sentence: str) -> None:
    mail_id = desk.queue()
    desk.write(lambda session: session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(broken)))
    (found,) = breaches(desk)
    assert found.startswith(f"Mail {mail_id} ")
    assert sentence in found
