"""A register to walk through: reference data, the whole application, and a reader of its pages."""

import re
from html.parser import HTMLParser
from pathlib import Path

from fastapi import FastAPI

from cli.server import make_application
from cli.settings import Settings

INVENTORY = Path(__file__).parents[2] / "samples" / "inventories" / "bzk-applicatieoverzicht-2026-09.xlsx"


def furnished(url: str, home: Path) -> FastAPI:
    """The application on a database that has the reference data in it."""
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
