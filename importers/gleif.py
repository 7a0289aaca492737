"""GLEIF: legal entities as suppliers (level 1), and who consolidates them, or why nobody does (level 2).

An entity and its owner become suppliers; funds and pension schemes never do. A parent that the file names but does not
describe leaves the owner unknown, with a warning: what is not known is never read as "has no owner".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from importers.context import Context, Found, UnreadableFile
from importers.gleif_records import LEVELS, Entity, NotGleif, Parent, Records, parse_records
from importers.mentions import Mentions
from registry.company_names import normalise
from registry.countries import find_country
from registry.identifiers import is_lei
from registry.legal_entities import evidence, gleif_data, why_never
from registry.origin import UNDISCLOSED
from registry.staging import ProblemFound, array_text
from registry.values import MAX_NAME

MAX_BYTES = 50 * 1024 * 1024
NOT_GIVEN = "not_given"
_MARKS = (b'"lei-records"', b'"relationship-records"', b'"reporting-exceptions"')
_VOID = frozenset({"ANNULLED", "DUPLICATE"})


def recognises(path: Path, head: bytes, filename: str) -> float:
    """By the types of its records."""
    del path, filename
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    return 0.97 if is_json and any(mark in head for mark in _MARKS) else 0.0


def read_gleif(path: Path, context: Context) -> Iterator[Found]:
    """The records; rows count them from 1."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile("zip_bomb", unpacked=path.stat().st_size // 1_000_000, limit=MAX_BYTES // 1_000_000)
    try:
        records = parse_records(path.read_bytes())
    except NotGleif as error:
        raise UnreadableFile("not_gleif", detail=str(error)) from error
    kept: dict[str, Entity] = {}
    for lei, entity in records.entities.items():
        problem = _left_out(entity)
        if problem is None:
            kept[lei] = entity
        else:
            yield problem
    mentions = Mentions(context.source)
    told = Ownership(records, kept)
    for entity in kept.values():
        fields = _fields(entity) | {"parent_exception": told.exception(entity.lei)}
        mentions.add("supplier", entity.lei, fields, (0, entity.number))
    for parent in told.edges:
        _mention(mentions, parent)
    yield from told.problems
    yield from mentions.batches()


def _left_out(entity: Entity) -> ProblemFound | None:
    """The problem of a record that becomes no supplier."""
    if not is_lei(entity.lei):
        return ProblemFound("not_a_lei", "error", 0, entity.number, None, entity.lei, {"name": entity.name[:MAX_NAME]})
    if entity.status in _VOID:
        return ProblemFound("gleif_void", "note", 0, entity.number, None, entity.name, {"lei": entity.lei})
    if never := why_never(entity.category, normalise(entity.name)):
        why = gleif_data()["never"][never]
        parameters = {"name": entity.name[:MAX_NAME], "why": f"{why['nl']} / {why['en']}"}
        return ProblemFound("never_a_supplier", "note", 0, entity.number, None, entity.name, parameters)
    return None


def _fields(entity: Entity) -> dict[str, str | None]:
    """What a record states of a supplier."""
    data = gleif_data()
    others: dict[str, list[str]] = {"alias": [], "former": []}
    for type_, name in entity.other_names:
        role = data["other_names"].get(type_)
        if role and name != entity.name and name[:MAX_NAME] not in others[role]:
            others[role].append(name[:MAX_NAME])
    form = next((form for form, codes in data["legal_forms"].items() if entity.legal_form in codes), None)
    return {
        "name": entity.name[:MAX_NAME],
        "lei": entity.lei,
        "kind": data["categories"][entity.category]["kind"],
        "aliases": array_text(others["alias"]) if others["alias"] else None,
        "former_names": array_text(others["former"]) if others["former"] else None,
        "legal_form": form,
        "country_of_incorporation": _country(entity.jurisdiction),
        "country_of_headquarters": _country(entity.headquarters),
        "evidence": evidence(entity.lei),
    }


def _country(code: str) -> str | None:
    return code if len(code) == 2 and find_country(code) == code else None


