"""What the kilometre report says in words: its title, its definitions, what to beware of."""

from mmc_desk.core.formats import month_name, show_amount, show_date, show_km, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.rules import BesideFlat, DriverMileage, MileageReport, Period, Sums
from mmc_desk.features.mileage.rules.allowance import too_many_other_metres


def title(report: MileageReport) -> str:
    """Return `Kilometerstaat 2019` or `Kilometerstaat maart 2019`."""
    if report.month is None:
        return translate("mileage", "Kilometerstaat {year}").format(year=report.year)
    return translate("mileage", "Kilometerstaat {month} {year}").format(
        month=month_name(report.month), year=report.year
    )


def definitions(report: MileageReport) -> list[tuple[str, str]]:
    """Return each term of the report with what it counts."""
    waives = any(driver.payee.waives or driver.total.waived for driver in report.drivers)
    return [*_terms(report), *([_waiving()] if waives else []), *_ceilings(report)]


def _waiving() -> tuple[str, str]:
    return (
        translate("mileage", "Ziet af van betaling"),
        translate(
            "mileage",
            "het bedrag van deze chauffeur is 0; zijn kilometers tellen mee. “Afgezien” is wat het bedrag anders was.",
        ),
    )


def _ceilings(report: MileageReport) -> list[tuple[str, str]]:
    """Return the law's two limits and how this report stands to them (domain.md §3)."""
    return [
        (
            translate("mileage", "Plafond"),
            translate(
                "mileage",
                "het officiële km-tarief is het hoogste dat als kosten van een vrijwilliger telt (wet van 3 juli "
                "2005): geen rit in deze staat rekent met meer.",
            ),
        ),
        (translate("mileage", "2.000 km"), " ".join([_no_limit(), *map(_beside, report.beside_flat)])),
    ]


def _no_limit() -> str:
    return translate(
        "mileage",
        "voor een chauffeur van de Minder Mobielen Centrale geldt geen grens: geregeld personen vervoeren is er sinds "
        "21/04/2019 van vrij. Wie als vrijwilliger een forfait krijgt, mag daarnaast hoogstens 2.000 km andere "
        "verplaatsingen aanrekenen.",
    )


def _beside(driver: BesideFlat) -> str:
    text = translate("mileage", "{name}: forfait, en {km} andere verplaatsingen.")
    return text.format(name=driver.name, km=show_km(driver.other_metres))


def _terms(report: MileageReport) -> list[tuple[str, str]]:
    return [
        (
            translate("mileage", "Ritten"),
            translate(
                "mileage",
                "uitgevoerde ritten, één per trip van een chauffeur van thuis tot thuis, "
                "hoeveel leden er ook meerijden.",
            ),
        ),
        (
            translate("mileage", "Km"),
            translate("mileage", "kilometers van die ritten, van het huis van de chauffeur tot weer thuis."),
        ),
        (
            translate("mileage", "Bedrag"),
            translate(
                "mileage",
                "km van elke rit × het officiële km-tarief van de dag van de rit, per rit afgerond op de cent "
                "(halve cent naar boven). Totalen zijn de som van hun delen.",
            ),
        ),
        (
            translate("mileage", "Ontvangen"),
            translate(
                "mileage",
                "wat de chauffeur voor die ritten van de leden kreeg, parking en wachten inbegrepen. Het saldo staat "
                "op de afrekening van elke maand.",
            ),
        ),
        (
            translate("mileage", "Loze ritten"),
            translate("mileage", "niet begrepen in dit overzicht: {rides} ritten, {km}, {amount}.").format(
                rides=report.wasted.rides, km=show_km(report.wasted.metres), amount=show_amount(report.wasted.cents)
            ),
        ),
    ]


def warnings(report: MileageReport) -> list[str]:
    """Return what a reader must know before trusting the amounts: rates that are missing or had ended."""
    found = [warning(period, sums) for period, sums in zip(report.periods, report.per_period, strict=True)]
    found += [_too_far(driver) for driver in report.beside_flat]
    return [sentence for sentence in found if sentence]


def _too_far(driver: BesideFlat) -> str:
    found = too_many_other_metres(is_flat=True, other_metres=driver.other_metres)
    return f"{driver.name}: {found}" if found else ""


def warning(period: Period, sums: Sums) -> str:
    """Return what to beware of in the amounts of a period; nothing when its rate is an official one."""
    days = days_of(period)
    if period.rate is None:
        return translate(
            "mileage",
            "Let op: voor {days} is geen officieel km-tarief gekend. "
            "{rides} ritten ({km}) tellen niet mee in het bedrag.",
        ).format(days=days, rides=sums.rides, km=show_km(sums.metres))
    if period.beyond:
        return translate(
            "mileage",
            "Let op: voor {days} is nog geen officieel km-tarief gekend; het laatste gekende ({rate}) is gebruikt.",
        ).format(days=days, rate=show_rate(period.rate))
    return ""


def days_of(period: Period) -> str:
    """Return `01/01/2019 – 30/06/2019`."""
    return f"{show_date(period.first)} – {show_date(period.last)}"


def rate_of(period: Period) -> str:
    """Return the rate of a period, with a star where its own validity had ended."""
    if period.rate is None:
        return translate("mileage", "geen tarief")
    return show_rate(period.rate) + (" *" if period.beyond else "")


def who(driver: DriverMileage) -> str:
    """Return the driver's name, and that he waives payment where he does."""
    waives = translate("mileage", "{name} (ziet af van betaling)")
    return waives.format(name=driver.payee.name) if driver.payee.waives else driver.payee.name
