"""The documentation says what is so: generated parts, links, commands, variables."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from cli.app import app
from cli.settings import read_settings
from docs.generate import ROOT, generated

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "samples" / "README.md"])
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"^\| `([A-Z_]+)` +\|", re.MULTILINE)


def place(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def code(page: Path) -> Iterator[str]:
    """What stands in code spans and code blocks, lines that go on joined."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    yield from re.findall(r"`([^`\n]+)`", text)
    yield from (line.strip() for line in text.split("\n") if line.startswith("    "))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_generated_parts_are_what_the_code_says() -> None:
    differing = [name for name, text in generated().items() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert differing == [], "make docs"


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_every_make_target_exists(document: Path) -> None:
    named = {
        word
        for line in code(document)
        for found in re.finditer(r"(?:^|[A-Z_]+=\S+ )make ((?:[a-z-]+ ?)+)", line.partition("#")[0])
        for word in found[1].split()
    }
    assert named - make_targets() == set()


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_every_test_and_file_that_is_named_exists(document: Path) -> None:
    spans = re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8"))
    files = {span for span in spans if re.fullmatch(r"(registry|importers|api|web|cli|tests|docs)/[\w./-]+\.\w+", span)}
    assert {name for name in files if "NAME" not in name and not (ROOT / name).exists()} == set()
    assert {span for span in spans if re.fullmatch(r"test_\w+", span)} - names_of_tests() == set()


@cache
def names_of_tests() -> set[str]:
    modules = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for module in modules for name in re.findall(r"^def (test_\w+)", module, re.MULTILINE)}


def test_programs_name_make_targets_that_exist() -> None:
    rooms = (folder for folder in ROOT.iterdir() if (folder / "__init__.py").exists())
    programs = [path for room in rooms for path in room.rglob("*.py")]
    named = {name for path in programs for name in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert named - make_targets() == set()


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_every_command_and_its_options_exist(document: Path) -> None:
    known = options_by_command()
    wrong = []
    for line in code(document):
        found = re.match(r"(?:[A-Z_]+=\S+ )*landschap ([a-z]+)(.*)", line)
        if found:
            options = set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", found[2]))
            wrong += [line] if found[1] not in known or options - known[found[1]] else []
    assert wrong == []


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_every_address_of_the_api_exists(document: Path) -> None:
    named = {
        re.sub(r"/(\d+|ID)(?=/|$)", "/{}", address)
        for line in code(document)
        for address in re.findall(r"/v1(/[\w/-]+)", line)
    }
    assert named - addresses() == set()


@cache
def addresses() -> set[str]:
    paths = re.findall(r"^  (/[^:\n]+):$", (ROOT / "openapi.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"\{\w+\}", "{}", path) for path in paths}


def options_by_command() -> dict[str, set[str]]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: options_of(command) | {"--help"} for name, command in group.commands.items()}


def options_of(command: Any) -> set[str]:
    """The options of a command, and of the commands under it."""
    found = {option for parameter in command.params for option in parameter.opts}
    return found.union(*map(options_of, command.commands.values())) if isinstance(command, TyperGroup) else found


def test_every_command_is_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in options_by_command() if f"`{name}`" not in changelog] == []


class Noted(Mapping[str, str]):
    """An empty environment that notes what is asked of it."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_variables_in_the_table_are_those_that_are_read() -> None:
    environment = Noted()
    read_settings(environment)
    for name in ("README.md", "docs/operations.md"):
        assert set(VARIABLE.findall((ROOT / name).read_text(encoding="utf-8"))) == environment.read


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(page.name for page in folder.glob("0*.md"))
    assert [name[:4] for name in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    assert [name for name in pages if f"({name})" not in (folder / "README.md").read_text(encoding="utf-8")] == []


def test_the_published_description_agrees_with_the_package() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert described["softwareVersion"] == project["version"]
    assert described["legal"]["license"] == project["license"]
    assert described["publiccodeYmlVersion"] in {"0.3", "0.4", "0.5"}
    assert set(described["localisation"]["availableLanguages"]) == set(described["description"])
    for texts in described["description"].values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000
        assert texts["features"]
