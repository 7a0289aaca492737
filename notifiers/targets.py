"""Where a webhook may go: never, by whatever name or redirect, to an address inside the network that nobody allowed.

Pure: this says what is allowed; `notifiers/webhook_connections.py` looks names up and connects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from notifiers.answers import Reason

Address = IPv4Address | IPv6Address
PORTS = {"https": 443, "http": 80}
HOST = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
# What a browser, and the resolver of an operating system, would read as an address: 127.1, 0x7f000001, 017700000001.
NUMERIC = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
NAT64 = IPv6Network("64:ff9b::/96")
IPV4_COMPATIBLE = IPv6Network("::/96")
# Not global in practice: relays of 6to4, NAT64 of one network, and Teredo.
CLOSED = (IPv4Network("192.88.99.0/24"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2001::/32"))


class RefusedTarget(Exception):
    """Dit adres is niet toegestaan / this address is not allowed."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(f"{nl} / {en}")
        self.reason = Reason(nl, en)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be reached though it is not public: networks, and hosts by name. To these http is allowed too."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hosts: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Target:
    """An address whose form is right. `host` is lower case ASCII without brackets, `path` begins with a slash."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_allowed(text: str) -> Allowed:
    """Networks and host names, separated by commas; raises `ValueError` with what cannot be read."""
    networks: list[IPv4Network | IPv6Network] = []
    hosts: set[str] = set()
    for part in filter(None, (part.strip().lower() for part in text.split(","))):
        try:
            networks.append(ip_network(part))
        except ValueError:
            if not HOST.fullmatch(part) or NUMERIC.fullmatch(part):
                raise ValueError(part) from None
            hosts.add(part)
    return Allowed(tuple(networks), frozenset(hosts))


def check_target(url: str, allowed: Allowed) -> Target:
    """The target that a URL means; raises `RefusedTarget` where its form or the address in it is not allowed."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, _host(parts.hostname or "")
    except ValueError as error:
        raise RefusedTarget("Dit is geen geldig adres.", "This is not a valid address.") from error
    if parts.scheme not in PORTS or port == 0:
        raise RefusedTarget("Het adres moet met https beginnen.", "The address must begin with https.")
    if parts.username is not None or parts.password is not None:
        raise RefusedTarget("Zet geen naam of wachtwoord in het adres.", "Put no name or password in the address.")
    literal = literal_address(host)
    if literal is not None:
        check_address(literal, allowed)
    if parts.scheme == "http" and not _named(host, literal, allowed):
        raise RefusedTarget("Het adres moet met https beginnen.", "The address must begin with https.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~") + (f"?{_query(parts.query)}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def check_address(address: Address, allowed: Allowed) -> None:
    """Raise `RefusedTarget` unless this address, and any that is hidden in it, is public or allowed."""
    for found in _meant(address):
        if not _public(found) and not any(found in network for network in allowed.networks):
            raise RefusedTarget(
                f"Het adres {address} ligt niet op het openbare internet en is niet toegestaan.",
                f"The address {address} is not on the public internet and is not allowed.",
            )


def _host(text: str) -> str:
    """The host in ASCII; raises `ValueError` for what is neither a name nor an address written in the usual way."""
    if ":" in text:
        address = IPv6Address(text)
        if address.scope_id:
            raise ValueError(text)
        return str(address)
    host = text.encode("idna").decode("ascii").lower().removesuffix(".")
    if not HOST.fullmatch(host):
        raise ValueError(text)
    return str(IPv4Address(host)) if NUMERIC.fullmatch(host) else host


def literal_address(host: str) -> Address | None:
    """The address that a host is, where it is no name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _named(host: str, literal: Address | None, allowed: Allowed) -> bool:
    return host in allowed.hosts or (literal is not None and any(literal in network for network in allowed.networks))


def _query(text: str) -> str:
    return quote(text, safe="/%:@!$&'()*+,;=-._~?")


def _meant(address: Address) -> tuple[Address, ...]:
    """The addresses that are reached by this one: those IPv4 addresses that an IPv6 address carries, or itself."""
    if isinstance(address, IPv4Address):
        return (address,)
    last = IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.ipv4_mapped is not None or address in NAT64:
        return (last,)
    if address in IPV4_COMPATIBLE and int(address) > 1:
        return (address, last)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    # ISATAP: the interface is ::0:5efe:a.b.c.d or ::200:5efe:a.b.c.d.
    if (int(address) >> 32) & 0xFFFF_FFFF in {0x0000_5EFE, 0x0200_5EFE}:
        return (address, last)
    return (address,)


def _public(address: Address) -> bool:
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local)
        and not site_local
        and not any(address in network for network in CLOSED)
    )
