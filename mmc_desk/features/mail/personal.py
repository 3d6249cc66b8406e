"""What the queue of mail holds of persons (core.personal)."""

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.personal import Holdings, Lead, Personal

HOLDINGS = Holdings(
    personal=(
        Personal(
            "outgoing_mail",
            QT_TRANSLATE_NOOP("mail", "Mails"),
            (Lead("about_key", named_by="about_table"),),
            kept=frozenset({"message_id", "about_table"}),
            dated="queued_at",
        ),
        Personal(
            "mail_attachment",
            QT_TRANSLATE_NOOP("mail", "Bijlagen van mails"),
            (Lead("mail_id", "outgoing_mail"),),
            kept=frozenset({"media_type"}),
        ),
    ),
)
