"""Reference data: what the register knows of itself, from versioned files, as imports like any other.

A file is taken as a whole or not at all. The same content again changes nothing; a new version replaces the one before
(which is undone), and an older version than the one that counts is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import count, groupby
from typing import Any
from uuid import UUID

import psycopg
import yaml

from registry.applying import apply_import, undo_import
from registry.codes import load_folder, parse_yaml
from registry.errors import InvalidInput
from registry.product_catalogue import read_products
from registry.receiving import NOBODY, Delivery, receive
from registry.reference_statements import Read, Statement, read_budget, read_organisations, reference_match
from registry.resolving.matching import Db, holds
from registry.staging import Batch, source_id, stage
from registry.supplier_catalogue import read_suppliers

NAMES = ("organisations", "suppliers", "products", "budget")


@dataclass(frozen=True)
class ReferenceFile:
    """A parsed file: the version it speaks for and its statements."""

    name: str
    version: date
    statements: tuple[Statement, ...]
    files: tuple[str, ...]


def organisation_match(key: str) -> UUID:
    """The match id of an organisation of the reference data by its key ("bzk")."""
    return UUID(reference_match("organisations", "organisation", key))


def load_reference(db: Db, at: datetime, *, texts: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Bring the register in line with the reference files (or `texts` by name); the names of those that were new.

    Raises `InvalidInput` naming the file, line and entry, before anything changes, when a file cannot be right.
    """
    replaced = {name: {f"{name}.yaml": text} for name, text in (texts or {}).items()}
    given = {name: replaced.get(name) or load_folder(name) for name in NAMES}
    hashes = {name: _hash(texts) for name, texts in given.items()}
    new = [name for name in NAMES if not holds(db, STANDS, source_id(NOBODY, name), hashes[name])]
    parsed = [read_reference(name, given[name]) for name in new]
    # Every step has a moment of its own: by it a version of a record is known to come from that step.
    moments = (at + timedelta(milliseconds=number) for number in count())
    return tuple(file.name for file in parsed if _bring(db, file, hashes[file.name], moments))


def _hash(texts: Mapping[str, str]) -> str:
    """What tells the content of files apart, and the way in which they are read: another reader may state more of them."""
    digest = hashlib.sha256()
    for reader in ("reference_statements", "supplier_catalogue", "product_catalogue"):
        digest.update((files("registry") / f"{reader}.py").read_bytes())
    for file, text in texts.items():
        digest.update(f"{file}\0{text}\0".encode())
    return digest.hexdigest()


STANDS = """
    SELECT EXISTS (SELECT FROM imports WHERE source_id = %s AND state = 'applied' AND mapping ->> 'content' = %s)
"""


def _bring(db: Db, file: ReferenceFile, content: str, moments: Iterator[datetime]) -> bool:
    at = next(moments)
    source = source_id(NOBODY, file.name)
    if holds(db, NEWER, source, file.version):
        return False
    filename, mapping = f"{file.name}.yaml", {"content": content, "files": list(file.files)}
    delivery = Delivery(NOBODY, file.name, "reference", "reference", file.version, "complete", filename, mapping)
    with db.transaction():
        import_id = receive(db, delivery, by="reference", at=at)
        stage(db, import_id, source, _batches(file))
        if not holds(db, DIFFERS, import_id, source, import_id):
            raise psycopg.Rollback
        db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (at, import_id))
        before = db.execute(
            "SELECT id FROM imports WHERE source_id = %s AND state = 'applied' ORDER BY id", (source,)
        ).fetchall()
        apply_import(db, import_id, by="reference", at=at)
        for (earlier,) in before:
            undo_import(db, earlier, by="reference", at=next(moments))
        return True
    return False


NEWER = "SELECT EXISTS (SELECT FROM imports WHERE source_id = %s AND state = 'applied' AND as_of > %s)"
DIFFERS = """
    SELECT EXISTS (SELECT FROM staged_rows WHERE import_id = %s AND action <> 'unchanged') OR EXISTS (
        SELECT FROM matches m WHERE m.source_id = %s AND m.claim_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM staged_rows s WHERE s.import_id = %s AND s.match_id = m.id)
    )
"""


def _batches(file: ReferenceFile) -> Iterator[Batch]:
    for (kind, number), grouped in groupby(file.statements, key=lambda s: (s.kind, s.file)):
        rows = list(grouped)
        fields = tuple(rows[0].fields)
        columns = [[row.fields[field] for row in rows] for field in fields]
        yield Batch(kind, fields, [row.key for row in rows], [row.line for row in rows], columns, number)


def read_reference(name: str, texts: Mapping[str, str]) -> ReferenceFile:
    """The statements of the reference files of a name. Raises `InvalidInput` that names the file, line and entry."""
    contents = {file: parse_yaml(text) for file, text in texts.items()}
    lines: dict[str, tuple[str, int]] = {}
    for file, text in texts.items():
        _add_lines(lines, name, file, text)
    entries, faults, statements = READERS[name](_together(name, contents))
    for fault in faults:
        raise _refused(*lines.get(fault.entry, (f"{name}.yaml", 0)), fault.entry, (fault.nl, fault.en))
    order = {kind: number for number, kind in enumerate(ORDER)}
    numbers = {file: number for number, file in enumerate(texts)}
    rows = []
    for stated in statements(entries):
        file, line = lines.get(stated.key.split("|")[0], (next(iter(texts)), 0))
        rows.append(replace(stated, line=line, file=numbers[file]))
    version = max(content["version"] for content in contents.values())
    return ReferenceFile(name, version, tuple(sorted(rows, key=lambda s: (order[s.kind], s.file))), tuple(texts))


ORDER = (
    "organisation", "organisation_name", "organisation_relation", "supplier", "ownership", "product", "product_version",
    "lifecycle_date", "budget_node",
)  # fmt: skip


def _refused(file: str, line: int, entry: str, sentences: tuple[str, str]) -> InvalidInput:
    dutch, english = (f"{file}:{line}, {entry}: {sentence}." for sentence in sentences)
    return InvalidInput(dutch, english)


def _together(name: str, contents: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The content of one file, or the tables of several as one; each entry says which file and source state it."""
    if name not in {"suppliers", "products"}:
        return next(iter(contents.values()))
    table = {
        key: {"source": f"{content['source']} ({file})", **entry}
        for file, content in contents.items()
        for key, entry in (content[name] or {}).items()
    }
    return {name: table}


def _add_lines(lines: dict[str, tuple[str, int]], name: str, file: str, text: str) -> None:
    """Note the file and line of each entry of a table; a key that stands there twice is refused."""
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for top, table in root.value if root else ():
        if top.value != name or not isinstance(table, yaml.MappingNode):
            continue
        for key, _ in table.value:
            number = key.start_mark.line + 1
            if key.value in lines:
                other = "{}:{}".format(*lines[key.value])
                sentences = f"staat er twee keer (ook op {other})", f"stands there twice (also at {other})"
                raise _refused(file, number, key.value, sentences)
            lines[key.value] = (file, number)


READERS: dict[str, Callable[[Mapping[str, Any]], Read]] = {
    "organisations": read_organisations,
    "suppliers": read_suppliers,
    "products": read_products,
    "budget": read_budget,
}
