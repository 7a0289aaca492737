"""A period once more, for one subscription: the same events with the same ids, in messages of their own.

What was chosen and sent before stays as it is. A webhook gets a message for each event, in order; a mail one message with all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from registry.actors import Deed
from registry.calendar_days import today_in_nl
from registry.errors import InvalidInput
from registry.fitting import FITS, Chooser, like_patterns, load_scope, patterns_of
from registry.held_subscriptions import hold, note, require_channel, require_state
from registry.resolving.matching import Db
from registry.routing import SENDING

MOST = 100_000
MOST_IN_MAIL = 1_000

EVENTS = f"""
    SELECT e.position FROM subscriptions s, events e
    WHERE s.id = %(id)s AND e.at >= %(since)s AND e.at < %(until)s AND e.type LIKE ANY(%(patterns)s) AND {FITS}
    ORDER BY e.position LIMIT %(most)s
"""
MESSAGES = """
    INSERT INTO deliveries (subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)
    SELECT %(id)s, 'replay', 'replay ' || coalesce(e.subject_id::text, e.subject_kind), %(at)s, 'pending', %(at)s,
           jsonb_build_object('positions', jsonb_build_array(e.position))
    FROM events e WHERE e.position = ANY(%(positions)s) ORDER BY e.position
"""


@dataclass(frozen=True)
class Replayed:
    """How many events go out again, in how many messages."""

    events: int
    messages: int


def replay(db: Db, subscription: UUID, since: datetime, until: datetime, deed: Deed) -> Replayed:
    """Queue again the events from `since` until `until` that fit the subscription as it chooses now.

    Raises `InvalidInput` for a period that is empty, or that holds too much.
    """
    known = hold(db, subscription)
    require_channel(known, *SENDING)
    require_state(known, "active", "paused")
    if since >= until:
        raise InvalidInput(
            "Het begin van de periode ligt niet voor het einde.", "The period does not begin before it ends."
        )
    most = MOST_IN_MAIL if known["channel"] == "mail" else MOST
    chooser = Chooser(subscription, known["kinds"], known["organisations"], known["products"], known["suppliers"])
    asked = {
        "id": subscription,
        "since": since,
        "until": until,
        "patterns": like_patterns(patterns_of(known["kinds"])),
        "most": most + 1,
    } | load_scope(db, [chooser], today_in_nl(deed.at)).parameters
    positions = [row[0] for row in db.execute(EVENTS, asked, prepare=False)]
    if len(positions) > most:
        raise InvalidInput(
            f"In deze periode passen meer dan {most} gebeurtenissen bij dit abonnement. Kies een kortere periode.",
            f"More than {most} events of this period fit this subscription. Choose a shorter period.",
        )
    note(db, subscription, "replayed", deed, {"since": since.isoformat(), "until": until.isoformat()})
    return Replayed(len(positions), _queue(db, subscription, known["channel"], positions, deed.at))


def _queue(db: Db, subscription: UUID, channel: str, positions: list[int], at: datetime) -> int:
    if not positions:
        return 0
    if channel == "webhook":
        return db.execute(MESSAGES, {"id": subscription, "positions": positions, "at": at}).rowcount
    db.execute(
        "INSERT INTO deliveries (subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)"
        " VALUES (%s, 'replay', 'replay', %s, 'pending', %s, %s)",
        (subscription, at, at, Jsonb({"positions": positions})),
    )
    return 1
