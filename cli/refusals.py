"""What went wrong around a command, as a sentence for who gave it: no room, no rights, no database."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from cli.embedded import EmbeddedDatabaseError
from cli.embedded_place import PlaceError
from cli.server import PortTakenError
from cli.settings import SettingError

SAID_ALREADY = (SettingError, PlaceError, EmbeddedDatabaseError, PortTakenError)
NO_ROOM = "Er is geen ruimte meer op de schijf; er is niets veranderd. / There is no room left on the disk; nothing was changed."
NO_RIGHTS = (
    "Deze gebruiker van de database heeft niet genoeg rechten; er is niets veranderd. / "
    "This user of the database does not have enough rights; nothing was changed."
)
NO_DATABASE = (
    "De database is niet bereikbaar; wat klaar was is bewaard, doe de opdracht gerust nog eens. / "
    "The database cannot be reached; what was done is kept, just give the command again."
)
UNEXPECTED = (
    "Er ging iets onverwachts mis; wat niet klaar was is niet veranderd. Meld dit aan de beheerder. / "
    "Something unexpected went wrong; what was not done is unchanged. Please report this."
)


def refusal(error: Exception) -> str:
    """The sentence, in Dutch and English, with the reason behind it."""
    if isinstance(error, SAID_ALREADY):
        return str(error)
    original = error.orig if isinstance(error, DBAPIError) and error.orig else error
    reason = str(original).strip().split("\n", 1)[0]
    said = UNEXPECTED
    match original:
        case psycopg.errors.InsufficientPrivilege():
            said = NO_RIGHTS
        case psycopg.errors.DiskFull():
            said = NO_ROOM
        case psycopg.OperationalError() | psycopg.InterfaceError():
            said = NO_DATABASE
        case OSError() if original.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            said = NO_ROOM
        case OSError():
            return reason
    return (
        f"{said} ({type(original).__name__}, {_place(error)}: {reason})" if said == UNEXPECTED else f"{said} ({reason})"
    )


def _place(error: Exception) -> str:
    """File and line where it went wrong, for whoever mends it."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{Path(last[0].filename).name}:{last[0].lineno}" if last else ""
