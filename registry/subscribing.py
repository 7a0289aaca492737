"""Subscriptions: made, changed, paused, resumed and ended, never deleted. Who did so, when and why stays in their history.

A secret is told once, when it is made; of a token only the hash is kept. Neither is ever in a list, a log or the history.
"""

from __future__ import annotations

import base64
import hashlib
import secrets as randomness
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from registry.actors import Deed
from registry.calendar_days import today_in_nl
from registry.digests import next_digest
from registry.errors import FieldProblem, InvalidFields, PreconditionFailed
from registry.fitting import FITS, Chooser, like_patterns, load_scope, patterns_of
from registry.held_subscriptions import etag, hold, note, require_channel, require_state
from registry.notification_policy import POLICY
from registry.queries.presenting import Row
from registry.resolving.matching import Db
from registry.routing import SENDING, last_position, make_messages
from registry.wishes import FIELDS, KEYS, Wish, require_wish, wish_of

SECRET_BYTES = 32


INSERT = """
    INSERT INTO subscriptions (id, name, subscriber, organisation_id, role, channel, target, kinds, organisations, products,
                               suppliers, thresholds, digest, heartbeat, language, state, secrets, token_hash, cursor,
                               created_at, next_digest_at)
    VALUES (%(id)s, %(name)s, %(subscriber)s, %(organisation)s, %(role)s, %(channel)s, %(target)s, %(kinds)s,
            %(organisations)s, %(products)s, %(suppliers)s, %(thresholds)s, %(digest)s, %(heartbeat)s, %(language)s, 'active',
            %(secrets)s, %(token_hash)s, %(cursor)s, %(at)s, %(next_digest_at)s)
"""
# The newest alert of each open deadline. What is chosen here lies before the cursor, so it is never chosen again.
STANDING = f"""
    INSERT INTO delivery_events (subscription_id, position)
    SELECT s.id, e.position FROM subscriptions s, (
        SELECT DISTINCT ON (a.deadline_id) a.event_position FROM alerts a
        JOIN deadlines d ON d.id = a.deadline_id AND d.withdrawn_on IS NULL
        WHERE a.role = %(role)s AND a.event_position IS NOT NULL
        ORDER BY a.deadline_id, a.event_position DESC) newest
    JOIN events e ON e.position = newest.event_position
    WHERE s.id = %(id)s AND e.position <= s.cursor AND e.type LIKE ANY(%(patterns)s) AND {FITS}
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Made:
    """A subscription, with what is told only now: the secret that signs a webhook, the token of a calendar's address."""

    id: UUID
    secret: str | None = None
    token: str | None = None


def create_subscription(db: Db, wish: Wish, deed: Deed, *, tell_open: bool = False) -> Made:
    """A new subscription that hears what happens from now on; with `tell_open` also the alerts on what stands open now."""
    require_wish(db, wish)
    made = Made(uuid4(), _new_secret() if wish.channel in SENDING else None, _new_token(wish.channel))
    values = _columns(wish) | {
        "id": made.id,
        "subscriber": deed.actor.name,
        "organisation": deed.actor.organisation,
        "secrets": Jsonb([{"secret": made.secret, "until": None}] if made.secret else []),
        "token_hash": token_hash(made.token) if made.token else None,
        "cursor": last_position(db),
        "at": deed.at,
        "next_digest_at": next_digest(wish.digest, deed.at),
    }
    db.execute(INSERT, values)
    note(db, made.id, "created", deed, None)
    if tell_open and wish.channel in SENDING:
        _choose_standing(db, made.id, wish, deed.at)
        make_messages(db, at=deed.at, subscription=made.id)
    return made if wish.channel != "mail" else replace(made, secret=None)


def change_subscription(
    db: Db, subscription: UUID, patch: Mapping[str, Any], deed: Deed, *, if_match: frozenset[str] | None = None
) -> None:
    """Change what a subscription chooses or where it goes (fields of `Wish`); the channel stays.

    Raises `InvalidFields`, and `PreconditionFailed` when its `etag` is not in `if_match`.
    """
    known = hold(db, subscription)
    if if_match is not None and etag(known) not in if_match:
        raise PreconditionFailed
    require_state(known, "active", "paused", "disabled")
    before = wish_of(known)
    wish = replace(before, **patch)
    if wish.channel != before.channel:
        sentence = "Het kanaal ligt vast; maak een nieuw abonnement.", "The channel is fixed; make a new subscription."
        raise InvalidFields([FieldProblem("channel", *sentence)])
    if wish == before:
        return
    require_wish(db, wish)
    moment = known["next_digest_at"] if wish.digest == before.digest else next_digest(wish.digest, deed.at)
    assignments = ", ".join(f"{field} = %({field})s" for field in FIELDS)
    db.execute(
        f"UPDATE subscriptions SET {assignments}, next_digest_at = %(moment)s, version = version + 1 WHERE id = %(id)s",
        _columns(wish) | {"moment": moment, "id": subscription},
    )
    note(db, subscription, "changed", deed, _shown(before))
    make_messages(db, at=deed.at, subscription=subscription)


def pause_subscription(db: Db, subscription: UUID, deed: Deed) -> None:
    """Send nothing for now; what fits meanwhile is kept until it is resumed."""
    known = hold(db, subscription)
    if known["state"] != "paused":
        require_state(known, "active")
        _enter(db, known, "paused", deed)


