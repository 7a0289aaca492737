"""The way out that stands in every mail: one click ends the subscription, without a login (RFC 8058).

The token in the address is signed with a secret of the subscription, so that it can be put in each mail and is kept nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.actors import Actor, Deed
from registry.errors import NotFound
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db
from registry.subscribing import end_subscription

BY = "afmeldlink"
REASON = "Afgemeld met de link in een bericht. / Unsubscribed by the link in a message."
ID_BYTES = 16


class UnknownUnsubscribeLink(NotFound):
    """Deze afmeldlink is niet geldig. Meld u af in het register zelf, of vraag het de beheerder."""

    english = "This link to unsubscribe is not valid. Unsubscribe in the register itself, or ask its keeper."


@dataclass(frozen=True)
class Leaving:
    """The subscription that a link means, and whether it has ended already."""

    id: UUID
    name: str
    language: str
    ended: bool


def unsubscribe_token(subscription: UUID, secrets: Sequence[Mapping[str, Any]]) -> str:
    """The token for the address in a mail of a subscription, by its secrets."""
    key = str(secrets[0]["secret"]).encode() if secrets else b""
    signature = hmac.digest(key, b"unsubscribe " + subscription.bytes, hashlib.sha256)
    return base64.urlsafe_b64encode(subscription.bytes + signature).decode()


def find_leaving(db: Db, token: str) -> Leaving:
    """The subscription that a token means; raises `UnknownUnsubscribeLink`."""
    row = _found(db, token)
    return Leaving(row["id"], row["name"], row["language"], row["state"] == "ended")


def unsubscribe(db: Db, token: str, *, at: datetime) -> Leaving:
    """End the subscription that a token means; once more does no harm. Raises `UnknownUnsubscribeLink`."""
    row = _found(db, token)
    end_subscription(db, row["id"], Deed(Actor(BY, row["organisation_id"]), at, REASON))
    return Leaving(row["id"], row["name"], row["language"], ended=True)


def _found(db: Db, token: str) -> Row:
    try:
        subscription = UUID(bytes=base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)[:ID_BYTES])
    except (Base64Error, ValueError) as error:
        raise UnknownUnsubscribeLink from error
    asked = "SELECT id, name, language, state, organisation_id, secrets FROM subscriptions WHERE id = %s AND channel = 'mail'"
    for row in fetch(db, asked, (subscription,)):
        if row["secrets"] and hmac.compare_digest(unsubscribe_token(row["id"], row["secrets"]), token):
            return row
    raise UnknownUnsubscribeLink
