"""Draws an ECharts option as SVG, in a JavaScript engine of its own on one thread."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import quickjs

# The engine may only be used by the thread that made it.
THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")
TIME_LIMIT = 10.0
MEMORY_LIMIT = 256 * 1024 * 1024


def draw(option: dict[str, Any], *, width: int, height: int) -> str:
    """The SVG element for this option; it scales with its box and carries no inline style."""
    return _draw_cached(json.dumps(option, sort_keys=True), width, height)


@lru_cache(maxsize=256)
def _draw_cached(option: str, width: int, height: int) -> str:
    quoted = THREAD.submit(_run, option, width, height).result()
    return _with_attributes(json.loads(quoted))


def _run(option: str, width: int, height: int) -> str:
    return _program()(option, width, height)


@cache
def _program() -> Callable[[str, int, int], str]:
    context = quickjs.Context()
    context.set_memory_limit(MEMORY_LIMIT)
    context.set_time_limit(TIME_LIMIT)
    context.eval((files("web") / "assets" / "dist" / "chart.js").read_text(encoding="utf-8"))
    program: Callable[[str, int, int], str] = context.eval("chart.draw")
    return program


def _with_attributes(svg: str) -> str:
    """The same drawing with `style="a:b"` written as attributes, which the content security policy allows."""
    svg = re.sub(r"<style\b.*?</style>", "", svg, flags=re.DOTALL)
    return re.sub(r'\sstyle="([^"]*)"', _attributes, svg)


def _attributes(style: re.Match[str]) -> str:
    pairs = (part.split(":", 1) for part in style[1].split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
