"""What pages and others read about people: frozen rows, set-based SQL."""

from typing import TYPE_CHECKING

from mmc_desk.core import lazy

if TYPE_CHECKING:  # at run time they are loaded when somebody asks for them
    from mmc_desk.features.people.queries.addresses import lives_at, other_street_names, villages
    from mmc_desk.features.people.queries.briefing import (
        BRIEFING_EDITION,
        BriefingList,
        BriefingRow,
        briefing_edition,
        briefing_list,
        briefing_states,
    )
    from mmc_desk.features.people.queries.cards import driver_card, member_card, person_card
    from mmc_desk.features.people.queries.checks import (
        address_breaches,
        driver_breaches,
        end_breaches,
        fee_breaches,
        partner_breaches,
        pattern_breaches,
        payment_breaches,
        reference_breaches,
    )
    from mmc_desk.features.people.queries.drivers import driver_list, week_patterns
    from mmc_desk.features.people.queries.dues import DuesBook, DuesRow, dues_book, dues_list, dues_row
    from mmc_desk.features.people.queries.members import member_list
    from mmc_desk.features.people.queries.payments import (
        Candidate,
        PaidRow,
        PaymentRow,
        fees_by_reference,
        line_of,
        open_payments,
        payments_of,
        reached,
        unsettled_fees,
    )
    from mmc_desk.features.people.queries.renewal import RenewalPlan, renewal_plan
    from mmc_desk.features.people.queries.rows import (
        AbsenceRow,
        AddressRow,
        CheckRow,
        ContactRow,
        DocumentRow,
        DriverCard,
        DriverRow,
        MemberCard,
        MemberRow,
        MembershipRow,
        PartnerRow,
        PersonCard,
        PersonMatch,
        PreferenceRow,
        Seen,
    )
    from mmc_desk.features.people.queries.search import driver_hits, member_hits, near_duplicates, search_hits
    from mmc_desk.features.people.queries.settings import (
        DuesSettings,
        dues_settings,
        membership_tariff,
        reminder_days,
        review_months,
    )
else:
    __getattr__ = lazy.names_of_modules(
        __name__,
        "addresses",
        "briefing",
        "cards",
        "checks",
        "drivers",
        "dues",
        "members",
        "payments",
        "renewal",
        "rows",
        "search",
        "settings",
    )

__all__ = [
    "BRIEFING_EDITION",
    "AbsenceRow",
    "AddressRow",
    "BriefingList",
    "BriefingRow",
    "Candidate",
    "CheckRow",
    "ContactRow",
    "DocumentRow",
    "DriverCard",
    "DriverRow",
    "DuesBook",
    "DuesRow",
    "DuesSettings",
    "MemberCard",
    "MemberRow",
    "MembershipRow",
    "PaidRow",
    "PartnerRow",
    "PaymentRow",
    "PersonCard",
    "PersonMatch",
    "PreferenceRow",
    "RenewalPlan",
    "Seen",
    "address_breaches",
    "briefing_edition",
    "briefing_list",
    "briefing_states",
    "driver_breaches",
    "driver_card",
    "driver_hits",
    "driver_list",
    "dues_book",
    "dues_list",
    "dues_row",
    "dues_settings",
    "end_breaches",
    "fee_breaches",
    "fees_by_reference",
    "line_of",
    "lives_at",
    "member_card",
    "member_hits",
    "member_list",
    "membership_tariff",
    "near_duplicates",
    "open_payments",
    "other_street_names",
    "partner_breaches",
    "pattern_breaches",
    "payment_breaches",
    "payments_of",
    "person_card",
    "reached",
    "reference_breaches",
    "reminder_days",
    "renewal_plan",
    "review_months",
    "search_hits",
    "unsettled_fees",
    "villages",
    "week_patterns",
]
