"""Every event that fits a subscription is chosen for it exactly once, whatever happens meanwhile."""

import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cli.database import libpq_address
from registry.receiving import NOBODY
from registry.resolving.matching import Db
from registry.routing import route
from registry.subscribing import change_subscription, end_subscription, pause_subscription, resume_subscription
from tests.registry.bringing import Register, open_register
from tests.registry.telling import NOW, chosen_for, deed, happen, messages_to, subscribe

TYPES = ("alert.security-support-ends", "alert.contract-ends", "application.changed", "import.applied")
KINDS: tuple[list[str] | None, ...] = (
    None,
    ["security_support_ends"],
    ["application.*", "import.applied"],
    ["alert.*", "application.changed"],
)
RUNGS = (None, 90, 0, -2)
ROLES = ("system_owner", "departmental_cio")


def ministry_with_agency(register: Register) -> tuple[UUID, UUID]:
    ministry = register.organisation("Ministerie van BZK", "BZK")
    agency = register.organisation("Rijksdienst voor Identiteitsgegevens", "RvIG")
    relation = {
        "key": ["1"],
        "organisation": [str(agency)],
        "related": [str(ministry)],
        "relation": ["part_of"],
    }
    register.bring(NOBODY, "verbanden", {"organisation_relation": relation}, type_="reference")
    return ministry, agency


@dataclass
class Expected:
    """What a subscription should have heard, by another way of reckoning."""

    id: UUID
    wish: dict[str, Any]
    listening: bool = True
    paused: bool = False
    waiting: list[int] = field(default_factory=list)
    chosen: list[int] = field(default_factory=list)


