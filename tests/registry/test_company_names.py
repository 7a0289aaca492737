import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.codes import load_data
from registry.company_names import form_countries, normalise, propose_repair
from registry.names import company_key


@pytest.mark.parametrize(
    ("text", "core", "form"),
    [
        ("KPN B.V.", "kpn", "bv"),
        ("K.P.N. b v", "kpn", "bv"),
        ("N.V. Nederlandse Spoorwegen", "nederlandse spoorwegen", "nv"),
        ("Besloten Vennootschap Acme", "acme", "bv"),
        ("Coöperatie VGZ U.A.", "vgz", "cooperatie"),
        ("Stichting ICTU", "ictu", "stichting"),
        ("Jansen & Zn. V.O.F.", "jansen en zoon", "vof"),
        ("Müller GmbH & Co. KG", "muller", "gmbh_co_kg"),
        ("Amazon Web Services EMEA S.à r.l.", "amazon web services emea", "sarl"),
        ("Foo spol. s r.o.", "foo", "sro"),
        ("Foo Sp. z o.o.", "foo", "sp_zoo"),
        ("Acme Co., Ltd.", "acme", "co_ltd"),
        ("Acme Pte. Ltd.", "acme", "pte_ltd"),
        ("J. P. Morgan Chase & Co.", "jp morgan chase", "co"),
        ("ООО Яндекс", "yandeks", "ooo"),
        ("トヨタ自動車株式会社", "トヨタ自動車", "kk"),
        ("Plan B B.V.", "plan b", "bv"),
        ("O'Reilly, Inc.", "oreilly", "inc"),
        # A form is one only at an end, and never all that there is.
        ("SA Power Networks", "sa power networks", None),
        ("SAS Institute B.V.", "sas institute", "bv"),
        ("SAS", "sas", None),
        ("BV", "bv", None),
        ("Software AG", "software ag", "ag"),
    ],
)
def test_a_legal_form_is_no_part_of_the_name(text: str, core: str, form: str | None) -> None:
    name = normalise(text)
    assert (name.core, name.form) == (core, form)
    assert company_key(text) == core


@pytest.mark.parametrize(
    ("text", "key", "tails"),
    [
        ("Microsoft Ireland Operations Ltd", "microsoft", ("ireland", "operations")),
        ("Exact Holding N.V.", "exact", ("holding",)),
        ("Oracle Nederland B.V.", "oracle", ("nederland",)),
        ("IBM United Kingdom Limited", "ibm", ("united", "kingdom")),
        ("The Document Foundation", "document foundation", ("the",)),
        # Not where nothing, half a phrase or only a common word would be left.
        ("Nederland B.V.", "nederland bv", ()),
        ("Bank of America Corporation", "bank of america", ()),
        ("Air France", "air france", ()),
        ("Gemeente Amsterdam", "gemeente amsterdam", ()),
        ("International Business Machines Corp.", "international business machines", ()),
    ],
)
def test_tails_that_only_say_where_are_left_out_of_the_key(text: str, key: str, tails: tuple[str, ...]) -> None:
    name = normalise(text)
    assert (name.key, name.tails) == (key, tails)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stg. Ond.&Serv.", "Stichting ondersteuning en services"),
        ("Ernst & Young", "ERNST AND YOUNG"),
        ("AT&T", "AT & T"),
        ("Intl Business Machines", "International Business Machines"),
        ("Łódź Systemy", "lodz systemy"),
        ("Ελλάδα", "ELLADA"),
        ("Hewlett-Packard", "Hewlett Packard"),
        ("A/S Data", "AS Data"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert normalise(one).core == normalise(other).core


def test_signs_that_are_part_of_a_name_stay() -> None:
    assert normalise("Notepad++").core != normalise("Notepad").core
    assert normalise("C#").core == "c#"
    assert normalise("!!!").core == "!!!"


def test_countries_of_a_form() -> None:
    assert {"NL", "BE"} <= form_countries("bv")
    assert "NO" in form_countries("as")
    assert form_countries("no such form") == frozenset()
    codes = {code for entry in load_data("legal_forms")["forms"].values() for code in entry["countries"]}
    assert all(isinstance(code, str) and len(code) == 2 and code.isupper() for code in codes)


def test_every_spelling_is_taken_off_a_name() -> None:
    for code, entry in load_data("legal_forms")["forms"].items():
        for spelling in entry["spellings"]:
            assert normalise(f"Voorbeeldnaam {spelling}").core == "voorbeeldnaam", (code, spelling)


def test_a_broken_text_is_repaired_only_as_a_proposal() -> None:
    assert propose_repair("CoÃ¶peratie Zoë") == "Coöperatie Zoë"
    assert propose_repair("SÃO Paulo café") is None
    assert normalise("CoÃ¶peratie X").text == "CoÃ¶peratie X"


PIECES = st.sampled_from(
    [
        "Acme",
        "B.V.",
        "N.V.",
        "&",
        "en",
        "Stg.",
        "Min.",
        "the",
        "of",
        "Nederland",
        "Holding",
        "Ltd",
        "Co.",
        "a",
        "é",
        "S.à r.l.",
        "Ond.",
        "Software",
    ]
)
NAMES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=7).map(" ".join))


@given(NAMES)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    name = normalise(text)
    assert normalise(name.core).core == name.core
    assert normalise(name.folded).folded == name.folded
    assert bool(name.core) == bool(text.strip())
    assert sorted([*name.key.split(), *name.tails]) == sorted(name.core.split())


@given(st.lists(st.sampled_from(["Café", "Noord", "Data", "Zürich", "B.V.", "Inc.", "Oy"]), min_size=1, max_size=5))
def test_case_accents_and_punctuation_do_not_matter(words: list[str]) -> None:
    plain = normalise(" ".join(words))
    shouted = normalise(" - ".join(words).upper().replace("É", "E").replace("Ü", "U") + " !")
    assert (plain.core, plain.key, plain.form) == (shouted.core, shouted.key, shouted.form)
