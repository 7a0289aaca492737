"""A cell as the products that it lists: "Windows Server 2012 R2, Java 17" is two, "Veeam Backup and Replication" is one. Pure."""

from __future__ import annotations

import re
from functools import cache, partial

from registry.product_index import Catalogue
from registry.product_matching import named_runs
from registry.product_names import LONGEST, data, read_product

MOST_PARTS = 50
_AND = r"(?:en|and|met|with)"
_BETWEEN = re.compile(
    rf"\s*[;\n\r|•]\s*|\s*,(?!\d)\s*(?:{_AND}\s+)?|\s*/\s*|\s+\+\s+|(?<=\w)\+(?=[a-z])|\s*&\s*|\s+{_AND}\s+",
    re.IGNORECASE,
)


def split_cell(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The parts of a cell that each name something, in order; the cell itself where it lists nothing.

    Where a name would be cut in two, nothing is cut: the parts must name just what the whole of them names.
    """
    if len(text) > LONGEST * 10 or not _BETWEEN.search(text):
        return (text,)
    named = partial(_named, catalogue)
    parts, start, cut = list[str](), 0, _cuts(text)
    for before, after in cut:
        left, right = text[start:before], text[after : _next(cut, after, len(text))]
        if named(left) and named(right) and named(text[start : after + len(right)]) <= named(left) | named(right):
            parts.append(left)
            start = after
    parts.append(text[start:])
    return tuple(parts) if 1 < len(parts) <= MOST_PARTS else (text,)


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where a cell may be cut: outside brackets, and not inside a name such as "TCP/IP"."""
    found, depth, at = list[tuple[int, int]](), 0, 0
    whole = [match.span() for match in _whole().finditer(text)]
    for match in _BETWEEN.finditer(text):
        between = text[at : match.start()]
        depth = max(depth + sum(map(between.count, "([{")) - sum(map(between.count, ")]}")), 0)
        at = match.end()
        if depth == 0 and not any(start < match.end() and match.start() < end for start, end in whole):
            found.append(match.span())
    return found


@cache
def _whole() -> re.Pattern[str]:
    names = "|".join(re.escape(str(name)) for name in data()["undivided"])
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


def _next(cuts: list[tuple[int, int]], after: int, end: int) -> int:
    return next((before for before, _ in cuts if before >= after), end)


def _named(catalogue: Catalogue, text: str) -> frozenset[str]:
    """The names that a text has in it, glued."""
    return frozenset(run.text for run in named_runs(read_product(text), catalogue))
