"""Giving rides to drivers in the practice town, by the same rules as the desk: hours, cars, ties, no clash."""

from collections import Counter, defaultdict
from datetime import date, time

from mmc_desk.features.people.demo import Chauffeur, Town
from mmc_desk.features.people.model import Aid
from mmc_desk.features.people.rules import WeekSlot
from mmc_desk.features.rides.demo.outings import Draft, Roads

BREAK = 10
"""Minutes between two rides of one driver."""


class Rota:
    """Who drives when. Nobody is ever in two cars."""

    def __init__(self, town: Town, roads: Roads) -> None:
        self._town, self._roads = town, roads
        self._busy: defaultdict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
        self._duty: dict[date, list[tuple[Chauffeur, WeekSlot]]] = {}
        self._week: Counter[tuple[int, int, int]] = Counter()

    def give(self, draft: Draft) -> bool:
        """Give a ride to a driver who is free, by chance but rather not the busiest; False when nobody is."""
        on_duty = self._on_duty(draft.day)
        order = {
            driver.key: self._town.rng.random() + len(self._busy[driver.key, draft.day]) / 4 for driver, _ in on_duty
        }
        for driver, slot in sorted(on_duty, key=lambda one: order[one[0].key]):
            if self._suits(driver, draft) and self._take(driver, slot, draft):
                return True
        return False

    def _on_duty(self, day: date) -> list[tuple[Chauffeur, WeekSlot]]:
        if day not in self._duty:
            slots = ((driver, driver.slot_on(day)) for driver in self._town.drivers)
            self._duty[day] = [(driver, slot) for driver, slot in slots if slot is not None]
        return self._duty[day]

    def _suits(self, driver: Chauffeur, draft: Draft) -> bool:
        if draft.member.refused_driver == driver.key:
            return False
        if draft.member.aid is Aid.RIGID_WHEELCHAIR and not driver.rigid_wheelchair:
            return False
        most = driver.max_rides_per_week
        return most is None or self._week[driver.key, *_week(draft.day)] < most

    def _take(self, driver: Chauffeur, slot: WeekSlot, draft: Draft) -> bool:
        there = self._roads.way((driver.village,), (draft.home.village,))
        back = self._roads.way(draft.last_spot, (driver.village,))
        depart, back_home = draft.pickup - there[1], draft.end + back[1]
        metres = draft.trip_metres + there[0] + back[0]
        within = _minutes(slot.from_time) <= depart and back_home <= _minutes(slot.to_time)
        too_far = driver.max_distance is not None and metres > driver.max_distance
        busy = self._busy[driver.key, draft.day]
        if not within or too_far or any(depart < end + BREAK and start - BREAK < back_home for start, end in busy):
            return False
        busy.append((depart, back_home))
        self._week[driver.key, *_week(draft.day)] += 1
        draft.driver, draft.depart, draft.back_home, draft.metres = driver, depart, back_home, metres
        return True


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
