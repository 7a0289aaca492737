"""Reference data: what is refused, what a new version does, and what the ministries were called and became."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from registry.codes import load_folder
from registry.errors import InvalidInput
from registry.fingerprint import fingerprint
from registry.identifiers import oin_of_kvk
from registry.queries.organisations_over_time import Belonging, load_belonging
from registry.queries.origin import load_origins
from registry.receiving import NOBODY
from registry.reference import load_reference, organisation_match, read_reference
from registry.resolving.matching import Db
from registry.staging import match_id, source_id
from tests.registry.bringing import Register, open_register

LATER = datetime(2026, 11, 24, 9, tzinfo=UTC)
AFTER = datetime(2026, 12, 2, 9, tzinfo=UTC)


@pytest.fixture
def register(furnished_session: Session) -> Register:
    """A register with the reference data in it."""
    return open_register(furnished_session)


def text_of(name: str) -> str:
    """All files of a name as one: the head of the first, and the entries of each."""
    first, *others = load_folder(name).values()
    return first + "".join(text.partition(f"\n{name}:\n")[2] for text in others)


def one(db: Db, query: str) -> tuple[object, ...] | None:
    return db.execute(query.encode()).fetchone()


def test_the_ministries_have_the_identifiers_of_their_registers(register: Register) -> None:
    rows = register.db.execute(
        "SELECT abbreviation, tooi, oin, kvk, roo FROM organisations WHERE kind = 'ministry' ORDER BY tooi"
    ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    today = {"AZ", "BZ", "DEF", "VWS", "BZK", "EZK", "JenV", "SZW", "FIN", "OCW", "IenW", "LVVN"}
    assert set(found) == today | {"AenM", "VRO", "KGG", "VenW", "VROM"}
    assert found["AenM"] == ("mnre1162", "00000003953209700000", "95320970", "29481986")
    assert found["VWS"] == ("mnre1025", "00000002003182447001", "52511170", "8591")
    assert all(found[name][1] == oin_of_kvk(found[name][2]) for name in ("AenM", "VRO", "KGG"))


@pytest.mark.parametrize(
    ("written", "ministry"),
    [
        ("BUZA", "BZ"), ("BZ", "BZ"), ("VenJ", "JenV"), ("Veiligheid en Justitie", "JenV"), ("IenM", "IenW"),
        ("EZ", "EZK"), ("Min. van EZ", "EZK"), ("Ministerie van Economische Zaken", "EZK"), ("LNV", "LVVN"),
        ("DEF", "DEF"), ("Fin", "FIN"), ("KGG", "KGG"), ("ministerie van Asiel en Migratie", "AenM"),
        ("BD", "BD"), ("RWS", "RWS"), ("SSC-ICT", None), ("AR", "AR"), ("TK", "TK"), ("NO", "NO"),
    ],
)  # fmt: skip
def test_old_and_short_names_mean_who_they_meant(register: Register, written: str, ministry: str | None) -> None:
    mention = match_id(source_id(NOBODY, "websites"), "organisation", written)
    register.bring(NOBODY, "websites", {"organisation": {"name": [written]}}, type_="register")
    row = register.db.execute(
        "SELECT o.abbreviation, o.name FROM matches m JOIN organisations o ON o.id = m.record_id WHERE m.id = %s",
        (mention,),
    ).fetchone()
    assert row is not None
    assert row[0] == ministry
    assert row[1] != written or ministry is None


def below(belonging: Belonging, abbreviation: str) -> str | None:
    found = [body.id for body in belonging.bodies.values() if body.abbreviation == abbreviation]
    return belonging.bodies[belonging.top(found[0])].abbreviation


@pytest.mark.parametrize(
    ("on", "tops"),
    [
        (date(2016, 8, 25), {"RVO": "EZ", "NVWA": "EZ", "IND": "VenJ", "RWS": "IenM", "KOOP": "BZK", "DUO": "OCW"}),
        (date(2025, 6, 1), {"KGG": "KGG", "RVO": "EZ", "NEa": "KGG", "IND": "AenM", "RVB": "VRO", "NVWA": "LVVN"}),
        (date(2026, 2, 22), {"KGG": "KGG", "VRO": "VRO", "AenM": "AenM", "DICTU": "EZ"}),
        (date(2026, 2, 23), {"KGG": "EZK", "VRO": "BZK", "AenM": "JenV", "DICTU": "EZK", "COA": "JenV", "RVB": "BZK"}),
    ],
)
def test_organisations_roll_up_to_the_ministry_of_the_day(register: Register, on: date, tops: dict[str, str]) -> None:
    belonging = load_belonging(register.db, on)
    assert {abbreviation: below(belonging, abbreviation) for abbreviation in tops} == tops


def test_who_is_below_a_ministry_is_who_has_it_on_top(register: Register) -> None:
    belonging = load_belonging(register.db, date(2026, 6, 1))
    for body in belonging.bodies:
        if body not in belonging.above:
            assert belonging.under(body) == {other for other in belonging.bodies if belonging.top(other) == body}


@pytest.mark.parametrize(
    ("supplier", "on", "parent", "origin_class", "us"),
    [
        ("Microsoft Ireland Operations Limited", "2026-11-23", "Microsoft Corporation", "US", True),
        ("GitHub Inc.", "2018-10-25", "GitHub Inc.", "US", True),
        ("GitHub Inc.", "2018-10-26", "Microsoft Corporation", "US", True),
        ("Ordina N.V.", "2022-01-01", "Ordina N.V.", "NL", False),
        ("Ordina N.V.", "2026-11-23", "Sopra Steria Group SA", "EU", False),
        ("PinkRoccade Local Government B.V.", "2026-11-23", "Constellation Software Inc.", "adequate", False),
        ("Zivver B.V.", "2024-01-01", "Zivver B.V.", "NL", False),
        ("Zivver B.V.", "2026-11-23", "Accellion, Inc. (Kiteworks)", "US", True),
        ("VMware LLC", "2020-01-01", "Dell Technologies Inc.", "US", True),
        ("VMware LLC", "2022-01-01", "VMware LLC", "US", True),
        ("VMware LLC", "2026-11-23", "Broadcom Inc.", "US", True),
        ("Mendix Technology B.V.", "2026-11-23", "Siemens AG", "EU", True),
        ("Elastic N.V.", "2026-11-23", "Elastic N.V.", "US", True),
        ("Solvinity B.V.", "2026-11-23", None, "unknown", None),
        ("VodafoneZiggo Group Holding B.V.", "2026-11-23", None, "unknown", None),
        ("Dienst ICT Uitvoering", "2026-11-23", "Dienst ICT Uitvoering", "NL", False),
    ],
)  # fmt: skip
def test_well_known_suppliers_come_from_where_they_come_from(
    register: Register, supplier: str, on: str, parent: str | None, origin_class: str, us: bool | None
) -> None:
    origins = load_origins(register.db, date.fromisoformat(on))
    origin = origins.of(register.id_of("supplier", supplier))
    found = (origins.name(origin.parent) if origin.parent else None, origin.origin_class, origin.us)
    assert found == (parent, origin_class, us)


def test_the_same_files_again_change_nothing(register: Register) -> None:
    before = fingerprint(register.db), one(register.db, "SELECT count(*) FROM imports")
    assert load_reference(register.db, LATER) == ()
    assert (fingerprint(register.db), one(register.db, "SELECT count(*) FROM imports")) == before


FIRST = """version: 2026-11-23
source: test
suppliers:
  jetbrains: {name: JetBrains s.r.o., country: CZ}
  tenable: {name: "Tenable, Inc.", country: US, aliases: [Tenable]}
