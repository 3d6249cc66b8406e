"""What pages and others read about people: frozen rows, set-based SQL."""

from mmc_desk.features.people.queries.addresses import lives_at, other_street_names, villages
from mmc_desk.features.people.queries.cards import driver_card, member_card
from mmc_desk.features.people.queries.checks import (
    address_breaches,
    driver_breaches,
    end_breaches,
    fee_breaches,
    partner_breaches,
    pattern_breaches,
)
from mmc_desk.features.people.queries.drivers import driver_list, week_patterns
from mmc_desk.features.people.queries.members import member_list
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
from mmc_desk.features.people.queries.settings import membership_tariff, review_months

__all__ = [
    "AbsenceRow",
    "AddressRow",
    "CheckRow",
    "ContactRow",
    "DocumentRow",
    "DriverCard",
    "DriverRow",
    "MemberCard",
    "MemberRow",
    "MembershipRow",
    "PartnerRow",
    "PersonCard",
    "PersonMatch",
    "PreferenceRow",
    "Seen",
    "address_breaches",
    "driver_breaches",
    "driver_card",
    "driver_hits",
    "driver_list",
    "end_breaches",
    "fee_breaches",
    "lives_at",
    "member_card",
    "member_hits",
    "member_list",
    "membership_tariff",
    "near_duplicates",
    "other_street_names",
    "partner_breaches",
    "pattern_breaches",
    "review_months",
    "search_hits",
    "villages",
    "week_patterns",
]
