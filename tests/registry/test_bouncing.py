"""What came back of mails is noted, and who cannot be reached again and again is sent no more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from registry.bouncing import Bounce, note_bounce, note_leaving
from registry.delivering import record
from registry.resolving.matching import Db
from tests.registry.bringing import open_register
from tests.registry.sending import attempt, queued, standing, states, subscribed, taken
from tests.registry.telling import NOW

LATER = NOW + timedelta(minutes=10)
SAYS = "550 5.1.1 User unknown"


@pytest.fixture
def db(session: Session) -> Db:
    return open_register(session).db


@pytest.fixture
def reader(db: Db) -> UUID:
    return subscribed(db, "j.jansen@belastingdienst.example", channel="mail")


def sent(db: Db, subscription: UUID, outcome: str = "delivered") -> UUID:
    """A mail that a server took (or did not)."""
    delivery = queued(db, subscription)
    (message,) = taken(db)
    record(db, [attempt(message, outcome, status=250 if outcome == "delivered" else 550, answer=SAYS)])
    return delivery


def bounce(delivery: UUID, *, permanent: bool = True, status: str | None = "5.1.1", given_up: bool = True) -> Bounce:
    return Bounce(delivery, permanent, status, "User unknown", given_up)


def attempts(db: Db, delivery: UUID) -> list[tuple[str, int | None, str | None]]:
    asked = "SELECT outcome, status, answer FROM delivery_attempts WHERE delivery_id = %s ORDER BY id"
    return [(outcome, status, answer) for outcome, status, answer in db.execute(asked, (delivery,))]


def changes(db: Db, subscription: UUID) -> list[tuple[str, str | None]]:
    asked = "SELECT action, reason FROM subscription_changes WHERE subscription_id = %s ORDER BY id"
    return [(action, reason) for action, reason in db.execute(asked, (subscription,))]


def test_a_bounce_is_an_attempt_and_a_reason_and_counts_once(db: Db, reader: UUID) -> None:
    delivery = sent(db, reader)
    assert note_bounce(db, bounce(delivery), LATER)
    assert note_bounce(db, bounce(delivery), LATER)
    assert attempts(db, delivery) == [("delivered", 250, SAYS), ("bounced", None, "5.1.1 User unknown")]
    assert states(db, reader) == [("failed", 1)]
    told = "De mailserver van de ontvanger neemt berichten niet aan: 5.1.1 User unknown"
    assert standing(db, reader) == ("active", told)


def test_what_only_takes_longer_is_noted_and_what_expired_did_not_arrive(db: Db, reader: UUID) -> None:
    slow, expired = sent(db, reader), sent(db, reader)
    assert note_bounce(db, bounce(slow, permanent=False, status="451", given_up=False), LATER)
    assert note_bounce(db, bounce(expired, permanent=False, status="4.4.7"), LATER)
    assert attempts(db, slow)[1:] == [("retry", 451, "451 User unknown")]
    assert states(db, reader) == [("delivered", 1), ("failed", 1)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_three_in_a_row_switch_it_off_in_any_order(db: Db, reader: UUID, order: tuple[int, int, int]) -> None:
    deliveries = [sent(db, reader) for _ in range(3)]
    waiting = queued(db, reader)
    for number, place in enumerate(order):
        assert standing(db, reader)[0] == "active"
        assert note_bounce(db, bounce(deliveries[place]), LATER + timedelta(minutes=number))
    reason = "Uitgezet: 3 berichten na elkaar kwamen terug. De mailserver zegt: 5.1.1 User unknown"
    assert standing(db, reader) == ("disabled", reason)
    assert changes(db, reader)[-1] == ("disabled", reason)
    assert states(db, reader)[-1] == ("dropped", 0)
    assert note_bounce(db, bounce(waiting), LATER)
    assert changes(db, reader)[-1] == ("disabled", reason)


def test_one_that_arrived_in_between_keeps_it_on(db: Db, reader: UUID) -> None:
    deliveries = [sent(db, reader) for _ in range(5)]
    for place in (0, 1, 3, 4):
        note_bounce(db, bounce(deliveries[place]), LATER)
    assert standing(db, reader)[0] == "active"


def test_expired_ones_do_not_count(db: Db, reader: UUID) -> None:
    for _ in range(4):
        note_bounce(db, bounce(sent(db, reader), permanent=False, status="4.4.7"), LATER)
    assert standing(db, reader)[0] == "active"


def test_what_the_server_refuses_at_once_counts_too(db: Db, reader: UUID) -> None:
    for _ in range(3):
        assert standing(db, reader)[0] == "active"
        sent(db, reader, "bounced")
    assert standing(db, reader) == (
        "disabled",
        f"Uitgezet: 3 berichten na elkaar kwamen terug. De mailserver zegt: {SAYS}",
    )


def test_what_is_about_no_mail_of_ours_is_left_alone(db: Db) -> None:
    hook = subscribed(db)
    delivery = sent(db, hook)
    assert not note_bounce(db, bounce(delivery), LATER)
    assert not note_bounce(db, bounce(uuid4()), LATER)
    assert not note_leaving(db, delivery, LATER)
    assert states(db, hook) == [("delivered", 1)]


def test_a_mail_that_asks_for_no_more_ends_the_subscription(db: Db, reader: UUID) -> None:
    delivery = sent(db, reader)
    queued(db, reader)
    assert note_leaving(db, delivery, LATER)
    assert note_leaving(db, delivery, LATER)
    assert standing(db, reader)[0] == "ended"
    assert states(db, reader)[-1] == ("dropped", 0)
    assert [action for action, _ in changes(db, reader)].count("ended") == 1
