"""What answering takes over HTTP, beside the same SQL through a bare ASGI application on the same kind of server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import event
from starlette.types import ASGIApp, Message

from benchmarks.landscape import TODAY
from benchmarks.measuring import alternately, ratios, say, spread
from benchmarks.serving import RecordingCursor, Site, Statement, bare_application, register_application, served
from cli.database import libpq_address
from cli.settings import LOOPBACK

RECORD = "8a8bb7cd-343a-a2ad-99b7-d762030857a2"  # the first application of the landscape
PING = ";"  # the pool asks whether its connection lives; a bare application does not
PAGES = {
    "a record": f"/v1/applications/{RECORD}",
    "a list of 50": "/v1/applications",
    "a list of 500": "/v1/applications?limit=500",
    "a search": "/v1/applications?q=taak%20976",
    "the concentration report": "/v1/reports/concentration?level=ultimateParent&per=applications",
    "the horizon": f"/v1/reports/lifecycle-horizon?per=ministry&asOn={TODAY}",
    "a list on the screen": "/applicaties",
}


def get(application: ASGIApp, path: str) -> None:
    """An answer without a network or a client between, in a loop and threads of its own."""
    place, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": place, "raw_path": place.encode(), "query_string": query.encode(), "headers": [(b"host", LOOPBACK.encode())],
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def got() -> None:
        await application(scope, receive, send)

    asyncio.run(got())
    assert sent[0]["status"] == 200, f"{sent[0]['status']} for {path}"


def record_statements(url: str, home: Path) -> dict[str, list[Statement]]:
    """What the register sends to the database for each page, once it is warm."""
    application = register_application(url, home)
    engine = application.state.engine
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "cursor_factory", RecordingCursor))
    found = {}
    for path in PAGES.values():
        get(application, path)
        RecordingCursor.seen.clear()
        get(application, path)
        found[path] = [statement for statement in RecordingCursor.seen if statement.query != PING]
    engine.dispose()
    return found


class Client:
    """A connection to a server that is kept alive."""

    def __init__(self, site: Site) -> None:
        self.port = site.port
        self.kept = HTTPConnection(LOOPBACK, self.port)

    def get(self, path: str) -> None:
        self._get(self.kept, path)

    def get_on_a_fresh_connection(self, path: str) -> None:
        fresh = HTTPConnection(LOOPBACK, self.port)
        self._get(fresh, path)
        fresh.close()

    def _get(self, connection: HTTPConnection, path: str) -> None:
        connection.request("GET", path)
        with connection.getresponse() as response:
            response.read()
        assert response.status == 200, f"{response.status} for {path}"


@contextmanager
def both_served(url: str, home: Path) -> Iterator[tuple[Site, Site]]:
    """The register and the bare application, each in a process of its own."""
    statements = record_statements(url, home)
    with ExitStack() as stack:
        ours = stack.enter_context(served(register_application, url, home))
        bare = stack.enter_context(served(bare_application, libpq_address(url), statements))
        yield ours, bare


def measure(url: str, home: Path, console: Console, *, applications: int, times: int) -> None:
    """Print the table."""
    table = Table(title=f"answering: {applications:,} applications; the middle (and middle half) of {times} answers")
    for heading in ("answer", "ms", "ms bare", "x bare", "ms, fresh connection", "kept x fresh"):
        table.add_column(heading, justify="left" if heading == "answer" else "right")
    with both_served(url, home) as sites:
        ours, bare = map(Client, sites)
        for name, path in PAGES.items():
            works = {
                "ours": lambda path=path: ours.get(path),
                "bare": lambda path=path: bare.get(path),
                "fresh": lambda path=path: ours.get_on_a_fresh_connection(path),
            }
            alternately(works, 10)  # statements are prepared and threads started
            taken = alternately(works, times)
            table.add_row(
                name,
                *(spread(taken[which]).text(1, times=1000) for which in ("ours", "bare")),
                ratios(taken["ours"], taken["bare"]).text(),
                spread(taken["fresh"]).text(1, times=1000),
                ratios(taken["ours"], taken["fresh"]).text(),
            )
            say(name)
    console.print(table)
