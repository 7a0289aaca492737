"""The rules of comparing, from `registry/data/matching.yaml`: what each feature weighs, and what each word says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry.codes import load_data


@dataclass(frozen=True, slots=True)
class Feature:
    """A finding on two names: its weight in log-odds, whether it leaves at most the group in common, and its sentence."""

    weight: float
    group: bool
    nl: str
    en: str


_DATA: dict[str, Any] = load_data("matching")

RULES_VERSION: str = str(_DATA["version"])
START: float = _DATA["start"]
SURE: float = _DATA["thresholds"]["sure"]
ASK: float = _DATA["thresholds"]["ask"]
FEATURES: dict[str, Feature] = {
    code: Feature(float(entry["weight"]), bool(entry.get("group")), entry["nl"], entry["en"])
    for code, entry in _DATA["features"].items()
}
LINKS: frozenset[str] = frozenset(map(str, _DATA["links"]))
SAME_WORDS: dict[str, str] = {
    str(spelling): str(word) for word, spellings in _DATA["same_words"].items() for spelling in spellings
}
# The first class that lists a word counts.
CLASS_OF: dict[str, str] = {
    str(word): name for name in reversed(_DATA["classes"]) for word in _DATA["classes"][name]["words"]
}
SHARED_WORTH: dict[str, float] = {name: float(entry["shared"]) for name, entry in _DATA["classes"].items()} | {
    "number": 0.3,
    "distinctive": 1.0,
}
# Legal forms that people take for one another when they write a name, by the numbers of the lists that hold them.
LOOSE_FORMS: dict[str, frozenset[int]] = {
    form: frozenset(n for n, forms in enumerate(_DATA["loose_forms"]) if form in forms)
    for form in {form for forms in _DATA["loose_forms"] for form in forms}
}
TRANSLATED: frozenset[str] = frozenset(map(str, _DATA["translated"]))
OTHER_NATURE: frozenset[str] = frozenset(map(str, _DATA["other_nature"]))
SAME_PHRASES: tuple[tuple[str, str], ...] = tuple(
    (f" {phrase} ", f" {word} ") for word, phrases in _DATA["same_phrases"].items() for phrase in phrases
)
SOUNDS: tuple[tuple[str, str], ...] = tuple((str(written), str(said)) for written, said in _DATA["sounds"])
LONG_FORM_WORDS: tuple[str, ...] = tuple(w for w in map(str, _DATA["classes"]["form"]["words"]) if len(w) >= 7)
