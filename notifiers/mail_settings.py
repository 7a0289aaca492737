"""Where mail goes out and from whom, as the settings say it. Pure functions of text.

The server is an address: `smtps://user:password@host:465` (TLS from the start), `smtp+starttls://host:587` (TLS is asked for,
and no mail goes without it) or `smtp://127.0.0.1:25` (no TLS: on this computer only, or with `?plain=allowed`). `?ca=/path.pem`
names a certificate authority of one's own.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

SCHEMES = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
"""Schemes and their usual ports."""
MOST_LOCAL, MOST_DOMAIN = 64, 253


class NotMailSettings(ValueError):
    """A setting about mail that is not right; the text says why, in Dutch and English."""


class NotAnAddress(ValueError):
    """A text that is no mail address, or more than one."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server that takes our mail. `context` says which certificates are trusted; None is the usual ones."""

    host: str
    port: int
    scheme: str = "smtp+starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    context: ssl.SSLContext | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail is sent: by which server, from which address, and where the register is read."""

    server: SmtpServer
    sender: Address
    base_url: str
    connect_seconds: float = 10.0
    total_seconds: float = 60.0

    @property
    def domain(self) -> str:
        """The domain of the sender, for the names of messages and for what comes back."""
        return self.sender.domain


def read_mail_settings(server: str, sender: str, base_url: str) -> MailSettings:
    """Settings from their texts; raises `NotMailSettings`."""
    return MailSettings(read_server(server), read_sender(sender), base_url.rstrip("/"))


def read_server(text: str) -> SmtpServer:
    """The server from its address; raises `NotMailSettings`."""
    try:
        url = urlsplit(text)
        port = url.port or SCHEMES.get(url.scheme, 0)
    except ValueError as error:
        raise NotMailSettings("is geen geldig adres / is not a valid address") from error
    if not port or not url.hostname:
        raise NotMailSettings("moet beginnen met / must start with smtps://, smtp+starttls:// or smtp://")
    asked = parse_qs(url.query)
    if url.scheme == "smtp" and asked.get("plain") != ["allowed"]:
        _require_loopback(url.hostname)
    return SmtpServer(url.hostname, port, url.scheme, *_login(url), _context(asked.get("ca", [""])[0]))


def _login(url: SplitResult) -> tuple[str | None, str | None]:
    return (unquote(url.username), unquote(url.password or "")) if url.username else (None, None)


def _context(authority: str) -> ssl.SSLContext | None:
    if not authority:
        return None
    try:
        return ssl.create_default_context(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        raise NotMailSettings(f"het certificaat {authority} is niet te lezen / cannot be read") from error


def _require_loopback(host: str) -> None:
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        raise NotMailSettings(
            "stuurt zonder TLS, en dat mag alleen op deze computer zelf / sends without TLS, on this computer only"
        )


def read_sender(text: str) -> Address:
    """The sender, with or without a name: `Landschap <register@voorbeeld.nl>`; raises `NotMailSettings`."""
    name, address = parseaddr(text)
    try:
        found = read_address(address)
    except NotAnAddress as error:
        raise NotMailSettings("is geen mailadres / is not a mail address") from error
    if not found.username.isascii():
        raise NotMailSettings("moet een adres zonder letters met tekens zijn / must be an address in plain letters")
    return Address(" ".join(name.split()), found.username, found.domain)


def read_address(text: str) -> Address:
    """One mail address. Its domain is written as the name system knows it; raises `NotAnAddress` where it is none.

    Nothing that could start another address or another header is let through.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not local or not domain or len(local.encode()) > MOST_LOCAL:
        raise NotAnAddress(text)
    if any(sign in ' ,;:<>()[]"\\@' or not sign.isprintable() for sign in local):
        raise NotAnAddress(text)
    try:
        encoded = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotAnAddress(text) from error
    labels = encoded.split(".")
    if len(encoded) > MOST_DOMAIN or any(not label.replace("-", "").isalnum() for label in labels):
        raise NotAnAddress(text)
    return Address("", local, encoded)
