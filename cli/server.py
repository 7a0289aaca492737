"""The server: the API with the screens on top of it, on the loopback address only."""

import socket

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.outside import Outside
from cli.settings import Settings, require_loopback
from web.app import mount


class PortTakenError(OSError):
    """De poort is bezet / the port is taken."""


def make_application(url: str, settings: Settings) -> FastAPI:
    """The whole application on this database."""
    outside = Outside(settings.origin, settings.webhook_allow)
    application = create_app(url, files=settings.kept_files, outside=outside)
    mount(application)
    return application


def listen(host: str, port: int) -> socket.socket:
    """A socket that is ours before anything else is started; raises `PortTakenError` with what to do."""
    require_loopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends without delay (TCP_NODELAY) only on sockets that name their protocol.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"Poort {port} is bezet: stop wat daar luistert, of kies een andere, zoals PORT={port + 1}.\n"
            f"Port {port} is taken: stop what listens there, or choose another, such as PORT={port + 1}."
        ) from error
    return listener


def serve(application: FastAPI, listener: socket.socket) -> None:
    """Answer requests until a signal says stop."""
    config = uvicorn.Config(application, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[listener])
