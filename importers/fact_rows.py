"""Rows that state a fact about something else: an assessment, a finding, bought support, a phase, the life of a version.

What a fact is about is named as people name it; which record that is, is for the resolving of mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from importers.application_parts import parse_register_id
from importers.cells import Chunk
from importers.fact_subjects import Subjects
from importers.reader import Reader, Texts
from registry import values
from registry.kinds import KINDS
from registry.staging import Batch, ProblemFound
from registry.statements_of_life import read_statement

Fields = dict[str, Texts]


def state_facts(reader: Reader, chunk: Chunk) -> Fields:
    """All that some rows state, by field."""
    return _READERS[reader.kind](reader, chunk)[0]


def read_facts(reader: Reader, chunk: Chunk) -> Iterator[Batch | ProblemFound]:
    """The facts of some rows; a row that does not say enough to be one is a problem."""
    fields, parts = _READERS[reader.kind](reader, chunk)
    needed, code = _NEEDED[reader.kind]
    kept = [at for at in range(len(chunk.numbers)) if _says_enough(fields, needed, at)]
    for at in sorted(set(range(len(chunk.numbers))) - set(kept)):
        reader.met.append(ProblemFound(code, "error", chunk.sheet, chunk.numbers[at]))
    if kept:
        rows = chunk.only(kept)
        fields, parts = ({name: [texts[at] for at in kept] for name, texts in one.items()} for one in (fields, parts))
        first, *rest = parts.values()
        keys = reader.keys(rows, first, *rest)
        target, targets = f"{reader.kind}.register_id", None
        if reader.has(target):
            targets = reader.read(rows, target, parse_register_id)
        columns = list(fields.values())
        yield Batch(reader.kind, tuple(fields), keys, rows.numbers, columns, rows.sheet, targets=targets)
    yield from reader.take_problems()


# Per kind the fields that a row must state (of some, one of several), and the problem where it does not.
_NEEDED: Mapping[str, tuple[tuple[tuple[str, ...], ...], str]] = {
    "assessment": ((("what",), ("application", "service", "supplier", "own")), "assessment_incomplete"),
    "finding": ((("name",),), "name_missing"),
    "support_purchase": ((("product",),), "support_incomplete"),
    "application_phase": ((("application",), ("state",)), "phase_incomplete"),
    "lifecycle_date": ((("product_version",), ("event",), ("stated",)), "statement_incomplete"),
}
_OF_ORGANISATION = frozenset({"cloud_policy", "inventory_verification"})


def _says_enough(fields: Fields, needed: tuple[tuple[str, ...], ...], at: int) -> bool:
    if "own" in needed[-1] and fields["what"][at] in _OF_ORGANISATION:
        return True  # about the organisation itself, which every row names
    return all(any(name in fields and fields[name][at] is not None for name in names) for names in needed)


def _plain(reader: Reader, chunk: Chunk) -> Fields:
    """Fields with a column of their own that point to nothing."""
    kind = KINDS[reader.kind]
    return {
        name: reader.read(chunk, f"{kind.name}.{name}")
        for name, column in kind.columns.items()
        if "kind" not in column.info and reader.has(f"{kind.name}.{name}")
    }


def _nothing(chunk: Chunk) -> Texts:
    return [None] * len(chunk.numbers)


def _assessment(reader: Reader, chunk: Chunk) -> tuple[Fields, Fields]:
    plain, subjects = _plain(reader, chunk), Subjects(reader, chunk)
    what = plain.setdefault("what", _nothing(chunk))
    about = subjects.of_assessments(what)
    fields = {"what": what, **about, **plain}
    return fields, {"what": what, **subjects.written, "done_on": plain.get("done_on", _nothing(chunk))}


def _finding(reader: Reader, chunk: Chunk) -> tuple[Fields, Fields]:
    plain, subjects = _plain(reader, chunk), Subjects(reader, chunk)
    identifiers = plain.get("identifier", _nothing(chunk))
    names = plain.get("name", _nothing(chunk))
    plain["name"] = [name or identifier for name, identifier in zip(names, identifiers, strict=True)]
    if "what" not in plain:
        plain["what"] = [_kind_of_finding(one) for one in identifiers]
    about = subjects.read(("application", "service", "supplier", "organisation"))
    versions = subjects.versions()
    if versions is not None:
        about["product_version"] = versions[1]
        subjects.tell_versions_missing(versions)
    first = [identifier or name for name, identifier in zip(plain["name"], identifiers, strict=True)]
    return plain | about, {"name": first, **subjects.written}


def _kind_of_finding(identifier: str | None) -> str:
    """What has a number in a list of vulnerabilities is one."""
    return "vulnerability" if identifier else "finding"


def _support_purchase(reader: Reader, chunk: Chunk) -> tuple[Fields, Fields]:
    plain, subjects = _plain(reader, chunk), Subjects(reader, chunk)
    about = subjects.read(("organisation", "application", "contract"))
    products, versions = subjects.versions() or (_nothing(chunk), _nothing(chunk))
    fields = about | {"product": products, "product_version": versions} | plain
    written = subjects.written
    return fields, {"product": written.pop("product", _nothing(chunk)), **written}


def _application_phase(reader: Reader, chunk: Chunk) -> tuple[Fields, Fields]:
    plain, subjects = _plain(reader, chunk), Subjects(reader, chunk)
    state = plain.setdefault("state", _nothing(chunk))
    about = subjects.read(("application",))
    return {"application": _nothing(chunk)} | about | plain, {"state": state, **subjects.written}


def _lifecycle_date(reader: Reader, chunk: Chunk) -> tuple[Fields, Fields]:
    """All fields are stated, empty ones too: what was said before of a date that is corrected must not shine through."""
    subjects, nothing = Subjects(reader, chunk), _nothing(chunk)
    event = reader.read(chunk, "lifecycle_date.event")
    identifier = reader.read(chunk, "lifecycle_date.identifier")
    versions = subjects.versions() or (nothing, nothing)
    subjects.tell_versions_missing(versions)
    target = "lifecycle_date.happens"
    happens = reader.read(chunk, target, statement_parser(month_first=reader.reading.month_first))
    stated = [values.clean(text) or None for text in reader.texts(chunk, target)]
    fields = {
        "ended_on": nothing,
        "event": event,
        "happens": happens,
        "identifier": identifier,
        "product_version": versions[1],
        "stated": stated,
    }
    return fields, {"event": event, **subjects.written}


def statement_parser(*, month_first: bool) -> values.Parser:
    """Parser of what is stated of a date: a date, or a word that stands for none ("tba", "true"), which is no problem."""
    date = values.date_parser(month_first=month_first)

    def parse(text: str) -> values.Value:
        read = read_statement(text)
        return values.NOTHING if read.happens is None and read.problem is None else date(text)

    return parse


_READERS: Mapping[str, Callable[[Reader, Chunk], tuple[Fields, Fields]]] = {
    "assessment": _assessment,
    "finding": _finding,
    "support_purchase": _support_purchase,
    "application_phase": _application_phase,
    "lifecycle_date": _lifecycle_date,
}
FACT_KINDS = frozenset(_READERS)
