"""The version that stands beside a product in one cell."""

from __future__ import annotations

import re
from functools import lru_cache

from registry.product_names import LONGEST, ProductName, is_version, read_product, tables

_LEVEL = (
    r"(?:(?:SP|CU|UR|SU|TL|FP|RC|R|U)[ .-]?\d+|\d\dH[12]|(?:service ?pack|cumulative update|update|release) ?\d+"
    r"|LTSC|LTSB|LTSR|LTS|ESR)\b"
)
_NUMBER = r"\d+(?:\.\d+)*(?:_\d+)?(?:\.x)?(?:ai|[a-z])?"
_LEVELS = rf"(?:(?: [^\W\d_]{{2,12}}){{0,2}}?[ ,-]*{_LEVEL}(?: (?:19|20)\d\d(?!\d))?)*"
_RUN = re.compile(
    rf"(?:(?<![\w./])(?:v(?:ersie|ersion|er\.?|\.)? ?)?|(?<=[^\W\d_]{{2}})(?=\d+\.\d|(?:19|20)\d\d(?!\d)))"
    rf"(?P<version>(?:{_NUMBER}|\d\dH[12]){_LEVELS})(?![\w+#]|\.\d)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_IN_NAMES = frozenset({"365", "360", "24"})
_LONG_TERM = frozenset({"lts", "ltsc", "ltsb", "ltsr", "esr"})
_AFTER = frozenset({
    "acc", "acceptatie", "cluster", "clustered", "database", "databases", "db", "dev", "instance", "ontwikkel",
    "ontwikkeling", "otap", "prd", "prod", "productie", "production", "server", "servers", "test", "tst", "vm",
})  # fmt: skip
"""Words behind a version that tell where it runs; before any other word a number may be part of a name."""


@lru_cache(maxsize=20_000)
def split_version(text: str) -> tuple[str, str | None]:
    """A product and its version: "Win Srv 2016 Std" is "Win Srv Std", "2016".

    Where the rest would not say the same without its version ("Windows 2012 R2" is not a Windows), the name keeps it. What may
    be part of a name is not taken for a version.
    """
    found = _find(text) if len(text) <= LONGEST else None
    if found is None:
        return text, None
    before, version, after = text[: found.start()], found["version"], text[found.end() :]
    if after.startswith(")") and before.endswith("("):
        before, after = before[:-1], after[1:]
    if not any(c.isalpha() for c in before) or not _says_nothing(after):
        return text, None
    within = _words(read_product(version))
    if not all(word in tables().editions for word in within):
        return text, None
    rest = " ".join(f"{before.rstrip(' ,-')} {after}".split())
    said = [word for word in _words(read_product(text)) if word not in within]
    return (rest if _words(read_product(rest)) == said else text), version


def _find(text: str) -> re.Match[str] | None:
    """The one version in a text; one in brackets only where no other is."""
    runs = [run for run in _RUN.finditer(text) if run["version"] not in _IN_NAMES]
    aside = [(one.start(), one.end()) for one in _BRACKETS.finditer(text)]
    outside = [run for run in runs if not any(start < run.start() < end for start, end in aside)]
    whole = [run for run in runs if any(start + 1 == run.start() and run.end() == end - 1 for start, end in aside)]
    found = outside or whole
    return found[0] if len(found) == 1 else None


def _says_nothing(after: str) -> bool:
    """Whether what stands behind a version is an edition, or where it runs, or in brackets."""
    said = read_product(_BRACKETS.sub(" ", after)).words
    return all(word in tables().editions or word in _AFTER for word in said)


def _words(read: ProductName) -> list[str]:
    return [word for word in read.words if not is_version(word) and word not in _LONG_TERM]
