"""What came back of a mail is noted with the message it was; who cannot be reached again and again is sent no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.actors import Actor, Deed
from registry.codes import load_data
from registry.resolving.matching import Db
from registry.subscribing import end_subscription
from registry.unsubscribing import BY, REASON


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that came back. `permanent` is that this address is of no use; `status` the code ("5.1.1" or "550").

    `given_up` is False where the server of the other side only says that it takes longer.
    """

    delivery_id: UUID
    permanent: bool
    status: str | None
    words: str
    given_up: bool = True


CHANGED_BY = "landschap"
FIND = """
    SELECT d.subscription_id, s.language FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id
    WHERE d.id = %s AND s.channel = 'mail' FOR NO KEY UPDATE OF s
"""
NOTE = """
    INSERT INTO delivery_attempts (delivery_id, at, outcome, status, answer)
    SELECT %(delivery)s, %(at)s, %(outcome)s, %(status)s, %(answer)s
    WHERE NOT EXISTS (SELECT FROM delivery_attempts WHERE delivery_id = %(delivery)s AND answer = %(answer)s)
"""
FAIL = """
    UPDATE deliveries SET state = 'failed', next_attempt_at = NULL, delivered_at = NULL
    WHERE id = %s AND state IN ('pending', 'delivered')
"""
TELL = "UPDATE subscriptions SET state_reason = %s WHERE id = %s AND state IN ('active', 'paused')"
PLACE = """
    SELECT d.subscription_id, d.sequence, s.language, a.answer
    FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id AND s.channel = 'mail'
    JOIN delivery_attempts a ON a.delivery_id = d.id AND a.outcome = 'bounced'
    WHERE d.id = %s ORDER BY a.id DESC LIMIT 1
"""
# The messages next to this one that were sent, before it and after it: reports come in any order.
NEIGHBOURS = """
    WITH sent AS (
        (SELECT id, sequence, state FROM deliveries
         WHERE subscription_id = %(subscription)s AND state IN ('delivered', 'failed') AND sequence <= %(sequence)s
         ORDER BY sequence DESC LIMIT %(count)s)
        UNION ALL
        (SELECT id, sequence, state FROM deliveries
         WHERE subscription_id = %(subscription)s AND state IN ('delivered', 'failed') AND sequence > %(sequence)s
         ORDER BY sequence LIMIT %(count)s))
    SELECT state = 'failed' AND EXISTS (
        SELECT FROM delivery_attempts a WHERE a.delivery_id = sent.id AND a.outcome = 'bounced')
    FROM sent ORDER BY sequence
"""
DISABLE = """
    WITH disabled AS (
        UPDATE subscriptions SET state = 'disabled', state_reason = %(reason)s, version = version + 1
        WHERE id = %(subscription)s AND state IN ('active', 'paused') RETURNING id),
    dropped AS (
        UPDATE deliveries d SET state = 'dropped', next_attempt_at = NULL
        FROM disabled WHERE d.subscription_id = disabled.id AND d.state = 'pending')
    INSERT INTO subscription_changes (subscription_id, action, reason, changed_by, changed_at)
    SELECT id, 'disabled', %(reason)s, %(by)s, %(at)s FROM disabled
"""


def note_bounce(db: Db, bounce: Bounce, at: datetime) -> bool:
    """Note what came back, with the message that it was; False where no such mail went out. The same report counts once.

    After so many in a row that came back for good as the policy says, the subscription is switched off.
    """
    found = db.execute(FIND, (bounce.delivery_id,)).fetchone()
    if found is None:
        return False
    subscription, language = found
    answer = f"{bounce.status} {bounce.words}" if bounce.status else bounce.words
    noted = {
        "delivery": bounce.delivery_id,
        "at": at,
        "outcome": "bounced" if bounce.permanent else "retry",
        "status": int(bounce.status) if bounce.status and bounce.status.isdecimal() else None,
        "answer": answer,
    }
    if db.execute(NOTE, noted).rowcount == 0 or not bounce.given_up:
        return True
    db.execute(FAIL, (bounce.delivery_id,))
    db.execute(TELL, (_words("bounced", language, words=answer), subscription))
    if bounce.permanent:
        switch_off(db, bounce.delivery_id, at)
    return True


def switch_off(db: Db, delivery: UUID, at: datetime) -> bool:
    """Switch a subscription off when this message is one of so many in a row that came back for good; whether it was."""
    limit = int(load_data("notifications")["bounces_until_disabled"])
    row = db.execute(PLACE, (delivery,)).fetchone()
    if row is None:
        return False
    subscription, sequence, language, answer = row
    around = db.execute(NEIGHBOURS, {"subscription": subscription, "sequence": sequence, "count": limit}).fetchall()
    if _longest_run([bounced for (bounced,) in around]) < limit:
        return False
    reason = _words("disabled", language, number=limit, words=answer)
    asked = {"subscription": subscription, "reason": reason, "by": CHANGED_BY, "at": at}
    return db.execute(DISABLE, asked).rowcount > 0


def note_leaving(db: Db, delivery: UUID, at: datetime) -> bool:
    """End the subscription by whose message somebody says to want no more; False where there is no such message."""
    found = db.execute(
        "SELECT s.id, s.organisation_id FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id"
        " WHERE d.id = %s AND s.channel = 'mail'",
        (delivery,),
    ).fetchone()
    if found is None:
        return False
    subscription, organisation = found
    end_subscription(db, subscription, Deed(Actor(BY, organisation), at, REASON))
    return True


def _longest_run(bounced: Sequence[bool]) -> int:
    longest = run = 0
    for one in bounced:
        run = run + 1 if one else 0
        longest = max(longest, run)
    return longest


def _words(key: str, language: str, **found: object) -> str:
    return str(load_data("telling")["mail"][key][language]).format_map(found)
