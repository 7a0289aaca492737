"""A register with only the shipped catalogue, in an embedded database of its own, to resolve cells against."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import psycopg

from benchmarks.database import opened
from cli.database import libpq_address
from registry.comparing import Facts
from registry.queries.resolve import ResolvedCell, ResolvedMention, resolve_suppliers
from registry.reference import load_reference

ON = date(2026, 11, 23)


@dataclass(frozen=True)
class Meant:
    """What was said of one mention: the outcome, the group by number and name, and the groups that a person may choose from."""

    text: str
    outcome: str
    group: str | None
    group_name: str
    asserted: bool  # the group itself, of a company; else it is only right or nothing
    supplier: str | None
    supplier_name: str
    alternatives: frozenset[str]


@cache
def empty_register() -> psycopg.Connection:
    """A connection to a migrated database without any record, gone when the program ends."""
    stack = ExitStack()
    server = stack.enter_context(opened(durable=False))
    atexit.register(stack.close)
    return stack.enter_context(psycopg.connect(libpq_address(server.url)))


@cache
def register() -> psycopg.Connection:
    """The same with the reference data."""
    db = empty_register()
    load_reference(db, datetime.now(UTC))
    db.commit()
    return db


def resolved(texts: Sequence[str]) -> dict[str, tuple[Meant, ...]]:
    """What the register says of the mentions of each cell, suppliers first and then products."""
    return {cell.text: _mentions(cell) for cell in resolve_suppliers(register(), texts, ON)}


def _mentions(cell: ResolvedCell) -> tuple[Meant, ...]:
    order = {"supplier": 0, "product": 1}
    mentions = sorted(
        (mention for mention in cell.mentions if mention.role in order), key=lambda m: (order[m.role], m.start)
    )
    return tuple(_meant(mention) for mention in mentions)


def _meant(mention: ResolvedMention) -> Meant:
    """Where the owner is in doubt the group is unknown, and the supplier itself is compared."""
    top = mention.group or mention.supplier
    return Meant(
        mention.text,
        mention.outcome,
        str(top.id) if top else None,
        top.name if top else "",
        mention.group is not None and mention.kind == "company",
        str(mention.supplier.id) if mention.supplier else None,
        mention.supplier.name if mention.supplier else "",
        frozenset(str((other.group or other.supplier).id) for other in mention.alternatives),
    )


def facts_of_register(a: str, b: str, said: dict[str, tuple[Meant, ...]]) -> Facts:
    """What the register is sure of about two names: of one legal entity, of one group, of two groups, or nothing."""
    one, other = (next(iter(said[text]), None) for text in (a, b))
    if not one or not other or one.outcome != "sure" or other.outcome != "sure" or not one.group or not other.group:
        return Facts()
    if one.group != other.group:
        # Where the owner of one is in doubt, nothing is said.
        return Facts(same_group=False) if one.asserted and other.asserted else Facts()
    return Facts(
        same_group=True, same_entity=one.supplier == other.supplier if one.supplier and other.supplier else None
    )
