"""Government bodies and companies in one cell: each is told apart, and the long name of one body stays whole."""

from itertools import product

import pytest

from registry.supplier_cells import read_cell

BODIES = (
    "Ministerie van Defensie",
    "Gemeente Den Haag",
    "Rijkswaterstaat",
    "DICTU",
    "Ministerie van Volksgezondheid, Welzijn en Sport",
    "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
    "Department of Health, Education, and Welfare",
)
COMPANIES = ("Centric", "CGI", "Oracle", "Onbekende Firma B.V.")


@pytest.mark.parametrize(("body", "company"), list(product(BODIES, COMPANIES)))
@pytest.mark.parametrize("form", ["{} / {}", "{}, {}", "{}; {}", "{} ({})", "{} - {}", "{}: {}", "{} en {}"])
def test_a_company_beside_a_body_is_mentioned_too(body: str, company: str, form: str) -> None:
    cell = read_cell(form.format(body, company))
    assert [(m.text, m.role, m.kind) for m in cell.mentions] == [
        (body, "supplier", "government"),
        (company, "supplier", "company"),
    ]
    assert cell.kind == "suppliers"


@pytest.mark.parametrize(
    "text",
    [
        *BODIES,
        "Ministerie van Onderwijs, Cultuur en Wetenschap",
        "Ministerie van Landbouw, Visserij, Voedselzekerheid en Natuur",
        "Stichting Maatschappij, Veiligheid en Justitie",
        "Stichting Maatschappij, Veiligheid en Politie",
        "Vereniging Kunst, Cultuur & Onderwijs",
        "SSC-ICT (BZK)",
        "Ministerie van Economische Zaken (EZK)",
    ],
)
def test_the_name_of_one_body_stays_whole(text: str) -> None:
    assert [mention.text for mention in read_cell(text).mentions] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gemeente Den Haag, Centric en Capgemini", ["Gemeente Den Haag", "Centric", "Capgemini"]),
        ("Ministerie van BZK / Logius", ["Ministerie van BZK", "Logius"]),
        ("Rijkswaterstaat (CGI, Capgemini)", ["Rijkswaterstaat", "CGI", "Capgemini"]),
        (
            "Stichting Kwant, Stichting Twint en Stichting Drilt",
            ["Stichting Kwant", "Stichting Twint", "Stichting Drilt"],
        ),
    ],
)
def test_several_bodies_and_companies(text: str, expected: list[str]) -> None:
    assert [mention.text for mention in read_cell(text).mentions] == expected
