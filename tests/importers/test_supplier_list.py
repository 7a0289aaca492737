"""A list of suppliers with their other names, as a steward hands it over."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app

LIST = (
    "Leverancier;Handelsnamen;Vroegere namen;Productnamen;Zekerheid;Vindplaats;KvK\n"
    "Kwantelaar Software B.V.;Kwantel;Oude Kwast Automatisering;KwantelSuite;0,9;KvK-uittreksel;\n"
)
CELLS = "Leverancier\nKwantel\nOude Kwast Automatisering\nKwantelSuite\n"


def test_a_list_of_a_steward_says_who_is_meant(
    furnished_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", furnished_database)
    monkeypatch.setenv("LANDSCHAP_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leveranciers.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "cellen.csv").write_text(CELLS, encoding="utf-8")

    def give(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.output
        return result.stdout

    resolve = ("resolve", "suppliers", "cellen.csv", "--column", "A", "--format", "csv")
    assert [line.split(",")[4] for line in give(*resolve).splitlines()[1:]] == ["new"] * 3
    listed = ("import", "leveranciers.csv", "--organisation", "BZK", "--source", "stewards", "--apply")
    preview = give(*listed, "--importer", "supplier_list")
    for field in ("aliases", "former_names", "product_names", "confidence", "evidence"):
        assert f"supplier.{field}" in preview
    lines = [line.split(",") for line in give(*resolve).splitlines()[1:]]
    assert [(line[4], line[5], line[6]) for line in lines] == [
        ("sure", "Kwantelaar Software B.V.", "Kwantelaar Software B.V.")
    ] * 3
    wrong = CliRunner().invoke(app, [*listed, "--importer", "zomaar"])
    assert (wrong.exit_code, "Er is geen soort bron 'zomaar'" in wrong.output) == (1, True)
