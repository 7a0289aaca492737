"""The number of statements that an import takes grows with its batches, not with its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy.orm import Session

from registry.applying import apply_import, undo_import
from registry.planning import plan
from tests.registry.bringing import Register


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that go over any psycopg cursor meanwhile."""
    seen: list[str] = []
    execute, copy = psycopg.Cursor.execute, psycopg.Cursor.copy

    def noted_execute(self: psycopg.Cursor[Any], query: Any, *args: Any, **kwargs: Any) -> psycopg.Cursor[Any]:
        seen.append(str(query))
        return execute(self, query, *args, **kwargs)

    def noted_copy(self: psycopg.Cursor[Any], statement: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(str(statement))
        return copy(self, statement, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noted_execute)
        patch.setattr(psycopg.Cursor, "copy", noted_copy)
        yield seen


def statements(register: Register, monkeypatch: pytest.MonkeyPatch, rows: int) -> dict[str, int]:
    """How many statements each step takes for a file of so many rows."""
    organisation = register.organisation(f"Ministerie {rows}", f"M{rows}")
    names: list[str | None] = [f"Systeem {i} van {rows}" for i in range(rows)]
    counts = {}
    with counted(monkeypatch) as seen:
        number = register.stage(
            organisation, f"lijst {rows}", {"application": {"name": names, "user_count": ["7"] * rows}}
        )
        counts["stage"] = len(seen)
    with counted(monkeypatch) as seen:
        plan(register.db, number, register.tick())
        counts["plan"] = len(seen)
    with counted(monkeypatch) as seen:
        apply_import(register.db, number, by="test", at=register.tick())
        counts["apply"] = len(seen)
    with counted(monkeypatch) as seen:
        undo_import(register.db, number, by="test", at=register.tick())
        counts["undo"] = len(seen)
    return counts


def test_rows_do_not_cost_statements(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    register = Register(driver)
    statements(register, monkeypatch, 1)  # the first notes the set of fields
    few, many = statements(register, monkeypatch, 10), statements(register, monkeypatch, 6_000)
    # A large step tells the planner about the tables that it filled; that is all that may be added.
    assert few["stage"] == many["stage"]
    assert all(few[step] <= many[step] <= few[step] + 3 for step in few)
    assert max(many.values()) < 500
