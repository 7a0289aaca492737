"""What a piece of work costs in counts that do not depend on how fast or busy the machine is."""

from __future__ import annotations

import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TypeAlias

import anyio
import psycopg

from benchmarks.database import Server
from cli.database import libpq_address

ROOT = Path(__file__).parent.parent
Trace: TypeAlias = Callable[[FrameType, str, Any], Any]
# How often an event loop or a thread looks whether there is work depends on the moment, and how many folders are searched for
# a module on the machine.
LIBRARY = Path(threading.__file__).parent
LEFT_OUT = (
    *(f"{LIBRARY}/{name}" for name in ("asyncio/", "concurrent/", "queue.py", "selectors.py", "threading.py")),
    f"{Path(anyio.__file__).parent}/",
    "<frozen importlib",
)
STATEMENTS = """
    SELECT query, calls, shared_blks_hit + shared_blks_read + local_blks_hit + local_blks_read, wal_bytes
    FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = %s
"""


@dataclass(frozen=True)
class Counted:
    """Lines of Python by function; and of each statement its text, calls, pages looked at, and bytes of WAL."""

    functions: Counter[str]
    statements: list[tuple[str, int, int, int]]

    def figures(self, *, rows: int = 1) -> dict[str, float]:
        """The sums; all but the statements per row."""
        calls, pages, wal = (sum(int(statement[place]) for statement in self.statements) for place in (1, 2, 3))
        lines = self.functions.total()
        found = {"lines": lines / rows, "statements": calls, "pages": pages / rows, "wal": wal / rows}
        return {name: round(figure, 1) for name, figure in found.items()}

    def largest(self, number: int) -> list[str]:
        """The functions with the most lines, and the statements with the most pages, in words."""
        functions = [f"{lines:12,} lines  {name}" for name, lines in self.functions.most_common(number)]
        by_pages = sorted(self.statements, key=lambda statement: -statement[2])[:number]
        return functions + [
            f"{pages:12,} pages, {calls:,} calls, {wal:,} bytes of WAL  {' '.join(query.split())[:150]}"
            for query, calls, pages, wal in by_pages
        ]


def counted(server: Server, database: str, work: Callable[[], object]) -> Counted:
    """What the work costs in this process and in a database of a server that counts."""
    with psycopg.connect(libpq_address(server.url_of("postgres")), autocommit=True) as db:
        db.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        db.execute("SELECT pg_stat_statements_reset()")
        codes = count_lines(work)
        statements = db.execute(STATEMENTS, (database,)).fetchall()
    functions: Counter[str] = Counter()
    for code, lines in codes.items():
        functions[f"{_short(code.co_filename)}: {code.co_qualname}"] += lines
    return Counted(functions, statements)


def _short(filename: str) -> str:
    return filename.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")


def count_lines(work: Callable[[], object]) -> Counter[CodeType]:
    tracers: dict[CodeType, Trace | None] = {}
    lines: dict[CodeType, list[int]] = defaultdict(lambda: [0])

    def begun(frame: FrameType, _event: str, _: Any) -> Trace | None:
        code = frame.f_code
        if code not in tracers:
            tracers[code] = None if code.co_filename.startswith(LEFT_OUT) else _tracer(lines[code])
        return tracers[code]

    # Threads that begin meanwhile are followed as well: the answers and the reader ahead work in such.
    threading.settrace(begun)
    sys.settrace(begun)
    try:
        work()
    finally:
        sys.settrace(None)
        threading.settrace(None)
    # A thread that answered may still be on its way out.
    return Counter({code: number for code, (number,) in list(lines.items())})


def _tracer(lines: list[int]) -> Trace:
    def inside(_frame: FrameType, event: str, _: Any) -> Trace:
        if event == "line":
            lines[0] += 1
        return inside

    return inside
