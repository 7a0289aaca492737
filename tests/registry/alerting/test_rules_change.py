"""Other rules are looked at again on the same day, though nothing else is new."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from registry.alerting.scanning import day_to_scan, scan
from tests.registry.bringing import open_register
from tests.registry.horizon.lives import TODAY, Lives

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_scan_by_other_rules_is_not_skipped(session: Session) -> None:
    lives = Lives(open_register(session))
    lives.vendor_states("Windows Server", {"2016": {"end_of_security_support": "2027-01-12"}}, kind="operating_system")
    assert not scan(lives.db, today=TODAY, at=AT).skipped
    assert scan(lives.db, today=TODAY, at=AT).skipped
    lives.db.execute("UPDATE horizon_refreshes SET rules = 'those of last year'")
    again = scan(lives.db, today=TODAY, at=AT)
    assert (again.skipped, again.complete) == (False, True)
    assert scan(lives.db, today=TODAY, at=AT).skipped


def test_who_looked_ahead_does_not_stop_the_looking(session: Session) -> None:
    lives = Lives(open_register(session))
    later = TODAY + timedelta(days=30)
    assert day_to_scan(lives.db, TODAY) == TODAY
    scan(lives.db, today=later, at=AT)
    assert (day_to_scan(lives.db, TODAY), day_to_scan(lives.db, later + timedelta(days=1))) == (
        later,
        later + timedelta(days=1),
    )
