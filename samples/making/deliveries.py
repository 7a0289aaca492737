"""A later delivery of the same source: some systems changed, some new, some no longer listed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.making.landscape import System

Change = tuple[str, tuple[str, ...]]


def change(systems: list[System], count: int, seed: str) -> tuple[list[System], list[Change]]:
    """The same systems in the same order, `count` of them with other facts, and which facts of which key."""
    rng = Random(seed)
    chosen = set(rng.sample(range(len(systems)), count))
    changed, found = list[System](), list[Change]()
    for i, system in enumerate(systems):
        if i not in chosen:
            changed.append(system)
            continue
        other, names = _changed(rng, system)
        changed.append(other)
        found.append((system.key, names))
    return changed, found


def _changed(rng: Random, system: System) -> tuple[System, tuple[str, ...]]:
    """The system with one thing changed that every inventory tells."""
    later = {"planned": "in_realisation", "in_realisation": "in_production", "in_production": "being_phased_out"}
    match rng.choice(("state", "end", "name")):
        case "state" if system.state in later:
            return replace(system, state=later[system.state]), ("lifecycle_state",)
        case "end":
            return replace(system, dates=system.dates | {"planned_end": "2034-12-31"}), ("planned_end",)
    return replace(system, name=f"{system.name} NG"), ("name",)
