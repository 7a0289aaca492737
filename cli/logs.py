"""How the register logs: what went wrong and where in the program, never what a variable held then."""

import sys

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback


def log_no_values() -> None:
    """Log tracebacks without the values of variables: among those are secrets, addresses of databases and personal data."""
    renderer = ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], renderer])
