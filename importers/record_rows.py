"""Rows that state one thing of another kind than an application each: a supplier, a service, a contract, a dependency."""

from __future__ import annotations

from collections.abc import Iterator

from importers.cells import Chunk
from importers.fact_rows import statement_parser
from importers.reader import Reader, Texts
from importers.supplier_names import parse_supplier
from registry import values
from registry.kinds import KINDS
from registry.names import key_for, name_key
from registry.staging import Batch, ProblemFound
from registry.statements_of_life import EVENTS

_INTERVALS = {"contract": ("annual_value", "annual_value"), "cost": ("amount", "amount")}
# What tells things of one name apart, where the source has no numbers.
_APART = {"cloud_service": ("cloud_service.supplier", "cloud_service.client"), "contract": ("contract.organisation",)}
_BY_SENDER = {"contract": "organisation"}
# Relations that one column may state beside the thing itself: kind, field of the thing, field of the other, and facts.
_PARENTS: dict[str, tuple[str, str, str, str, dict[str, str]]] = {
    "supplier": ("ownership.parent", "ownership", "supplier", "parent", {}),
    "organisation": (
        "organisation.parent",
        "organisation_relation",
        "organisation",
        "related",
        {"relation": "part_of"},
    ),
}


def read_records(reader: Reader, chunk: Chunk) -> Iterator[Batch | ProblemFound]:
    """The things of some rows; rows without a name, or a dependency without its ends, are problems."""
    kind = KINDS[reader.kind]
    if kind.has_name:
        names = reader.read(chunk, f"{kind.name}.name", values.parse_name)
        chunk, names = _with_name(reader, chunk, names)
    else:
        names = [None] * len(chunk.numbers)
    if not chunk.numbers:
        yield from reader.take_problems()
        return
    fields: dict[str, Texts] = {"name": names} if kind.has_name else {}
    fields.update(_fields(reader, chunk))
    apart = [
        reader.read(chunk, target, values.parse_name) for target in _APART.get(kind.name, ()) if reader.has(target)
    ]
    keys = reader.keys(chunk, names, *apart) if kind.has_name else _joined_keys(reader, chunk, fields)
    if kind.name == "dependency":
        chunk, keys, fields = _with_both_ends(reader, chunk, keys, fields)
    if keys:
        yield Batch(kind.name, tuple(fields), keys, chunk.numbers, list(fields.values()), chunk.sheet)
        _read_versions(reader, chunk, names, keys)
        _read_parents(reader, chunk, keys)
    yield from reader.take_problems()


def _with_name(reader: Reader, chunk: Chunk, names: Texts) -> tuple[Chunk, Texts]:
    if None not in names:
        return chunk, names
    position = reader.columns.by_target.get(f"{reader.kind}.name")
    for number, name in zip(chunk.numbers, names, strict=True):
        if name is None:
            reader.met.append(ProblemFound("name_missing", "error", chunk.sheet, number, position))
    kept = [at for at, name in enumerate(names) if name is not None]
    return chunk.only(kept), [names[at] for at in kept]


def _fields(reader: Reader, chunk: Chunk) -> dict[str, Texts]:
    """All fields of the kind that a column, a default or the sender states."""
    kind = KINDS[reader.kind]
    found: dict[str, Texts] = {}
    for name, column in kind.columns.items():
        target = f"{kind.name}.{name}"
        if name == "name":
            continue
        if "kind" in column.info:
            values_ = _references(reader, chunk, target, column.info["kind"])
            if values_ is not None:
                found[name] = values_
        elif reader.has(target):
            found[name] = reader.read(chunk, target)
    if (interval := _INTERVALS.get(kind.name)) and reader.has(f"{kind.name}.{interval[0]}"):
        target = f"{kind.name}.{interval[0]}"
        found[f"{interval[1]}_min"], found[f"{interval[1]}_max"] = reader.interval(chunk, target)
        found.setdefault("currency", reader.currencies(chunk, target))
    return found


def _references(reader: Reader, chunk: Chunk, target: str, kind: str) -> Texts | None:
    """Match ids of what a column names, or of what a column of keys of this source points to."""
    if reader.has(f"{target}_key"):
        keys = reader.read(chunk, f"{target}_key", values.parse_name)
        return [None if key is None else reader.mentions.id_of(kind, key) for key in keys]
    if reader.has(target):
        return reader.mention(chunk, target, kind, parse_supplier if kind == "supplier" else values.parse_name)
    if _BY_SENDER.get(reader.kind) == target.partition(".")[2]:
        return [reader.context.organisation] * len(chunk.numbers)
    return None


