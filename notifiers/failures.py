"""Why a message did not arrive, in words for whoever looks after the receiving system. Pure."""

from __future__ import annotations

import errno
import socket
import ssl

import h11

from notifiers.answers import Reason

TOO_SLOW = Reason(
    "De ontvanger gaf niet op tijd antwoord.",
    "The receiver did not answer in time.",
)
TOO_MANY_REDIRECTS = Reason(
    "De ontvanger verwijst steeds weer door.",
    "The receiver keeps redirecting.",
)
UNSIGNED = Reason(
    "Er is geen geldig geheim om het bericht mee te ondertekenen.",
    "There is no valid secret to sign the message with.",
)
EMPTY = Reason(
    "De ontvanger verbrak de verbinding zonder antwoord.",
    "The receiver closed the connection without an answer.",
)
NO_HTTP = Reason(
    "De ontvanger gaf een antwoord dat niet te lezen is.",
    "The receiver gave an answer that cannot be read.",
)
EXPIRED = Reason(
    "Het certificaat van de ontvanger is verlopen.",
    "The receiver's certificate has expired.",
)
UNKNOWN_HOST = Reason(
    "De naam in het adres is niet bekend.",
    "The name in the address is not known.",
)
CONNECTION_REFUSED = Reason(
    "Op dit adres neemt niemand op.",
    "Nothing answers at this address.",
)
UNREACHABLE = Reason(
    "De ontvanger is niet bereikbaar.",
    "The receiver cannot be reached.",
)
GONE = Reason(
    "De ontvanger zegt dat dit adres voorgoed weg is (410). Het abonnement is uitgezet.",
    "The receiver says that this address is gone for good (410). The subscription was disabled.",
)
CERTIFICATE_EXPIRED = 10
MOVED = range(300, 400)


def reason_of_status(status: int) -> Reason:
    """Why an answer with this status does not count as received."""
    if status == 410:
        return GONE
    if status in MOVED:
        return Reason(
            f"De ontvanger verwijst door op een manier die niet gevolgd wordt ({status}).",
            f"The receiver redirects in a way that is not followed ({status}).",
        )
    if status >= 500:
        return Reason(f"De ontvanger heeft een storing ({status}).", f"The receiver has a failure ({status}).")
    return Reason(
        f"De ontvanger nam het bericht niet aan ({status}).", f"The receiver did not accept the message ({status})."
    )


def reason_of_failure(error: OSError | h11.RemoteProtocolError) -> Reason:
    """Why there was no answer at all."""
    if isinstance(error, h11.RemoteProtocolError):
        return NO_HTTP
    if isinstance(error, ssl.SSLError):
        return _of_certificate(error)
    if isinstance(error, socket.gaierror):
        return UNKNOWN_HOST
    if error.errno == errno.ECONNREFUSED:
        return CONNECTION_REFUSED
    return EMPTY if error.errno in {errno.ECONNRESET, errno.EPIPE} else UNREACHABLE


def _of_certificate(cause: ssl.SSLError) -> Reason:
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return Reason(
            f"Er kwam geen beveiligde verbinding tot stand ({cause.reason}).",
            f"No secure connection could be made ({cause.reason}).",
        )
    if cause.verify_code == CERTIFICATE_EXPIRED:
        return EXPIRED
    return Reason(
        f"Het certificaat van de ontvanger is niet te vertrouwen ({cause.verify_message}).",
        f"The receiver's certificate cannot be trusted ({cause.verify_message}).",
    )
