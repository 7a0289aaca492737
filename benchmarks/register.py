"""A register to bring files into: receive and preview, apply, undo."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import psycopg

from cli.database import libpq_address
from importers.pipeline import receive_upload, stage_import
from registry.applying import apply_import, undo_import
from registry.receiving import Delivery
from registry.reference import organisation_match

BY = "benchmark"


class Register:
    """A connection to a register, and the folder of its kept files."""

    def __init__(self, url: str, files: Path) -> None:
        self.address, self.files = libpq_address(url), files
        self.db = psycopg.connect(self.address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def preview(self, path: Path, delivery: Delivery) -> int:
        """Receive and preview a file; the number of its import, that of an earlier one when it is the same file again."""
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            received = receive_upload(self.db, self.files, chunks, delivery, by=BY, at=datetime.now(UTC))
        self.db.commit()
        if not received.repeated:
            stage_import(self.address, self.files, received.import_id)
        return received.import_id

    def apply(self, number: int) -> None:
        apply_import(self.db, number, by=BY, at=datetime.now(UTC))
        self.db.commit()

    def undo(self, number: int) -> None:
        undo_import(self.db, number, by=BY, at=datetime.now(UTC))
        self.db.commit()


def inventory(path: Path, as_of: date = date(2026, 1, 1)) -> Delivery:
    """A table of applications, handed in by a ministry."""
    return Delivery(organisation_match("bzk"), "benchmark", "inventory", "tabular", as_of, filename=path.name)
