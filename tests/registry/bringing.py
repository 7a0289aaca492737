"""A register to fill in tests: organisations, and deliveries of rows that are staged and applied at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from psycopg import Connection
from sqlalchemy.orm import Session

from registry.actors import Actor, Deed
from registry.applying import apply_import, undo_import
from registry.receiving import NOBODY, Delivery, receive
from registry.resolving.matching import Db
from registry.staging import Batch, array_text, match_id, source_id, stage

Rows = Mapping[str, Sequence[str | None]]


class Register:
    """The register of a test, with a clock that goes on a minute at every step."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def organisation(self, name: str, abbreviation: str) -> UUID:
        """An organisation known from reference data; its id."""
        self.bring(
            NOBODY, f"reference {abbreviation}", {"organisation": {"name": [name], "abbreviation": [abbreviation]}},
            type_="reference",
        )  # fmt: skip
        return UUID(match_id(source_id(NOBODY, f"reference {abbreviation}"), "organisation", name))

    def bring(
        self,
        organisation: UUID,
        source: str,
        tables: Mapping[str, Rows],
        *,
        as_of: str = "2026-01-01",
        type_: str = "inventory",
    ) -> int:
        """Deliver tables (columns by field, per kind; keyed by `key` or else the name) and apply them; the import's number."""
        number = self.stage(organisation, source, tables, as_of=as_of, type_=type_)
        apply_import(self.db, number, by="test", at=self.tick())
        return number

    def stage(
        self,
        organisation: UUID,
        source: str,
        tables: Mapping[str, Rows],
        *,
        as_of: str = "2026-01-01",
        type_: str = "inventory",
    ) -> int:
        delivery = Delivery(organisation, source, type_, "tabular", date.fromisoformat(as_of), filename=f"{source}.csv")
        number = receive(self.db, delivery, by="test", at=self.tick())
        stage(self.db, number, source_id(organisation, source), batches(tables))
        self.db.execute(
            "UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (self.tick(), number)
        )
        return number

    def undo(self, number: int) -> None:
        undo_import(self.db, number, by="test", at=self.tick())

    def deed(self, organisation: UUID, reason: str | None = None, name: str = "j.jansen") -> Deed:
        return Deed(Actor(name, organisation), self.tick(), reason)

    def id_of(self, kind: str, name: str) -> UUID:
        """The id of the one published record of that name."""
        plural = {"supplier": "suppliers", "application": "applications", "organisation": "organisations"}[kind]
        rows = self.db.execute(f"SELECT id FROM {plural} WHERE name = %s", (name,)).fetchall()
        assert len(rows) == 1, rows
        return UUID(str(rows[0][0]))


def batches(tables: Mapping[str, Rows]) -> Iterator[Batch]:
    for kind, columns in tables.items():
        fields = tuple(field for field in columns if field not in {"key", "target"})
        keys = [str(key) for key in columns.get("key", columns[fields[0]])]
        values = [columns[field] for field in fields]
        yield Batch(kind, fields, keys, range(2, len(keys) + 2), values, targets=columns.get("target"))


def mention(organisation: UUID, source: str, kind: str, key: str) -> str:
    """What a source means by a key, for a field that points to it."""
    return match_id(source_id(organisation, source), kind, key)


def mentions(organisation: UUID, source: str, kind: str, *keys: str) -> str:
    """The same for a field with many values."""
    return array_text([mention(organisation, source, kind, key) for key in keys])


def open_register(session: Session) -> Register:
    db = session.connection().connection.driver_connection
    assert isinstance(db, Connection)
    return Register(db)


@contextmanager
def counted(db: Db) -> Iterator[list[str]]:
    """The statements that psycopg sends meanwhile."""
    statements: list[str] = []
    cursor_class = db.cursor_factory

    class Counting(cursor_class):  # type: ignore[misc, valid-type]
        def execute(self, query: object, *rest: object, **named: object) -> object:
            statements.append(str(query))
            return super().execute(query, *rest, **named)

    db.cursor_factory = Counting
    try:
        yield statements
    finally:
        db.cursor_factory = cursor_class
