"""Filling the tables for the first time puts their indexes aside, and back."""

import pytest
from sqlalchemy.orm import Session

from registry.horizon import bulk
from tests.registry.bringing import open_register
from tests.registry.horizon.lives import Lives

INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('deadlines', 'application_ends', 'horizon_days') ORDER BY 1
"""


def test_the_indexes_are_there_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = Lives(open_register(session))
    lives.vendor_states("Windows Server", {"2016": {"end_of_security_support": "2027-01-12"}})
    lives.running("Aangifte", [("Windows Server", "2016")])
    before = lives.db.execute(INDEXES).fetchall()
    monkeypatch.setattr(bulk, "_MANY", -2)
    lives.refresh()
    assert lives.db.execute(INDEXES).fetchall() == before
    assert len(lives.deadlines("security_support_ends")) == 1
