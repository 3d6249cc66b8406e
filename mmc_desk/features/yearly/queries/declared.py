"""The figures that features declare, by name: what a total, a goal or a file may speak of."""

from collections.abc import Mapping, Sequence

from mmc_desk.core.feature import Feature
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.rules.totals import Declared


def declared_figures(features: Sequence[Feature]) -> Mapping[str, Declared]:
    """Return the declared figures in their order."""
    return {
        figure.name: Declared(
            figure.name,
            translate(feature.name, feature.title),
            translate("figures", figure.title),
            figure.unit,
            bool(figure.change_of),
            figure.is_level,
        )
        for feature in features
        for figures in feature.figure_sets()
        for figure in figures.figures
    }
