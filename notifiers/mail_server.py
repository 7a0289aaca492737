"""One mail handed to one server: with TLS and a checked certificate, and never for longer than a given time."""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Timer

from notifiers.answers import Answer, Outcome, Reason, excerpt
from notifiers.mail_settings import MailSettings, SmtpServer

_TROUBLE = Reason("De mailserver is niet bereikbaar of brak af.", "The mail server cannot be reached or broke off.")
_SLOW = Reason("De mailserver antwoordde te langzaam.", "The mail server answered too slowly.")
_UNTRUSTED = Reason("Het certificaat van de mailserver klopt niet.", "The mail server's certificate is not right.")
_NO_TLS = Reason("De mailserver biedt geen TLS aan.", "The mail server offers no TLS.")
_LATER = Reason("De mailserver vraagt om het later te proberen.", "The mail server asks to try again later.")
_LOGIN = Reason("De mailserver neemt de aanmelding niet aan.", "The mail server does not accept the login.")
_OURS = Reason("De mailserver neemt niets van ons aan.", "The mail server takes nothing from us.")
_REFUSED = Reason("De mailserver weigert deze ontvanger.", "The mail server refuses this recipient.")
_CONTENT = Reason("De mailserver weigert dit bericht.", "The mail server refuses this message.")
_PLAIN_ONLY = Reason(
    "De mailserver kent geen adressen met andere letters.", "The mail server knows plain letters only."
)
_Result = tuple[Outcome, int | None, bytes, Reason | None]


class _Smtp(smtplib.SMTP):
    """The protocol on a connection that is made already, so that it can be broken off at any moment."""

    def __init__(self, connection: socket.socket, settings: MailSettings) -> None:
        self._given = connection
        super().__init__(local_hostname=settings.domain, timeout=settings.connect_seconds)
        self._host = settings.server.host

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002 - as it is called
        return self._given


def hand_over(mail: bytes, sender: str, recipient: str, settings: MailSettings) -> Answer:
    """Hand over a mail once. What fails for another reason than this recipient or this mail is to be tried again."""
    began = time.monotonic()
    outcome, status, text, reason = _attempt(mail, sender, recipient, settings)
    milliseconds = round((time.monotonic() - began) * 1000)
    if reason is _TROUBLE and milliseconds >= settings.total_seconds * 1000:
        reason = _SLOW
    return Answer(outcome, milliseconds, status, excerpt(text), reason)


def out_of_time(settings: MailSettings) -> Answer:
    """What is answered for a server that did not even let itself be broken off."""
    return Answer("retry", round(settings.total_seconds * 1000), reason=_SLOW)


def _attempt(mail: bytes, sender: str, recipient: str, settings: MailSettings) -> _Result:
    """What came of it. A certificate, a login and the like are for us to mend, so the mail waits for that."""
    try:
        with _connected(settings) as smtp:
            return _send(smtp, mail, sender, recipient)
    except smtplib.SMTPResponseException as error:
        if error.smtp_code < 200:  # what came was no answer
            return "retry", None, _bytes(error.smtp_error), _TROUBLE
        login = isinstance(error, smtplib.SMTPAuthenticationError)
        reason = _LOGIN if login else _OURS if error.smtp_code >= 500 else _LATER
        return "retry", error.smtp_code, _bytes(error.smtp_error), reason
    except (smtplib.SMTPException, OSError, ValueError) as error:
        # What is no answer at all makes smtplib raise a ValueError here and there.
        return "retry", None, str(error).encode(), _why(error)


def _why(error: Exception) -> Reason:
    """Why there was no answer."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _NO_TLS if "STARTTLS" in str(error) else _LOGIN
    if isinstance(error, ssl.SSLCertVerificationError):
        return _UNTRUSTED
    # Where a server is slow to answer, smtplib tells that it closed the connection.
    return _SLOW if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError) else _TROUBLE


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


@contextmanager
def _connected(settings: MailSettings) -> Iterator[_Smtp]:
    """An open line to the server, over TLS and logged in as the settings say; broken off when the time is up."""
    server = settings.server
    connection = socket.create_connection((server.host, server.port), timeout=settings.connect_seconds)
    if server.scheme == "smtps":
        connection = _trust(server).wrap_socket(connection, server_hostname=server.host, do_handshake_on_connect=False)
    smtp = _Smtp(connection, settings)
    smtp.sock = connection
    alarm = Timer(settings.total_seconds, _break_off, [smtp])
    alarm.daemon = True
    alarm.start()
    try:
        if isinstance(connection, ssl.SSLSocket):
            connection.do_handshake()
        status, text = smtp.connect(server.host, server.port)
        if status != 220:
            raise smtplib.SMTPConnectError(status, text)
        if server.scheme == "smtp+starttls":
            smtp.starttls(context=_trust(server))
        if server.user is not None:
            smtp.login(server.user, server.password or "")
        smtp.ehlo_or_helo_if_needed()
        yield smtp
        with suppress(smtplib.SMTPException, OSError, ValueError):
            smtp.quit()
    finally:
        alarm.cancel()
        smtp.close()
        connection.close()


def _trust(server: SmtpServer) -> ssl.SSLContext:
    """Which certificates are trusted."""
    return server.context or _usual_trust()


@cache
def _usual_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _break_off(smtp: _Smtp) -> None:
    with suppress(OSError):
        if smtp.sock:
            socket.socket.shutdown(smtp.sock, socket.SHUT_RDWR)


def _send(smtp: _Smtp, mail: bytes, sender: str, recipient: str) -> _Result:
    international = not recipient.isascii()
    if international and not smtp.has_extn("smtputf8"):
        return "bounced", None, b"", _PLAIN_ONLY
    status, text = smtp.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if international else [])
    if status >= 400:
        return "retry", status, text, _OURS if status >= 500 else _LATER
    status, text = smtp.rcpt(recipient)
    if status >= 400:
        return _judged(status, text, _REFUSED)
    try:
        status, text = smtp.data(mail)
    except smtplib.SMTPDataError as error:
        return _judged(error.smtp_code, _bytes(error.smtp_error), _CONTENT)
    return ("delivered", status, text, None) if 200 <= status < 300 else _judged(status, text, _CONTENT)


def _judged(status: int, text: bytes, reason: Reason) -> _Result:
    """Whether a refusal is for good. One of policy (530, or 5.7.x: relaying, login) is about us, not about the recipient."""
    if status < 500:
        return "retry", status, text, _LATER
    if status == 530 or text.startswith(b"5.7."):
        return "retry", status, text, _OURS
    return "bounced", status, text, reason