def _mention(mentions: Mentions, parent: Parent) -> None:
    begin = f"[{parent.since}" if parent.since else "("
    how = "rechtstreeks geconsolideerd" if parent.level == "direct" else "uiteindelijk geconsolideerd"
    mentions.add(
        "ownership",
        f"{parent.child}|{parent.level}|{parent.parent}|{parent.since or ''}",
        {
            "supplier": mentions.id_of("supplier", parent.child),
            "parent": mentions.id_of("supplier", parent.parent),
            "basis": "majority",
            "valid": f"{begin},{parent.until or ''})" if parent.since or parent.until else None,
            "evidence": f"{evidence(parent.child)}: {how}",
        },
        (0, parent.number),
    )


class Ownership:
    """Who owns whom, as far as the records say, and why the owner of an entity is not known.

    The ultimate parent says something of its own only where the direct one is silent: it is stated of the entity where no
    direct parent is, and else of that direct parent, when the records hold nothing about the parents of that one.
    """

    def __init__(self, records: Records, kept: dict[str, Entity]) -> None:
        self._records = records
        self._kept = kept
        self._hidden: dict[str, str] = {}
        self.problems: list[ProblemFound] = []
        self._stated = {level: self._of_level(level) for level in LEVELS}
        self._followed = self._follow()
        self._tell_silent()

    @property
    def edges(self) -> Iterator[Parent]:
        """What to state of parents."""
        for lei in self._kept:
            direct = self._stated["direct"].get(lei, [])
            yield from direct
            if not any(one.until is None for one in direct):
                yield from self._stated["ultimate"].get(lei, ())
        yield from self._followed.values()

    def exception(self, lei: str) -> str | None:
        """Why no parent is known, a code of the list ownership_exception; None where one is, or nobody says."""
        if any(one.until is None for level in LEVELS for one in self._stated[level].get(lei, ())):
            return None
        codes = self._codes(lei)
        hiding = [code for code in codes if code in UNDISCLOSED]
        return next(iter([*hiding, *filter(None, [self._hidden.get(lei)]), *codes]), None)

    def _codes(self, lei: str) -> list[str]:
        stated = [self._records.exceptions.get((lei, level)) for level in LEVELS]
        return [gleif_data()["exceptions"].get(one.reason, "non_public") for one in stated if one]

    def _silent(self, lei: str) -> bool:
        return not self._codes(lei) and not any(lei in self._stated[level] for level in LEVELS)

    def _of_level(self, level: str) -> dict[str, list[Parent]]:
        """The relationships that can be stated, by child; one that lacks its parent in the file hides the owner."""
        found: dict[str, list[Parent]] = {}
        for parent in self._records.parents.values():
            ended = not parent.active or parent.until is not None
            if parent.level != level or parent.child not in self._kept or parent.child == parent.parent:
                continue
            if parent.parent not in self._kept:
                if not ended:
                    self._hide(parent.child, parent.number, parent.parent)
            elif _dated(parent):
                found.setdefault(parent.child, []).append(parent)
        return found

    def _hide(self, child: str, number: int, parent: str) -> None:
        if child not in self._hidden:
            parameters = {"name": self._kept[child].name[:MAX_NAME], "parent": parent}
            self.problems.append(ProblemFound("gleif_parent_missing", "warning", 0, number, None, None, parameters))
        self._hidden[child] = NOT_GIVEN

    def _follow(self) -> dict[tuple[str, str], Parent]:
        """What the ultimate parents of entities, or the lack of one, say of their direct parents."""
        found: dict[tuple[str, str], Parent] = {}
        for lei, near in (
            (lei, one.parent) for lei, ones in self._stated["direct"].items() for one in ones if not one.until
        ):
            if not self._silent(near):
                continue
            for top in self._stated["ultimate"].get(lei, ()):
                if top.parent != near and top.until is None:
                    edge = replace(top, child=near)
                    known = found.setdefault((near, top.parent), edge)
                    found[near, top.parent] = min(known, edge, key=lambda one: one.since or "")
            hiding = [code for code in self._codes(lei) if code in UNDISCLOSED]
            if hiding:
                self._hidden.setdefault(near, hiding[0])
        return found

    def _tell_silent(self) -> None:
        """An entity of which a parent or exception is published, but not in the file, has an owner that is not known."""
        followed = {child for child, _ in self._followed}
        for lei, entity in self._kept.items():
            if entity.reported and self._silent(lei) and lei not in followed:
                self._hide(lei, entity.number, "?")


def _dated(parent: Parent) -> bool:
    """Whether a relationship can be stated: of one that ended, nobody may have said when."""
    if parent.until is None:
        return parent.active
    return parent.since is None or parent.since < parent.until
