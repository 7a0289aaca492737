"""How messages go out: retries, time-outs and limits, read from `registry/data/notifications.yaml`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from registry.codes import load_data


@dataclass(frozen=True, slots=True)
class NotificationPolicy:
    """One version of the policy. Seconds, bytes and hours as the file has them; `jitter` is a share of the wait."""

    version: str
    retry_ladder: tuple[float, ...]
    jitter: float
    connect_seconds: float
    read_seconds: float
    total_seconds: float
    max_answer_bytes: int
    max_redirects: int
    secret_rotation: timedelta
    digest_hour: int
    digest_weekday: int
    digest_events: int
    scan_hour: int
    scan_stalled_after: timedelta
    delivery_stalled_after: timedelta


def read_policy(data: dict[str, Any]) -> NotificationPolicy:
    """The policy in the content of a file."""
    timeouts, stalled = data["timeout_seconds"], data["stalled_after_hours"]
    return NotificationPolicy(
        version=str(data["version"]),
        retry_ladder=tuple(map(float, data["retry_ladder"])),
        jitter=float(data["jitter"]),
        connect_seconds=float(timeouts["connect"]),
        read_seconds=float(timeouts["read"]),
        total_seconds=float(timeouts["total"]),
        max_answer_bytes=int(data["max_answer_bytes"]),
        max_redirects=int(data["max_redirects"]),
        secret_rotation=timedelta(hours=data["secret_rotation_hours"]),
        digest_hour=int(data["digest_hour"]),
        digest_weekday=int(data["digest_weekday"]),
        digest_events=int(data["digest_events"]),
        scan_hour=int(data["scan_hour"]),
        scan_stalled_after=timedelta(hours=stalled["scan"]),
        delivery_stalled_after=timedelta(hours=stalled["delivery"]),
    )


POLICY = read_policy(load_data("notifications"))


def wait_before_next(
    attempts: int, chance: float, *, retry_after: float | None = None, policy: NotificationPolicy = POLICY
) -> float | None:
    """Seconds until the next attempt when so many were made (one or more); None when that was the last.

    `chance` (0 to 1) spreads the wait over the jitter on both sides. A receiver that asks to wait longer gets its way up to the
    step of the ladder that comes after.
    """
    ladder = policy.retry_ladder
    if attempts >= len(ladder):
        return None
    wait = ladder[attempts] * (1 + policy.jitter * (2 * chance - 1))
    asked = min(retry_after or 0.0, ladder[min(attempts + 1, len(ladder) - 1)])
    return max(wait, asked)
