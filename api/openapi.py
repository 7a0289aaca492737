"""Writes the OpenAPI document to `openapi.yaml`: `python -m api.openapi`."""

from __future__ import annotations

from pathlib import Path

from api.app import create_app
from api.document import document
from api.document.layout import as_text

FILE = Path(__file__).parent.parent / "openapi.yaml"


def written() -> str:
    """The document of the API as it is committed; needs no database."""
    return as_text(document(create_app("postgresql+psycopg://", files=Path()).state.api))


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
