"""Handing over files as a person does: receive, read, apply, undo; and what the register says of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from cli.database import libpq_address
from importers.pipeline import Received, receive_upload, stage_import
from registry.applying import apply_import, undo_import
from registry.fingerprint import fingerprint
from registry.kinds import KINDS
from registry.problems import advice, problem_texts, sentence
from registry.receiving import Delivery
from tests.registry.bringing import Register

GOOD = (
    "Applicatie-ID;Applicatie;Softwareleverancier;Hosting leverancier;Clouddienst;Jaarlijkse kosten;Contractnummer\n"
    "A-1;Zaaksysteem;Centric B.V.;Microsoft;Azure;12.000;C-1\n"
    "A-2;Kassa;SAP SE;Oracle;OCI;500,50;C-2\n"
)


@dataclass
class Desk:
    """A register of a test. `folder` is where files are kept, `bzk` and `szw` are the organisations."""

    url: str
    folder: Path
    bzk: UUID
    szw: UUID

    @property
    def address(self) -> str:
        return libpq_address(self.url)

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.address)

    def receive(self, content: bytes, filename: str = "lijst.csv", source: str = "lijst", **told: Any) -> Received:
        delivery = Delivery(
            told.get("organisation", self.bzk), source, "inventory", told.get("importer", ""),
            date(2026, 11, 1), told.get("completeness", "partial"), filename, told.get("mapping", {}),
        )  # fmt: skip
        with self.connect() as db:
            return receive_upload(db, self.folder, [content], delivery, by="test", at=datetime.now(UTC))

    def stage(self, number: int) -> str:
        """Read an import and make its preview; its state."""
        stage_import(self.address, self.folder, number)
        return self.state(number)

    def bring(self, content: bytes, filename: str = "lijst.csv", source: str = "lijst", **told: Any) -> int:
        """Receive and stage."""
        number = self.receive(content, filename, source, **told).import_id
        self.stage(number)
        return number

    def apply(self, number: int, *, end_missing: bool = False) -> None:
        with self.connect() as db:
            apply_import(db, number, by="test", at=datetime.now(UTC), end_missing=end_missing)

    def undo(self, number: int) -> None:
        with self.connect() as db:
            undo_import(db, number, by="test", at=datetime.now(UTC))

    def state(self, number: int) -> str:
        return str(self.one("SELECT state FROM imports WHERE id = %s", number))

    def one(self, query: str, *values: object) -> Any:
        """The first value of the first row."""
        with self.connect() as db:
            row = db.execute(query, values).fetchone()
        return row[0] if row else None

    def fingerprint(self) -> str:
        with self.connect() as db:
            return fingerprint(db)

    def codes(self, number: int) -> set[str]:
        """The codes of the errors and warnings of an import; each must have a sentence in both languages."""
        with self.connect() as db:
            rows = db.execute(
                "SELECT code, severity, parameters, value FROM problems WHERE import_id = %s", (number,)
            ).fetchall()
        for code, _, parameters, value in rows:
            assert code in problem_texts(), code
            for locale in ("nl", "en"):
                for told in (sentence(code, parameters, locale, value), advice(code, parameters, locale, value)):
                    assert told
                    assert "?" not in told.replace(str(value), ""), (code, told)
        return {code for code, severity, _, _ in rows if severity != "note"}

    def names(self, kind: str = "application") -> list[str]:
        with self.connect() as db:
            return sorted(row[0] for row in db.execute(f"SELECT name FROM {KINDS[kind].plural}"))


def open_desk(url: str, folder: Path) -> Desk:
    """A register with two organisations and one applied inventory."""
    with psycopg.connect(libpq_address(url)) as db:
        register = Register(db)
        bzk = register.organisation("Ministerie van Binnenlandse Zaken en Koninkrijksrelaties", "BZK")
        szw = register.organisation("Ministerie van Sociale Zaken en Werkgelegenheid", "SZW")
    desk = Desk(url, folder, bzk, szw)
    desk.apply(desk.bring(GOOD.encode(), source="basis"))
    return desk


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()


def lines(*rows: Sequence[str]) -> bytes:
    """Rows as csv, without any quoting."""
    return ("\n".join(";".join(row) for row in rows) + "\n").encode("utf-8", "surrogatepass")
