"""What the tabular importer makes of the samples is what the truth about them says."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import yaml

from importers.context import Context
from importers.tabular import read_tabular
from registry.staging import Batch, ProblemFound
from samples.generate import HERE

FILES = [dict(entry) for entry in yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))["files"]]
TRUTH = yaml.safe_load((HERE / "truth.yaml").read_text(encoding="utf-8"))["files"]
COMPARED = {
    "application": (
        *("name", "lifecycle_state", "criticality", "availability", "integrity", "confidentiality", "tbb", "bbn"),
        *("classification", "kind", "user_count", "personal_data"),
        *("planned_start", "actual_start", "planned_end", "actual_end"),
    ),
    "cloud_service": ("name", "deployment", "materiality", "risk_assessment", "storage_countries"),
    "supplier": (),  # a row mentions the owner as well
    "organisation": (),  # a row mentions what it is part of as well
    "assessment": ("what", "done_on", "valid_until"),
    "finding": ("name", "identifier", "what", "severity", "opened_on", "closed_on"),
    "support_purchase": ("until",),
    "application_phase": ("state", "planned", "actual"),
}
DATES = ("_start", "_end", "_on", "until", "planned", "actual")


def _read(entry: dict[str, Any]) -> list[Any]:
    mapping = yaml.safe_load((HERE / entry["mapping"]).read_text(encoding="utf-8")) if entry["mapping"] else {}
    context = Context(
        source=UUID(int=1), organisation=str(UUID(int=2)), organisation_name=entry["organisation"]["name"],
        as_of=date.fromisoformat(entry["as_of"]), filename=entry["file"], mapping=mapping,
    )  # fmt: skip
    return list(read_tabular(HERE / entry["file"], context))


def _truth(entry: dict[str, Any]) -> dict[str, Any]:
    return dict(TRUTH[entry["file"].removeprefix("inventories/")])


def _canonical(field: str, told: str) -> str | None:
    """A fact of the truth as the register writes it."""
    if not told:
        return None
    if field.endswith(DATES):
        return _range(told)
    if field.endswith("_countries"):
        return "{" + ",".join(sorted(told.split("; "))) + "}"
    return {"ja": "t", "nee": "f"}.get(told, told) if field == "personal_data" else told


def _range(told: str) -> str:
    year, _, rest = told.partition("-")
    if not rest:
        return f"[{year}-01-01,{int(year) + 1}-01-01)"
    first = 3 * int(rest[1:]) - 2 if rest.startswith("Q") else int(rest[:2])
    if len(rest) > 3:
        day = date.fromisoformat(told)
        return f"[{day},{date.fromordinal(day.toordinal() + 1)})"
    after = first + (3 if rest.startswith("Q") else 1)
    return f"[{year}-{first:02d}-01,{int(year) + after // 13}-{(after - 1) % 12 + 1:02d}-01)"


def _stated(found: list[Any], kind: str) -> Iterator[tuple[int, dict[str, str | None]]]:
    for batch in found:
        if isinstance(batch, Batch) and batch.kind == kind:
            for at, row in enumerate(batch.rows):
                yield row, {name: column[at] for name, column in zip(batch.fields, batch.columns, strict=True)}


@pytest.fixture(scope="module", params=FILES, ids=[entry["file"].split("/")[1].split("-")[0] for entry in FILES])
def entry(request: pytest.FixtureRequest) -> tuple[dict[str, Any], list[Any]]:
    return request.param, _read(request.param)


def test_as_many_records_as_the_truth_and_every_fact_as_told(entry: tuple[dict[str, Any], list[Any]]) -> None:
    told, found = entry
    truth = _truth(told)
    with (HERE / truth["facts"]).open(encoding="utf-8", newline="") as file:
        facts = {int(fact["row"]): fact for fact in csv.DictReader(file)}
    stated = {row: fields for row, fields in _stated(found, told["kind"]) if row in facts}
    assert set(stated) == set(facts)
    unnamed = {defect["row"] for defect in truth["defects"] if defect["expected"] == "name_missing"}
    wrong = [
        (row, name, _canonical(name, fact[name]), stated[row].get(name))
        for row, fact in facts.items()
        for name in COMPARED[told["kind"]]
        if _canonical(name, fact[name]) != stated[row].get(name) and not (name == "name" and row in unnamed)
    ]
    if "ssc-ict" in told["file"]:  # it has names of its own for what others own
        wrong = [one for one in wrong if one[1] != "name"]
    assert wrong == []


def test_every_problem_in_a_cell_is_one_put_there(entry: tuple[dict[str, Any], list[Any]]) -> None:
    told, found = entry
    expected = Counter((defect["row"], defect["expected"]) for defect in _truth(told)["defects"])
    cells = {(p.row, p.code) for p in found if isinstance(p, ProblemFound) and p.row and p.position is not None}
    surprising = {one for one in cells if one[1].startswith(("not_a", "unknown_c", "kvk_")) and one not in expected}
    missed = {
        one for one in expected if one[1].startswith(("not_a_d", "not_an_a", "not_a_biv", "kvk_")) and one not in cells
    }
    assert (surprising, missed) == (set(), set())
