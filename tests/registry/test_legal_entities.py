import csv
import gzip
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from importers.gleif_entities import file_of, read_entities
from registry.actors import Actor, Deed
from registry.company_names import normalise
from registry.errors import InvalidInput, NotFound, RegisterError
from registry.fingerprint import fingerprint
from registry.legal_entities import Loaded, adopt, gleif_data, load_entities, why_never
from registry.queries.legal_entities import MOST, find_entities
from registry.receiving import NOBODY
from registry.resolving.matching import Db
from tests.importers.gleif_answers import lei_of
from tests.registry.bringing import Register, open_register

HEADINGS = ["lei", "legal_name", "country", "category", "kw_technology"]
ROWS = [
    ["ACME", "ACME B.V.", "NL", "GENERAL"], ["ACMEINC", "Acme, Inc.", "US", "GENERAL"], ["ACMEFUND", "Acme Fund", "NL", "FUND"],
    ["ACMEPENS", "Stichting Pensioenfonds Acme", "NL", "GENERAL"], ["KALE", "Kale", "NL", "GENERAL"],
    ["SHEET", "=cmd|'/C calc'!A0", "NL", "GENERAL"], ["TAB", "Tab\\N\t\"B.V.\"; DROP TABLE legal_entities", "NL", "GENERAL"],
    ["ZZP", "J. Jansen", "NL", "SOLE_PROPRIETOR"], ["GOV", "Gemeente Voorbeeld", "NL", "RESIDENT_GOVERNMENT_ENTITY"],
]  # fmt: skip


def write(folder: Path, rows: list[list[str]] = ROWS, name: str = "lijst.csv", headings: list[str] = HEADINGS) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *([lei_of(row[0]), *row[1:], "False"] for row in rows)])
    path = folder / name
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def load(register: Register, path: Path) -> Loaded:
    return load_entities(register.db, read_entities(path), file_of(path), register.deed(NOBODY))


def names(db: Db) -> dict[str, str | None]:
    return dict(db.execute("SELECT name, never FROM legal_entities").fetchall())


def test_a_list_is_loaded_once_and_replaced_as_a_whole(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    before = fingerprint(register.db)
    assert load(register, write(tmp_path)) == Loaded(9, 9)
    assert load(register, write(tmp_path)) == Loaded(9, repeated=True)
    assert names(register.db)["=cmd|'/C calc'!A0"] is None  # kept as it stands there; nothing runs it
    assert names(register.db)['Tab\\N "B.V."; DROP TABLE legal_entities'] is None
    newer = [["ACME", "Acme Nederland B.V.", "NL", "GENERAL"], *ROWS[1:5], ["NIEUW", "Nieuw B.V.", "NL", "GENERAL"]]
    assert load(register, write(tmp_path, newer, "nieuw.csv.gz")) == Loaded(6, 1, 1, 4)
    history = register.db.execute(
        "SELECT filename, rows, replaced_at IS NULL FROM legal_entity_files ORDER BY id"
    ).fetchall()
    assert history == [("lijst.csv", 9, False), ("nieuw.csv.gz", 6, True)]
    assert fingerprint(register.db) == before  # candidates are no part of the register
    assert register.db.execute("SELECT count(*) FROM suppliers").fetchone() == (0,)


def test_what_is_never_a_supplier_is_kept_with_the_reason(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    load(register, write(tmp_path))
    found = names(register.db)
    assert (found["Acme Fund"], found["Stichting Pensioenfonds Acme"], found["J. Jansen"]) == (
        "fund", "pension", "natural_person")  # fmt: skip
    assert found["ACME B.V."] is found["Gemeente Voorbeeld"] is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("ESG Domestic Opportunity Offshore Fund Ltd.", "fund"), ("Global Infra Fonds SCSp SICAV-RAIF", "fund"),
        ("F&C LDI Fund - Series 2 Sub-Fund", "fund"), ("Centrica Employees Share Trust", "pension"),
        ("Royal Mail Pension Plan", "pension"), ("Hydro Electric Pension Scheme Trustees Limited", "pension"),
        ("The Trustee for Inter Aust Food Brokers Unit Trust", "trust"), ("Voorbeeld Family Trust", "trust"),
        ("Global Markets Trust LLC", "trust"), ("Toyota Auto Loan Extended Note Trust 2022-1", "trust"),
        ("Atos Medical AB", None), ("Centrica Energy Limited", None),
        ("Trust International B.V.", None), ("Entrust Limited", None), ("Fundamental Software B.V.", None),
        ("Centric Pension & Insurance Solutions B.V.", None), ("CLO Virtual Fashion Inc.", None), ("Plan B.V.", None),
        ("Portfolio Software B.V.", None), ("Trustwave Holdings, Inc.", None), ("Microsoft Mobile Oy", None),
    ],
)  # fmt: skip
def test_names_that_make_an_entity_no_supplier(name: str, reason: str | None) -> None:
    assert why_never("GENERAL", normalise(name)) == reason


