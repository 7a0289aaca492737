"""Whether a file looks like that of another organisation than the one that sends it."""

from __future__ import annotations

from collections import Counter

from importers.cells import Chunk
from importers.context import Context
from importers.reader import Reader
from registry.names import key_for
from registry.staging import ProblemFound

_SHARE = 0.5


class OwnersSeen:
    """Counts whom the rows name as owner."""

    def __init__(self, context: Context) -> None:
        self.own = context.own_keys
        self.name = context.organisation_name
        self.counted: Counter[str] = Counter()

    def see(self, reader: Reader, chunk: Chunk) -> None:
        """Count the owners in some rows."""
        if self.own and reader.kind == "application" and reader.has("application.owner"):
            self.counted.update(text.strip() for text in reader.texts(chunk, "application.owner"))

    def problems(self, sheet: int) -> list[ProblemFound]:
        """A warning where most rows name organisations that are not the sender, with the names found most."""
        named = {text: count for text, count in self.counted.items() if text}
        other = {text: count for text, count in named.items() if key_for("organisation", text) not in self.own}
        total, others = sum(named.values()), sum(other.values())
        if not total or others <= total * _SHARE:
            return []
        most = ", ".join(text for text, _ in Counter(other).most_common(3))
        parameters = {"organisation": self.name, "found": most, "count": others, "total": total}
        return [ProblemFound("other_organisation", "warning", sheet, parameters=parameters)]
