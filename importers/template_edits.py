"""What edited rows of a round-trip workbook state: only the changed fields, of the very records that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from importers import application_parts as parts
from importers.application_rows import ROLES
from importers.cells import Chunk, Reading
from importers.columns import Columns
from importers.context import Context
from importers.hosting import read_services
from importers.mapping import Mapping as FileMapping
from importers.mentions import Mentions
from importers.reader import Reader, Texts
from importers.supplier_names import parse_party
from importers.template_changes import Edits
from registry import values
from registry.dates import days
from registry.kinds import KINDS
from registry.queries.inventory import CONTRACT_FIELDS, SERVICE_FIELDS, InventoryRow
from registry.staging import Batch, ProblemFound


class TemplateEdits:
    """States the edits of a group of rows."""

    def __init__(
        self, columns: Columns, originals: Mapping[UUID, InventoryRow], context: Context, mentions: Mentions
    ) -> None:
        self.columns = columns
        self.originals = originals
        self.context = context
        self.mentions = mentions

    def batches(self, chunk: Chunk, edits: Edits, ids: Sequence[UUID | None]) -> Iterator[Batch | ProblemFound]:
        """Batches about the applications, their contracts and the services that they lean on."""
        rows = chunk.only(edits.places)
        known = [self.originals[found] for at in edits.places if (found := ids[at])]
        keys = [str(one.id) for one in known]
        reader = self._reader(edits)
        names = reader.read(rows, "application.name") if reader.has("application.name") else [
            one.texts.get("application.name") for one in known
        ]  # fmt: skip
        about = parts.Rows(rows, keys, list(keys), names, [self.context.organisation] * len(keys))
        fields = self._application(reader, about)
        if any(target.startswith("contract.") for target in edits.targets):
            if edits.contract:
                yield self._contract(reader, about, [str(one.contract) for one in known])
            else:
                fields |= parts.read_contracts(reader, about)
        if fields:
            yield Batch(
                "application", tuple(fields), keys, rows.numbers, list(fields.values()), rows.sheet, targets=keys
            )
        if any(target.startswith("hosting.") for target in edits.targets):
            if edits.hosting:
                yield self._facts(
                    reader, about, "cloud_service", ("hosting", SERVICE_FIELDS), [str(one.service) for one in known]
                )
            else:
                yield from self._other_service(reader, about, known)
        yield from reader.take_problems()

    def _reader(self, edits: Edits) -> Reader:
        """A reader of the changed cells alone; a contract or service that is another one is read whole."""
        wanted = set(edits.targets)
        for prefix, is_known in (("contract.", edits.contract), ("hosting.", edits.hosting)):
            if not is_known and any(target.startswith(prefix) for target in wanted):
                wanted |= {target for target in self.columns.by_target if target.startswith(prefix)}
        by_target = {target: at for target, at in self.columns.by_target.items() if target in wanted}
        own = Columns(self.columns.kind, by_target, self.columns.headings)
        return Reader(own, FileMapping(), self.context, self.mentions, Reading())

    def _application(self, reader: Reader, about: parts.Rows) -> dict[str, Texts]:
        """The changed fields of the applications themselves."""
        rows, fields = about.chunk, dict[str, Texts]()
        for name in KINDS["application"].columns:
            if reader.has(f"application.{name}"):
                fields[name] = reader.read(rows, f"application.{name}")
        if "owner" in fields:
            fields["owner"] = reader.mention(rows, "application.owner", "organisation")
        fields.update(reader.mention_roles(rows, ROLES))
        if reader.has("application.users"):
            fields["users"] = reader.mention_many(rows, "application.users", "organisation", values.parse_text)
        return fields | parts.read_products(reader, about)

    def _contract(self, reader: Reader, about: parts.Rows, ids: list[str]) -> Batch:
        """Changed facts of the contracts that the register knows."""
        extra: dict[str, Texts] = {}
        if reader.has("contract.supplier"):
            extra["supplier"] = reader.mention(about.chunk, "contract.supplier", "supplier", parse_party)
        if reader.has("contract.annual_value"):
            least, most = reader.interval(about.chunk, "contract.annual_value")
            shown = reader.currencies(about.chunk, "contract.annual_value")
            extra |= {"annual_value_min": least, "annual_value_max": most}
            either = [one or other for one, other in zip(least, most, strict=True)]
            extra["currency"] = [code if value else None for code, value in zip(shown, either, strict=True)]
        return self._facts(reader, about, "contract", ("contract", CONTRACT_FIELDS), ids, extra)

    def _facts(
        self,
        reader: Reader,
        about: parts.Rows,
        kind: str,
        described: tuple[str, Sequence[str]],
        ids: list[str],
        extra: dict[str, Texts] | None = None,
    ) -> Batch:
        """Changed facts of records that the register knows, each stated once: of rows that share one the first counts."""
        prefix, names = described
        fields = {
            name: reader.read(about.chunk, f"{prefix}.{name}") for name in names if reader.has(f"{prefix}.{name}")
        }
        fields |= extra or {}
        return Batch(
            kind, tuple(fields), ids, about.chunk.numbers, list(fields.values()), about.chunk.sheet, targets=ids
        )

    def _other_service(self, reader: Reader, about: parts.Rows, known: list[InventoryRow]) -> Iterator[Batch]:
        """Applications that lean on another service from now on: the dependency on the one before ends."""
        left = [(str(one.dependency), at) for one, at in zip(known, about.chunk.numbers, strict=True) if one.dependency]
        if left:
            ids, numbers = [found for found, _ in left], [at for _, at in left]
            day = days(self.context.as_of, self.context.as_of)
            yield Batch("dependency", ("ended_on",), ids, numbers, [[day] * len(ids)], about.chunk.sheet, targets=ids)
        yield from read_services(reader, about)
