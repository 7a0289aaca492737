import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.supplier_cells import SupplierCell, is_known_name, read_cell
from registry.supplier_cells.reading import _read

KNOWN = frozenset(
    {"microsoft", "oracle", "sap", "centric", "softwareone", "protinus it b.v.", "bosch", "siemens", "ernst & young"}
)


def some_known(name: str) -> bool:
    return name.lower() in KNOWN


def told(cell: SupplierCell) -> list[str]:
    return [f"{mention.text} = {mention.role}" for mention in cell.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Microsoft", ["Microsoft"]),
        ("Microsoft; Oracle", ["Microsoft", "Oracle"]),
        ("Microsoft\nOracle", ["Microsoft", "Oracle"]),
        ("1) Microsoft 2) Oracle", ["Microsoft", "Oracle"]),
        ("• Microsoft\n• Oracle", ["Microsoft", "Oracle"]),
        ("Microsoft, Oracle en SAP", ["Microsoft", "Oracle", "SAP"]),
        ("Deloitte, Accenture, and Booz Allen Hamilton", ["Deloitte", "Accenture", "Booz Allen Hamilton"]),
        ("microsoft,oracle", ["microsoft", "oracle"]),
        ("Sopra Steria/Ordina", ["Sopra Steria", "Ordina"]),
        ("Bosch en Siemens", ["Bosch", "Siemens"]),
        ("Foo B.V. & Bar N.V.", ["Foo B.V.", "Bar N.V."]),
        ("Cisco Systems, Inc. and Oracle, LLC", ["Cisco Systems, Inc.", "Oracle, LLC"]),
        ("o.a. Microsoft, Oracle e.a.", ["Microsoft", "Oracle"]),
        # One name, whatever signs it holds.
        ("Johnson & Johnson", ["Johnson & Johnson"]),
        ("Ernst & Young", ["Ernst & Young"]),
        ("Bakker & Zn", ["Bakker & Zn"]),
        ("Bakker en Zonen", ["Bakker en Zonen"]),
        ("Smith, Jones & Co", ["Smith, Jones & Co"]),
        ("O'Reilly, Inc.", ["O'Reilly, Inc."]),
        ("Nétive, Inc.", ["Nétive, Inc."]),
        ("A/S Data", ["A/S Data"]),
        ("SAP SE", ["SAP SE"]),
        ("N.V. Nederlandse Spoorwegen", ["N.V. Nederlandse Spoorwegen"]),
        ("Microsoft (Nederland) B.V.", ["Microsoft (Nederland) B.V."]),
        ("Nu Skin", ["Nu Skin"]),
    ],
)
def test_a_list_is_parted_and_a_name_is_not(text: str, expected: list[str]) -> None:
    assert [mention.text for mention in read_cell(text).mentions] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nuance (owned by Microsoft)", ["Nuance = supplier", "Microsoft = owner"]),
        ("Duo Security (a Cisco Company)", ["Duo Security = supplier", "Cisco = owner"]),
        ("Ordina, onderdeel van Sopra Steria", ["Ordina = supplier", "Sopra Steria = owner"]),
        ("Kiteworks (formerly Accellion, Inc.)", ["Kiteworks = supplier", "Accellion, Inc. = previous_name"]),
        ("Ordina (nu Sopra Steria)", ["Ordina = previous_name", "Sopra Steria = supplier"]),
        ("Vries Software d/b/a Fancy Tools", ["Vries Software = supplier", "Fancy Tools = previous_name"]),
        ("Microsoft via SoftwareOne", ["Microsoft = supplier", "SoftwareOne = reseller"]),
        ("SoftwareOne namens Microsoft", ["SoftwareOne = reseller", "Microsoft = supplier"]),
        ("Microsoft namens SoftwareOne", ["Microsoft = supplier", "SoftwareOne = reseller"]),
        ("Protinus (reseller)", ["Protinus = reseller"]),
        ("Reseller: Foo B.V. (Microsoft)", ["Foo B.V. = reseller", "Microsoft = supplier"]),
        ("Resellers: SoftwareOne, Protinus", ["SoftwareOne = reseller", "Protinus = reseller"]),
        ("ingekocht bij SCC, Adobe", ["SCC = reseller", "Adobe = supplier"]),
        (
            "Protinus IT B.V. (Microsoft Ireland Operations Ltd)",
            ["Protinus IT B.V. = reseller", "Microsoft Ireland Operations Ltd = supplier"],
        ),
        ("Oracle Database 19c", ["Oracle = supplier", "Database 19c = product"]),
        ("Exchange (Microsoft)", ["Exchange = product", "Microsoft = supplier"]),
        ("Key2Burgerzaken - Centric", ["Key2Burgerzaken = product", "Centric = supplier"]),
        ("Amazon Web Services (AWS)", ["Amazon Web Services = supplier"]),
        ("Centric (suite voor burgerzaken)", ["Centric = supplier"]),
        ("SoftwareOne (licenties Microsoft)", ["SoftwareOne = reseller", "Microsoft = supplier"]),
        ("KPN (hosting), Centric (applicatie)", ["KPN = supplier", "Centric = supplier"]),
        ("LinkedIn, a Microsoft company", ["LinkedIn = supplier", "Microsoft = owner"]),
        ("IBM (Red Hat)", ["IBM = owner", "Red Hat = supplier"]),
        ("In-house and Palantir", ["Palantir = supplier"]),
        ("Onbekend (mogelijk Centric)", ["Centric = supplier"]),
    ],
)
def test_words_between_names_say_who_is_what(text: str, expected: list[str]) -> None:
    assert told(read_cell(text)) == expected


