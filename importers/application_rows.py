"""Rows that state an application each, and with it suppliers, products, hosting, a contract and costs."""

from __future__ import annotations

from collections.abc import Iterator

from importers import application_parts as parts
from importers.assessed import read_assessed
from importers.cells import Chunk
from importers.hosting import read_services
from importers.reader import Reader, Texts
from registry import values
from registry.kinds import KINDS
from registry.names import key_for
from registry.staging import Batch, ProblemFound, match_id

ROLES = ("vendor", "reseller", "hosting", "maintenance", "development")
_APART = frozenset({"name", "owner"})


def read_applications(reader: Reader, chunk: Chunk) -> Iterator[Batch | ProblemFound]:
    """The applications of some rows with all that they state; rows without a name are problems."""
    names = reader.read(chunk, "application.name", values.parse_name)
    if None in names:
        names = _named_otherwise(reader, chunk, names)
        kept = [at for at, name in enumerate(names) if name is not None]
        chunk, names = chunk.only(kept), [names[at] for at in kept]
    if not names:
        yield from reader.take_problems()
        return
    owner_texts, owners = _owners(reader, chunk)
    part_texts = reader.read(chunk, "application.owner_part", values.parse_name)
    keys = reader.keys(chunk, names, owner_texts, part_texts)
    ids = [match_id(reader.mentions.source, "application", key) for key in keys]
    fields: dict[str, Texts] = {"name": names, "owner": owners}
    fields.update(_plain_fields(reader, chunk))
    fields.update(reader.mention_roles(chunk, ROLES))
    if reader.has("application.users"):
        fields["users"] = reader.mention_many(chunk, "application.users", "organisation", values.parse_text)
    about = parts.Rows(chunk, keys, ids, names, owners)
    parts.read_vendor_facts(reader, about)
    fields.update(parts.read_products(reader, about))
    fields.update(parts.read_contracts(reader, about))
    targets = None
    if reader.has("application.register_id"):
        targets = reader.read(chunk, "application.register_id", parts.parse_register_id)
    yield Batch("application", tuple(fields), keys, chunk.numbers, list(fields.values()), chunk.sheet, targets=targets)
    services = yield from read_services(reader, about)
    yield from read_assessed(reader, about, services)
    yield from parts.read_costs(reader, about)
    yield from reader.take_problems()


def _named_otherwise(reader: Reader, chunk: Chunk, names: Texts) -> Texts:
    """Rows without a name take that of their product; rows without either are told."""
    products: Texts = [None] * len(names)
    if reader.has("product.name"):
        products = [values.parse_name(text).text for text in reader.texts(chunk, "product.name")]
    position = reader.columns.by_target.get("application.name")
    found: Texts = []
    for at, name in enumerate(names):
        taken = name or products[at]
        found.append(taken)
        if taken is None:
            reader.met.append(ProblemFound("name_missing", "error", chunk.sheet, chunk.numbers[at], position))
        elif name is None:
            parameters = {"name": taken}
            reader.met.append(
                ProblemFound("name_from_product", "note", chunk.sheet, chunk.numbers[at], position, taken, parameters)
            )
    return found


def _plain_fields(reader: Reader, chunk: Chunk) -> dict[str, Texts]:
    """Fields with one value that have a column of their own, and the three letters of a BIV column."""
    kind = KINDS["application"]
    found = {
        name: reader.read(chunk, f"application.{name}")
        for name in kind.columns
        if name not in _APART and reader.has(f"application.{name}")
    }
    if reader.has("application.biv"):
        found = parts.read_biv(reader, chunk) | found
    return found


def _owners(reader: Reader, chunk: Chunk) -> tuple[Texts, Texts]:
    """The owner as written and as a reference; the sender owns what names nobody. A part belongs to its owner."""
    count = len(chunk.numbers)
    own = reader.context.organisation
    texts: Texts = [None] * count
    ids: Texts = [own] * count
    if reader.has("application.owner"):
        texts = reader.read(chunk, "application.owner", values.parse_name)
        named = reader.mention(chunk, "application.owner", "organisation")
        ids = [found or own for found in named]
    if not reader.has("application.owner_part"):
        return texts, ids
    known: dict[tuple[str | None, str | None], str | None] = {}
    pairs = list(zip(texts, reader.read(chunk, "application.owner_part", values.parse_name), strict=True))
    for at, (owner, part) in enumerate(pairs):
        if (owner, part) not in known:
            known[owner, part] = ids[at] if part is None else _mention_part(reader, chunk, at, (part, owner, ids[at]))
    return texts, [known[pair] for pair in pairs]


def _mention_part(reader: Reader, chunk: Chunk, at: int, found: tuple[str, str | None, str | None]) -> str:
    """Mention a part of an organisation, apart from its namesakes elsewhere, and that it is a part."""
    part, owner, owner_id = found
    scope = key_for("organisation", owner or reader.context.organisation_name)
    where = (chunk.sheet, chunk.numbers[at])
    part_id = reader.mentions.name("organisation", part, where, scope)
    if owner_id is not None:
        stated: dict[str, str | None] = {"organisation": part_id, "related": owner_id, "relation": "part_of"}
        reader.mentions.add("organisation_relation", f"{key_for('organisation', part)}|{scope}", stated, where)
    return part_id
