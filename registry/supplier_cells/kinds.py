"""What a piece of text is when it is no company: nothing, in-house, a government body, hidden, a person, a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from registry.company_names import normalise
from registry.names import fold
from registry.supplier_cells import words
from registry.supplier_cells.known_names import standing
from registry.supplier_cells.words import DATA, alternatives

_ANONYMISED = re.compile(
    rf"(?:{alternatives(DATA['anonymised_words'])})(?:[\s_\-:#.][^;,|\n]{{0,60}})?"
    rf"|(?:{alternatives(DATA['anonymised_roles'])})[\s_\-#.]{{0,3}}(?:[a-z]|\d{{1,5}}|[a-z]\d{{1,3}})"
    rf"|(?:{alternatives(DATA['anonymised_codes'])})[-_ #]?\d{{2,8}}",
    re.IGNORECASE,
)
_PERSONS = DATA["persons"]
_PARTICLES = alternatives(_PERSONS["particles"])
_INITIALS = r"(?:[^\W\d_]\.[\s-]?){1,5}"
_SURNAME = r"[A-ZÀ-ÖØ-Þ][\w'’]{1,30}(?:-[A-ZÀ-ÖØ-Þ][\w'’]{1,30})?"
_FAMILY = rf"(?i:(?:(?:{_PARTICLES})\s+){{0,3}}){_SURNAME}(?:\s+{_SURNAME})?"
_TITLES = rf"(?i:(?:{alternatives(_PERSONS['titles'])})\.?)"
_ACADEMIC = rf"(?i:(?:{alternatives(_PERSONS['academic'])})\.)"
_FIRST = rf"(?i:{alternatives(_PERSONS['first_names'])})"
_PERSON = re.compile(
    rf"{_TITLES}\s+(?:{_ACADEMIC}\s*){{0,3}}(?:{_INITIALS}|{_FIRST}\s+)?\s*{_FAMILY}"
    rf"|(?:{_ACADEMIC}\s*){{0,3}}{_INITIALS}\s*{_FAMILY}"
    rf"|(?:{_ACADEMIC}\s*){{1,3}}{_FIRST}\s+{_FAMILY}"
    rf"|{_FAMILY},\s*{_INITIALS}(?:\s*(?i:{_PARTICLES}))?"
    rf"|{_FIRST}\s+(?i:(?:(?:{_PARTICLES})\s+){{1,3}}){_SURNAME}"
    rf"|(?:{_INITIALS}\s*|{_FIRST}\s+){_FAMILY}\s*\(?(?i:zzp(?:'?er)?|freelance[r]?)\)?"
)
_ONLY_PERSONS = words.folded(_PERSONS["only"])
_COMPANIES = words.folded(_PERSONS["companies"])
_SQL = re.compile(
    r"(?:\b(?:drop|alter|create)\s+table\b|\bselect\b.{1,80}\bfrom\b|\binsert\s+into\b|\bunion\s+select\b|\bor\s+1\s*=\s*1\b)",
    re.IGNORECASE,
)
_REDACTED = re.compile(r"x{5,}|5\.1\.?(?:lid)?\s?[12]\.?[a-z]?", re.IGNORECASE)
_EMPTY_DATES = frozenset(
    {"0", "00", "1900", "0 0 0000", "00 01 1900", "00 00 0000", "1899 12 30", "30 12 1899", "0 1 1900"}
)
_PRIVATE_FORMS = frozenset({None, "stichting", "vereniging", "cooperatie", "co"})


@lru_cache(maxsize=50_000)
def kind_of(text: str, known: Callable[[str], bool]) -> str | None:
    """The kind of a piece of text, or None where it may name a company."""
    plain = fold(text)
    if not plain or not any(map(str.isalnum, plain)):
        return "placeholder" if text.strip() and text.isascii() else "not_a_supplier"
    if (listed := _listed(text, plain)) is not None:
        return listed
    if len(text) > 300:
        return "not_a_supplier"
    if _ANONYMISED.fullmatch(text):
        return "anonymised"
    if known(text):
        return "government" if standing(text) == "government" else None
    return "not_a_supplier" if _names_nobody(text, plain, known) else _kind_of_unknown(text, plain)


def _names_nobody(text: str, plain: str, known: Callable[[str], bool]) -> bool:
    """Whether a text tells who is not meant ("geen Microsoft"), how a thing is made, or only what kind of thing it is."""
    found = plain.split()
    if found[0] in words.NEGATIONS and len(found) > 1 and "," not in text:
        return normalise(text).form is None or known(text.split(maxsplit=1)[1])
    if found[0] in words.NEGATIONS_OF_KNOWN and len(text.split()) > 1 and known(text.split(maxsplit=1)[1]):
        return True
    if words.MADE_WITH.begin(plain):
        return True
    common = all(word in words.COMMON_WORDS for word in found) and not words.COMMON_NOUNS.isdisjoint(found)
    return common and normalise(text).form is None


def _listed(text: str, plain: str) -> str | None:
    """The kind of a text that stands in a list of such texts."""
    if plain in words.PLACEHOLDERS or plain in _EMPTY_DATES:
        return "placeholder"
    if plain in words.IN_HOUSE or words.IN_HOUSE_STARTS.begin(plain):
        return "in_house"
    if len(plain) == 1 and plain.isascii() and text.strip().lower() not in words.OPEN_PRODUCTS:
        return "not_a_supplier"  # a tick, not a name: "x", "v", "1"
    if plain in words.NOT_SUPPLIERS or plain.replace(" ", "").isdigit():
        return "not_a_supplier"
    if plain in words.REDACTED or _REDACTED.fullmatch(text.strip()):
        return "redacted"
    return None


def _kind_of_unknown(text: str, plain: str) -> str | None:
    if words.PLACEHOLDER_STARTS.begin(plain):
        return "redacted" if "withheld" in plain.split() else "placeholder"
    if not words.REDACTED_WORDS.isdisjoint(plain.split()) and not {"[", "("} & set(text):
        return "redacted"
    return _kind_of_body(text, plain)


def _kind_of_body(text: str, plain: str) -> str | None:
    if plain in words.GOVERNMENT_NAMES and (len(plain) > 4 or text.isupper() or any(map(str.isdigit, text))):
        return "government"
    if words.GOVERNMENT_STARTS.begin(plain) and normalise(text).form in _PRIVATE_FORMS and len(text) < 120:
        return "government"
    if plain in _ONLY_PERSONS or (_PERSON.fullmatch(text) and _may_be_person(text, plain)):
        return "natural_person"
    if _is_sentence(text, plain):
        return "not_a_supplier"
    return None


def _may_be_person(text: str, plain: str) -> bool:
    return (
        plain not in _COMPANIES
        and (words.COMPANY_WORDS | words.PRODUCT_WORDS).isdisjoint(plain.split())
        and normalise(text).form is None
    )


def _is_sentence(text: str, plain: str) -> bool:
    """Whether a text tells something, rather than names somebody."""
    if len(plain) < 16 and not plain.startswith(("hyperlink", "cmd")):
        return False
    found = plain.split()
    verbs = sum(word in words.SENTENCE_WORDS for word in found)
    written = text.split()
    small = sum(word[0].islower() for word in written) * 2 >= len(written)
    return (
        (len(found) >= 5 and verbs >= 1 and small)
        or (len(found) >= 6 and small and text.rstrip().endswith((".", "!", "?")))
        or (len(found) > 12 and small)
        or text.lstrip().startswith("=")
        or _SQL.search(text) is not None
    )
