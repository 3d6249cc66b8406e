"""Rides: a Ride is one trip of one driver from home to home; each member in the car has a RideRequest on it."""

from typing import TYPE_CHECKING

from mmc_desk.core import lazy

if TYPE_CHECKING:  # at run time they are loaded when somebody asks for them
    from mmc_desk.features.rides.model.distances import *
    from mmc_desk.features.rides.model.driver_days import *
    from mmc_desk.features.rides.model.kinds import *
    from mmc_desk.features.rides.model.legs import *
    from mmc_desk.features.rides.model.rides import *
else:
    __getattr__ = lazy.names_of_modules(__name__, "kinds", "rides", "distances", "driver_days", "legs")