@pytest.mark.parametrize(
    ("text", "name", "what", "noted"),
    [
        ("Acme*", "Acme", "asterisk", "*"),
        ("Acme (optional)", "Acme", "optional", "(optional)"),
        ("Acme B.V.Kerkstraat 1, 1234 AB Den Haag", "Acme B.V.", "address", "Kerkstraat 1, 1234 AB Den Haag"),
        ("Acme, 1600 Amphitheatre Parkway", "Acme", "address", "1600 Amphitheatre Parkway"),
        ("https://www.topdesk.nl/nl/", "topdesk", "url", "https://www.topdesk.nl/nl/"),
        ("info@topdesk.nl", "topdesk", "mail", "info@topdesk.nl"),
        ("Centric PO 4500012345", "Centric", "po_number", "PO 4500012345"),
        ("Capgemini, contract 2019-0034", "Capgemini", "contract_number", "contract 2019-0034"),
        ("Acme (2021-03-04)", "Acme", "date", "2021-03-04"),
        ("Acme tel. 070-1234567", "Acme", "phone", "tel. 070-1234567"),
        ("Acme [REDACTED]", "Acme", "redaction", "[REDACTED]"),
        ("CoÃ¶peratie VGZ", "CoÃ¶peratie VGZ", "repair", "Coöperatie VGZ"),
        ("<b>Acme</b>", "Acme", "markup", "<b>"),
        ("Acme <info@acme.nl>", "Acme", "mail", "info@acme.nl"),
    ],
)
def test_what_is_no_name_is_noted(text: str, name: str, what: str, noted: str) -> None:
    cell = read_cell(text)
    assert [mention.text for mention in cell.mentions] == [name]
    assert (what, noted) in [(note.what, note.text) for note in cell.notes]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("empty", ["", "  ", "\n\t"]),
        (
            "placeholder",
            [
                "TBD",
                "onbekend",
                "n.v.t.",
                "N/A",
                "-",
                "?",
                "unkown",
                "third party vendor",
                "diverse",
                "zie contract",
                "xxx",
            ],
        ),
        ("placeholder", ["0", "1899-12-30", "00-01-1900", "Nog te bepalen (aanbesteding loopt)", "#N/B"]),
        (
            "in_house",
            ["in-house", "eigen ontwikkeling", "GOTS", "developed in house by DICTU", "N/A - internally developed"],
        ),
        (
            "government",
            ["DICTU", "SSC-ICT (BZK)", "Gemeente Utrecht", "Ministerie van Financiën", "Department of Energy", "NASA"],
        ),
        ("redacted", ["[REDACTED]", "(b)(4)", "zwartgelakt", "XXXXX", "█████", "vertrouwelijk"]),
        ("anonymised", ["ANONIEM_I&W_01", "Leverancier A", "LEV-0001", "ANONIEM_I&W_01; ANONIEM_I&W_02"]),
        (
            "natural_person",
            ["J. de Vries", "dhr. Jansen", "mw. P. Bakker", "ZZP J. Smit", "Jansen, J.", "Jan van den Berg"],
        ),
        (
            "not_a_supplier",
            [
                "De leverancier levert ook beheer.",
                "'; DROP TABLE suppliers; --",
                "open source",
                "PO 4500012345",
                "ja",
                "😀",
            ],
        ),
        (
            "suppliers",
            [
                "De Vries Software",
                "Capgemini",
                "Ernst & Young",
                "P. de Boer Consultancy",
                "J.P. Morgan",
                "Gemeente Oplossingen B.V.",
            ],
        ),
    ],
)
def test_the_kind_of_a_cell(kind: str, texts: list[str]) -> None:
    assert {text: read_cell(text).kind for text in texts} == dict.fromkeys(texts, kind)


