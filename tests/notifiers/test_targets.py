"""Where a webhook may not go, however it is written."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.targets import Allowed, RefusedTarget, Target, check_address, check_target, read_allowed

NOTHING = Allowed()


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://haak.voorbeeld.nl", Target("https", "haak.voorbeeld.nl", 443, "/")),
        ("HTTPS://Haak.Voorbeeld.NL.:8443/in?a=1#deel", Target("https", "haak.voorbeeld.nl", 8443, "/in?a=1")),
        ("https://bücher.example/é b", Target("https", "xn--bcher-kva.example", 443, "/%C3%A9%20b")),
        ("https://93.184.216.34/in", Target("https", "93.184.216.34", 443, "/in")),
        ("https://[2a00:1450:400e:80e::200e]/", Target("https", "2a00:1450:400e:80e::200e", 443, "/")),
        ("https://[64:ff9b::5db8:d822]/", Target("https", "64:ff9b::5db8:d822", 443, "/")),
    ],
)
def test_public_targets(url: str, target: Target) -> None:
    assert check_target(url, NOTHING) == target


def test_the_host_header_names_the_port_where_it_is_not_the_usual_one() -> None:
    urls = ("https://a.nl/", "https://a.nl:8443/", "https://[2a00:1450:400e:80e::200e]:444/")
    headers = [check_target(url, NOTHING).host_header for url in urls]
    assert headers == ["a.nl", "a.nl:8443", "[2a00:1450:400e:80e::200e]:444"]


@pytest.mark.parametrize(
    "url",
    [
        "", "haak.voorbeeld.nl", "ftp://a.nl/", "file:///etc/passwd", "gopher://a.nl/", "javascript:1",
        "http://haak.voorbeeld.nl/", "https://", "https:///pad", "https://user@a.nl/", "https://user:pw@a.nl/",
        "https://:pw@a.nl/", "https://a.nl:0/", "https://a.nl:99999/", "https://a.nl:x/", "https://a..nl/",
        "https://a b.nl/", "https://a.nl\\@127.0.0.1/", "https://127.0.0.1\\.a.nl/", f"https://{'a' * 64}.nl/",
    ],
)  # fmt: skip
def test_forms_that_are_refused(url: str) -> None:
    with pytest.raises(RefusedTarget) as refused:
        check_target(url, NOTHING)
    assert refused.value.reason.nl
    assert refused.value.reason.en


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001",
        "1.1.1.1.1", "256.1.1.1", "①②⑦.0.0.1", "127。0。0。1", "0.0.0.0", "0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "192.88.99.1", "[::]", "[::1]", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[fd12::1]", "[fec0::1]", "[ff02::1]",
        "[2001:db8::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a00:1]", "[::127.0.0.1]", "[2002:7f00:1::]",
        "[2002:a00:1::]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[2001:0:1::1]",
        "[2a00:1450::5efe:7f00:1]", "[2a00:1450::200:5efe:a00:1]", "[::ffff:0:0]",
    ],
)  # fmt: skip
def test_addresses_that_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(RefusedTarget):
        check_target(f"https://{host}/", NOTHING)


ALLOWED = read_allowed("10.4.0.0/16, fd12::/64,haak.intern , 127.0.0.1")


@pytest.mark.parametrize(
    "url",
    [
        "https://10.4.1.1/", "http://10.4.1.1/", "https://[::ffff:10.4.1.1]/", "https://[fd12::9]/", "http://haak.intern/",
        "http://HAAK.intern./", "http://127.0.0.1:8000/", "https://haak.voorbeeld.nl/",
    ],
)  # fmt: skip
def test_what_configuration_allows(url: str) -> None:
    assert check_target(url, ALLOWED).path == "/"


@pytest.mark.parametrize(
    "url",
    ["https://10.5.1.1/", "http://93.184.216.34/", "http://a.haak.intern/", "https://127.0.0.2/", "https://[fd13::9]/"],
)
def test_what_it_does_not_allow(url: str) -> None:
    with pytest.raises(RefusedTarget):
        check_target(url, ALLOWED)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address: object) -> None:
    """Every IPv4 address that is refused is refused too in each clothing that IPv6 has for it."""
    plain = ip_address(str(address))
    inside = int(plain)
    clothed = [ip_address(base | inside << shift) for base, shift in ((0xFFFF << 32, 0), (0x64FF9B << 96, 0))]
    clothed.append(ip_address(0x2002 << 112 | inside << 80))
    assert {_refused(other) for other in clothed} == {_refused(plain)}


def _refused(address: object) -> bool:
    try:
        check_address(ip_address(str(address)), NOTHING)
    except RefusedTarget:
        return True
    return False
