"""The sentences about what is wrong with a file, in Dutch and English (`registry/data/problems.yaml`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.codes import load_data

LOCALES = ("nl", "en")
_PART = re.compile(r"\[([^\[\]]*\{(\w+)\}[^\[\]]*)\]")
_WORDS = {
    "nl": {
        "unknown": "onbekend",
        "not_applicable": "niet van toepassing",
        "to_be_determined": "nader te bepalen",
        "left_open": "opengelaten",
        "none_stated": "geen einde gesteld",
        "in_house": "in huis",
        "redacted": "zwartgelakt",
    },
    "en": {
        "unknown": "unknown",
        "not_applicable": "not applicable",
        "to_be_determined": "to be determined",
        "left_open": "left open",
        "none_stated": "no end stated",
        "in_house": "in house",
        "redacted": "redacted",
    },
}


@dataclass(frozen=True)
class ProblemText:
    """A kind of problem in one language; `sentence` has {parameters}, and [parts] for when a parameter says something."""

    title: str
    sentence: str
    advice: str


@cache
def problem_texts() -> dict[str, dict[str, ProblemText]]:
    """All kinds of problems: by code, then by locale."""
    return {
        code: {locale: ProblemText(**texts[locale]) for locale in LOCALES}
        for code, texts in load_data("problems")["problems"].items()
    }


def sentence(code: str, parameters: Mapping[str, Any], locale: str = "nl", value: str | None = None) -> str:
    """What is wrong, in words; an unknown code is its own sentence, so that a newer importer never breaks a page."""
    return _formatted(code, parameters, locale, value, "sentence")


def advice(code: str, parameters: Mapping[str, Any], locale: str = "nl", value: str | None = None) -> str:
    """What to do about it, in words."""
    return _formatted(code, parameters, locale, value, "advice")


def _formatted(code: str, parameters: Mapping[str, Any], locale: str, value: str | None, part: str) -> str:
    texts = problem_texts().get(code)
    if texts is None:
        return code
    template: str = getattr(texts.get(locale, texts["nl"]), part)
    known: defaultdict[str, Any] = defaultdict(lambda: "?", parameters)
    known.setdefault("value", value if value is not None else "")
    kind = known.get("kind")
    if isinstance(kind, str):
        known["kind"] = _WORDS.get(locale, _WORDS["nl"]).get(kind, kind)
    template = _PART.sub(lambda part: part[1] if known.get(part[2]) else "", template)
    return template.format_map(known).strip()
