import re
from pathlib import Path

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
    assert sentence("unknown_marker", marker, "en").endswith("read as unknown (not applicable).")
    assert sentence("nog_niet_bekend", {}) == "nog_niet_bekend"
