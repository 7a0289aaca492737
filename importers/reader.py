"""What readers of rows of any kind share: cells by target, names, keys, and the problems met on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from importers.cells import MAX_PROBLEMS, Cells, Chunk, Reading, parser_for
from importers.columns import Columns
from importers.context import Context
from importers.mapping import Mapping
from importers.mentions import Mentions, Names
from importers.supplier_names import parse_supplier
from registry import values
from registry.kinds import KINDS
from registry.names import key_for
from registry.staging import ProblemFound, array_text

Texts = list["str | None"]


class Reader:
    """Reads the cells of one table by target; keeps the problems that it meets until they are asked for."""

    def __init__(
        self, columns: Columns, mapping: Mapping, context: Context, mentions: Mentions, reading: Reading
    ) -> None:
        self.kind = columns.kind
        self.columns = columns
        self.defaults = mapping.defaults
        self.context = context
        self.mentions = mentions
        self.reading = reading
        self.met: list[ProblemFound] = []
        self._cells: dict[str, Cells] = {}
        self._names: dict[str, Names] = {}
        # Applications are told apart over all sheets; what else two sheets list is mentioned twice.
        self.seen = mentions.keys_seen if columns.kind == "application" else set[str]()
        self.repeated: Counter[str] = Counter()
        self.told = 0

    def has(self, target: str) -> bool:
        """Whether a column or a default gives this target."""
        return target in self.columns.by_target or target in self.defaults

    def texts(self, chunk: Chunk, target: str) -> Sequence[str]:
        """The cells of a target as they were written; its default where it has no column."""
        position = self.columns.by_target.get(target)
        if position is None:
            return [self.defaults.get(target, "")] * len(chunk.numbers)
        return chunk.columns[position]

    def read(self, chunk: Chunk, target: str, parse: values.Parser | None = None) -> Texts:
        """The canonical values of a target; what is wrong with its cells is met as problems."""
        cells = self._cells.get(target)
        if cells is None:
            kind, name = self._described(target)
            heading = self._heading(target)
            cells = Cells(parse or parser_for(kind, name, self.reading, heading[0]), *heading)
            self._cells[target] = cells
        texts = self.texts(chunk, target)
        found = cells.read(texts)
        self.met += cells.problems(chunk, texts)
        return found

    def names(self, chunk: Chunk, target: str, parse: values.Parser, *, many: bool = True) -> list[tuple[str, ...]]:
        """The names in the cells of a target; words for "unknown" are counted, not taken for names."""
        self.read(chunk, target, parse)
        names = self._names.get(target)
        if names is None:
            names = self._names[target] = Names(self._cells[target].parse, many=many)
        texts = self.texts(chunk, target)
        found = list(map(names.__getitem__, texts))
        if names.cut:
            position = self._heading(target)[1]
            for row, text in zip(chunk.numbers, texts, strict=True):
                if text in names.cut:
                    self.met.append(
                        ProblemFound("names_cut", "warning", chunk.sheet, row, position, text, names.cut[text])
                    )
        return found

    def mention(self, chunk: Chunk, target: str, kind: str, parse: values.Parser = values.parse_name) -> Texts:
        """For each row the match id of the one thing that a cell names."""
        names = self.names(chunk, target, parse, many=False)
        ids: dict[tuple[str, ...], str | None] = {(): None}
        for at, name in enumerate(names):
            if name not in ids:
                where = (chunk.sheet, chunk.numbers[at], self.columns.by_target.get(target))
                ids[name] = self.mentions.name(kind, name[0], where)
        return [ids[name] for name in names]

    def mention_many(self, chunk: Chunk, target: str, kind: str, parse: values.Parser) -> Texts:
        """For each row the match ids of the things that a cell names, as an array."""
        return self._ids(kind, chunk, self.names(chunk, target, parse), target)

    def _ids(self, kind: str, chunk: Chunk, names: Sequence[tuple[str, ...]], target: str) -> Texts:
        position = self.columns.by_target.get(target)
        ids: dict[tuple[str, ...], str | None] = {(): None}
        for at, several in enumerate(names):
            if several not in ids:
                where = (chunk.sheet, chunk.numbers[at], position)
                ids[several] = array_text(dict.fromkeys(self.mentions.name(kind, name, where) for name in several))
        return [ids[several] for several in names]

    def mention_roles(self, chunk: Chunk, roles: Sequence[str]) -> dict[str, Texts]:
        """For each role of suppliers the match ids of those that its cells name; resellers named in any cell are resellers."""
        found: dict[str, list[tuple[str, ...]]] = {}
        resold: list[tuple[str, ...]] = [()] * len(chunk.numbers)
        for role in roles:
            target = f"application.{role}"
            if self.has(target):
                found[role] = self.names(chunk, target, parse_supplier)
                if sellers := self._names[target].resold:
                    texts = self.texts(chunk, target)
                    resold = [one + sellers.get(text, ()) for one, text in zip(resold, texts, strict=True)]
        if any(resold):
            stated = found.get("reseller", [()] * len(resold))
            found["reseller"] = [one + more for one, more in zip(stated, resold, strict=True)]
        return {role: self._ids("supplier", chunk, names, f"application.{role}") for role, names in found.items()}

    def interval(self, chunk: Chunk, target: str) -> tuple[Texts, Texts]:
        """The least and the most of the amounts of a target."""
        least = self.read(chunk, target, lambda text: values.parse_interval(text)[0])
        most = [values.parse_interval(text)[1].text for text in self.texts(chunk, target)]
        return least, most

    def currencies(self, chunk: Chunk, target: str) -> Texts:
        """The currency that a cell with an amount shows; the euro where it shows none."""
        return ["USD" if "$" in text or "usd" in text.lower() else "EUR" for text in self.texts(chunk, target)]

    def keys(self, chunk: Chunk, names: Sequence[str | None], *extra: Sequence[str | None]) -> list[str]:
        """The source's own keys: its key column, else the folded name with what tells namesakes apart."""
        target = f"{self.kind}.key"
        given = self.read(chunk, target, values.parse_name) if self.has(target) else [None] * len(names)
        keys = []
        for at, name in enumerate(names):
            key = given[at]
            if key is None:
                parts = [key_for(self.kind, name or ""), *(key_for("organisation", one[at] or "") for one in extra)]
                key = "|".join(parts).rstrip("|")
            keys.append(key)
        return self._apart(chunk, keys)

    def _apart(self, chunk: Chunk, keys: list[str]) -> list[str]:
        """Repeated keys numbered, with a warning: such a row is kept, with all that hangs on its key."""
        seen, again = self.seen, self.repeated
        if len(set(keys)) == len(keys) and seen.isdisjoint(keys):
            seen.update(keys)
            return keys
        found = []
        for row, key in zip(chunk.numbers, keys, strict=True):
            apart = key
            while apart in seen:
                again[key] += 1
                apart = f"{key}#{again[key] + 1}"
            if apart != key:
                self._tell_repeated(chunk.sheet, row, key)
            seen.add(apart)
            found.append(apart)
        return found

    def _tell_repeated(self, sheet: int, row: int, key: str) -> None:
        self.told += 1
        if self.told <= MAX_PROBLEMS:
            self.met.append(ProblemFound("duplicate_key", "warning", sheet, row, value=key))

    def take_problems(self) -> list[ProblemFound]:
        """The problems met since the last time."""
        met, self.met = self.met, []
        return met

    def summary(self, sheet: int) -> Iterator[ProblemFound]:
        """Notes about whole columns."""
        for cells in self._cells.values():
            yield from cells.summary(sheet)
        if self.told > MAX_PROBLEMS:
            heading = self._heading(f"{self.kind}.key")[0]
            more = {"heading": heading, "count": self.told - MAX_PROBLEMS}
            yield ProblemFound("more_problems", "warning", sheet, parameters=more)

    def _described(self, target: str) -> tuple[str, str]:
        """Kind and field that a target describes."""
        prefix, _, name = target.partition(".")
        kind = {"hosting": "cloud_service", "vendor": "supplier"}.get(prefix, prefix)
        return (kind, "country_of_headquarters" if name == "country" else name) if kind in KINDS else (self.kind, name)

    def _heading(self, target: str) -> tuple[str, int | None]:
        position = self.columns.by_target.get(target)
        return (target, None) if position is None else (self.columns.headings.get(position, target), position)
