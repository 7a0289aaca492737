"""Servers in processes of their own: the register's, and a bare ASGI application that runs the same SQL.

Both listen, accept and speak HTTP in the same way, and work in the same kind of thread. What differs is what the register does
besides: routes, validation, sessions, its own shape of the answer, headers.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

import orjson
import psycopg
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import get_now
from benchmarks.landscape import NOW
from cli.server import listen, make_application, serve
from cli.settings import LOOPBACK, read_settings
from registry.resolving.matching import Db


@dataclass(frozen=True)
class Statement:
    """A statement as the register sent it."""

    query: str
    parameters: Any
    binary: bool


class RecordingCursor(psycopg.Cursor[Any]):
    """A cursor that notes what it executes, whoever made it."""

    seen: ClassVar[list[Statement]] = []

    def execute(self, query: Any, params: Any = None, **options: Any) -> RecordingCursor:
        text = query if isinstance(query, str) else query.as_string(self)
        self.seen.append(Statement(text, params, bool(self.format)))
        super().execute(query, params, **options)
        return self


def register_application(url: str, home: Path) -> FastAPI:
    """The register as it is served, on a day that stays the same."""
    application = make_application(url, read_settings({"LANDSCHAP_HOME": str(home)}))
    for app in (application, application.state.api):
        app.dependency_overrides[get_now] = lambda: NOW
    return application


def bare_application(address: str, statements: Mapping[str, Sequence[Statement]]) -> ASGIApp:
    """For each path, its statements in one transaction, and all that they give as JSON."""
    idle: list[Db] = []

    def answer(path: str) -> bytes:
        db = idle.pop() if idle else psycopg.connect(address)
        found = [fetched(db, statement) for statement in statements[path]]
        db.commit()
        idle.append(db)
        return orjson.dumps(found, default=str)

    async def application(scope: Scope, _receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body = await run_in_threadpool(answer, f"{scope['path']}?{scope['query_string'].decode()}".removesuffix("?"))
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return application


def fetched(db: Db, statement: Statement) -> list[Any]:
    """All rows of a statement."""
    with db.cursor(binary=statement.binary) as cursor:
        cursor.execute(statement.query, statement.parameters)
        return cursor.fetchall() if cursor.description else []


class Site:
    """A server of another process: where it listens, and what it worked so far."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe

    @cached_property
    def port(self) -> int:
        """Known once it listens: several may start at once."""
        return int(self.pipe.recv())

    def processor_seconds(self) -> float:
        self.pipe.send(None)
        return float(self.pipe.recv())


@contextmanager
def served(make: Callable[..., ASGIApp], *arguments: Any) -> Iterator[Site]:
    """Serve what `make` makes of the arguments, in a new process that knows nothing of this one."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, make, arguments), daemon=True)
    process.start()
    theirs.close()  # so that a server which cannot start is noticed
    try:
        yield Site(ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, make: Callable[..., ASGIApp], arguments: tuple[Any, ...]) -> None:
    listener = listen(LOOPBACK, 0)
    application = make(*arguments)

    def tell() -> None:
        pipe.send(listener.getsockname()[1])
        while True:
            pipe.recv()
            pipe.send(time.process_time())

    threading.Thread(target=tell, daemon=True).start()
    serve(application, listener)  # type: ignore[arg-type]
