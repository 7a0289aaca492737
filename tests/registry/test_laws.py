"""The laws of the reconciler, as properties over small random worlds of sources, deliveries and names that collide.

`make laws` runs many more examples than the suite (LAWS_EXAMPLES).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Self
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from registry.actors import Actor, Deed
from registry.applying import apply_import, settle, undo_import
from registry.errors import InvalidInput
from registry.fingerprint import fingerprint
from registry.judging import judge, undo_judgements
from registry.planning import plan
from registry.receiving import NOBODY, Delivery, receive
from registry.resolving.matching import Db
from registry.staging import Batch, match_id, source_id, stage

START = datetime(2026, 1, 1, tzinfo=UTC)
ORGANISATIONS = {"aa": "Ministerie van Aa", "bb": "Ministerie van Bb"}
FULL = ("name", "owner", "vendor", "description", "user_count")
FEW = ("name", "owner", "user_count")


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    owner: str | None
    vendors: tuple[str, ...]
    description: str | None
    users: str | None


@dataclass(frozen=True)
class Sent:
    """A delivery: who sends it, as which source, for which day, stating which fields."""

    organisation: str
    source: str
    day: int
    fields: tuple[str, ...]
    complete: bool
    rows: tuple[Row, ...]


rows = st.builds(
    Row,
    key=st.sampled_from(["1", "2", "3"]),
    name=st.sampled_from(["Atlas", "ATLAS", "Zaaksysteem", "Loket"]),
    owner=st.sampled_from([None, "Aa", "Min. van Bb", "Dienst Cc"]),
    vendors=st.sampled_from(
        [
            (),
            ("KPN",),
            ("KPN B.V.",),
            ("Acme", "KPN"),
            ("acme|12345678",),
            ("Acme N.V.|87654321",),
            ("KPN Nederland", "Top Desk"),
            ("Topdesk",),
            ("TOPdesk Nederland B.V.", "Topdesc"),
            ("Koninklijke PKN", "Topdesk Holding"),
            ("Toppdesk N.V.",),
        ]
    ),
    description=st.sampled_from([None, "een", "twee"]),
    users=st.sampled_from([None, "10", "20"]),
)
deliveries = st.lists(
    st.builds(
        Sent,
        organisation=st.sampled_from(sorted(ORGANISATIONS)),
        source=st.sampled_from(["lijst", "export"]),
        day=st.integers(0, 3),
        fields=st.sampled_from([FULL, FEW]),
        complete=st.booleans(),
        rows=st.lists(rows, max_size=4, unique_by=lambda r: r.key).map(tuple),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda s: (s.organisation, s.source, s.day),
)
few_examples = settings(
    max_examples=int(os.environ.get("LAWS_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def db(connection: Connection) -> Db:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


class World:
    """A register in a savepoint, with a clock that ticks at every step."""

    def __init__(self, db: Db) -> None:
        self.db = db
        self.clock = START

    def __enter__(self) -> Self:
        self.db.execute("SAVEPOINT world")
        names = list(ORGANISATIONS)
        batch = Batch("organisation", ("name",), names, [1, 2], [[ORGANISATIONS[n] for n in names]])
        self._bring(Delivery(NOBODY, "reference", "reference", "reference", date(2020, 1, 1)), [batch])
        return self

    def __exit__(self, *_: object) -> None:
        self.db.execute("ROLLBACK TO SAVEPOINT world")

    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def bring(self, sent: Sent) -> int:
        """Receive, stage, plan and apply a delivery."""
        organisation = UUID(match_id(source_id(NOBODY, "reference"), "organisation", sent.organisation))
        completeness = "complete" if sent.complete else "partial"
        day = date(2026, 1, 1) + timedelta(days=sent.day)
        delivery = Delivery(organisation, sent.source, "inventory", "tabular", day, completeness)
        return self._bring(delivery, batches(source_id(organisation, sent.source), str(organisation), sent))

    def _bring(self, delivery: Delivery, found: Sequence[Batch]) -> int:
        number = receive(self.db, delivery, by="test", at=self.now())
        stage(self.db, number, source_id(delivery.organisation, delivery.source_name), found)
        plan(self.db, number, self.now())
        self.db.execute("UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (self.now(), number))
        apply_import(self.db, number, by="test", at=self.now())
        return number

    def deed(self) -> Deed:
        return Deed(Actor("test", NOBODY), self.now())

    def undo(self, number: int) -> None:
        undo_import(self.db, number, by="test", at=self.now())

    def hash(self) -> str:
        return fingerprint(self.db)


def batches(source: UUID, organisation: str, sent: Sent) -> list[Batch]:
    """What an importer would make of the rows."""
    found = []
    owners = sorted({row.owner for row in sent.rows if row.owner})
    if owners:
        found.append(Batch("organisation", ("name",), owners, [1] * len(owners), [owners]))
    vendors = sorted({vendor for row in sent.rows for vendor in row.vendors}) if "vendor" in sent.fields else []
    if vendors:
        split = [vendor.partition("|") for vendor in vendors]
        columns: list[list[str | None]] = [[name for name, _, _ in split], [kvk or None for _, _, kvk in split]]
        found.append(Batch("supplier", ("name", "kvk"), vendors, [1] * len(vendors), columns))
    columns_by_field: dict[str, list[str | None]] = {
        "name": [row.name for row in sent.rows],
        "owner": [match_id(source, "organisation", row.owner) if row.owner else organisation for row in sent.rows],
        "vendor": ["{" + ",".join(match_id(source, "supplier", v) for v in r.vendors) + "}" for r in sent.rows],
        "description": [row.description for row in sent.rows],
        "user_count": [row.users for row in sent.rows],
    }
    if sent.rows:
        keys = [row.key for row in sent.rows]
        numbers = list(range(1, len(keys) + 1))
        found.append(Batch("application", sent.fields, keys, numbers, [columns_by_field[f] for f in sent.fields]))
    return found


@few_examples
@given(sent=deliveries, order=st.randoms())
def test_order_of_arrival_does_not_matter(db: Db, sent: list[Sent], order: Random) -> None:
    with World(db) as world:
        for delivery in sent:
            world.bring(delivery)
        first = world.hash()
    shuffled = sorted(sent, key=lambda _: order.random())
    with World(db) as world:
        for delivery in shuffled:
            world.bring(delivery)
        assert world.hash() == first


@few_examples
@given(sent=deliveries, which=st.integers(0, 3))
def test_undo_is_as_if_it_never_came(db: Db, sent: list[Sent], which: int) -> None:
    which %= len(sent)
    with World(db) as world:
        for i, delivery in enumerate(sent):
            if i != which:
                world.bring(delivery)
        never = world.hash()
    with World(db) as world:
        numbers = [world.bring(delivery) for delivery in sent]
        everything = world.hash()
        world.undo(numbers[which])
        assert world.hash() == never
        world.bring(sent[which])
        assert world.hash() == everything


@few_examples
@given(sent=deliveries)
def test_the_same_again_changes_nothing(db: Db, sent: list[Sent]) -> None:
    with World(db) as world:
        for delivery in sent:
            world.bring(delivery)
        before = world.hash()
        newest = {(s.organisation, s.source): s for s in sorted(sent, key=lambda s: s.day)}
        for delivery in newest.values():
            world.bring(delivery)
        assert world.hash() == before


@few_examples
@given(sent=deliveries)
def test_undoing_everything_leaves_the_empty_register(db: Db, sent: list[Sent]) -> None:
    with World(db) as world:
        empty = world.hash()
        numbers = [world.bring(delivery) for delivery in sent]
        for number in reversed(numbers):
            world.undo(number)
        assert world.hash() == empty
        assert db.execute("SELECT count(*) FROM landscape_summary").fetchone() == (0,)


@pytest.mark.parametrize("kind", ["application", "supplier", "organisation"])
@few_examples
@given(sent=deliveries, pick=st.randoms())
def test_a_merge_can_be_taken_apart(db: Db, kind: str, sent: list[Sent], pick: Random) -> None:
    with World(db) as world:
        for delivery in sent:
            world.bring(delivery)
        before = world.hash()
        ids = [
            row[0]
            for row in db.execute("SELECT id FROM matches WHERE kind = %s AND record_id = id ORDER BY id", (kind,))
        ]
        if len(ids) < 2:
            return
        left, right = pick.sample(ids, 2)
        for verdict in ("same", "withdrawn", "different", "withdrawn"):
            judge(db, kind, (left, right), verdict, world.deed())
            if verdict == "same":
                records: dict[UUID, UUID] = dict(
                    db.execute("SELECT id, record_id FROM matches WHERE id = ANY(%s)", ([left, right],)).fetchall()
                )
                assert records[left] == records[right]
            if verdict == "withdrawn":
                assert world.hash() == before


@few_examples
@given(sent=deliveries)
def test_the_summary_equals_the_plain_count(db: Db, sent: list[Sent]) -> None:
    with World(db) as world:
        for delivery in sent:
            world.bring(delivery)
        counted = db.execute(
            "SELECT owner_id, application_phase(lifecycle_state, ended_on), supplier_ids, count(*) FROM applications"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ).fetchall()
        kept = db.execute(
            "SELECT owner_id, phase, supplier_ids, applications FROM landscape_summary WHERE NOT overall ORDER BY 1, 2, 3"
        ).fetchall()
        assert kept == counted


def groups_of_suppliers(db: Db) -> set[frozenset[UUID]]:
    rows = db.execute(
        "SELECT array_agg(id) FROM matches WHERE kind = 'supplier' AND record_id IS NOT NULL GROUP BY record_id"
    ).fetchall()
    return {frozenset(row[0]) for row in rows}


def affiliated(db: Db) -> set[tuple[UUID, UUID]]:
    rows = db.execute(
        "SELECT c.record_id, p.record_id FROM supplier_affiliations a"
        " JOIN matches c ON c.id = a.match_id JOIN matches p ON p.id = a.parent_id"
    ).fetchall()
    return {(row[0], row[1]) for row in rows}


def catalogue(world: World, name: str = "catalogus", *entries: tuple[str, str]) -> int:
    """Curated suppliers: names with their other names, the latter parted by commas."""
    columns: list[list[str | None]] = [[n for n, _ in entries], ["{" + a + "}" if a else None for _, a in entries]]
    batch = Batch("supplier", ("name", "aliases"), [n for n, _ in entries], list(range(1, len(entries) + 1)), columns)
    return world._bring(Delivery(NOBODY, name, "reference", "reference", date(2026, 1, 1)), [batch])


KNOWN = (("TOPdesk Nederland B.V.", "Topdesk"), ("Koninklijke KPN N.V.", "KPN"))


@few_examples
@given(sent=deliveries, late=st.integers(0, 4))
def test_it_does_not_matter_when_the_catalogue_comes(db: Db, sent: list[Sent], late: int) -> None:
    found = []
    for moment in (0, min(late, len(sent))):
        with World(db) as world:
            for number, delivery in enumerate([*sent, None]):
                if number == moment:
                    catalogue(world, "catalogus", *KNOWN)
                if delivery:
                    world.bring(delivery)
            found.append((world.hash(), len(affiliated(db))))
    assert found[0] == found[1]


@few_examples
@given(sent=deliveries)
def test_an_unrelated_supplier_changes_no_other_answer(db: Db, sent: list[Sent]) -> None:
    with World(db) as world:
        catalogue(world, "catalogus", *KNOWN)
        for delivery in sent:
            world.bring(delivery)
        before, belonging, told = groups_of_suppliers(db), affiliated(db), world.hash()
        number = catalogue(world, "vreemd", ("Zwaluwnest Xylofonie GmbH", "Zwaluwnest"))
        assert before <= groups_of_suppliers(db)
        assert affiliated(db) == belonging
        world.undo(number)
        assert (groups_of_suppliers(db), world.hash()) == (before, told)


@few_examples
@given(sent=deliveries, decisions=st.lists(st.tuples(st.randoms(), st.sampled_from(["same", "different"])), max_size=4))
def test_judgements_replayed_give_the_same_clusters(
    db: Db, sent: list[Sent], decisions: list[tuple[Random, str]]
) -> None:
    with World(db) as world:
        catalogue(world, "catalogus", *KNOWN)
        for delivery in sent:
            world.bring(delivery)
        before, taken = world.hash(), []
        for pick, verdict in decisions:
            ids = [row[0] for row in db.execute("SELECT id FROM suppliers ORDER BY id").fetchall()]
            if len(ids) > 1:
                left, right = pick.sample(ids, 2)
                judge(db, "supplier", (left, right), verdict, world.deed())
                taken.append(db.execute("SELECT max(id) FROM judgements").fetchone()[0])  # type: ignore[index]
        judged, after = groups_of_suppliers(db), world.hash()
        ids = [row[0] for row in db.execute("SELECT id FROM matches WHERE kind = 'supplier'").fetchall()]
        settle(db, world.now(), judged=("supplier", ids))
        assert (groups_of_suppliers(db), world.hash()) == (judged, after)
        for number in reversed(taken):
            with suppress(
                InvalidInput
            ):  # a later decision on the same pair was taken back, and with it all on that pair
                undo_judgements(db, number, world.deed())
        assert world.hash() == before
