"""Deadlines, effective ends and the counts of the horizon follow the register: what changed since the last time, or everything.

What is derived is a function of the register, the rules and (for the few rules that ask) the day. The events of the
outbox tell what changed since the last refresh; everything is derived anew where there was none, the rules are others, the
clock went back, or very much changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from registry.codes import load_data
from registry.horizon.affected import BUDGETS, VERSIONS, find_scope, note_touched
from registry.horizon.assessments import derive_assessments
from registry.horizon.bulk import indexes_after
from registry.horizon.components import KINDS, derive_components
from registry.horizon.contracts import derive_contracts
from registry.horizon.counting import count_all, count_moved
from registry.horizon.cycles import catalogue_mark
from registry.horizon.effective import refresh_ends
from registry.horizon.findings import derive_findings
from registry.horizon.fresh import Region, open_tables, store
from registry.horizon.parties import derive_parties
from registry.horizon.platforms import derive_platforms
from registry.horizon.policies import derive_policies
from registry.horizon.purchases import find_purchases
from registry.horizon.rules import Rules, load_rules
from registry.horizon.supports import refresh_supports
from registry.horizon.users import find_users
from registry.resolving.matching import Db, holds

OTHERS = tuple(kind for kind in load_data("alerts")["kinds"] if kind not in KINDS)
"""The deadlines that are few, and derived anew as a whole."""
_TOO_MANY = 0.3  # of the applications: then it is quicker to look at all


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
    rules, position = load_rules(), _position(db)
    before = db.execute("SELECT position, on_date, rules, catalogue FROM horizon_refreshes").fetchone()
    db.execute("SET LOCAL work_mem = '64MB'")
    open_tables(db, today)
    if before is None or before[1] > today or before[2] != rules.fingerprint:
        changed, complete = _refresh_all(db, rules, today), True
    else:
        changed, complete = _refresh_changed(db, rules, today, after=before[0], since=before[1])
    db.execute(
        _REMEMBER, {"position": position, "today": today, "rules": rules.fingerprint, "catalogue": catalogue_mark(db)}
    )
    return Refreshed(changed, complete, position)


def _refresh_all(db: Db, rules: Rules, today: date) -> int:
    with indexes_after(db):
        refresh_supports(db, rules)
        changed = _refresh_others(db, rules, today)
        return changed + _refresh_applications(db, rules, today, narrow=False, budgets=True)


def _refresh_changed(db: Db, rules: Rules, today: date, *, after: int, since: date) -> tuple[int, bool]:
    """Look at what the events since the last time are about, and what hangs on that; at all where that is very much."""
    kinds = note_touched(db, after)
    if not kinds.isdisjoint(VERSIONS) or holds(db, _LEARNED, since):
        refresh_supports(db, rules)
    changed = _refresh_others(db, rules, today)
    find_scope(db, rules, kinds, since)
    narrow = not _is_much(db)
    budgets = not kinds.isdisjoint(BUDGETS)
    return changed + _refresh_applications(db, rules, today, narrow=narrow, budgets=budgets), not narrow


def _refresh_others(db: Db, rules: Rules, today: date) -> int:
    """The deadlines that are few: of contracts, services, suppliers, organisations, assessments and findings."""
    find_purchases(db, rules)
    find_users(db, rules)
    for derive in (
        derive_contracts,
        derive_platforms,
        derive_policies,
        derive_assessments,
        derive_findings,
        derive_parties,
    ):
        derive(db, rules)
    return store(db, Region(OTHERS), today)


def _refresh_applications(db: Db, rules: Rules, today: date, *, narrow: bool, budgets: bool) -> int:
    """What applications run on, their ends, and the counts by day: of those in `scope`, or of all."""
    derive_components(db, rules, narrow=narrow)
    changed = store(db, Region(KINDS, narrow), today)
    if not narrow:
        db.execute("ANALYZE deadlines")
    refresh_ends(db, rules, narrow=narrow)
    if narrow:
        count_moved(db, budgets=budgets)
    else:
        count_all(db)
    return changed


def _is_much(db: Db) -> bool:
    return holds(
        db,
        "SELECT (SELECT count(*) FROM scope) > greatest(1000, %s * (SELECT count(*) FROM application_ends))",
        _TOO_MANY,
    )


def is_outdated(db: Db) -> bool:
    """Whether what is derived was derived by other rules than those of now."""
    row = db.execute("SELECT rules FROM horizon_refreshes").fetchone()
    return row is not None and row[0] != load_rules().fingerprint


def _position(db: Db) -> int:
    row = db.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()
    return int(row[0]) if row else 0


# What ended on an unknown day has another day once the clock has come to the day on which that was learned.
_LEARNED = "SELECT EXISTS (SELECT FROM version_supports WHERE NOT day_known AND support_from >= %s::date - 1)"
_REMEMBER = """
    INSERT INTO horizon_refreshes (id, position, on_date, rules, catalogue)
    VALUES (1, %(position)s, %(today)s, %(rules)s, %(catalogue)s)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, on_date = excluded.on_date, rules = excluded.rules,
        catalogue = excluded.catalogue
"""