def test_the_name_of_a_person_is_not_published() -> None:
    cell = read_cell("J. de Vries")
    assert [(m.text, m.kind, m.start, m.end) for m in cell.mentions] == [
        ("natuurlijk persoon", "natural_person", 0, 11)
    ]


def test_the_names_of_persons_in_a_list_are_not_published() -> None:
    assert told(read_cell("M. van der Berg en J. Smit")) == ["natuurlijk persoon = supplier"] * 2


def test_the_trade_name_of_a_person_is_the_supplier() -> None:
    assert told(read_cell("J. de Vries h.o.d.n. Vries IT")) == ["natuurlijk persoon = supplier", "Vries IT = supplier"]


def test_a_trade_name_is_noted() -> None:
    assert [(note.what, note.text) for note in read_cell("Acme LLC d/b/a Fancy Tools").notes] == [
        ("trade_name", "Fancy Tools")
    ]


def test_only_the_given_names_count_as_known() -> None:
    assert len(read_cell("Bosch en Siemens", some_known).mentions) == 2
    assert len(read_cell("Bosch en Siemens", lambda name: False).mentions) == 1


def test_known_names_are_those_of_the_catalogue() -> None:
    assert is_known_name("MICROSOFT CORP.")
    assert is_known_name("Microsoft")
    assert not is_known_name("Een naam die niemand heeft")


HOSTILE = {
    "letters": "a" * 100_000,
    "blanks": " " * 50_000 + "a" + " " * 50_000,
    "list": "Acme BV, " * 11_000,
    "lines": "Acme BV\n" * 12_000,
    "open": "(" * 100_000,
    "closing": "a" + ".)" * 50_000,
    "nested": "(" * 50_000 + ")" * 50_000,
    "and": "a & " * 25_000,
    "at": "a@" * 50_000,
    "tags": "<a" * 50_000,
    "via": "via " * 25_000,
    "codes": "A1" * 50_000,
    "stars": "*a" * 50_000,
    "arabic": "شركة " * 20_000,
    "emoji": "😀" * 100_000,
    "nulls": "\x00" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_very_long_cell_is_read_in_time_and_nothing_is_lost_silently(name: str) -> None:
    text = HOSTILE[name]
    begun = time.process_time()  # what this process works, whatever else the machine does: far below a second
    cell = read_cell(text)
    assert time.process_time() - begun < 60
    assert len(cell.mentions) <= 200
    rest = text[20_000:]
    assert not any(map(str.isalnum, rest)) or any(note.what == "cut" and note.end == len(text) for note in cell.notes)


PIECES = st.sampled_from(
    [
        *(
            "Microsoft",
            "Oracle",
            "B.V.",
            "Inc.",
            "PO 123456",
            "2020-01-01",
            "www.x.nl",
            "TBD",
            "J. de Vries",
            "ANONIEM_1",
            "xxxxx",
        ),
        *(", ", "; ", " / ", " & ", " en ", " (", ")", "[", "]", "\n", "*", " - ", ": ", ".", "é", "😀"),
        *("owned by ", "via ", "namens ", "nu ", "formerly ", "o.a. "),
    ]
)
CELLS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=300)
@given(CELLS)
def test_places_reproduce_what_is_mentioned(text: str) -> None:
    cell = read_cell(text)
    assert cell == _read(text, is_known_name)  # and not only because it is remembered
    for mention in cell.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.kind == "natural_person" or text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text
        assert any(map(str.isalnum, mention.text))
    for note in cell.notes:
        assert 0 <= note.start <= note.end <= len(text)
        assert note.what == "repair" or text[note.start : note.end] == note.text
    places = [(mention.start, mention.end) for mention in cell.mentions]
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    assert (cell.kind in {"suppliers", "government", "anonymised", "natural_person"}) == bool(cell.mentions)


@given(
    st.lists(st.sampled_from(["Microsoft", "Oracle", "SAP", "Centric"]), min_size=1, max_size=4, unique=True),
    st.sampled_from(["; ", "\n", " | ", ", "]),
)
def test_a_list_of_known_names_gives_those_names_in_any_order(names: list[str], separator: str) -> None:
    assert [mention.text for mention in read_cell(separator.join(names)).mentions] == names
