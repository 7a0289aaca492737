"""Policy as data: precedence of sources and the like, read from versioned files."""

from __future__ import annotations

from registry.codes import load_data

_PRECEDENCE = load_data("precedence")

RANKS: dict[str, int] = {name: entry["rank"] for name, entry in _PRECEDENCE["source_types"].items()}
"""Rank by type of source; the lowest goes first where sources state different values."""

EMPTYING: frozenset[str] = frozenset(
    name for name, entry in _PRECEDENCE["source_types"].items() if entry.get("empties", False)
)
"""Types of source that decide that a field is empty, whatever sources after them say."""

CURATED: frozenset[str] = frozenset(
    name for name, entry in _PRECEDENCE["source_types"].items() if entry.get("curated", False)
)
"""Types of source whose names and aliases say who is meant."""

SETTLING: frozenset[str] = frozenset(
    name for name, entry in _PRECEDENCE["source_types"].items() if entry.get("settles", False)
)
"""Types of source whose statement is a decision: others that say otherwise do not make a value disputed."""

FIELD_RANKS: dict[str, dict[str, dict[str, int]]] = _PRECEDENCE["fields"]
"""Ranks that go before those of the types of source, by kind of record, field and type of source."""

CURATED_RANK: int = max(RANKS[name] for name in CURATED)
"""The last rank of curated sources; names of sources after it are only mentions."""

PROVIDER_KINDS: frozenset[str] = frozenset(_PRECEDENCE["provider_kinds"])
"""Kinds of organisation that run systems for others."""
