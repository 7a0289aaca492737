"""Which sign parts the cells of a text table, told by its header and the rows below together."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.csv_sheets import DELIMITERS, ONE_COLUMN, find_delimiter, open_csv


def read(path: Path, text: str) -> list[list[str]]:
    path.write_text(text, encoding="utf-8", newline="")
    (sheet,) = open_csv(path, text.encode()[:65536])
    return list(sheet.rows)


@pytest.mark.parametrize("sign", [";", ",", "|", ", ", "; "])
@pytest.mark.parametrize("widths", [(3, 1), (1, 2, 1, 3), (2,), (1, 1, 4, 1), (4, 3, 2)])
def test_lists_in_the_cells_of_one_column_stay_whole(tmp_path: Path, sign: str, widths: tuple[int, ...]) -> None:
    lines = ["Leverancier", *(sign.join(["Google", "Apple", "Microsoft", "Oracle"][:width]) for width in widths)]
    assert read(tmp_path / "lijst.csv", "\n".join(lines) + "\n") == [[line] for line in lines]


def test_one_column_may_be_quoted(tmp_path: Path) -> None:
    assert read(tmp_path / "lijst.csv", 'Leverancier\n"Google;Apple\nMicrosoft"\nOracle') == [
        ["Leverancier"],
        ["Google;Apple\nMicrosoft"],
        ["Oracle"],
    ]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Naam;Leverancier\nA;B\nC\nD;E;F\n", ";"),
        ("Naam,Leverancier\nA,Google;Apple;SAP\nB,Oracle;SAP;IBM\n", ","),
        ("Overzicht 2026\n\nNaam;Leverancier;Eigenaar\nA;B, C;D\nE;F\nG;H;I\n", ";"),
        ("Overzicht, 2026\nNaam;Leverancier\nA;B\nC;D\n", ";"),
        ("Naam;Leverancier\n", ";"),
        ("Leverancier\nOracle\nSAP\n", ONE_COLUMN),
    ],
)
def test_header_and_rows_agree_on_the_delimiter(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == (delimiter, False)


@given(
    st.lists(st.lists(st.text("abc ;,|é", max_size=6), min_size=2, max_size=5), min_size=1, max_size=6),
    st.integers(2, 5),
    st.sampled_from(DELIMITERS),
)
def test_a_quoted_table_is_read_as_it_was_written(rows: list[list[str]], width: int, delimiter: str) -> None:
    header = [f"Kolom {number}" for number in range(width)]
    rows = [(row + [""] * width)[:width] for row in rows]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    assert find_delimiter(text.getvalue()) == (delimiter, False)
