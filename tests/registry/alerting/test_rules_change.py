"""Other rules are looked at again on the same day, though nothing else is new."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from registry.alerting.scanning import scan
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
