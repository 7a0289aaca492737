"""The metrics of the alerts for Prometheus, made anew for each request: what the database says is what is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from fastapi import Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Engine
from starlette.responses import Response

from registry.queries.alert_state import AlertState, get_state, is_well
from registry.resolving.matching import Db

GAUGES = {
    "pending": ("landschap_deliveries_pending", "Messages that wait to be delivered"),
    "standing_still": ("landschap_deliveries_standing_still", "Messages that are long overdue"),
    "failed": ("landschap_deliveries_failed_week", "Messages that were given up in the last week"),
    "disabled": ("landschap_subscriptions_disabled", "Subscriptions that get nothing any more"),
    "open_deadlines": ("landschap_deadlines_open", "Deadlines with a known day, counted up to 100,000"),
}


def answer_metrics(request: Request) -> Response:
    """The text that Prometheus reads."""
    engine: Engine = request.app.state.engine
    now = datetime.now(UTC)
    with engine.connect() as connection:
        db = cast("Db", connection.connection.driver_connection)
        content = write_metrics(get_state(db, now), well=is_well(db, now).ok)
    return Response(content, media_type=CONTENT_TYPE_LATEST)


def write_metrics(state: AlertState, *, well: bool) -> bytes:
    """The state as gauges; the moment of the last scan in seconds since 1970, 0 when there was none."""
    registry = CollectorRegistry()
    looked = state.last_scan["ended_at"].timestamp() if state.last_scan else 0
    Gauge("landschap_alerts_well", "1 when the alerts come through", registry=registry).set(int(well))
    Gauge("landschap_last_scan_timestamp_seconds", "When was last looked at what is due", registry=registry).set(looked)
    for name, (metric, about) in GAUGES.items():
        Gauge(metric, about, registry=registry).set(getattr(state, name))
    return generate_latest(registry)
