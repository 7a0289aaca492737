"""Deadlines, effective ends and the counts of the horizon follow the register: what changed since the last time, or everything.

What is derived is a function of the register, the rules and (for the few rules that ask) the day. The events of the
outbox tell what changed since the last refresh; everything is derived anew where there was none, the rules are others, the
clock went back, or very much changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from registry.horizon.components import KINDS, derive_components
from registry.horizon.contracts import KIND as CONTRACT
from registry.horizon.contracts import derive_contracts
from registry.horizon.counting import count_all
from registry.horizon.effective import refresh_ends
from registry.horizon.fresh import Region, open_tables, store
from registry.horizon.purchases import find_purchases
from registry.horizon.rules import Rules, load_rules
from registry.horizon.supports import refresh_supports
from registry.resolving.matching import Db


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many deadlines are new, changed or withdrawn; whether everything was derived anew; and the last event that counted."""

    changed: int
    complete: bool
    position: int


def refresh(db: Db, *, today: date, at: datetime) -> Refreshed:
    """Bring `deadlines`, `application_ends` and `horizon_days` in step with the register, in the transaction of the caller.

    Idempotent. The temporary table `moved` tells the caller which deadlines changed, returned or were withdrawn.
    """
    del at
    rules = load_rules()
    position = _position(db)
    open_tables(db, today)
    changed = _refresh_all(db, rules, today)
    db.execute(_REMEMBER, {"position": position, "today": today, "rules": rules.fingerprint})
    return Refreshed(changed, complete=True, position=position)


def _refresh_all(db: Db, rules: Rules, today: date) -> int:
    refresh_supports(db, rules)
    find_purchases(db, rules)
    derive_contracts(db, rules)
    changed = store(db, Region((CONTRACT,)), today)
    derive_components(db, rules, narrow=False)
    changed += store(db, Region(KINDS), today)
    db.execute("ANALYZE deadlines")
    refresh_ends(db, rules, narrow=False)
    count_all(db)
    return changed


def _position(db: Db) -> int:
    row = db.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()
    return int(row[0]) if row else 0


_REMEMBER = """
    INSERT INTO horizon_state (id, position, on_date, rules) VALUES (1, %(position)s, %(today)s, %(rules)s)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, on_date = excluded.on_date, rules = excluded.rules
"""
