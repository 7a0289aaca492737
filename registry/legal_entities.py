"""Legal entities that exist but are no suppliers yet: a list of them is loaded as a whole or not at all, and one can be adopted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from registry.actors import Deed
from registry.applying import apply_import, lock_register
from registry.calendar_days import today_in_nl
from registry.claim_lines import copy_text
from registry.codes import load_data
from registry.company_names import CompanyName, normalise
from registry.errors import InvalidInput, NotFound
from registry.identifiers import is_lei
from registry.receiving import NOBODY, Delivery, receive
from registry.resolving.matching import Db
from registry.staging import Batch, batches_of, match_id, source_id, stage

SOURCE = "GLEIF"
"""Name of the source of everything from GLEIF; it belongs to no organisation."""

# A list has every name once: remembering them would only cost memory.
_normalise = normalise.__wrapped__


class EntityRow(NamedTuple):
    """An entity of a list, and the line that it stands on."""

    line: int
    lei: str
    name: str
    country: str | None
    category: str


@dataclass(frozen=True)
class EntityFile:
    """The list as a file."""

    filename: str
    sha256: str


@dataclass(frozen=True)
class Loaded:
    """What loading a list did; `repeated` when it was the list that counted already."""

    rows: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    repeated: bool = False


@cache
def gleif_data() -> dict[str, Any]:
    """How records of GLEIF are read (`registry/data/gleif.yaml`)."""
    return dict(load_data("gleif"))


@cache
def rules_version() -> str:
    """The version of everything that decides what an entity is kept as."""
    return f"{gleif_data()['version']}/{load_data('legal_forms')['version']}"


_NUMBERED = re.compile(r"(?: no)?(?: \S*\d\S*)+$")  # "note trust 2022 1"


class _Never(NamedTuple):
    words: dict[str, str]
    endings: dict[str, str]
    phrases: dict[str, str]
    pattern: re.Pattern[str]


@cache
def _never() -> _Never:
    found: dict[str, dict[str, str]] = {"words": {}, "endings": {}, "phrases": {}}
    for reason, lists in gleif_data()["names"].items():
        for shape, texts in lists.items():
            for text in texts:
                found[shape].setdefault(normalise(text).folded, reason)
    phrases = "|".join(map(re.escape, sorted(found["phrases"], key=len, reverse=True)))
    return _Never(found["words"], found["endings"], found["phrases"], re.compile(rf"(?<!\S)(?:{phrases})(?!\S)"))


def why_never(category: str, name: CompanyName) -> str | None:
    """Why an entity of that category and name is no supplier, a code of `never` in gleif.yaml; None where it can be one."""
    known = gleif_data()["categories"].get(category)
    if known is None or "never" in known:
        return str(known["never"]) if known else "unknown_category"
    rules = _never()
    words = name.folded.split()
    if found := next((rules.words[word] for word in words if word in rules.words), None):
        return found
    if phrase := rules.pattern.search(name.folded):
        return rules.phrases[phrase.group()]
    core = f" {_NUMBERED.sub('', name.core)}"
    return next((reason for end, reason in rules.endings.items() if core.endswith(f" {end}")), None)


INCOMING = """
    CREATE TEMPORARY TABLE incoming_entities (
        line integer NOT NULL, lei text NOT NULL, name text NOT NULL, core text NOT NULL, key text NOT NULL, form text,
        country text, category text NOT NULL, never text
    ) ON COMMIT DROP
"""
TWICE = "SELECT lei, min(line), max(line) FROM incoming_entities GROUP BY lei HAVING count(*) > 1 ORDER BY 3 LIMIT 1"
GONE = "DELETE FROM legal_entities e WHERE NOT EXISTS (SELECT FROM incoming_entities i WHERE i.lei = e.lei)"
STATED = "name, core, key, form, country, category, never"
MERGE = f"""
    INSERT INTO legal_entities AS e (lei, {STATED}, is_supplier_like, file_id, loaded_at)
    SELECT lei, {STATED}, never IS NULL, %(file)s, %(at)s FROM incoming_entities
    ON CONFLICT (lei) DO UPDATE SET ({STATED}, is_supplier_like, file_id, loaded_at) = ROW (
        excluded.name, excluded.core, excluded.key, excluded.form, excluded.country, excluded.category, excluded.never,
        excluded.is_supplier_like, excluded.file_id, excluded.loaded_at)
    WHERE (e.name, e.core, e.key, e.form, e.country, e.category, e.never) IS DISTINCT FROM (
        excluded.name, excluded.core, excluded.key, excluded.form, excluded.country, excluded.category, excluded.never)
