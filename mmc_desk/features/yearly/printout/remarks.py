"""What is to be said beside a figure: that it was entered and from where, what was published, and why it differs."""

from collections.abc import Iterator

from mmc_desk.core.figures import Value
from mmc_desk.core.formats import NBSP, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.values import show_value
from mmc_desk.features.yearly.queries.lines import FigureLine
from mmc_desk.features.yearly.queries.published import Publication
from mmc_desk.features.yearly.queries.report import YearlyReport
from mmc_desk.features.yearly.rules.origins import Origin
from mmc_desk.features.yearly.rules.publishing import YearValue, reasons

MARK = "*"
"""Behind a value with something to be said about it."""


def marked(value: Value, unit: str, remarks: tuple[str, ...]) -> str:
    """Return a value as people read it, with the mark where there is a remark."""
    return show_value(value, unit) + (f"{NBSP}{MARK}" if remarks else "")


def remarks(line: FigureLine, year: int) -> tuple[str, ...]:
    """Return what is to be said of a figure of `year`: its entered total, and what was published of it."""
    return year_remarks(line, year, line.now)


def previous_remarks(line: FigureLine, year: int) -> tuple[str, ...]:
    """Return what is to be said of last year's value, the year before `year`."""
    return year_remarks(line, year - 1, line.before)


def all_remarks(line: FigureLine, year: int) -> str:
    """Return everything to be said of a figure and of last year's, as one text."""
    return " ".join((*remarks(line, year), *previous_remarks(line, year)))


def year_remarks(line: FigureLine, year: int, value: YearValue) -> tuple[str, ...]:
    """Return what is to be said of a figure's value in some year."""
    return tuple(_remarks(line, year, value))


def _remarks(line: FigureLine, year: int, value: YearValue) -> Iterator[str]:
    if said := _of_origin(line.unit, value):
        yield f"{year}: {said}."
    if value.published and value.is_changed:
        text = translate("yearly", "op {day} gepubliceerd als {published}, nu {value}: {reasons}")
        said = text.format(
            day=show_date(value.published.on),
            published=show_value(value.published.value, line.unit),
            value=show_value(value.value, line.unit),
            reasons="; ".join(reason.rstrip(".") for reason in reasons(value, line.definition)),
        )
        yield f"{year}: {said}."


def _of_origin(unit: str, value: YearValue) -> str:
    """Return what an entered total asks to be said: it is shown, it lies beside a counted value, or one follows."""
    is_entered = value.origin is Origin.ENTERED
    if value.entered is None:
        return translate("yearly", "volgt uit een ingegeven totaal") if is_entered else ""
    source = value.entered.source.rstrip(".")
    if is_entered:
        return translate("yearly", "ingegeven totaal, bron: {source}").format(source=source)
    text = translate("yearly", "ingegeven totaal {entered} (bron: {source}), deze databank telt {value}")
    shown = {"entered": show_value(value.entered.value, unit), "value": show_value(value.value, unit)}
    return text.format(source=source, **shown)


def publication_words(publication: Publication) -> str:
    """Return when a report was published, by whom and for what."""
    text = translate("yearly", "Publicatie {number} van {day}, door {by}.")
    said = text.format(number=publication.number, day=show_date(publication.on), by=publication.by)
    return f"{said} {publication.note}".rstrip()


def subtitle(report: YearlyReport) -> str:
    """Return what stands under the title: when it was handed in, or what the signs mean."""
    signs = translate("yearly", "– = deze databank weet het niet. * = zie de opmerking bij het cijfer.")
    if report.publication is not None:
        return f"{publication_words(report.publication)} {signs}"
    beside = translate("yearly", "Met {previous} ernaast.").format(previous=report.year - 1)
    return f"{beside} {signs}"
