import re
from pathlib import Path

from registry.errors import ImportStateError
from registry.problems import LOCALES, advice, problem_texts, sentence

ROOT = Path(__file__).parents[2]
_USED = re.compile(
    r"(?:ProblemFound\(\s*|UnreadableFile\(\s*|code=)\"([a-z_]+)\"|^\s*notes = \(\(\s*\"([a-z_]+)\"|^\s*\(\s*\"(broken_encoding)\"",
    re.MULTILINE,
)


def test_every_code_in_the_programs_has_its_sentences() -> None:
    files = [*ROOT.glob("importers/**/*.py"), ROOT / "registry" / "values.py", ROOT / "registry" / "staging.py"]
    used = {next(filter(None, found)) for file in files for found in _USED.findall(file.read_text(encoding="utf-8"))}
    assert len(used) > 25
    assert used - set(problem_texts()) == set()


def test_every_sentence_can_be_made_in_both_languages() -> None:
    for code in problem_texts():
        for locale in LOCALES:
            assert sentence(code, {}, locale)
            assert advice(code, {}, locale)
            assert "{" not in sentence(code, {}, locale)


def test_a_sentence_names_the_value_and_the_column() -> None:
    parameters = {"heading": "KvK", "proposed": "09112654"}
    assert sentence("kvk_seven_digits", parameters, "nl", "9112654").startswith(
        "'9112654' in kolom 'KvK' heeft zeven cijfers"
    )
    marker = {"heading": "Leverancier", "marker": "n.v.t.", "count": 3, "kind": "not_applicable"}
    assert sentence("unknown_marker", marker, "en").endswith("read as: not applicable.")
    assert sentence("nog_niet_bekend", {}) == "nog_niet_bekend"


def test_a_part_without_its_parameter_is_left_out() -> None:
    assert sentence("not_a_spreadsheet", {"found": ""}).endswith("ods-bestand.")
    assert sentence("not_a_spreadsheet", {"found": "PDF"}).endswith("ods-bestand. Herkend als: PDF.")


def test_the_state_of_an_import_is_told_in_words() -> None:
    told = ImportStateError(30, "applied")
    assert told.sentence == "Dit kan nu niet met import 30: die is al toegepast."
    assert told.sentence_en == "This is not possible now with import 30: it has been applied already."