"""


def load_entities(db: Db, rows: Iterable[EntityRow], file: EntityFile, deed: Deed) -> Loaded:
    """Make the entities of a list those that are known; the list that counts already changes nothing.

    Raises `InvalidInput` naming the lines when an entity stands there twice, or whatever the rows raise: then nothing changed.
    """
    db.execute("SELECT pg_advisory_xact_lock(hashtext('landschap.legal_entities'))")
    current = db.execute("SELECT sha256, rules, rows FROM legal_entity_files WHERE replaced_at IS NULL").fetchone()
    if current and current[:2] == (file.sha256, rules_version()):
        return Loaded(current[2], repeated=True)
    with db.transaction():
        db.execute(INCOMING)
        count = _copy(db, rows)
        if twice := db.execute(TWICE).fetchone():
            lei, first, second = twice
            raise InvalidInput(
                f"{file.filename}, regel {second}: {lei} staat er twee keer (ook op regel {first}).",
                f"{file.filename}, line {second}: {lei} stands there twice (also on line {first}).",
            )
        loaded = _merge(db, count, file, deed)
        db.execute("DROP TABLE incoming_entities")
    return loaded


def _copy(db: Db, rows: Iterable[EntityRow]) -> int:
    count = 0
    with db.cursor().copy("COPY incoming_entities FROM STDIN") as copy:
        for batch in batches_of(rows):
            count += len(batch)
            copy.write("".join(map(_line, batch)))
    return count


def _line(row: EntityRow) -> str:
    name = _normalise(row.name)
    stated = (row.lei, name.text, name.core, name.key, name.form, row.country, row.category)
    fields = (*stated, why_never(row.category, name) if is_lei(row.lei) else "wrong_lei")
    return "\t".join((str(row.line), *map(copy_text, fields))) + "\n"


def _merge(db: Db, count: int, file: EntityFile, deed: Deed) -> Loaded:
    before = db.execute("SELECT count(*) FROM legal_entities").fetchone() or (0,)
    db.execute("UPDATE legal_entity_files SET replaced_at = %s WHERE replaced_at IS NULL", (deed.at,))
    made = db.execute(
        "INSERT INTO legal_entity_files (sha256, filename, rules, rows, added, changed, removed, loaded_at, loaded_by)"
        " VALUES (%s, %s, %s, %s, 0, 0, 0, %s, %s) RETURNING id",
        (file.sha256, file.filename, rules_version(), count, deed.at, deed.actor.name),
    ).fetchone() or (0,)
    db.execute("ANALYZE incoming_entities")
    removed = db.execute(GONE).rowcount
    written = db.execute(MERGE, {"file": made[0], "at": deed.at}).rowcount
    added = count - (before[0] - removed)
    loaded = Loaded(count, added, written - added, removed)
    db.execute(
        "UPDATE legal_entity_files SET added = %s, changed = %s, removed = %s WHERE id = %s",
        (loaded.added, loaded.changed, loaded.removed, made[0]),
    )
    db.execute("ANALYZE legal_entities")
    return loaded


def adopt(db: Db, lei: str, deed: Deed) -> UUID:
    """Make a supplier of a known legal entity, as an import of GLEIF that can be undone; its id.

    A supplier that has this LEI already is given as it is. Raises `NotFound`, and `InvalidInput` for what is never a supplier.
    """
    lock_register(db)
    if known := db.execute("SELECT id FROM suppliers WHERE lei = %s", (lei,)).fetchone():
        return UUID(str(known[0]))
    row = db.execute("SELECT name, country, category, never FROM legal_entities WHERE lei = %s", (lei,)).fetchone()
    if row is None:
        raise NotFound(f"LEI {lei}")
    name, country, category, never = row
    if never is not None:
        why = gleif_data()["never"][never]
        raise InvalidInput(f"{name} is geen leverancier: {why['nl']}.", f"{name} is no supplier: {why['en']}.")
    kind = gleif_data()["categories"][category]["kind"]
    stated = {"name": name, "lei": lei, "kind": kind, "country_of_incorporation": country, "evidence": evidence(lei)}
    source = source_id(NOBODY, SOURCE)
    number = receive(
        db, Delivery(NOBODY, SOURCE, "gleif", "gleif", today_in_nl(deed.at)), by=deed.actor.name, at=deed.at
    )
    stage(db, number, source, _batch(lei, stated))
    db.execute(
        "UPDATE imports SET state = 'previewed', previewed_at = %s, reason = %s WHERE id = %s",
        (deed.at, deed.reason, number),
    )
    apply_import(db, number, by=deed.actor.name, at=deed.at)
    found = db.execute("SELECT record_id FROM matches WHERE id = %s", (match_id(source, "supplier", lei),)).fetchone()
    return UUID(str(found[0] if found else match_id(source, "supplier", lei)))


def evidence(lei: str) -> str:
    """How a statement of GLEIF names its source."""
    return f"GLEIF, LEI {lei}"


def _batch(lei: str, stated: dict[str, str | None]) -> Iterator[Batch]:
    fields = {field: value for field, value in stated.items() if value is not None}
    yield Batch("supplier", tuple(fields), [lei], [1], [[value] for value in fields.values()])