def resume_subscription(db: Db, subscription: UUID, deed: Deed) -> None:
    """Send again: first what was kept during a pause. What happened while it was disabled is not sent; a replay does."""
    known = hold(db, subscription)
    if known["state"] == "active":
        return
    require_state(known, "paused", "disabled")
    if known["state"] == "disabled":
        db.execute(
            "UPDATE subscriptions SET cursor = greatest(cursor, %s) WHERE id = %s", (last_position(db), subscription)
        )
    _enter(db, known, "active", deed)
    db.execute(
        "UPDATE subscriptions SET next_digest_at = %s WHERE id = %s",
        (next_digest(known["digest"], deed.at), subscription),
    )
    make_messages(db, at=deed.at, subscription=subscription)


def end_subscription(db: Db, subscription: UUID, deed: Deed) -> None:
    """End it for good: nothing is sent any more, and its calendar is no longer there. Its history stays."""
    known = hold(db, subscription)
    if known["state"] == "ended":
        return
    _enter(db, known, "ended", deed)
    # What signs the way out of a mail stays, so that taking it twice does no harm.
    kept = "CASE WHEN channel = 'mail' THEN secrets ELSE '[]' END"
    db.execute(f"UPDATE subscriptions SET token_hash = NULL, secrets = {kept} WHERE id = %s", (subscription,))
    db.execute(
        "UPDATE deliveries SET state = 'dropped', next_attempt_at = NULL WHERE subscription_id = %s AND state = 'pending'",
        (subscription,),
    )


def rotate_secret(db: Db, subscription: UUID, deed: Deed) -> str:
    """A new secret for a webhook, told only now; the old one signs as well until the hours of the policy have passed."""
    known = hold(db, subscription)
    require_channel(known, "webhook")
    require_state(known, "active", "paused", "disabled")
    until, secret = (deed.at + POLICY.secret_rotation).isoformat(), _new_secret()
    kept = [
        one | {"until": one["until"] or until}
        for one in known["secrets"]
        if one["until"] is None or datetime.fromisoformat(one["until"]) > deed.at
    ]
    new = Jsonb([{"secret": secret, "until": None}, *kept])
    db.execute("UPDATE subscriptions SET secrets = %s, version = version + 1 WHERE id = %s", (new, subscription))
    note(db, subscription, "secret rotated", deed, None)
    return secret


def renew_token(db: Db, subscription: UUID, deed: Deed) -> str:
    """A new token for a calendar's address, told only now; the old one stops at once."""
    known = hold(db, subscription)
    require_channel(known, "calendar")
    require_state(known, "active", "paused", "disabled")
    token = randomness.token_urlsafe(SECRET_BYTES)
    db.execute(
        "UPDATE subscriptions SET token_hash = %s, version = version + 1 WHERE id = %s",
        (token_hash(token), subscription),
    )
    note(db, subscription, "token renewed", deed, None)
    return token


def send_test(db: Db, subscription: UUID, deed: Deed) -> UUID:
    """Queue a test message; the id of its delivery."""
    known = hold(db, subscription)
    require_channel(known, *SENDING)
    require_state(known, "active")
    delivery = uuid4()
    db.execute(
        "INSERT INTO deliveries (id, subscription_id, what, ordering_key, created_at, state, next_attempt_at, data)"
        " VALUES (%s, %s, 'test', 'test', %s, 'pending', %s, %s)",
        (delivery, subscription, deed.at, deed.at, Jsonb({"name": known["name"], "askedBy": deed.actor.name})),
    )
    note(db, subscription, "test sent", deed, None)
    return delivery


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(randomness.token_bytes(SECRET_BYTES)).decode()}"


def _new_token(channel: str) -> str | None:
    return randomness.token_urlsafe(SECRET_BYTES) if channel == "calendar" else None


def _enter(db: Db, known: Row, state: str, deed: Deed) -> None:
    done = {"active": "resumed", "paused": "paused", "ended": "ended"}[state]
    db.execute(
        "UPDATE subscriptions SET state = %s, state_reason = %s, version = version + 1 WHERE id = %s",
        (state, deed.reason if state != "active" else None, known["id"]),
    )
    note(db, known["id"], done, deed, {"state": known["state"]})


def _columns(wish: Wish) -> dict[str, Any]:
    """A wish as the columns have it."""
    return {name: list(value) if isinstance(value, list | tuple) else value for name, value in asdict(wish).items()}


def _shown(wish: Wish) -> dict[str, Any]:
    """A wish as the history keeps it."""
    found = {KEYS[field]: value for field, value in _columns(wish).items()}
    return found | {
        key: [*map(str, found[key])] for key in ("organisationIds", "productIds", "supplierIds") if found[key]
    }


def _choose_standing(db: Db, subscription: UUID, wish: Wish, at: datetime) -> None:
    chooser = Chooser(subscription, wish.kinds, wish.organisations, wish.products, wish.suppliers)
    scope = load_scope(db, [chooser], today_in_nl(at))
    asked = {"id": subscription, "role": wish.role, "patterns": like_patterns(patterns_of(wish.kinds))}
    db.execute(STANDING, asked | scope.parameters)
