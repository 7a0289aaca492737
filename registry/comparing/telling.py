"""The sentences of a comparison, with what was found filled in. Made only when asked."""

from __future__ import annotations

from registry.company_names import CompanyName
from registry.comparing.differences import differences
from registry.comparing.rules import FEATURES, SAME_WORDS
from registry.comparing.words import Profile, profile


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
        "shared": ", ".join(_as_written(between.shared, a)),
        "typos": ", ".join(f"{x} / {y}" for x, y, _ in between.typos),
        "extra": _against(_as_written(between.only_a, a), _as_written(between.only_b, b)),
        "numbers": _against(one.digits, other.digits),
        "institution": " / ".join(dict.fromkeys(_institutions(one, a) + _institutions(other, b))),
    }


def _as_written(words: tuple[str, ...], name: CompanyName) -> tuple[str, ...]:
    """Words in one spelling, as this name writes them: "oplossingen" for "solution"."""
    written = {SAME_WORDS.get(word, word): word for word in name.key.split()}
    return tuple(written.get(word, word) for word in words)


def _institutions(profile_of: Profile, name: CompanyName) -> tuple[str, ...]:
    return _as_written((profile_of.institution,), name) if profile_of.institution else ()


def _against(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    return " / ".join(" ".join(words) for words in (a, b) if words)


def _form(name: CompanyName) -> str:
    """The legal form as its code is usually written: "B.V." is told as BV."""
    return (name.form or "").replace("_", " ").upper()
