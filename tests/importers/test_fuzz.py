"""Whatever is done to a file, a reader gives batches and problems or says that it cannot be read.

`make fuzz` tries thousands of mutations (the number is in FUZZ_EXAMPLES).
"""

import io
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers import UnreadableFile, choose, workbook_guard
from registry.kinds import KINDS
from registry.staging import Batch, ProblemFound
from tests.importers.reading import context, write_xlsx
from tests.importers.test_known_sources import ROO
from tests.importers.test_tabular import HEADER, ROW, ods, xls

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "25"))
ROWS = [["Inventarisatie"], HEADER, ROW, ["A2", 'Post; "kaart"', "Voorbeeld, Inc.", "?", "Q3 2027", "n.v.t."]]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that does not end is found out sooner here."""
    monkeypatch.setattr(workbook_guard, "TRIAL_SECONDS", 3.0)


@cache
def seeds() -> dict[str, bytes]:
    """One good file of each format."""
    with TemporaryDirectory() as folder:
        base = Path(folder)
        made = {
            "a.xlsx": write_xlsx(base / "a.xlsx", {"Blad1": ROWS, "Blad2": ROWS}).read_bytes(),
            "a.ods": ods(base / "a.ods", ROWS).read_bytes(),
            "a.xls": xls(base / "a.xls", ROWS).read_bytes(),
        }
    text = "\n".join(";".join(row) for row in ROWS)
    made |= {"a.csv": text.encode(), "w.csv": text.encode("cp1252"), "u.csv": text.encode("utf-16")}
    made["a.json"] = b'{"algoritmes": [{"id": "1", "title": "Kaart", "organisatie": "X", "status": "in_gebruik"}]}'
    made["a.xml"] = ROO.encode()
    return made


def check(name: str, content: bytes) -> None:
    """Read the bytes; anything but batches, problems, columns or UnreadableFile fails."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            found = list(choose(path, name).read(path, context()))
        except UnreadableFile as error:
            found = [error.problem]
    for item in found:
        if isinstance(item, Batch):
            assert len(item.fields) == len(item.columns)
            assert set(item.fields) <= set(KINDS[item.kind].fields)
            assert {len(column) for column in item.columns} == {len(item.keys)} == {len(item.rows)}
            assert not any("\x00" in value for column in item.columns for value in column if value)
        elif isinstance(item, ProblemFound):
            assert item.code


Mutation = tuple[int, int, bytes]
MUTATIONS = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=8
)


def mutated(content: bytes, mutations: list[Mutation]) -> bytes:
    """The content with pieces cut out and others put in."""
    for place, cut, put in mutations:
        at = place % (len(content) + 1)
        content = content[:at] + put + content[at + cut :]
    return content


def inside(content: bytes, mutations: list[Mutation], change: Callable[[bytes, list[Mutation]], bytes]) -> bytes:
    """A zip with one of its parts mutated: so the mutation reaches the parser of the sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as file, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        chosen = mutations[0][0] % len(file.namelist())
        for number, part in enumerate(file.namelist()):
            read = file.read(part)
            made.writestr(part, change(read, mutations) if number == chosen else read)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(seeds()))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutations=MUTATIONS)
def test_mutated_files(name: str, mutations: list[Mutation]) -> None:
    check(name, mutated(seeds()[name], mutations))


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutations=MUTATIONS)
def test_workbooks_with_a_mutated_part(name: str, mutations: list[Mutation]) -> None:
    check(name, inside(seeds()[name], mutations, mutated))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(st.text(max_size=12) | st.sampled_from(HEADER), max_size=6), max_size=8))
def test_tables_of_any_text(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in [HEADER, *rows])
    check("a.csv", text.encode("utf-8", "surrogatepass"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    check("a.csv", content)
