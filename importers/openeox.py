"""OpenEoX Core 1.0 (OASIS): when a release ends, as its maker states it. One object, a list of them, or a list with names.

A core does not say what it is about. The product and version come from the statement around it, from what the sender said
(`product`, `version`, `vendor`), or from the name of the file: "PostgreSQL@16.json".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importers.context import Context, Found, UnreadableFile
from importers.json_files import read_json, starts_as_json, text_of
from importers.mentions import Mentions
from importers.stated_lives import Life, Lives, Named, mention_cycle
from registry.staging import ProblemFound
from registry.statements_of_life import formats

_NAMES = {
    "product": ("product_name", "productName", "product", "name"),
    "version": ("product_version", "productVersion", "version"),
    "vendor": ("vendor_name", "vendorName", "supplier_name", "vendor"),
}


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By its schema, or by the two dates that it must have."""
    del path, filename
    if not starts_as_json(head) or b'"end_of_security_support"' not in head:
        return 0.0
    return 0.97 if b"openeox" in head or b'"end_of_life"' in head else 0.0


def read_openeox(path: Path, context: Context) -> Iterator[Found]:
    """The statements; rows count the objects from 1."""
    content = read_json(path, "not_openeox")
    mentions, lives = Mentions(context.source), Lives()
    problems: list[ProblemFound] = []
    for row, (core, around) in enumerate(_cores(content), 1):
        problems += _read(core, _named(around, context), row, (mentions, lives))
    yield from problems
    if not mentions.found:
        first = next(iter(problems), ProblemFound("not_openeox", parameters={"detail": "end_of_life"}))
        raise UnreadableFile(first.code, **first.parameters)
    yield from mentions.batches()
    yield from lives.batches()


def _cores(content: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each core, and the object around it that may name its product."""
    listed = content.get("statements", [content]) if isinstance(content, dict) else content
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("statements"), list):
            yield from _cores(one)
        elif isinstance(one, dict):
            core = one.get("core")
            yield (core, one) if isinstance(core, dict) else (one, one)


def _named(around: Mapping[str, Any], context: Context) -> Named | None:
    """What a core is about; None where nothing says so."""
    stem = Path(context.filename).stem
    product, _, version = stem.rpartition("@")
    by_file = {"product": product.strip(), "version": version.strip() if product else ""}
    found = {
        name: next((text for key in keys if (text := text_of(around.get(key)))), None)
        or text_of(context.mapping.get(name))
        or by_file.get(name)
        for name, keys in _NAMES.items()
    }
    if not found["product"] or not found["version"]:
        return None
    return Named(found["product"], found["version"], found["vendor"] or None)


def _read(
    core: Mapping[str, Any], named: Named | None, row: int, into: tuple[Mentions, Lives]
) -> Iterator[ProblemFound]:
    naming, (mentions, lives) = formats()["openeox"], into
    if core.get("$schema") not in naming["schemas"]:
        detail = {"detail": f"$schema: {text_of(core.get('$schema')) or '-'}"}
        yield ProblemFound("not_openeox", "error", 0, row, None, None, detail)
        return
    if named is None:
        yield ProblemFound("openeox_without_product", "error", 0, row)
        return
    key, version = mention_cycle(mentions, named, (0, row))
    for field, event in naming["events"].items():
        stated = text_of(core.get(field))
        if stated is not None and version is not None:
            yield from lives.add(Life(f"{key}#{event}", version, event, stated, (0, row)))
        elif field in naming["required"]:
            yield ProblemFound("openeox_field_missing", "warning", 0, row, None, None, {"heading": field})