def _joined_keys(reader: Reader, chunk: Chunk, fields: dict[str, Texts]) -> list[str]:
    """Keys of things without a name: their own key, else what they join or tell, as it was written."""
    target = f"{reader.kind}.key"
    given: Texts = reader.read(chunk, target, values.parse_name) if reader.has(target) else [None] * len(chunk.numbers)
    amounts = {"amount_min", "amount_max", "currency", "confidence", "status", "valid"}
    columns = [column for name, column in fields.items() if name not in amounts]
    texts = [
        reader.texts(chunk, target)
        for target in sorted(reader.columns.by_target)
        if target.removesuffix("_key").partition(".")[2] in fields and target.partition(".")[2] not in amounts
    ] or columns
    return [key or "->".join(name_key(column[at] or "") for column in texts) for at, key in enumerate(given)]


def _with_both_ends(
    reader: Reader, chunk: Chunk, keys: list[str], fields: dict[str, Texts]
) -> tuple[Chunk, list[str], dict[str, Texts]]:
    """Dependencies that say what leans, and on what; each application or service once."""
    nothing: Texts = [None] * len(keys)
    applications = fields.get("application", nothing)
    services = fields.get("service", nothing)
    fields["service"] = [None if app else service for app, service in zip(applications, services, strict=True)]
    kept = []
    for at, on in enumerate(fields.get("on_service", nothing)):
        if on and (applications[at] or services[at]):
            kept.append(at)
        else:
            reader.met.append(ProblemFound("dependency_incomplete", "error", chunk.sheet, chunk.numbers[at]))
    picked = {name: [column[at] for at in kept] for name, column in fields.items()}
    return chunk.only(kept), [keys[at] for at in kept], picked


def _read_versions(reader: Reader, chunk: Chunk, names: Texts, keys: list[str]) -> None:
    """The versions in a table of products, and what it states of their lives."""
    if reader.kind != "product" or not reader.has("product.version"):
        return
    lives = _lives(reader, chunk)
    for at, version in enumerate(reader.read(chunk, "product.version", values.parse_name)):
        if version:
            stated: dict[str, str | None] = {"product": reader.mentions.id_of("product", keys[at]), "name": version}
            key = f"{name_key(names[at] or '')}@{name_key(version)}"
            where = (chunk.sheet, chunk.numbers[at])
            known = reader.mentions.add("product_version", key, stated, where)
            for event, dates in lives.items():
                if dates[at][0] is not None:
                    facts = {"product_version": known, "event": event, "stated": dates[at][0], "happens": dates[at][1]}
                    reader.mentions.add("lifecycle_date", f"{key}#{event}", facts, where)


def _lives(reader: Reader, chunk: Chunk) -> dict[str, list[tuple[str | None, str | None]]]:
    """By event of a life that has a column, what each row states of it: as written, and the days that it means."""
    found = {}
    for event in EVENTS:
        target = f"lifecycle.{event}"
        if reader.has(target):
            happens = reader.read(chunk, target, statement_parser(month_first=reader.reading.month_first))
            stated = [values.clean(text) or None for text in reader.texts(chunk, target)]
            found[event] = list(zip(stated, happens, strict=True))
    return found


def _read_parents(reader: Reader, chunk: Chunk, keys: list[str]) -> None:
    """Who owns a supplier, or what an organisation is part of."""
    if reader.kind not in _PARENTS or not reader.has(_PARENTS[reader.kind][0]):
        return
    target, kind, own, other, facts = _PARENTS[reader.kind]
    parents = reader.read(chunk, target, values.parse_name)
    for at, parent in enumerate(parents):
        if parent:
            where = (chunk.sheet, chunk.numbers[at])
            parent_id = reader.mentions.name(reader.kind, parent, where)
            stated = {own: reader.mentions.id_of(reader.kind, keys[at]), other: parent_id, **facts}
            reader.mentions.add(kind, f"{keys[at]}->{key_for(reader.kind, parent)}", stated, where)