@dataclass
class World:
    """A register on a database of its own, in which things happen one after the other or at once."""

    address: str
    organisations: tuple[UUID, UUID]
    known: list[Expected] = field(default_factory=list)

    def connect(self) -> Db:
        return psycopg.connect(self.address)

    def event(self, number: int) -> None:
        type_, rung = TYPES[number % 4], RUNGS[number // 4 % 4]
        role, owner = ROLES[number // 16 % 2], (*self.organisations, None)[number // 32 % 3]
        alert = type_.startswith("alert.")
        happened: dict[str, Any] = {
            "organisation_id": owner,
            "rung": rung if alert else None,
            "role": role if alert else None,
        }
        with self.connect() as db:
            position = happen(db, type_, **happened)
        for one in self.known:
            if one.listening and self.fits(one.wish, type_, **happened):
                one.waiting.append(position)

    def fits(
        self, wish: dict[str, Any], type_: str, *, organisation_id: object, rung: int | None, role: object
    ) -> bool:
        kinds = wish["kinds"]
        if kinds is None:
            kinds = ["alert.*"]
        by_kind = any(
            type_.startswith(kind[:-1]) if kind.endswith("*") else type_ in {kind, "alert." + kind.replace("_", "-")}
            for kind in kinds
        )
        within = {None: None, "top": self.organisations, "agency": self.organisations[1:]}[wish["whose"]]
        by_rung = rung is None or wish["thresholds"] is None or max(rung, 0) in wish["thresholds"]
        return by_kind and by_rung and role in {None, wish["role"]} and (within is None or organisation_id in within)

    def subscribe(self, number: int) -> None:
        whose = (None, "top", "agency")[number // 4 % 3]
        chosen = {None: None, "top": self.organisations[:1], "agency": self.organisations[1:]}[whose]
        wish: dict[str, Any] = {
            "kinds": KINDS[number % 4],
            "thresholds": (None, [90, 0])[number // 12 % 2],
            "role": ROLES[number // 24 % 2],
        }
        with self.connect() as db:
            made = subscribe(db, organisations=chosen and list(chosen), **wish)
        self.known.append(Expected(made.id, wish | {"whose": whose}))

    def act(self, number: int) -> None:
        """Pause, resume, disable or end one of the subscriptions."""
        if not self.known:
            return
        one, action = self.known[number // 4 % len(self.known)], number % 4
        with self.connect() as db:
            state = db.execute("SELECT state FROM subscriptions WHERE id = %s", (one.id,)).fetchone()
            if state == ("ended",):
                return
            if action == 0 and state != ("disabled",):
                pause_subscription(db, one.id, deed())
            elif action == 1:
                resume_subscription(db, one.id, deed())
                if not one.listening:
                    one.waiting, one.listening = [], True
            elif action == 2 and state == ("active",):
                db.execute("UPDATE subscriptions SET state = 'disabled' WHERE id = %s", (one.id,))
                one.listening, one.waiting = False, []
            elif action == 3 and number > 200:
                end_subscription(db, one.id, deed())
                one.listening, one.waiting = False, []

    def route(self, number: int) -> None:
        """Route: once, cut off half-way, or by two at once while something happens."""
        if number % 3 == 0:
            with self.connect() as db, db.transaction(force_rollback=True):
                route(db, at=NOW)
            return
        others = [threading.Thread(target=self._route) for _ in range(number % 3)]
        for other in others:
            other.start()
        if len(others) == 2:
            self.event(number)
        for other in others:
            other.join()
        self._route()
        for one in self.known:
            one.chosen += one.waiting
            one.waiting = []

    def _route(self) -> None:
        with self.connect() as db:
            route(db, at=NOW, most=2)


STEPS = st.lists(
    st.tuples(st.sampled_from(("event", "event", "subscribe", "act", "route")), st.integers(0, 255)),
    min_size=5,
    max_size=40,
)


def test_every_event_that_fits_is_chosen_exactly_once(fresh_database: str) -> None:
    address = libpq_address(fresh_database)
    with psycopg.connect(address) as db:
        organisations = ministry_with_agency(Register(db))

    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def check(steps: list[tuple[str, int]]) -> None:
        with psycopg.connect(address) as db:
            db.execute("TRUNCATE events, subscriptions CASCADE")
        world = World(address, organisations)
        for step, number in [("subscribe", 0), *steps, ("route", 1)]:
            getattr(world, step)(number)
        with psycopg.connect(address) as db:
            for one in world.known:
                assert chosen_for(db, one.id) == sorted(one.chosen)
            held = "SELECT count(*), count(delivery_id), count(DISTINCT delivery_id) FROM delivery_events c JOIN subscriptions s"
            rows = db.execute(f"{held} ON s.id = c.subscription_id WHERE s.state = 'active'").fetchone()
            assert rows is not None
            assert rows[0] == rows[1] == rows[2]
            both = "SELECT (SELECT count(*) FROM deliveries), (SELECT count(delivery_id) FROM delivery_events)"
            counted = db.execute(both).fetchone()
            assert counted is not None
            assert counted[0] == counted[1]

    check()


def test_a_choice_of_a_supplier_counts_for_its_group_and_a_product_for_itself(session: Session) -> None:
    register = open_register(session)
    db = register.db
    names = {
        "supplier": {"name": ["Centric Holding B.V.", "Centric Netherlands B.V.", "PinkRoccade Local Government B.V."]}
    }
    register.bring(NOBODY, "catalogus", names, type_="reference")
    holding, child, other = (register.id_of("supplier", name) for name in names["supplier"]["name"])
    owned = {"key": ["1"], "supplier": [str(child)], "parent": [str(holding)], "basis": ["majority"]}
    register.bring(NOBODY, "eigendom", {"ownership": owned}, type_="reference")
    named = register.organisation("Ministerie van BZK", "BZK")
    register.bring(named, "lijst", {"supplier": {"name": ["Centric Holding Nederland"]}})
    (namesake,) = (row[0] for row in db.execute("SELECT id FROM suppliers WHERE name = 'Centric Holding Nederland'"))
    db.execute(
        "INSERT INTO supplier_affiliations (match_id, parent_id, name, reason, rules, known_from)"
        " VALUES (%s, %s, '', '', '', %s) ON CONFLICT (match_id) DO UPDATE SET parent_id = excluded.parent_id",
        (namesake, holding, NOW),
    )
    by_supplier = subscribe(db, kinds=["supplier.*"], suppliers=[holding])
    fitting = [happen(db, "supplier.changed", supplier_id=one) for one in (holding, child, namesake)]
    happen(db, "supplier.changed", supplier_id=other)
    route(db, at=NOW)
    assert chosen_for(db, by_supplier.id) == fitting
    assert messages_to(db, by_supplier.id) == [("event", "pending")] * 3


def test_a_pause_keeps_what_fits_and_a_resumption_sends_it(session: Session) -> None:
    db = open_register(session).db
    made = subscribe(db)
    pause_subscription(db, made.id, deed())
    happen(db, "alert.contract-ends")
    assert route(db, at=NOW) == 1
    assert messages_to(db, made.id) == []
    resume_subscription(db, made.id, deed())
    assert messages_to(db, made.id) == [("event", "pending")]
    assert route(db, at=NOW) == 0


def test_what_waits_for_a_digest_goes_at_once_when_the_person_wants_that(session: Session) -> None:
    db = open_register(session).db
    made = subscribe(db, digest="weekly")
    happen(db, "alert.contract-ends")
    route(db, at=NOW)
    assert (len(chosen_for(db, made.id)), messages_to(db, made.id)) == (1, [])
    change_subscription(db, made.id, {"digest": "at_once"}, deed())
    assert messages_to(db, made.id) == [("event", "pending")]


def test_a_person_gets_one_mail_with_all_that_happened_at_once(session: Session) -> None:
    db = open_register(session).db
    made = subscribe(db, channel="mail", target="j.jansen@belastingdienst.example")
    for events in (3, 1):
        for _ in range(events):
            happen(db, "alert.contract-ends")
        assert route(db, at=NOW) == events
    assert messages_to(db, made.id) == [("digest", "pending"), ("event", "pending")]
    held = db.execute("SELECT count(*), count(DISTINCT delivery_id) FROM delivery_events").fetchone()
    assert held == (4, 2)


def test_who_was_told_of_a_deadline_hears_that_it_moved_and_nobody_else(session: Session) -> None:
    db = open_register(session).db
    deadline, owner = uuid4(), uuid4()
    chosen = [subscribe(db, kinds=kinds).id for kinds in (None, ["contract_ends"], ["planned_end"])]
    higher, curious = subscribe(db, role="cio_rijk").id, subscribe(db, kinds=["deadline.*"]).id
    told = happen(db, "alert.contract-ends", rung=90, role="system_owner", organisation_id=owner)
    db.execute(
        "INSERT INTO alerts (deadline_id, moment, target, rung, role, due_on, raised_at, state, event_position)"
        " VALUES (%s, 'end', '2026-12-31', 90, 'system_owner', '2026-10-02', %s, 'raised', %s)",
        (deadline, NOW, told),
    )
    route(db, at=NOW)
    moved = happen(db, "deadline.changed", subject=deadline, subject_kind="deadline", organisation_id=owner)
    gone = happen(db, "deadline.withdrawn", subject=deadline, subject_kind="deadline")
    assert route(db, at=NOW) == 6
    assert [chosen_for(db, one) for one in chosen] == [[told, moved, gone], [told, moved, gone], []]
    assert (chosen_for(db, higher), chosen_for(db, curious)) == ([], [moved, gone])
    assert route(db, at=NOW) == 0


def test_a_deadline_that_comes_to_light_late_is_told_to_who_chose_an_earlier_rung(session: Session) -> None:
    db = open_register(session).db
    deadline = uuid4()
    early, late, other = (subscribe(db, thresholds=rungs).id for rungs in ([90], [30, 7], [365]))
    data = {"deadline": {"id": str(deadline)}, "alert": {"moment": "end"}}
    told = happen(db, "alert.contract-ends", rung=30, role="system_owner", data=data)
    for rung, state, position in ((30, "raised", told), (90, "superseded", None)):
        db.execute(
            "INSERT INTO alerts (deadline_id, moment, target, rung, role, due_on, raised_at, state, event_position)"
            " VALUES (%s, 'end', '2026-12-14', %s, 'system_owner', %s, %s, %s, %s)",
            (deadline, rung, NOW, NOW, state, position),
        )
    assert route(db, at=NOW) == 2
    assert [chosen_for(db, one) for one in (early, late, other)] == [[told], [told], []]
