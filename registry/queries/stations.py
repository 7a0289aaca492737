"""The names of the records on a path, such as from an application over a product to the release that governs its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from registry.kinds import KINDS
from registry.resolving.matching import Db

Station = tuple[str, UUID]


def name_stations(
    db: Db, paths: Iterable[Sequence[Mapping[str, Any]]], others: Iterable[Station | None] = ()
) -> dict[UUID, str | None]:
    """The present names of all records on the paths, and of others; one statement per kind. A release bears its product's name.

    A record that is there no more goes by the name that it bore when its path was found.
    """
    ids: defaultdict[str, set[UUID]] = defaultdict(set)
    found: dict[UUID, str | None] = {}
    for path in paths:
        for station in path:
            ids[str(station["kind"])].add(UUID(str(station["id"])))
            found[UUID(str(station["id"]))] = station.get("name")
    for other in others:
        if other:
            ids[other[0]].add(other[1])
    for kind, of_kind in ids.items():
        if kind in KINDS and "name" in KINDS[kind].columns:
            found |= dict(db.execute(_names(kind), (list(of_kind),)).fetchall())
    return found


def _names(kind: str) -> str:
    if kind == "product_version":
        return (
            "SELECT v.id, concat_ws(' ', p.name, v.name) FROM product_versions v JOIN products p ON p.id = v.product_id"
            " WHERE v.id = ANY(%s)"
        )
    return f"SELECT id, name FROM {KINDS[kind].plural} WHERE id = ANY(%s)"


def full_path(
    application: Mapping[str, Any], path: Sequence[Mapping[str, Any]], names: Mapping[UUID, str | None]
) -> list[dict[str, Any]]:
    """The path from an application to what governs its end, with these names.

    `event` is what the vendor stated; `dayUnknown` that it has come on a day that nobody states.
    """
    stations = [
        {key: one[key] for key in ("kind", "id", "event", "dayUnknown") if key in one}
        | {"name": names.get(UUID(str(one["id"])))}
        for one in path
    ]
    if stations and stations[0]["kind"] == "application":
        return stations
    return [{"kind": "application", **application}, *stations]
