"""A register to walk through: reference data, the whole application, and a reader of its pages."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import psycopg
from fastapi import FastAPI

from cli.database import libpq_address
from cli.server import make_application
from cli.settings import Settings
from registry.reference import load_reference

INVENTORY = Path(__file__).parents[2] / "samples" / "inventories" / "bzk-applicatieoverzicht-2026-09.xlsx"


def furnished(url: str, home: Path) -> FastAPI:
    """The application on a database with the reference data in it."""
    with psycopg.connect(libpq_address(url)) as db:
        list(load_reference(db, datetime.now(UTC)))
    return make_application(url, Settings(url, home, 8000))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words(html: str) -> str:
    """What a page says, on one line."""
    reader = _Text()
    reader.feed(html)
    return re.sub(r"\s+", " ", " ".join(reader.parts))
