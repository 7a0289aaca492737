"""Bars for shares that are intervals: the known part solid, the part that nobody knows hatched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from web.charts.drawing import draw
from web.i18n import Language, write_percent
from web.views.overview import Concentration, ConcentrationRow
from web.writing import say


@dataclass(frozen=True)
class Size:
    """Measures of a drawing: its width, the room for names before and shares after the bars, text size and ticks."""

    width: int
    names: int
    ends: int
    text: int
    ticks: int


# One hue and a hatching: told apart without seeing colour, and in print.
SOLID = "#0e5f68"
PALE = "#dcebec"
INK = "#17211f"
QUIET = "#5c6864"
LINE = "#e0e4e1"
MOST_BARS = 12
WIDE = Size(width=1100, names=250, ends=140, text=15, ticks=5)
NARROW = Size(width=290, names=96, ends=62, text=12, ticks=2)


def drawer(language: Language) -> Callable[[Concentration], Markup]:
    """A function for templates: the drawing of a concentration for wide and for narrow screens."""

    def draw_both(concentration: Concentration) -> Markup:
        rows = concentration.rows[:MOST_BARS]
        parts = []
        for name, size in (("wide", WIDE), ("narrow", NARROW)):
            option = concentration_option(rows, language=language, size=size)
            svg = draw(option, width=size.width, height=40 + len(rows) * size.text * 2)
            parts.append(Markup('<div class="chart__{}">{}</div>').format(name, Markup(svg)))  # noqa: S704
        return Markup("").join(parts)

    return draw_both


def concentration_option(rows: tuple[ConcentrationRow, ...], *, language: Language, size: Size) -> dict[str, Any]:
    """The ECharts option: plain JSON, no functions in it. Shares are drawn in percent."""
    text = {"fontSize": size.text, "color": INK, "fontFamily": "Fira Sans, sans-serif"}
    return {
        "animation": False,
        "grid": {"left": size.names, "right": size.ends, "top": 4, "bottom": 30},
        "xAxis": {
            "type": "value",
            "min": 0,
            "splitNumber": size.ticks,
            "axisLabel": {**text, "color": QUIET, "formatter": "{value} %", "hideOverlap": True},
            "splitLine": {"lineStyle": {"color": LINE}},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [say(row.name, language) for row in rows],
            "axisLine": {"lineStyle": {"color": QUIET}},
            "axisTick": {"show": False},
            "axisLabel": {**text, "width": size.names - 10, "overflow": "truncate", "interval": 0},
        },
        "series": [
            {**_bars(), "itemStyle": {"color": SOLID}, "data": [_percent(row.share.known) for row in rows]},
            {
                **_bars(),
                "itemStyle": {"color": PALE, "borderColor": SOLID, "borderWidth": 1, "decal": _hatching()},
                "label": {"show": True, "position": "right", **text},
                "data": [
                    {
                        "value": _percent(row.share.upper - row.share.known),
                        "label": {"formatter": _interval(row, size, language)},
                    }
                    for row in rows
                ],
            },
        ],
    }


def _bars() -> dict[str, Any]:
    return {"type": "bar", "stack": "share", "barWidth": "60%", "silent": True, "emphasis": {"disabled": True}}


def _hatching() -> dict[str, Any]:
    return {"color": SOLID, "dashArrayX": [1, 0], "dashArrayY": [1, 5], "rotation": -0.785, "symbol": "rect"}


def _percent(share: float) -> float:
    return round(share * 100, 2)


def _interval(row: ConcentrationRow, size: Size, language: Language) -> str:
    decimals = 1 if size is WIDE else 0
    low, high = (write_percent(share, language, decimals) for share in (row.share.known, row.share.upper))
    return low if low == high else low.removesuffix("\xa0%") + "–" + high
