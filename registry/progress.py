"""How far a long step is, for whoever waits: written on a connection of its own, at most a few times a second."""

from __future__ import annotations

import time

from registry.resolving.matching import Db

EVERY_SECONDS = 0.3


class Progress:
    """Progress of one import; calling it with a phase begins that phase."""

    def __init__(self, db: Db, import_id: int) -> None:
        self.db = db
        self.import_id = import_id
        self.written = 0.0

    def begin(self, phase: str, total: int | None = None) -> None:
        """Begin a phase of `total` rows (None: not known)."""
        self.db.execute(
            """
            INSERT INTO import_progress (import_id, phase, rows_done, rows_total, started_at, updated_at)
            VALUES (%s, %s, 0, %s, clock_timestamp(), clock_timestamp())
            ON CONFLICT (import_id) DO UPDATE SET phase = excluded.phase, rows_done = 0, rows_total = excluded.rows_total,
                started_at = excluded.started_at, updated_at = excluded.updated_at
            """,
            (self.import_id, phase, total),
        )

    def __call__(self, phase: str) -> None:
        """Begin a phase whose size is not known."""
        self.begin(phase)

    def count(self, rows: int) -> None:
        """Note how many rows of the phase are done."""
        if time.monotonic() - self.written < EVERY_SECONDS:
            return
        self.written = time.monotonic()
        self.db.execute(
            "UPDATE import_progress SET rows_done = %s, updated_at = clock_timestamp() WHERE import_id = %s",
            (rows, self.import_id),
        )

    def end(self) -> None:
        """The step is done."""
        self.begin("done")
