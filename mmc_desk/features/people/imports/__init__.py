"""The office's files about people: member lists, fees, drivers, volunteers."""

from mmc_desk.features.people.imports.bank import BANK
from mmc_desk.features.people.imports.drivers import DRIVERS
from mmc_desk.features.people.imports.members import MEMBERS
from mmc_desk.features.people.imports.memberships import MEMBERSHIPS
from mmc_desk.features.people.imports.volunteers import VOLUNTEERS

IMPORT_KINDS = (MEMBERS, DRIVERS, VOLUNTEERS, MEMBERSHIPS, BANK)

__all__ = ["BANK", "DRIVERS", "IMPORT_KINDS", "MEMBERS", "MEMBERSHIPS", "VOLUNTEERS"]
