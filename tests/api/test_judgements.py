"""The review queue and the decisions of persons."""

from typing import Any
from uuid import UUID

import psycopg
import pytest
from starlette.testclient import TestClient

from registry.fingerprint import fingerprint
from registry.receiving import NOBODY
from tests.api.conftest import ACTING_AS
from tests.registry.bringing import Register, mentions

Json = dict[str, Any]
OTHER = {"X-Acting-As": "p.pieters@BZK"}


class World:
    """A curated supplier, and applications of a ministry with names that are like it."""

    def __init__(self, db: psycopg.Connection[Any], client: TestClient) -> None:
        self.register, self.client = Register(db), client
        self.bzk = self.register.organisation("Ministerie van BZK", "BZK")
        self.register.bring(NOBODY, "catalogus", {"supplier": {"name": ["Zonnedauw B.V."]}}, type_="reference")

    def applications(self, source: str, *vendors: str) -> None:
        columns: dict[str, list[str | None]] = {
            "name": [f"{source} {number}" for number in range(len(vendors))],
            "owner": [str(self.bzk)] * len(vendors),
            "vendor": [mentions(self.bzk, source, "supplier", vendor) for vendor in vendors],
        }
        named: list[str | None] = list(dict.fromkeys(vendors))
        self.register.bring(self.bzk, source, {"supplier": {"name": named}, "application": columns})

    def fingerprint(self) -> str:
        return fingerprint(self.register.db)

    def questions(self, query: str = "kind=supplier") -> list[Json]:
        answer = self.client.get(f"/v1/questions?{query}")
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    def judge(self, question: Json, verdict: str, headers: dict[str, str] = ACTING_AS) -> Json:
        sides = {side: question[side]["id"] for side in ("left", "right")}
        body = {"kind": question["kind"], **sides, "verdict": verdict, "reason": "Nagevraagd"}
        return self.post("/v1/judgements", body, headers)

    def post(self, address: str, body: Json, headers: dict[str, str] = ACTING_AS) -> Json:
        answer = self.client.post(address, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        found: Json = answer.json()
        return found

    def report(self) -> dict[str, float]:
        (block,) = self.client.get("/v1/reports/concentration?level=contractParty").json()["blocks"]
        return {row["name"]: row["low"] for row in block["rows"]}


@pytest.fixture
def world(db: psycopg.Connection[Any], client: TestClient) -> World:
    return World(db, client)


def pairs(questions: list[Json]) -> list[tuple[str, str]]:
    return [(one["left"]["name"], one["right"]["name"]) for one in questions]


def test_a_question_tells_what_speaks_for_it_and_what_it_moves(world: World) -> None:
    world.applications("lijst", "Zonnedouw", "Zonnedauw Software", "Zonnedauw Software")
    first, second = world.questions()
    assert pairs([first, second]) == [("Zonnedauw B.V.", "Zonnedauw Software"), ("Zonnedauw B.V.", "Zonnedouw")]
    assert [one["moves"]["applications"] for one in (first, second)] == [2, 1]
    assert (first["about"], first["right"]["mentions"]) == ("same", [{"source": "lijst", "key": "Zonnedauw Software"}])
    assert first["reasonsFor"]
    assert first["reasonsAgainst"]
    assert first["reasons"] == first["reasonsFor"] + first["reasonsAgainst"]
    assert first["rulesVersion"]
    assert 0.5 <= first["score"] < 1
    english = world.client.get("/v1/questions?kind=supplier", headers={"Accept-Language": "en"}).json()["items"][0]
    assert english["reasonsFor"] != first["reasonsFor"]


def test_the_queue_comes_in_pages_and_by_pattern(world: World) -> None:
    world.applications("lijst", "Zonnedouw", "Zonnedauw Software", "Zonnedauw Software")
    page = world.client.get("/v1/questions?kind=supplier&limit=1")
    assert pairs(page.json()["items"]) == [("Zonnedauw B.V.", "Zonnedauw Software")]
    following = page.headers["link"].partition(">")[0].removeprefix("<")
    assert pairs(world.client.get(following).json()["items"]) == [("Zonnedauw B.V.", "Zonnedouw")]
    assert len(world.questions("kind=supplier&pattern=SOFT")) == 1
    assert len(world.questions("kind=supplier&pattern=zonne*")) == 2
    assert world.questions("kind=supplier&pattern=*douw&limit=5")[0]["right"]["name"] == "Zonnedouw"
    assert world.questions("kind=supplier&pattern=100%25") == []
    assert world.client.get("/v1/questions?kind=supplier&after=zomaar").status_code == 400


def test_a_decision_is_seen_in_reports_at_once_and_teaches(world: World) -> None:
    world.applications("lijst", "Zonnedouw", "Zonnedauw B.V.")
    before, told = world.fingerprint(), world.report()
    assert (told["Zonnedauw B.V."], told["Zonnedouw"]) == (1, 1)
    decided = world.judge(world.questions()[0], "same")
    assert decided["disputed"] is False
    assert world.report() == {"Zonnedauw B.V.": 2} | {k: v for k, v in told.items() if not k.startswith("Zonne")}
    assert world.questions() == []
    answer = world.client.post("/v1/suppliers/_resolve", json={"cells": ["Zonnedouw"]}).json()
    (mention,) = answer["items"][0]["mentions"]
    assert (mention["outcome"], mention["supplier"]["name"]) == ("sure", "Zonnedauw B.V.")
    assert "mens" in mention["reasons"][0]
    undone = world.post(f"/v1/judgements/{decided['id']}/_undo", {"reason": "Toch niet"})
    assert undone["undone"] == decided["id"]
    assert (world.fingerprint(), len(world.questions())) == (before, 1)


def test_many_are_decided_and_undone_in_one_step(world: World) -> None:
    world.applications("lijst", "Zonnedouw", "Zonnedauw Software")
    before = world.fingerprint()
    body = {"kind": "supplier", "pattern": "zonne*", "verdict": "same", "reason": "Alle van Zonnedauw"}
    decided = world.post("/v1/judgements/_bulk", body)
    assert (decided["pairs"], decided["leftOut"], world.questions()) == (2, 0, [])
    assert world.report()["Zonnedauw B.V."] == 2
    world.post(f"/v1/judgements/{decided['id']}/_undo", {"reason": "Vergissing"})
    asked = world.questions()
    assert (world.fingerprint(), len(asked)) == (before, 2)
    given = [{side: one[side]["id"] for side in ("left", "right")} for one in asked]
    apart = {"kind": "supplier", "pairs": given, "verdict": "different", "reason": "Anderen"}
    assert (world.post("/v1/judgements/_bulk", apart)["pairs"], world.questions()) == (2, [])


def test_a_name_that_may_be_two_others_is_not_decided_by_pattern(world: World) -> None:
    world.register.bring(NOBODY, "nog een", {"supplier": {"name": ["Zonnedeuw B.V."]}}, type_="reference")
    world.applications("lijst", "Zonnedouw")
    asked = world.questions()
    assert pairs(asked) == [("Zonnedauw B.V.", "Zonnedouw"), ("Zonnedeuw B.V.", "Zonnedouw")] or len(asked) == 2
    assert [one["neighbours"][0]["name"] for one in asked] == [one["left"]["name"] for one in reversed(asked)]
    body = {"kind": "supplier", "pattern": "zonne", "verdict": "same", "reason": "Dat is er een"}
    answer = world.client.post("/v1/judgements/_bulk", json=body, headers=ACTING_AS)
    assert (answer.status_code, answer.json()["detail"]) == (400, "Er is niets om over te beslissen.")
    assert world.post("/v1/judgements/_bulk", body | {"into": asked[1]["left"]["id"]})["pairs"] == 1
    assert world.questions() == []


def test_persons_who_disagree_leave_a_question(world: World) -> None:
    world.applications("lijst", "Zonnedouw")
    (question,) = world.questions()
    before = world.fingerprint()
    assert world.judge(question, "different")["disputed"] is False
    assert world.questions() == []
    assert world.judge(question, "same", OTHER)["disputed"] is True
    assert (world.fingerprint(), pairs(world.questions())) == (before, pairs([question]))
    assert "tegen" in " ".join(world.questions()[0]["reasonsAgainst"])


def test_the_history_keeps_everything(world: World) -> None:
    world.applications("lijst", "Zonnedouw")
    (question,) = world.questions()
    decided = world.judge(question, "same")
    world.post(f"/v1/judgements/{decided['id']}/_undo", {"reason": "Toch niet"})
    answer = world.client.get("/v1/judgements?kind=supplier").json()
    told = [(one["verdict"], one["reasons"], one["decidedBy"], one["stands"]) for one in answer["items"]]
    assert told == [("withdrawn", ["Toch niet"], "j.jansen", False), ("same", ["Nagevraagd"], "j.jansen", False)]
    assert answer["items"][1]["right"]["name"] == "Zonnedouw"
    left = question["left"]["id"]
    page = world.client.get(f"/v1/judgements?recordId={left}&limit=1")
    assert page.json()["items"] == answer["items"][:1]
    following = page.headers["link"].partition(">")[0].removeprefix("<")
    assert world.client.get(following).json()["items"] == answer["items"][1:]
    (rule,) = world.client.get("/v1/judgements?by=rule").json()["items"]
    assert (rule["by"], rule["verdict"], rule["id"], rule["decidedBy"]) == ("rule", "ask", None, None)
    assert (rule["rulesVersion"], len(rule["reasons"]) > 0) == (question["rulesVersion"], True)


def test_what_cannot_be_decided_is_told(world: World) -> None:
    world.applications("lijst", "Zonnedouw")
    (question,) = world.questions()
    world.judge(question, "same")
    sides = {side: question[side]["id"] for side in ("left", "right")}
    stale = {"kind": "supplier", **sides, "verdict": "same", "reason": "Nog eens"}
    answers = {
        "stale": world.client.post("/v1/judgements", json=stale, headers=ACTING_AS),
        "no reason": world.client.post("/v1/judgements", json=stale | {"reason": " "}, headers=ACTING_AS),
        "nobody": world.client.post("/v1/judgements", json=stale),
        "strangers": world.client.post("/v1/judgements", json=stale | {"left": str(UUID(int=1))}, headers=ACTING_AS),
        "no such": world.client.post("/v1/judgements/99999999/_undo", json={"reason": "x"}, headers=ACTING_AS),
        "both": world.client.post(
            "/v1/judgements/_bulk",
            json={"kind": "supplier", "pairs": [sides], "pattern": "x", "verdict": "same", "reason": "x"},
            headers=ACTING_AS,
        ),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "stale": 400, "no reason": 400, "nobody": 400, "strangers": 400, "no such": 404, "both": 400,
    }  # fmt: skip
    assert answers["stale"].json()["detail"] == "Dit is al één gegeven."
    (problem,) = answers["no reason"].json()["errors"]
    assert problem["detail"] == "Dit mag niet leeg zijn."
    assert answers["no such"].json()["detail"] == "Beslissing 99999999 is niet gevonden."
    assert answers["both"].json()["detail"] == "Geef pairs of pattern, een van beide."


def test_the_same_request_again_decides_once(world: World) -> None:
    world.applications("lijst", "Zonnedouw")
    body = {"kind": "supplier", "pattern": "zonne*", "verdict": "same", "reason": "Zelfde"}
    first, again = (world.post("/v1/judgements/_bulk", body, ACTING_AS | {"Idempotency-Key": "k"}) for _ in range(2))
    assert first == again


def test_products_merge_and_come_apart_exactly(world: World) -> None:
    for source, name in (("een", "Zaaksuite"), ("twee", "Zaaksuite Pro")):
        world.register.bring(world.bzk, source, {"product": {"name": [name], "kind": ["software"]}})
    found = world.client.get("/v1/products").json()["items"]
    before = world.fingerprint()
    question = {"kind": "product", "left": found[0], "right": found[1]}
    decided = world.judge(question, "same")
    assert len(world.client.get("/v1/products").json()["items"]) == 1
    assert world.fingerprint() != before
    world.post(f"/v1/judgements/{decided['id']}/_undo", {"reason": "Toch twee"})
    assert world.fingerprint() == before


def test_applications_of_a_user_and_its_provider_are_proposed_merge_and_come_apart(world: World) -> None:
    ssc = world.register.organisation("SSC-ICT", "SSC-ICT")
    known = {"supplier": {"name": ["SSC-ICT"], "kind": ["government"]}}
    world.register.bring(NOBODY, "dienstverleners", known, type_="reference")
    listed: dict[str, list[str | None]] = {"name": ["Digidoc", "Postbus"], "owner": [str(ssc)] * 2}
    listed["users"] = ["{" + str(world.bzk) + "}"] * 2
    world.register.bring(ssc, "objecten", {"application": listed}, type_="provider")
    own = {"application": {"name": ["Digidoc", "Postbus"], "owner": [str(world.bzk)] * 2}}
    world.register.bring(world.bzk, "lijst", own)
    pages = [world.client.get("/v1/questions?kind=application&limit=1")]
    while "link" in pages[-1].headers:
        pages.append(world.client.get(pages[-1].headers["link"].partition(">")[0].removeprefix("<")))
    found = [one for page in pages for one in page.json()["items"]]
    assert sorted(pairs(found)) == [("Digidoc", "Digidoc"), ("Postbus", "Postbus")]
    assert {one["about"] for one in found} == {"roles"}
    before = world.fingerprint()
    decided = world.judge(found[0], "same")
    assert len(world.questions("kind=application")) == 1
    world.post(f"/v1/judgements/{decided['id']}/_undo", {"reason": "Toch twee"})
    assert (world.fingerprint(), len(world.questions("kind=application"))) == (before, 2)
