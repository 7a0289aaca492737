"""Where an application runs: the cloud services that its row states, and its dependencies on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from importers.application_parts import Rows
from importers.reader import Reader, Texts
from importers.supplier_names import parse_supplier
from registry import values
from registry.names import company_key, name_key
from registry.staging import Batch, match_id

_FACTS = (
    "deployment",
    "service_model",
    "storage_countries",
    "processing_countries",
    "support_access_countries",
    "materiality",
    "materiality_basis",
    "risk_assessment",
    "encryption_at_rest",
    "encryption_in_transit",
    "encryption_in_use",
    "key_custody",
    "since",
    "ends",
    "exit_days",
)


@dataclass
class _Edges:
    """Dependencies of applications: places of the rows, keys and match ids of the services, layers."""

    places: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    layers: Texts = field(default_factory=list)

    def add(self, place: int, key: str, found: str, layer: str | None) -> None:
        self.places.append(place)
        self.keys.append(key)
        self.ids.append(found)
        self.layers.append(layer)

    def single(self) -> dict[int, str]:
        """The service of each row that leans on one alone."""
        counted = Counter(self.places)
        return {place: found for place, found in zip(self.places, self.ids, strict=True) if counted[place] == 1}


def read_services(reader: Reader, rows: Rows) -> Generator[Batch, None, dict[int, str]]:
    """The cloud services that the applications lean on, and the dependencies themselves.

    Returns the service of each row that leans on one, by the place of the row.
    """
    edges = _Edges()
    if reader.has("platform"):
        for at, names in enumerate(reader.names(rows.chunk, "platform", values.parse_text)):
            for name in names:
                key = _mention_platform(reader, name, rows.at(at))
                edges.add(at, key, reader.mentions.id_of("cloud_service", key), "paas")
    if reader.has("hosting.service") or any(reader.has(f"hosting.{name}") for name in _FACTS):
        yield from _hosting(reader, rows, edges)
    if edges.places:
        yield Batch(
            "dependency",
            ("application", "on_service", "layer", "status"),
            [f"{rows.keys[at]}->{key}" for at, key in zip(edges.places, edges.keys, strict=True)],
            [rows.chunk.numbers[at] for at in edges.places],
            [[rows.ids[at] for at in edges.places], edges.ids, edges.layers, ["declared"] * len(edges.places)],
            rows.chunk.sheet,
        )
    return edges.single()


def _mention_platform(reader: Reader, text: str, at: tuple[int, int]) -> str:
    """A shared platform; the last name in brackets behind it provides it: "StandaardPlatform (BZK/Logius)"."""
    fields: dict[str, str | None] = {"name": text}
    if bracket := re.search(r"\(([^()]+)\)\s*$", text):
        provider = bracket[1].split("/")[-1].strip()
        fields["supplier"] = reader.mentions.name("supplier", provider, at)
    key = f"|{name_key(text)}"
    reader.mentions.add("cloud_service", key, fields, at)
    return key


def _hosting(reader: Reader, rows: Rows, edges: _Edges) -> Iterator[Batch]:
    """A service that is named is shared by the rows that name it; facts alone are those of a service of the row's own."""
    chunk = rows.chunk
    facts = {name: reader.read(chunk, f"hosting.{name}") for name in _FACTS if reader.has(f"hosting.{name}")}
    services = reader.read(chunk, "hosting.service", values.parse_name)
    providers = reader.names(chunk, "application.hosting", parse_supplier)
    single = [names[0] if len(names) == 1 else None for names in providers]
    layers = facts.get("service_model", [None] * len(services))
    nothing = (None,) * len(facts)
    known: dict[tuple[str | None, ...], str] = {}
    own: list[int] = []
    for at, stated in enumerate(zip(services, single, *facts.values(), strict=True)):
        if stated[0] is not None:
            if stated not in known:
                known[stated] = _mention_service(reader, tuple(facts), stated, rows.at(at))
            edges.add(at, known[stated], reader.mentions.id_of("cloud_service", known[stated]), layers[at])
        elif stated[2:] != nothing:
            key = f"{rows.keys[at]}|hosting"
            edges.add(at, key, match_id(reader.mentions.source, "cloud_service", key), layers[at])
            own.append(at)
    if own:
        yield _own_services(reader, rows, own, single, facts)


def _mention_service(
    reader: Reader, names: tuple[str, ...], stated: tuple[str | None, ...], at: tuple[int, int]
) -> str:
    """Mention a service that a row names, with its provider and facts; its key."""
    service, provider, *facts = stated
    fields = {"name": service, **dict(zip(names, facts, strict=True))}
    if provider:
        fields["supplier"] = reader.mentions.name("supplier", provider, at)
    key = f"{company_key(provider) if provider else ''}|{name_key(service or '')}"
    reader.mentions.add("cloud_service", key, fields, at)
    return key


def _own_services(reader: Reader, rows: Rows, own: list[int], single: Texts, facts: dict[str, Texts]) -> Batch:
    """The services without a name of some rows, each with the owner of its application as client."""
    suppliers: dict[str | None, str | None] = {None: None}
    for at in own:
        if single[at] not in suppliers:
            suppliers[single[at]] = reader.mentions.name("supplier", single[at] or "", rows.at(at))
    return Batch(
        "cloud_service",
        ("name", "client", "supplier", *facts),
        [f"{rows.keys[at]}|hosting" for at in own],
        [rows.chunk.numbers[at] for at in own],
        [
            [f"{single[at] or 'Hosting'} – {rows.names[at]}"[: values.MAX_NAME] for at in own],
            [rows.owners[at] for at in own],
            [suppliers[single[at]] for at in own],
            *([column[at] for at in own] for column in facts.values()),
        ],
        rows.chunk.sheet,
    )