def test_categories() -> None:
    acme = normalise("Acme B.V.")
    assert [why_never(one, acme) for one in ("FUND", "BRANCH", "SOMETHING_NEW", "GENERAL")] == [
        "fund", "branch", "unknown_category", None]  # fmt: skip
    assert gleif_data()["never"].keys() >= {*gleif_data()["names"], "unknown_category"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("lei,naam\n", 1, "legal_name, country, category"),
        ("", 1, "ontbreken"),
        ("lei,legal_name,country,category\n", 1, "geen entiteiten"),
        ("lei,legal_name,country,category\n{A},A,NL,GENERAL\nFOUT,B,NL,GENERAL\n", 3, "geen LEI"),
        ("lei,legal_name,country,category\n{A},A,NL\n", 2, "kolommen"),
        ("lei,legal_name,country,category\n{A},,NL,GENERAL\n", 2, "naam"),
        ("lei,legal_name,country,category\n{A},A,Nederland,GENERAL\n", 2, "geen land"),
        ("lei,legal_name,country,category\n{A},A,NL,GENERAL\n{A},B,NL,GENERAL\n", 3, "ook op regel 2"),
        ('lei,legal_name,country,category\n{A},"A,NL,GENERAL\n', 2, "onleesbaar"),
        ("lei,legal_name,country,category\n{A},\udcff,NL,GENERAL\n", 2, "onleesbaar"),
        ("lei,legal_name,country,category\n{A}," + "A" * 200_000 + ",NL,GENERAL\n", 2, "te groot"),
    ],
)
def test_a_bad_list_is_refused_with_the_line(
    session: Session, tmp_path: Path, content: str, line: int, words: str
) -> None:
    register = open_register(session)
    load(register, write(tmp_path))
    path = tmp_path / "fout.csv"
    path.write_bytes(content.replace("{A}", lei_of("A")).encode("utf-8", "surrogateescape"))
    with pytest.raises(InvalidInput) as raised, register.db.transaction():
        load(register, path)
    assert f"fout.csv, regel {line}" in raised.value.sentence, raised.value.sentence
    assert words in raised.value.sentence
    assert f"fout.csv, line {line}" in raised.value.sentence_en
    assert len(names(register.db)) == 9


def test_a_broken_archive_is_refused(session: Session, tmp_path: Path) -> None:
    whole = write(tmp_path, name="lijst.csv.gz").read_bytes()
    path = tmp_path / "half.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])
    register = open_register(session)
    with pytest.raises(RegisterError, match="onleesbaar"), register.db.transaction():
        load(register, path)
    assert names(register.db) == {}


def test_candidates_bear_exactly_the_name_and_no_other_legal_form(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    load(register, write(tmp_path))
    asked = [
        "Acme",
        "acme bv",
        "ACME Inc",
        "Acme Fund",
        "Acme Nederland",
        "Kale B.V.",
        "Kale Inc.",
        "",
        "=cmd|'/C calc'!A0",
    ]
    found = [[one.name for one in candidates] for candidates in find_entities(register.db, asked, "NL")]
    assert found == [
        ["ACME B.V.", "Acme, Inc."],
        ["ACME B.V."],
        ["Acme, Inc."],
        [],
        [],
        ["Kale"],
        [],
        [],
        ["=cmd|'/C calc'!A0"],
    ]
    assert find_entities(register.db, ["Acme"], "US")[0][0].name == "Acme, Inc."
    (candidate,) = find_entities(register.db, ["acme bv"], "NL")[0]
    assert (candidate.lei, candidate.country) == (lei_of("ACME"), "NL")
    assert [nl for nl, _ in candidate.reasons] == [
        "Dezelfde naam in het LEI-register.", "Ook de rechtsvorm is gelijk (bv).", "Het land is gelijk (NL)."]  # fmt: skip
    assert find_entities(register.db, []) == []


def test_at_most_five(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    load(register, write(tmp_path, [[f"D{number}", "Delta B.V.", "NL", "GENERAL"] for number in range(9)]))
    assert [len(one) for one in find_entities(register.db, ["Delta", "Delta BV"])] == [MOST, MOST]


def test_adopting_just_after_midnight_speaks_for_the_new_day(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    load(register, write(tmp_path))
    adopt(register.db, lei_of("ACME"), Deed(Actor("j.jansen", NOBODY), datetime(2030, 12, 31, 23, 30, tzinfo=UTC)))
    assert register.db.execute("SELECT as_of FROM imports").fetchall() == [(date(2031, 1, 1),)]


def test_adopting_makes_a_supplier_that_can_be_taken_back(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    load(register, write(tmp_path))
    before = fingerprint(register.db)
    deed = register.deed(NOBODY, reason="Levert de licenties")
    made = adopt(register.db, lei_of("ACME"), deed)
    row = register.db.execute(
        "SELECT name, lei, country_of_incorporation, kind FROM suppliers WHERE id = %s", (made,)
    ).fetchone()
    assert row == ("ACME B.V.", lei_of("ACME"), "NL", "company")
    known = fingerprint(register.db)
    assert adopt(register.db, lei_of("ACME"), register.deed(NOBODY)) == made
    assert fingerprint(register.db) == known
    (number, importer, by, reason) = register.db.execute(
        "SELECT max(id), min(importer), min(received_by), min(reason) FROM imports"
    ).fetchone() or (0, "", "", "")
    assert (importer, by, reason) == ("gleif", "j.jansen", "Levert de licenties")
    register.undo(number)
    assert fingerprint(register.db) == before


def test_a_fund_and_a_stranger_are_not_adopted(session: Session, tmp_path: Path) -> None:
    register = open_register(session)
    load(register, write(tmp_path))
    with pytest.raises(InvalidInput, match="geen leverancier: Beleggingsfonds"):
        adopt(register.db, lei_of("ACMEFUND"), register.deed(NOBODY))
    with pytest.raises(NotFound):
        adopt(register.db, lei_of("WEG"), register.deed(NOBODY))
