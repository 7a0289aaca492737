from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from registry.queries.alert_state import is_well
from tests.registry.bringing import open_register


def test_when_somebody_last_looked_is_told_by_the_dutch_clock_whatever_that_of_the_database(session: Session) -> None:
    db, looked = open_register(session).db, datetime(2030, 12, 31, 23, 30, tzinfo=UTC)
    db.execute("SET LOCAL TIME ZONE 'America/New_York'")
    db.execute(
        "INSERT INTO scans (on_date, started_at, ended_at, state) VALUES ('2031-01-01', %s, %s, 'done')",
        (looked, looked),
    )
    found = is_well(db, looked + timedelta(days=7))
    assert found.reasons == (
        (
            "Er is sinds 01-01-2031 00:30 niet gekeken wat er afloopt.",
            "Nobody looked at what is due since 01-01-2031 00:30.",
        ),
    )
