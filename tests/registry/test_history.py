"""The versions of a record, and the pages of an import: what each row would do, and did."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from registry.editing import change_record, judge
from registry.errors import InvalidInput, NotFound
from registry.queries.history import Version, list_versions
from registry.queries.imports import (
    count_problems,
    get_import,
    list_columns,
    list_imports,
    list_problems,
    list_questions,
    list_rows,
)
from registry.staging import ProblemFound, write_problems
from tests.registry.bringing import Register, mentions, open_register


@pytest.fixture
def register(session: Session) -> Register:
    return open_register(session)


@pytest.fixture
def bzk(register: Register) -> UUID:
    return register.organisation("Ministerie van BZK", "BZK")


def told(versions: list[Version]) -> list[tuple[str, str, dict[str, tuple[object, object]]]]:
    return [
        (v.cause.step, v.cause.by, {c.field: (c.old, c.new) for c in v.changes}) if v.cause else ("", "", {})
        for v in versions
    ]


def test_each_version_tells_what_changed_and_by_what(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "inventaris", {"application": {"name": ["A"], "owner": [str(bzk)], "tbb": ["4"]}})
    record = register.id_of("application", "A")
    second = register.bring(bzk, "inventaris", {"application": {"name": ["A"], "tbb": ["3"]}}, as_of="2026-02-01")
    change_record(register.db, "application", record, {"userCount": 5}, register.deed(bzk, "Geteld"))
    register.undo(second)
    versions = list_versions(register.db, "application", record)
    assert told(versions) == [
        ("undo", "test", {"tbb": ("3", "4")}),
        ("apply", "j.jansen", {"userCount": (None, 5)}),
        ("apply", "test", {"tbb": ("4", "3")}),
        (
            "apply",
            "test",
            {"name": (None, "A"), "ownerId": (None, {"id": bzk, "name": "Ministerie van BZK"}), "tbb": (None, "4")},
        ),
    ]
    assert [v.known_until for v in versions] == [None, *(v.known_from for v in versions[:-1])]
    assert [v.cause.reason for v in versions if v.cause] == [None, "Geteld", None, None]


def test_a_record_that_is_gone_still_has_its_history(register: Register, bzk: UUID) -> None:
    number = register.bring(bzk, "inventaris", {"application": {"name": ["A"]}})
    record = register.id_of("application", "A")
    register.undo(number)
    versions = list_versions(register.db, "application", record)
    assert [(v.removed, step, changes) for v, (step, _, changes) in zip(versions, told(versions), strict=True)] == [
        (True, "undo", {"name": ("A", None)}),
        (False, "apply", {"name": (None, "A")}),
    ]
    with pytest.raises(NotFound):
        list_versions(register.db, "application", uuid4())


def test_a_judgement_is_a_cause(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "een", {"application": {"name": ["A"], "owner": [str(bzk)]}})
    register.bring(bzk, "twee", {"application": {"name": ["B"], "owner": [str(bzk)], "tbb": ["4"]}})
    left, right = register.id_of("application", "A"), register.id_of("application", "B")
    judge(register.db, "application", (left, right), "same", register.deed(bzk, "Hetzelfde"))
    cause = list_versions(register.db, "application", left)[0].cause
    assert cause
    assert (cause.step, cause.by, cause.reason) == ("judge", "j.jansen", "Hetzelfde")


def test_an_import_and_what_it_did(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "inventaris", {"application": {"name": ["A", "B"], "owner": [str(bzk)] * 2}})
    number = register.bring(
        bzk, "inventaris", {"application": {"name": ["A", "B", "C"], "owner": [str(bzk)] * 3, "tbb": ["1", None, None]}},
        as_of="2026-02-01",
    )  # fmt: skip
    found = get_import(register.db, number)
    assert (found["state"], found["source"]["name"], found["organisation"]["id"], found["filename"]) == (
        "applied",
        "inventaris",
        bzk,
        "inventaris.csv",
    )
    assert [(row["action"], row["rows"]) for row in found["rows"]] == [("add", 1), ("change", 2)]
    assert [(row["action"], row["records"]) for row in found["changes"]] == [("add", 1), ("change", 1)]
    assert [one["id"] for one in list_imports(register.db, organisation=bzk)] == [number, number - 1]
    assert [one["id"] for one in list_imports(register.db, organisation=bzk, after=number)] == [number - 1]
    assert list_imports(register.db, state="failed") == []
    with pytest.raises(NotFound):
        get_import(register.db, 10**9)


def test_rows_tell_what_they_change_before_and_after_applying(register: Register, bzk: UUID) -> None:
    kpn, oracle = (mentions(bzk, "inventaris", "supplier", name) for name in ("KPN", "Oracle"))
    suppliers = {"supplier": {"name": ["KPN", "Oracle"]}}
    register.bring(
        bzk, "inventaris", suppliers | {"application": {"name": ["A", "B"], "tbb": ["4", "4"], "vendor": [kpn, None]}}
    )
    columns: dict[str, list[str | None]] = {
        "name": ["B", "A", "C"],
        "tbb": ["4", "3", None],
        "vendor": [None, oracle, None],
    }
    changed = {"application": columns}
    staged = register.stage(bzk, "inventaris", changed, as_of="2026-02-01")
    rows = list_rows(register.db, staged, "application")
    assert [(row["row"], row["name"], row["action"]) for row in rows] == [
        (2, "B", "unchanged"),
        (3, "A", "change"),
        (4, "C", "add"),
    ]
    changes = {one["field"]: (one["old"], one["new"]) for one in rows[1]["changes"]}
    assert changes["tbb"] == ("4", "3")
    assert [[one["name"] for one in side] for side in changes["vendor"]] == [["KPN"], ["Oracle"]]
    assert [row["name"] for row in list_rows(register.db, staged, "application", after=rows[0]["place"], limit=1)] == [
        "A"
    ]
    assert [row["name"] for row in list_rows(register.db, staged, "application", action="add")] == ["C"]
    with pytest.raises(InvalidInput):
        list_rows(register.db, staged, "application", after="'; drop")


def test_rows_of_an_applied_import_still_tell_what_they_changed(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "inventaris", {"application": {"name": ["A"], "tbb": ["4"]}})
    number = register.bring(bzk, "inventaris", {"application": {"name": ["A"], "tbb": ["3"]}}, as_of="2026-02-01")
    (row,) = list_rows(register.db, number, "application")
    assert row["changes"] == [{"field": "tbb", "old": "4", "new": "3"}]
    assert row["record"] == {"id": register.id_of("application", "A"), "name": "A"}


def test_a_row_that_joins_tells_whom(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "een", {"application": {"name": ["Kluis"], "owner": [str(bzk)]}})
    staged = register.stage(bzk, "twee", {"application": {"name": ["KLUIS"], "owner": [str(bzk)]}})
    register.db.execute("UPDATE staged_rows SET action = 'join' WHERE import_id = %s", (staged,))
    (row,) = list_rows(register.db, staged, "application")
    assert row["record"] == {"id": register.id_of("application", "Kluis"), "name": "Kluis"}


def test_problems_and_columns(register: Register, bzk: UUID) -> None:
    number = register.stage(bzk, "inventaris", {"application": {"name": ["A"]}})
    register.db.execute(
        "INSERT INTO import_columns (import_id, sheet, position, sheet_name, heading, field, certainty, basis, samples)"
        " VALUES (%s, 0, 2, 'Blad1', 'Einddatum', 'application.planned_end', 0.9, 'synonym', '{ooit}')",
        (number,),
    )
    write_problems(
        register.db,
        number,
        [
            ProblemFound("not_a_date", "error", 0, 2, 2, "ooit"),
            ProblemFound("not_a_date", "error", 0, 3, 2, "straks"),
            ProblemFound("columns_not_mapped", "note", 0, 1, parameters={"count": 1}),
        ],
    )
    assert count_problems(register.db, number) == [
        {"code": "not_a_date", "severity": "error", "count": 2},
        {"code": "columns_not_mapped", "severity": "note", "count": 1},
    ]
    first, second = list_problems(register.db, number, code="not_a_date")
    assert (first["heading"], first["sheetName"], first["rowNumber"], first["value"]) == (
        "Einddatum",
        "Blad1",
        2,
        "ooit",
    )
    assert [one["id"] for one in list_problems(register.db, number, code="not_a_date", after=first["id"])] == [
        second["id"]
    ]
    assert [(one["position"], one["samples"]) for one in list_columns(register.db, number)] == [(2, ["ooit"])]


def test_questions_of_one_import_and_of_numbers_that_differ(register: Register, bzk: UUID) -> None:
    register.bring(bzk, "een", {"supplier": {"name": ["Atos"], "kvk": ["30132762"]}})
    number = register.bring(bzk, "twee", {"supplier": {"name": ["Atos"], "kvk": ["27124701"]}})
    (question,) = list_questions(register.db, "supplier", import_id=number).items
    assert question.reasons == ("Gelijk: naam.", "KvK-nummer verschilt: 30132762 en 27124701.")
    assert question.reasons_en == ("The same: name.", "KvK number differs: 30132762 and 27124701.")
    assert list_questions(register.db, "application", import_id=number).items == []
