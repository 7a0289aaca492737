"""Where a supplier comes from: the chain of owners, and the sentence that explains what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from registry.codes import CODE_LISTS
from registry.origin import BY_NAME, REASONS, Origin, Origins, Step
from web.building.showing import href_of, origin_name
from web.i18n import write_country
from web.views.records import Chain, ChainStep
from web.views.values import Badge, Both, Link, Shown, Text, Tone

PARENT, ORIGIN = Both("Uiteindelijke moeder", "Ultimate parent"), Both("Herkomst", "Origin")
UNDER_US_LAW = Badge(Both("onder Amerikaanse rechtsmacht", "under US jurisdiction"), "attention")


def build_chain(origins: Origins, supplier: UUID) -> Chain:
    """The chain from a supplier to its ultimate parent, and its origin in words."""
    origin = origins.of(supplier)
    return Chain(
        tuple(_step(origins, step) for step in origin.path),
        origin_badge(origin),
        _explanation(origins, supplier, origin),
    )


def origin_badge(origin: Origin) -> Badge:
    """The origin class as a badge."""
    tone: Tone = "attention" if origin.origin_class in {"US", "CN", "RU"} else "neutral"
    return Badge(origin_name(origin.origin_class), tone)


def us_badges(origin: Origin) -> tuple[Badge, ...]:
    """Whether anybody in the chain falls under US law, when that is known to be so."""
    return (UNDER_US_LAW,) if origin.us else ()


def origin_columns(origins: Origins, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Both, dict[Any, Shown]]]:
    """The columns of a list of suppliers that follow from ownership."""
    parents: dict[Any, Shown] = {}
    classes: dict[Any, Shown] = {}
    for row in rows:
        origin = origins.of(row["id"])
        itself = origin.parent == row["id"]
        parents[row["id"]] = None if origin.parent is None else "–" if itself else _link(origins, origin.parent)
        classes[row["id"]] = None if origin.origin_class == "unknown" else origin_badge(origin)
    return [(PARENT, parents), (ORIGIN, classes)]


def _link(origins: Origins, supplier: UUID) -> Link:
    return Link(origins.name(supplier), href_of("supplier", supplier) or "")


def _step(origins: Origins, step: Step) -> ChainStep:
    party = origins.parties.get(step.supplier)
    country = (party.headquarters or party.incorporation) if party else None
    shown = _country(country) if country else Both("land onbekend", "country unknown")
    return ChainStep(_link(origins, step.supplier), shown, _ground(step))


def _ground(step: Step) -> Text:
    if step.basis is None:
        return ""
    if step.basis == BY_NAME:
        dutch, _, english = (step.evidence or "").partition(" / ")
        return Both(dutch, english)
    code = CODE_LISTS["ownership_basis"].get(step.basis)
    evidence = f"; {step.evidence}" if step.evidence else ""
    return Both(f"{code.nl}{evidence}", f"{code.en}{evidence}") if code else step.basis


def _country(code: str) -> Both:
    return Both(write_country(code, "nl"), write_country(code, "en"))


def _explanation(origins: Origins, supplier: UUID, origin: Origin) -> Both:
    if origin.reason:
        why = Both(*REASONS.get(origin.reason, (origin.reason, origin.reason)))
        if origin.origin_class != "unknown":
            return why
        return Both(f"{why.nl} De herkomst is daarom onbekend.", f"{why.en} The origin is therefore unknown.")
    country = _country(origin.country or "")
    if origin.parent == supplier:
        return Both(
            f"Er is geen moeder bekend. De herkomst volgt uit het land van de leverancier zelf: {country.nl}.",
            f"No parent is known. The origin follows from the supplier's own country: {country.en}.",
        )
    parent = origins.name(origin.parent) if origin.parent else "?"
    return Both(
        f"De uiteindelijke moeder is {parent}, gevestigd in {country.nl}. Daaruit volgt de herkomst.",
        f"The ultimate parent is {parent}, established in {country.en}. The origin follows from that.",
    )
