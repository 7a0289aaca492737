"""Where a supplier comes from: derived through the ownership chain as on a date, never typed in. Pure functions.

The chain is followed along the edges that give control: a majority, else control by contract, else a golden share. Where
the edges contradict each other, run in a circle, or leave control open, the origin is unknown, with the reason: unknown is
a value of its own, never safe. The class is that of the country of headquarters of the ultimate parent (else of its
incorporation); US exposure asks more: whether anyone in the chain is incorporated or has its headquarters there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from registry.codes import load_data
from registry.reference_rules import EARLIEST, LATEST, day

CONTROL = ("majority", "contractual", "golden_share")
"""Grounds that give control, the strongest first."""

BY_NAME = "name"
"""No ownership that anybody stated: a supplier that bears the name of a known one counts with its group, after all grounds."""

_POLICY = load_data("countries")
CLASSES: Mapping[str, Mapping[str, str]] = MappingProxyType(_POLICY["classes"])
"""Labels (nl, en) by origin class, in the order in which they are shown."""
UNDISCLOSED = frozenset({"no_lei", "non_public", "not_given"})
"""Reasons why no parent is known that hide one; the others say that there is none."""
POLICY_VERSION: date = _POLICY["version"]
EUROPEAN = frozenset({"NL", "EU"})


class Party(NamedTuple):
    """A supplier as far as its origin goes; countries are ISO 3166-1 alpha-2, an override is an origin class."""

    id: UUID
    name: str
    incorporation: str | None = None
    headquarters: str | None = None
    override: str | None = None
    override_reason: str | None = None
    parent_exception: str | None = None  # why no parent is known, a code of the list ownership_exception


class Owner(NamedTuple):
    """An ownership edge that is valid on the date asked for; `share` is a percentage."""

    child: UUID
    parent: UUID
    basis: str | None = None
    share: Decimal | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One supplier on the path to the ultimate parent, and on which ground the one before it is controlled by it."""

    supplier: UUID
    basis: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What was derived for one supplier. `parent`, `us` and `eu` are None where unknown; `reason` is a code of `REASONS`.

    `us`: somebody in the chain falls under US law. `eu`: the ultimate parent is European (Dutch included).
    """

    parent: UUID | None
    origin_class: str
    us: bool | None
    eu: bool | None
    path: tuple[Step, ...]
    country: str | None = None
    reason: str | None = None


REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "several_parents": ("Er zijn meerdere moeders met zeggenschap.", "Several parents have control."),
        "circle": ("De eigendom loopt in een kring.", "Ownership runs in a circle."),
        "control_unknown": ("Wie zeggenschap heeft, is niet zeker.", "Who has control is not certain."),
        "owner_not_disclosed": ("Er is een moeder, maar die is niet bekendgemaakt.", "There is a parent, but it is not disclosed."),
        "country_unknown": ("Het land van de uiteindelijke moeder is onbekend.", "The ultimate parent's country is unknown."),
        "parent_unknown": ("De moeder staat niet in het register.", "The parent is not in the register."),
        "overridden": ("De herkomst is door een persoon vastgesteld.", "A person decided the origin."),
        "override_without_reason": (
            "De vastgestelde herkomst heeft geen reden en telt niet.",
            "The decided origin has no reason and does not count.",
        ),
    }
)  # fmt: skip
"""The sentence (Dutch, English) by code of reason."""


@cache
def _periods(country: str) -> tuple[tuple[str, date, date], ...]:
    found = []
    for name, members in _POLICY["countries"].items():
        for member in members:
            entry = {"code": member} if isinstance(member, str) else member
            if entry["code"] == country:
                found.append((name, day(entry.get("from"), EARLIEST), day(entry.get("until"), LATEST)))
    return tuple(found)


def class_of_country(country: str | None, on: date) -> str:
    """The origin class of a country on a date, by the policy file; "unknown" where the country is."""
    if country is None:
        return "unknown"
    return next((name for name, since, until in _periods(country) if since <= on < until), "other")


class Origins:
    """The origins of all suppliers as on one date, each derived when it is first asked for."""

    def __init__(self, parties: Iterable[Party], owners: Iterable[Owner], on: date) -> None:
        self.on = on
        self.parties = {party.id: party for party in parties}
        self._owners: dict[UUID, list[Owner]] = defaultdict(list)
        for owner in owners:
            self._owners[owner.child].append(owner)
        self._known: dict[UUID, Origin] = {}
        self.kept: dict[str, object] = {}  # what reports worked out from these origins, as long as they hold

    def __len__(self) -> int:
        return len(self.parties)

    def of(self, supplier: UUID) -> Origin:
        """The origin of a supplier; unknown for one that the register does not know."""
        if supplier not in self._known:
            self._known[supplier] = self._derive(supplier)
        return self._known[supplier]

    def name(self, supplier: UUID) -> str:
        """The name of a supplier, or its id where it is not in the register."""
        party = self.parties.get(supplier)
        return party.name if party else str(supplier)

    def _derive(self, supplier: UUID) -> Origin:
        party = self.parties.get(supplier)
        path, reason = self._climb(supplier)
        top = self.parties.get(path[-1].supplier)
        country = (top.headquarters or top.incorporation) if top and reason is None else None
        if reason is None and country is None:
            reason = "country_unknown"
        found = class_of_country(country, self.on)
        us = self._falls_under_us_law(path, whole=reason is None)
        parent = path[-1].supplier if reason in {None, "country_unknown"} else None
        if party and party.override in CLASSES:
            if not (party.override_reason or "").strip():
                reason = reason or "override_without_reason"
            else:
                return _overridden(party.override or "unknown", parent, path)
        eu = None if found == "unknown" else found in EUROPEAN
        return Origin(parent, found, us, eu, path, country, reason)

    def _climb(self, supplier: UUID) -> tuple[tuple[Step, ...], str | None]:
        """The path up to the ultimate parent; with a reason it stops where nothing sure can be said."""
        path, seen, here = [Step(supplier)], {supplier}, supplier
        while True:
            if here not in self.parties:
                return tuple(path), "parent_unknown"
            owner, reason = controlling(self._owners.get(here, ()), self._nearest)
            if owner is not None and owner.basis == BY_NAME and self._owned_by_nobody(here):
                owner = None
            if owner is None:
                hidden = self.parties[here].parent_exception in UNDISCLOSED
                return tuple(path), reason or ("owner_not_disclosed" if hidden else None)
            path.append(Step(owner.parent, _ground(owner), owner.evidence))
            if owner.parent in seen:
                return tuple(path), "circle"
            seen.add(owner.parent)
            here = owner.parent

    def _owned_by_nobody(self, supplier: UUID) -> bool:
        """Whether a source says that there is no owner: then a name that is alike says nothing."""
        stated = self.parties[supplier].parent_exception
        return stated is not None and stated not in UNDISCLOSED

    def _nearest(self, owners: Mapping[UUID, Owner]) -> Mapping[UUID, Owner]:
        """Of several parents with control those that no other one leads up to: a source may state the whole chain at once."""
        above = {parent: self._above(parent) for parent in owners}
        over = {far for near in owners for far in above[near] if near not in above.get(far, ())}
        return {parent: owner for parent, owner in owners.items() if parent not in over}

    def _above(self, supplier: UUID) -> set[UUID]:
        """Everyone up the chains of control from a supplier."""
        found, waiting = set[UUID](), [supplier]
        while waiting:
            for owner in self._owners.get(waiting.pop(), ()):
                if _ground(owner) in CONTROL and owner.parent not in found:
                    found.add(owner.parent)
                    waiting.append(owner.parent)
        return found

    def _falls_under_us_law(self, path: tuple[Step, ...], *, whole: bool) -> bool | None:
        countries: set[str | None] = set()
        for step in path:
            party = self.parties.get(step.supplier)
            known = {party.incorporation, party.headquarters} - {None} if party else set()
            countries |= known or {None}
        if any(class_of_country(country, self.on) == "US" for country in countries):
            return True
        return False if whole and None not in countries else None


def _overridden(decided: str, parent: UUID | None, path: tuple[Step, ...]) -> Origin:
    known = decided != "unknown"
    us, eu = (decided == "US", decided in EUROPEAN) if known else (None, None)
    return Origin(parent, decided, us, eu, path, None, "overridden")


def _ground(owner: Owner) -> str | None:
    """The ground of an edge; a share says it where the source names no ground."""
    if owner.basis not in {None, "unknown"} or owner.share is None:
        return owner.basis or "unknown"
    return "majority" if owner.share > 50 else "minority"


Owners = Mapping[UUID, Owner]


def controlling(
    owners: Iterable[Owner], nearest: Callable[[Owners], Owners] = lambda found: found
) -> tuple[Owner | None, str | None]:
    """The edge that gives control, or none with the reason why that is not known (no reason: nobody has control).

    Where several parents have control on one ground, `nearest` leaves out who has it only through another of them.
    """
    grounds: dict[str | None, dict[UUID, Owner]] = defaultdict(dict)
    for owner in owners:
        grounds[_ground(owner)].setdefault(owner.parent, owner)
    for basis in CONTROL:
        found: Owners = grounds[basis]
        if len(found) > 1:
            found = nearest(found)
        if len(found) > 1:
            return None, "several_parents"
        if found:
            return next(iter(found.values())), None
    if grounds["unknown"]:
        return None, "control_unknown"
    return next(iter(grounds[BY_NAME].values()), None), None
