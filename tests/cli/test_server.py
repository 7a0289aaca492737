"""The listening socket of the server."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.responses import PlainTextResponse

from cli.server import listen


@contextmanager
def serving(listener: socket.socket) -> Iterator[uvicorn.Server]:
    """A server that says yes."""
    server = uvicorn.Server(uvicorn.Config(PlainTextResponse("ja"), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield server
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def test_an_accepted_connection_sends_without_delay() -> None:
    """Otherwise every answer but the first on a connection waits for the acknowledgement of the one before: 40 ms."""
    with listen("127.0.0.1", 0) as listener, serving(listener) as server, httpx.Client() as client:
        assert client.get(f"http://127.0.0.1:{listener.getsockname()[1]}/").text == "ja"
        (connection,) = server.server_state.connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
