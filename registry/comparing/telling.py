"""The sentences of a comparison, with what was found filled in. Made only when asked."""

from __future__ import annotations

from registry.company_names import CompanyName
from registry.comparing.differences import differences
from registry.comparing.rules import FEATURES
from registry.comparing.words import profile


def tell(code: str, a: CompanyName, b: CompanyName, countries: tuple[str, str]) -> tuple[str, str]:
    """The sentence of a feature of two names, in Dutch and English."""
    feature = FEATURES[code]
    found = _found(a, b) | {"country_a": countries[0], "country_b": countries[1]}
    return feature.nl.format_map(found), feature.en.format_map(found)


def _found(a: CompanyName, b: CompanyName) -> dict[str, str]:
    one, other = profile(a.key, a.core, a.tails), profile(b.key, b.core, b.tails)
    between = differences(one, other)
    return {
        "a": a.text,
        "b": b.text,
        "form_a": _form(a),
        "form_b": _form(b),
        "tails": _against(a.tails, b.tails),
        "shared": ", ".join(between.shared),
        "typos": ", ".join(f"{x} / {y}" for x, y, _ in between.typos),
        "extra": _against(between.only_a, between.only_b),
        "numbers": _against(one.digits, other.digits),
        "institution": one.institution or other.institution,
    }


def _against(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    return " / ".join(" ".join(words) for words in (a, b) if words)


def _form(name: CompanyName) -> str:
    """The legal form as its code is usually written: "B.V." is told as BV."""
    return (name.form or "").replace("_", " ").upper()