"""
SECOND = """version: 2026-12-01
source: test
suppliers:
  jetbrains: {name: JetBrains N.V., country: NL}
"""


def test_a_new_version_replaces_the_one_before_and_an_older_one_is_left_alone(session: Session) -> None:
    register = open_register(session)
    load_reference(register.db, LATER, texts={"suppliers": FIRST})
    assert load_reference(register.db, AFTER, texts={"suppliers": SECOND}) == ("suppliers",)
    names = "SELECT name, country_of_incorporation FROM suppliers ORDER BY name"
    assert register.db.execute(names).fetchall() == [("JetBrains N.V.", "NL")]
    assert load_reference(register.db, AFTER, texts={"suppliers": FIRST}) == ()
    assert register.db.execute(names).fetchall() == [("JetBrains N.V.", "NL")]
    states = "SELECT state, count(*) FROM imports i JOIN sources s ON s.id = i.source_id WHERE s.name = 'suppliers' GROUP BY 1"
    assert dict(register.db.execute(states).fetchall()) == {"applied": 1, "undone": 1}


def test_what_a_new_version_drops_is_gone_and_what_is_used_stays_mentioned(session: Session) -> None:
    register, bzk = open_register(session), organisation_match("bzk")
    load_reference(register.db, LATER, texts={"suppliers": FIRST})
    known = match_id(source_id(bzk, "inventory"), "supplier", "Tenable")
    register.bring(bzk, "inventory", {"supplier": {"name": ["Tenable"]}})
    mentioned = (
        "SELECT s.name, s.country_of_headquarters FROM matches m JOIN suppliers s ON s.id = m.record_id WHERE m.id = %s"
    )
    assert register.db.execute(mentioned, (known,)).fetchone() == ("Tenable, Inc.", "US")
    load_reference(register.db, AFTER, texts={"suppliers": SECOND})
    assert register.db.execute(mentioned, (known,)).fetchone() == ("Tenable", None)


def test_the_budget_of_a_year_knows_chapters_that_outlive_their_ministry(register: Register) -> None:
    rows = register.db.execute(
        "SELECT b.roman, b.budget_code, o.abbreviation FROM budget_nodes b JOIN organisations o ON o.id = b.organisation_id"
        " WHERE year = 2026 AND level = 'chapter' AND roman IN ('VII', 'IX', 'XX', 'XXII', 'XXIII') ORDER BY b.budget_code"
    ).fetchall()
    assert rows == [
        ("XX", "20", "AenM"),
        ("XXII", "22", "VRO"),
        ("XXIII", "23", "KGG"),
        ("VII", "7", "BZK"),
        ("IX", "9B", "FIN"),
    ]


SUPPLIERS = "version: 2026-01-01\nsource: test\nsuppliers:\n"
ORGANISATIONS = "version: 2026-01-01\norganisations:\n"
CIRCLE = "  a: {name: A, parents: [{of: b}]}\n  b: {name: B, parents: [{of: a}]}\n"
TWO_MOTHERS = """  a: {name: A}
  b: {name: B}
  c: {name: C, parents: [{of: a, until: 2020-01-02}, {of: b, from: 2020-01-01}]}
