"""Release cycles as ranges of versions in the notation `vers` (package-url), and back. Pure.

The cycle "8.2" is every version from 8.2 up to 8.3. A cycle whose name is no number ("2016 SP3") is one version of that name.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_YEARS = range(1900, 2200)
_TYPE = re.compile(r"pkg:([a-z][a-z0-9.+-]*)/")


def range_of(name: str, purl: str | None = None) -> str | None:
    """The range of a cycle, of the type of its package URL: "vers:generic/>=8.2|<8.3"; None where it is no number."""
    if not _NUMBER.fullmatch(name):
        return None
    parts = [int(part) for part in name.split(".")]
    if parts[0] in _YEARS and len(parts) == 1:
        return None
    following = ".".join(map(str, [*parts[:-1], parts[-1] + 1]))
    found = _TYPE.match(purl or "")
    return f"vers:{found[1] if found else 'generic'}/>={name}|<{following}"


def cycles_of(text: str) -> tuple[str, ...]:
    """The names of the cycles or versions that a range stands for; none where that cannot be told from the range alone."""
    found = re.fullmatch(r"vers:[^/\s]+/(.+)", text.strip())
    if found is None:
        return ()
    parts = [part.strip() for part in found[1].split("|") if part.strip()]
    plain = [part.removeprefix("=") for part in parts]
    if plain and all(re.match(r"[^<>=!*]", part) for part in plain):
        return tuple(plain)
    if len(parts) == 2 and parts[0].startswith(">=") and re.match(r"<[^=]", parts[1]):
        cycle = _between(parts[0][2:], parts[1][1:])
        return (cycle,) if cycle else ()
    return ()


def _between(low: str, high: str) -> str | None:
    """The cycle from a version up to another: "1.0.0" up to "2.0.0" is "1", "1.2" up to "1.3" is "1.2"."""
    if not (_NUMBER.fullmatch(low) and _NUMBER.fullmatch(high)):
        return None
    first, last = ([int(part) for part in text.split(".")] for text in (low, high))
    length = max(len(first), len(last))
    first += [0] * (length - len(first))
    last += [0] * (length - len(last))
    at = next((at for at in range(length) if first[at] != last[at]), None)
    if at is None or last[at] != first[at] + 1 or any(first[at + 1 :]) or any(last[at + 1 :]):
        return None
    # As many parts as both were written with where that says more: ">=8.0|<8.1" is "8.0", ">=8.0.0|<9.0.0" is "8".
    return ".".join(map(str, first[: at + 1]))
