"""The catalogues of `samples/data`: suppliers, products, places where systems run, names and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Entity:
    """A legal entity, the group it belongs to, and how inventories spell it."""

    name: str
    group: str
    country: str
    kind: str
    spellings: tuple[str, ...]
    kvk: str = ""
    parent: str = ""
    listed: bool = False


@dataclass(frozen=True)
class Product:
    """A product with its release cycles. It is found as `use`: os, db, runtime, package, saas, low_code, office."""

    name: str
    vendor: str
    use: str
    weight: int
    versions: tuple[str, ...]
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a system runs: deployment, provider (a supplier group), and the service it runs on."""

    key: str
    deployment: str
    provider: str
    service: str
    weight: int
    only: tuple[str, ...]
    spellings: tuple[str, ...]


@cache
def load(name: str) -> dict[str, Any]:
    """The parsed content of `samples/data/<name>.yaml`."""
    return dict(yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")))


@cache
def entities() -> dict[str, Entity]:
    """All legal entities by name; a group's own name is an entity too."""
    found: dict[str, Entity] = {}
    data = load("suppliers")
    for group, g in data["groups"].items():
        kind, listed = g.get("kind", "company"), g.get("listed", False)
        found[group] = Entity(group, group, g.get("country", ""), kind, tuple(g["spellings"]), listed=listed)
        for name, e in g.get("entities", {}).items():
            found[name] = Entity(name, group, e["country"], kind, tuple(e["spellings"]), parent=group)
    for name, e in data["invented"].items():
        country, kvk, parent = e.get("country", "NL"), e.get("kvk", ""), e.get("parent", "")
        found[name] = Entity(name, name, country, "company", tuple(e["spellings"]), kvk, parent, listed=True)
    return found


@cache
def entities_of(group: str) -> tuple[Entity, ...]:
    """The entities of a group, the group's own name first."""
    return tuple(e for e in entities().values() if e.group == group)


@cache
def products(use: str) -> tuple[Product, ...]:
    """The products of one use."""
    return tuple(
        Product(
            p["name"],
            p.get("vendor", ""),
            use,
            p["weight"],
            tuple(p.get("versions", ())),
            tuple(p["spellings"]),
        )
        for p in load("products")["products"]
        if p["use"] == use
    )


@cache
def product_spellings() -> dict[str, tuple[str, ...]]:
    """How inventories spell each product."""
    return {p["name"]: tuple(p["spellings"]) for p in load("products")["products"]}


@cache
def places() -> dict[str, Place]:
    """The places where systems run, by key."""
    return {
        key: Place(
            key,
            p["deployment"],
            p.get("provider", ""),
            p.get("service", ""),
            p["weight"],
            tuple(p.get("only", ())),
            tuple(p["spellings"]),
        )
        for key, p in load("hosting").items()
    }


def pick_product(rng: Random, use: str) -> Product:
    """A product of that use, often-found ones more often."""
    choice = products(use)
    return rng.choices(choice, [p.weight for p in choice])[0]


def pick_place(rng: Random, kind: str) -> Place:
    """A place fit for an application of that kind."""
    choice = [p for p in places().values() if (kind in p.only if kind == "saas" else not p.only)]
    if kind == "saas":
        choice += [places()["azure"], places()["aws"]]
    return rng.choices(choice, [p.weight for p in choice])[0]


def ministry_spellings(abbreviation: str) -> tuple[str, ...]:
    """How inventories name a ministry: its full name and the spellings of the catalogue."""
    found = load("organisations")["ministries"][abbreviation]
    return (found["name"], *found["spellings"])