"""
BACKWARD = "  a: {name: A}\n  b: {name: B, relations: [{is: part_of, of: a, from: 2020-01-01, until: 2019-01-01}]}\n"


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        (CIRCLE, "4, a: eigendom in een kring op 0001-01-01: a → b → a."),
        (TWO_MOTHERS, "6, c: twee meerderheidsmoeders tegelijk: a + b."),
        ("  a: {name: A, country: UK}\n", "4, a: UK is geen landcode."),
        ("  a: {name: A, kvk: '1234567'}\n", "4, a: 1234567 is geen geldig KvK-nummer."),
        ("  a: {name: A, kvk: 12345678}\n", "4, a: 12345678 is geen geldig KvK-nummer."),
        ("  a: {name: A, lei: INR2EJN1ERAN0W5ZP947}\n", "4, a: INR2EJN1ERAN0W5ZP947 is geen geldig LEI."),
        ("  a: {name: A, oin: '123'}\n", "4, a: 123 is geen geldig OIN."),
        ("  a: {name: A, parents: [{of: x}]}\n", "4, a: x staat niet in het bestand."),
        ("  a: {name: Acme B.V.}\n  b: {name: B, aliases: [ACME]}\n", "5, b: de naam ACME hoort al bij a."),
        ("  a: {name: A}\n  a: {name: B}\n", "5, a: staat er twee keer (ook op suppliers.yaml:4)."),
    ],
)
def test_suppliers_that_cannot_be_right_are_refused_by_entry(entries: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_reference("suppliers", {"suppliers.yaml": SUPPLIERS + entries})
    assert refused.value.sentence == f"suppliers.yaml:{sentence}"


def test_organisations_that_cannot_be_right_are_refused_by_entry() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_reference("organisations", {"organisations.yaml": ORGANISATIONS + BACKWARD})
    assert refused.value.sentence == "organisations.yaml:4, b: een periode eindigt voor zij begint."


def test_a_circle_that_never_stands_at_one_moment_is_no_circle() -> None:
    text = (
        SUPPLIERS + "  a: {name: A, parents: [{of: b, until: 2020}]}\n  b: {name: B, parents: [{of: a, from: 2020}]}\n"
    )
    assert len(read_reference("suppliers", {"suppliers.yaml": text}).statements) == 4


def test_a_refused_file_leaves_the_register_as_it_was(register: Register) -> None:
    before = fingerprint(register.db)
    newer = text_of("organisations").replace("version: 2026-11-23", "version: 2026-12-01").replace("AenM", "Asiel")
    broken = SECOND.replace("country: NL", "country: NLD")
    with pytest.raises(InvalidInput):
        load_reference(register.db, LATER, texts={"organisations": newer, "suppliers": broken})
    assert fingerprint(register.db) == before
