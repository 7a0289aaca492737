"""How many messages a subscription gets at once, when it answers and when it does not."""

from uuid import UUID, uuid4

import pytest

from cli import delivering
from cli.delivering import FIRST, Pace
from notifiers.answers import Answer

GOOD, NONE = Answer("delivered", 5, 200), Answer("retry", 5)


def _silenced(pace: Pace) -> UUID:
    """A subscription of which nothing is heard any more."""
    dead = uuid4()
    for _ in range(FIRST):
        pace.start(dead)
    for _ in range(FIRST):
        pace.end(dead, NONE)
    return dead


def test_a_run_does_not_go_on_for_who_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SILENT_SECONDS", 0.0)
    pace = Pace()
    dead, other = _silenced(pace), _silenced(pace)
    assert pace.room(0).of == {dead: 0, other: 0}


def test_who_is_silent_is_left_alone_for_a_while() -> None:
    pace = Pace()
    dead = _silenced(pace)
    pace.start(uuid4())
    assert pace.room(0).of[dead] == 0


def test_in_a_long_run_who_came_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SILENT_SECONDS", 0.0)
    pace = Pace()
    dead = _silenced(pace)
    pace.start(uuid4())
    assert pace.room(0).of[dead] == 1
    pace.start(dead)
    assert pace.room(0).of[dead] == 0
    pace.end(dead, NONE)
    assert pace.room(0).of[dead] == 1
    pace.start(dead)
    pace.end(dead, GOOD)
    assert pace.room(0).of[dead] == 2


def test_a_late_answer_ends_the_silence() -> None:
    pace = Pace()
    dead = uuid4()
    for _ in range(FIRST):
        pace.start(dead)
    for _ in range(FIRST - 1):
        pace.end(dead, NONE)
    pace.end(dead, Answer("retry", 5, 500))
    assert pace.room(0).of[dead] == 1
