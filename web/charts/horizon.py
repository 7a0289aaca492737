"""Columns for the months to come: how many applications end in each, stacked by what governs their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from web.charts.concentration import INK, LINE, QUIET
from web.charts.drawing import draw
from web.i18n import Language
from web.views.horizon import Horizon
from web.writing import say

# Told apart in print and without seeing colour by their lightness and their edge.
COLOURS = ("#0e5f68", "#f2b84b", "#8fb8bd", "#6b4e8a", "#c9d3d0")
SIZES = {"wide": (1100, 240, 13, 1), "narrow": (290, 200, 11, 4)}


def colour_of(place: int) -> str:
    """The colour of the kind at this place in the key."""
    return COLOURS[min(place, len(COLOURS) - 1)]


def drawer(language: Language) -> Callable[[Horizon], Markup]:
    """A function for templates: the drawing of the months for wide and for narrow screens."""

    def draw_both(view: Horizon) -> Markup:
        parts = []
        for name, (width, height, *_) in SIZES.items():
            svg = draw(horizon_option(view, language=language, size=name), width=width, height=height)
            parts.append(Markup('<div class="chart__{}">{}</div>').format(name, Markup(svg)))  # noqa: S704
        return Markup("").join(parts)

    return draw_both


def horizon_option(view: Horizon, *, language: Language, size: str) -> dict[str, Any]:
    """The ECharts option: plain JSON, no functions in it."""
    _, _, points, every = SIZES[size]
    text = {"fontSize": points, "color": INK, "fontFamily": "Fira Sans, sans-serif"}
    return {
        "animation": False,
        "grid": {"left": 46, "right": 8, "top": 8, "bottom": 46},
        "xAxis": {
            "type": "category",
            "data": [say(month.label, language) for month in view.months],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": QUIET}},
            "axisLabel": {**text, "color": QUIET, "interval": every, "rotate": 40},
        },
        "yAxis": {
            "type": "value",
            "minInterval": 1,
            "axisLabel": {**text, "color": QUIET},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "series": [
            {
                "type": "bar",
                "stack": "end",
                "silent": True,
                "emphasis": {"disabled": True},
                "itemStyle": {"color": colour_of(place), "borderColor": INK, "borderWidth": 0.5},
                "data": [dict(month.counts).get(code, 0) for month in view.months],
            }
            for place, (code, _) in enumerate(view.kinds)
        ],
    }
