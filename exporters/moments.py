"""Days and moments as the lifecycle formats write them: RFC 3339 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from registry.statements_of_life import Stated

UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001 - as a spreadsheet keeps it
"""When a workbook says that it was made, as the files in it do: the same content gives the same bytes, so a tag holds."""


def moment_text(moment: datetime) -> str:
    """A moment, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def moment_of_day(stated: Stated | None) -> str | None:
    """The first day that a statement may mean, at its start; None where it names no day."""
    if stated is None or stated.happens is None:
        return None
    day = stated.happens[0] or stated.happens[1]
    return f"{day.isoformat()}T00:00:00Z" if day else None
