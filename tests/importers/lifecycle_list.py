"""An invented list in the two shapes of endoflife.date."""

from typing import Any

Release = tuple[str, str, dict[str, str | bool]]

PRODUCTS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[Release, ...]]] = {
    "windows-server": ("Microsoft Windows Server", "os", ("windowsserver",), (), (
        ("2016", "Windows Server 2016", {"eoas": "2022-01-11", "eol": "2027-01-12", "eoes": "2030-01-12"}),
        ("2012-r2", "Windows Server 2012 R2", {"eol": "2023-10-10"}),
        ("2012", "Windows Server 2012", {"eol": "2023-10-10"}),
    )),
    "mssqlserver": ("Microsoft SQL Server", "database", ("mssql",), ("cpe:2.3:a:microsoft:sql_server",), (
        ("13.0-sp3", "2016 SP3", {"eol": "2026-07-14"}),
        ("15.0", "2019 'Aris/Seattle'", {"eol": "2030-01-08"}),
        ("12.0-sp3", "2014 'Hekaton' SP3", {"eol": "2024-07-09"}),
        ("12.0", "2014 'Hekaton'", {"eol": "2016-07-12"}),
    )),
    "rhel": ("Red Hat Enterprise Linux", "os", ("redhat",), (), (
        ("8", "8", {"eol": "2029-05-31"}), ("7", "7", {"eol": "2024-06-30", "eoes": "2029-05-31"}),
    )),
    "postgresql": ("PostgreSQL", "database", ("postgres",), (), (
        ("13", "13", {"eol": "2025-11-13"}), ("12", "12", {"eol": "2024-11-21"}),
    )),
    "oracle-jdk": ("Oracle JDK", "lang", (), (), (("11", "11", {"eol": "2023-09-30"}), ("8", "8", {"eol": "2022-03-31"}))),
    "eclipse-temurin": ("Eclipse Temurin", "lang", ("temurin",), (), (("11", "11", {"eol": "2027-10-31"}),)),
    "log4j": ("Apache Log4j", "framework", (), (), (("2", "2", {"eol": False}), ("1", "1", {"eol": True}))),
    "ansible": ("Ansible", "app", (), ("cpe:2.3:a:redhat:ansible",), (("9", "9", {"eol": "2024-11-30"}),)),
    "ansible-core": ("Ansible-core", "framework", (), ("cpe:2.3:a:redhat:ansible",), (("2.16", "2.16", {"eol": "2025-05-21"}),)),
}  # fmt: skip

_FROM = {"eoas": ("isEoas", "eoasFrom"), "eol": ("isEol", "eolFrom"), "eoes": ("isEoes", "eoesFrom")}


def compact() -> dict[str, Any]:
    """The list as it is published in one file: dates and booleans share a field."""
    products = []
    for slug, (label, category, aliases, cpes, releases) in PRODUCTS.items():
        listed = [
            {"name": name, "label": as_label, "releaseDate": "2010-01-01", **dates}
            for name, as_label, dates in releases
        ]
        ids = [{"type": "cpe", "id": one} for one in cpes]
        products.append({"name": slug, "label": label, "category": category, "aliases": list(aliases), "identifiers": ids,
                         "releases": listed})  # fmt: skip
    return {"source": "voorbeeld", "products": products}


def api() -> dict[str, Any]:
    """The same list as the API answers it: a flag and a date apart."""
    found = compact()
    for product in found["products"]:
        for release in product["releases"]:
            for field, (flag, since) in _FROM.items():
                if field in release:
                    value = release.pop(field)
                    release[flag] = value if isinstance(value, bool) else True
                    release[since] = None if isinstance(value, bool) else value
    return {"schema_version": "1.2.1", "total": len(found["products"]), "result": found["products"]}
