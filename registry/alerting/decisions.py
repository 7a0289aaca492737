"""What persons decide about deadlines: acknowledged, snoozed until a day, assigned, taken up again. Only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registry.actors import Deed
from registry.calendar_days import today_in_nl
from registry.errors import Conflict, InvalidInput, NotFound
from registry.queue import ask_scan
from registry.resolving.matching import Db

MOST_AT_ONCE = 1000
MOST_SNOOZED_DAYS = 730


class DeadlineNotFound(NotFound):
    """Termijn {0} is niet gevonden."""

    english = "Deadline {0} was not found."


class DeadlineWithdrawn(Conflict):
    """Termijn {0} geldt niet meer; er valt niets te beslissen."""

    english = "Deadline {0} does not hold any more; there is nothing to decide."


def acknowledge(db: Db, deadlines: Sequence[UUID], deed: Deed) -> list[int]:
    """Somebody has seen them: what was told of them goes no role further up. The next rungs are told; numbers of the decisions."""
    return _decide(db, deadlines, deed, "acknowledge")


def snooze(db: Db, deadlines: Sequence[UUID], deed: Deed, *, until: date) -> list[int]:
    """Hold back what is reached before a day; then the most urgent of it is told. Needs a reason; raises `InvalidInput`."""
    today = today_in_nl(deed.at)
    if not today < until or (until - today).days > MOST_SNOOZED_DAYS:
        raise InvalidInput(
            "Kies een dag na vandaag, en binnen twee jaar.", "Choose a day after today, and within two years."
        )
    if not (deed.reason or "").strip():
        raise InvalidInput("Zeg waarom dit kan wachten.", "Say why this can wait.")
    return _decide(db, deadlines, deed, "snooze", until=until)


def assign(db: Db, deadlines: Sequence[UUID], deed: Deed, *, assignee: str) -> list[int]:
    """Somebody takes care of them from now on; who hears of them does not change."""
    if not assignee.strip():
        raise InvalidInput("Zeg wie dit oppakt.", "Say who takes this up.")
    return _decide(db, deadlines, deed, "assign", assignee=assignee.strip())


def reopen(db: Db, deadlines: Sequence[UUID], deed: Deed) -> list[int]:
    """Take back that they were acknowledged or snoozed: what was held back is told by the next scan, which is asked for."""
    found = _decide(db, deadlines, deed, "reopen")
    ask_scan(db)
    return found


def _decide(
    db: Db,
    deadlines: Sequence[UUID],
    deed: Deed,
    action: str,
    *,
    until: date | None = None,
    assignee: str | None = None,
) -> list[int]:
    ids = list(dict.fromkeys(deadlines))
    if not 0 < len(ids) <= MOST_AT_ONCE:
        raise InvalidInput(f"Noem 1 tot {MOST_AT_ONCE} termijnen.", f"Give from 1 to {MOST_AT_ONCE} deadlines.")
    rows = db.execute("SELECT id, withdrawn_on FROM deadlines WHERE id = ANY(%s)", (ids,)).fetchall()
    known: dict[UUID, date | None] = dict(rows)
    if missing := [one for one in ids if one not in known]:
        raise DeadlineNotFound(missing[0])
    if gone := [one for one in ids if known[one] is not None]:
        raise DeadlineWithdrawn(gone[0])
    written = db.execute(
        """
        INSERT INTO deadline_decisions (deadline_id, action, until, assignee, reason, decided_by, organisation_id, decided_at)
        SELECT d.id, %s, %s, %s, %s, %s, %s, %s FROM unnest(%s::uuid[]) WITH ORDINALITY AS d(id, place) ORDER BY d.place
        RETURNING id
        """,
        (action, until, assignee, deed.reason, deed.actor.name, deed.actor.organisation, deed.at, ids),
    )
    return [int(row[0]) for row in written.fetchall()]
