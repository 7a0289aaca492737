"""Things that rows mention: suppliers, organisations, products, services, contracts; each is staged once, at the end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from importers.supplier_names import parse_party, parse_supplier, read_suppliers, stands_alone
from registry.names import key_for
from registry.staging import BATCH_ROWS, Batch, ProblemFound, match_id
from registry.values import MAX_NAME, Parser

MAX_NAMES = 1_000
MAX_SUPPLIERS = 30
"""That one cell may mention; the summary of the landscape is kept by the set of suppliers of an application."""

_NAMED_BY_IDENTIFIERS = frozenset({"organisation", "supplier", "product"})


Place = tuple[int, int] | tuple[int, int, int | None]
"""Sheet and row, and the column where one cell mentions a thing."""


@dataclass
class Mention:
    """A thing mentioned: the fields stated of it, and the first row (and column) that did."""

    sheet: int
    row: int
    fields: dict[str, str]
    scope: str | None = None
    position: int | None = None
    conflicts: set[str] = field(default_factory=set)


class Mentions:
    """All things mentioned in a file, by kind and key."""

    def __init__(self, source: UUID) -> None:
        self.source = source
        self.found: dict[str, dict[str, Mention]] = defaultdict(dict)
        self._ids: dict[tuple[str, str], str] = {}
        self.keys_seen: set[str] = set()  # of the applications, over all sheets

    def id_of(self, kind: str, key: str) -> str:
        """The match id of a key."""
        known = self._ids.get((kind, key))
        if known is None:
            known = self._ids[kind, key] = match_id(self.source, kind, key)
        return known

    def add(self, kind: str, key: str, fields: Mapping[str, str | None], at: Place, scope: str | None = None) -> str:
        """Mention a thing with what a row (`at`: sheet, row and perhaps column) states of it; what was said first stays.

        Its match id.
        """
        stated = {name: value for name, value in fields.items() if value is not None}
        mention = self.found[kind].get(key)
        if mention is None:
            self.found[kind][key] = Mention(at[0], at[1], stated, scope, at[2] if len(at) == 3 else None)
        elif stated.items() - mention.fields.items():
            for name, value in stated.items():
                if mention.fields.setdefault(name, value) != value and name != "name":
                    mention.conflicts.add(name)
        return self.id_of(kind, key)

    def name(self, kind: str, text: str, at: Place, scope: str | None = None) -> str:
        """Mention a thing by its name alone."""
        key = key_for(kind, text)
        if kind == "supplier" and stands_alone(text):
            scope = str(self.source)
        if scope:
            key = f"{key}|{scope}"
        return self.add(kind, key, {"name": text}, at, scope)

    def batches(self) -> Iterator[Batch | ProblemFound]:
        """Everything mentioned, as batches of mentions that state the same fields."""
        for kind, found in self.found.items():
            groups: dict[tuple[str, ...], list[tuple[str, Mention]]] = defaultdict(list)
            for key, mention in found.items():
                groups[tuple(sorted(mention.fields))].append((key, mention))
                for name in sorted(mention.conflicts):
                    parameters = {
                        "field": f"{kind}.{name}",
                        "kept": mention.fields[name],
                        "name": mention.fields.get("name", key),
                    }
                    yield ProblemFound(
                        "conflicting_values", "warning", mention.sheet, mention.row, None, None, parameters
                    )
            for fields, members in groups.items():
                for start in range(0, len(members), BATCH_ROWS):
                    yield from _batches(kind, fields, members[start : start + BATCH_ROWS])


def _batches(kind: str, fields: tuple[str, ...], members: Sequence[tuple[str, Mention]]) -> Iterator[Batch]:
    for sheet in sorted({mention.sheet for _, mention in members}):
        own = [(key, mention) for key, mention in members if mention.sheet == sheet]
        scopes = [mention.scope for _, mention in own]
        yield Batch(
            kind,
            fields,
            [key for key, _ in own],
            [mention.row for _, mention in own],
            [[mention.fields[name] for _, mention in own] for name in fields],
            sheet,
            scopes=scopes if any(scopes) else None,
            positions=[mention.position for _, mention in own],
        )


@lru_cache(maxsize=50_000)
def split_names(text: str) -> tuple[str, ...]:
    """The names in a cell. Semicolons, line breaks and bars part them; commas and slashes only where no part is doubtful."""
    names: list[str] = []
    for part in re.split(r"[;\n|•]", text):
        bare = " ".join(part.split()).strip(" -–*,")
        if bare:
            names += _split_carefully(bare)
    return tuple(dict.fromkeys(names))


def _split_carefully(text: str) -> list[str]:
    """Parts at commas and slashes, or the whole text where a part starts small or is too long for a name."""
    if text.count("(") != text.count(")") or "(" in text:
        return [text]
    parts = [part.strip() for part in re.split(r",\s+|\s+/\s+|(?<=\w{3})/(?=[A-Z]\w{2})", text)]
    if len(parts) > 1 and re.search(r",", text):
        last = re.split(r"\s+(?:en|and)\s+|^(?:en|and)\s+", parts[-1])
        parts = parts[:-1] + [part for part in last if part]
    if len(parts) > 1 and all(_looks_like_name(part) for part in parts):
        return parts
    return [text]


def _looks_like_name(part: str) -> bool:
    words = part.split()
    return bool(words) and len(words) <= 5 and (part[0].isupper() or part[0].isdigit())


class Names(dict[str, "tuple[str, ...]"]):
    """Names by cell text, for a column that mentions things; unknowns and problems as `Cells` keeps them."""

    def __init__(self, parse: Parser, *, many: bool = True) -> None:
        super().__init__()
        self.parse = parse
        self.many = many
        self.supplying = parse in {parse_supplier, parse_party}
        self.most = MAX_SUPPLIERS if self.supplying else MAX_NAMES
        self.cut: dict[str, dict[str, int]] = {}  # cells with more, or longer, names than are read
        self.resold: dict[str, tuple[str, ...]] = {}  # cells that name resellers beside the supplier

    def __missing__(self, text: str) -> tuple[str, ...]:
        value = self.parse(text).text
        names = () if value is None else self._split(text, value)
        if len(text) > MAX_NAME or len(names) > self.most:
            kept = tuple(dict.fromkeys(name[:MAX_NAME].rstrip() for name in names[: self.most]))
            if kept != names:
                self.cut[text] = {"count": len(names), "limit": self.most, "length": MAX_NAME}
                names = kept
        self[text] = names
        return names

    def _split(self, text: str, value: str) -> tuple[str, ...]:
        if not self.supplying:
            return split_names(value) if self.many else (" ".join(value.split()),)
        suppliers, resellers = read_suppliers(value)
        if self.many:
            if resellers:
                self.resold[text] = resellers
            return suppliers
        first = resellers or suppliers if self.parse is parse_party else suppliers or resellers
        return first[:1]
