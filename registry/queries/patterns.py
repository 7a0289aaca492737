"""Names by a pattern: a part of the name, or the whole of it with * for any text and ? for any sign."""

from __future__ import annotations

import re
from collections.abc import Callable

_ANY = {"*": "%", "?": "_"}


def like_pattern(pattern: str | None) -> str | None:
    """The pattern as ILIKE takes it; None for every name."""
    if not pattern:
        return None
    plain = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "".join(_ANY.get(sign, sign) for sign in plain) if _is_whole(pattern) else f"%{plain}%"


def name_matcher(pattern: str | None) -> Callable[[str | None], bool]:
    """Whether a name fits, as `like_pattern` does in SQL."""
    if not pattern:
        return lambda _name: True
    parts = ({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in pattern)
    like = re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
    fits = like.fullmatch if _is_whole(pattern) else like.search
    return lambda name: bool(fits(name or ""))


def _is_whole(pattern: str) -> bool:
    return any(sign in pattern for sign in _ANY)
