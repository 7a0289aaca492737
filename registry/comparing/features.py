"""What is found on two names, as codes of features; `matching.yaml` says what each weighs. Pure functions."""

from __future__ import annotations

from rapidfuzz.distance import Indel

from registry.company_names import CompanyName, form_countries
from registry.comparing.differences import Differences, differences, is_acronym
from registry.comparing.rules import LOOSE_FORMS, OTHER_NATURE, SHARED_WORTH
from registry.comparing.words import Profile, class_of, profile

# Names that share no word and less than this part of their letters are not looked at further.
_ALIKE = 0.6


def features_of_names(a: CompanyName, b: CompanyName) -> tuple[str, ...]:
    """The codes of all that holds for two names, the most telling first."""
    if a.folded == b.folded:
        return ("equal",)
    if b.folded < a.folded:
        a, b = b, a  # so that the order in which they are given does not matter
    if a.core == b.core:
        forms = _forms(a, b)
        return ("equal_core", *weak_name(a, forms), *forms)
    if a.key == b.key:
        others = (*_tails(a, b), *_short_tail(a, b), *_forms(a, b))
        return ("equal_key", *weak_name(a, others), *others)
    one, other = profile(a.key, a.core, a.tails), profile(b.key, b.core, b.tails)
    found = _glued_form(one, b) or _glued_form(other, a) or _whole(one, other) or _in_part(one, other)
    if found[0] == "different":
        return found
    if "generic_extra" in found and a.form and b.form:
        found = tuple("generic_in_full" if code == "generic_extra" else code for code in found)
    others = (*(() if one.core_words == other.core_words else _tails(a, b)), *_forms(a, b))
    if found[0] in {"glued", "swapped"}:
        found = (*found, *weak_name(a, found + others))
    elif found[0] == "equal_words":
        found = (*found, *weak_name(a, others))
    return (*found, *others)


def _glued_form(a: Profile, b: CompanyName) -> tuple[str, ...]:
    """A name to which the legal form of the other is glued ("siemensag")."""
    glued = b.form is not None and len(a.words) == 1 and a.glued == b.key.replace(" ", "") + b.form
    return ("form_glued",) if glued else ()


def _whole(a: Profile, b: Profile) -> tuple[str, ...]:
    """Equal as a whole after all, or too little alike to look further."""
    if a.words == b.words or "".join(a.core_words) == "".join(b.core_words):
        return ("equal_words",) if a.translated == b.translated else ("translated",)
    if a.glued == b.glued or "".join(a.all_words) == "".join(b.all_words):
        return ("glued",)
    if a.sorted_words == b.sorted_words or sorted(a.core_words) == sorted(b.core_words):
        return ("swapped",)
    if letters := is_acronym(a, b):
        return ("acronym",) if letters > 2 else ("acronym_short",)
    if set(a.words).isdisjoint(b.words) and Indel.normalized_similarity(a.glued, b.glued, score_cutoff=_ALIKE) == 0:
        return ("different",)
    return ()


def _in_part(a: Profile, b: Profile) -> tuple[str, ...]:
    """What two names have in common, and where they differ."""
    found = differences(a, b)
    worth = sum(SHARED_WORTH[class_of(word)] for word in found.shared)
    worth += sum(1 for _, _, kind in found.typos if kind == "glued")
    if worth >= 0.7:
        worth += sum(0.3 * SHARED_WORTH[class_of(word)] for word, _, kind in found.typos if kind not in _NO_TYPO)
    codes = [_common_part(worth, found)]
    codes += [kind for _, _, kind in found.typos if kind not in _NO_TYPO]
    codes += _words_left(found)
    codes += _numbers(a, b, worth)
    if (a.institution or b.institution) and codes != ["shared_many"] and "initials" not in codes:
        codes.append("institution")
    if min(len(a.glued), len(b.glued)) <= 4 and worth < 0.6 and "sounds" not in codes:
        codes.append("short")
    if len(a.words) != len(b.words) and min(len(a.distinctive), len(b.distinctive)) > 1 and _begins(a, b):
        codes.append("begins")
    return tuple(codes)


def _common_part(worth: float, found: Differences) -> str:
    if worth >= 2.6:
        return "shared_many"
    if worth >= 1.6:
        return "shared_two"
    if worth >= 1:
        return "shared_one"
    if worth >= 0.6:
        return "shared_common"
    if not found.typos:
        return "shared_none"
    return "shared_weak" if worth >= 0.3 else "shared_letters"


def _begins(a: Profile, b: Profile) -> bool:
    size = min(len(a.words), len(b.words))
    return a.words[:size] == b.words[:size]


_NO_TYPO = frozenset({"glued", "number"})


def _words_left(found: Differences) -> list[str]:
    """The words that only one of the names has, by their class."""
    kinds_a = [class_of(word) for word in found.only_a]
    kinds_b = [class_of(word) for word in found.only_b]
    heavy_a, heavy_b = (sum(k in _HEAVY for k in kinds) for kinds in (kinds_a, kinds_b))
    codes = []
    if heavy_a and heavy_b:
        codes.append("word_differs")
    elif heavy_a or heavy_b:
        codes.append("word_extra" if heavy_a + heavy_b == 1 else "words_extra")
    kinds_a, kinds_b = (["place" if kind == "city" else kind for kind in kinds] for kinds in (kinds_a, kinds_b))
    for kind in ("place", "generic", "form"):
        if kind in kinds_a and kind in kinds_b:
            codes.append(f"{kind}_differs")
        elif kind in kinds_a or kind in kinds_b:
            codes.append(f"{kind}_extra")
    return codes


_HEAVY = frozenset({"distinctive", "business", "common", "surname", "institution"})


def _numbers(a: Profile, b: Profile, worth: float) -> list[str]:
    if a.digits == b.digits:
        return []
    if a.digits and b.digits:
        return ["series"] if worth >= 1 and len(a.digits) == len(b.digits) else ["digits_differ"]
    # The first of a series often has no number.
    return [] if (a.digits or b.digits) == ("1",) and worth >= 1.6 else ["digits_extra"]


def weak_name(a: CompanyName, differences: tuple[str, ...]) -> tuple[str, ...]:
    """A name of everyday words proves little where anything else differs."""
    if not differences or differences == ("form_loose",):
        return ()
    words = profile(a.key, a.core, a.tails).words
    return ("common_word",) if len(words) <= 2 and all(class_of(word) in _WEAK for word in words) else ()


_WEAK = frozenset({"common", "surname", "business", "generic", "place", "city"})


_NONE: frozenset[int] = frozenset()


def alike_forms(one: str, other: str) -> bool:
    """Whether two legal forms are one, or taken for one another in daily writing."""
    return one == other or not LOOSE_FORMS.get(one, _NONE).isdisjoint(LOOSE_FORMS.get(other, _NONE))


def other_nature(one: str, other: str) -> bool:
    """Whether one is a foundation, an association or a person, and the other a company."""
    return (one in OTHER_NATURE) != (other in OTHER_NATURE)


def _forms(a: CompanyName, b: CompanyName) -> tuple[str, ...]:
    """How the legal forms differ, where both names have one."""
    if a.form is None or b.form is None or a.form == b.form:
        return ()
    if alike_forms(a.form, b.form):
        return ("form_loose",)
    if other_nature(a.form, b.form):
        return ("form_other_nature",)
    if len(a.key) <= 3 and a.core == b.core:
        return ("form_short",)
    countries_a, countries_b = form_countries(a.form), form_countries(b.form)
    if countries_a and countries_b and countries_a.isdisjoint(countries_b):
        return ("form_other_country",)
    return ("form_other",)


def _tails(a: CompanyName, b: CompanyName) -> tuple[str, ...]:
    """How the tails differ: both their own, or one of two full names only."""
    if a.tails == b.tails:
        return ()
    one, other = profile(a.key, a.core, a.tails), profile(b.key, b.core, b.tails)
    if one.institution or other.institution:
        return ("institution_place",)
    if one.places == other.places and one.layers == other.layers:
        return ()
    if one.places and other.places and one.places != other.places:
        return ("tails_differ", *_apart(a, b, one, other))
    # A bare name may be short for the one with the tail; a name with its legal form is meant as it stands.
    bare = a if len(a.tails) < len(b.tails) else b
    return ("tail_maybe",) if bare.form is None else ("tail_extra",)


def _apart(a: CompanyName, b: CompanyName, one: Profile, other: Profile) -> tuple[str, ...]:
    """Signs that names with different places behind them are not even of one group."""
    if {a.form, b.form} & OTHER_NATURE:
        return ("tails_of_foundations",)
    if all(any(class_of(word) == "city" for word in names.places) for names in (one, other)):
        return ("cities_differ",)
    return ("short_tail",) if min(len(one.glued), len(other.glued)) <= 4 else ()


def _short_tail(a: CompanyName, b: CompanyName) -> tuple[str, ...]:
    """A very short name with "group" or "international" behind it is often another company."""
    one, other = profile(a.key, a.core, a.tails), profile(b.key, b.core, b.tails)
    return ("short_tail",) if one.layers != other.layers and len(a.key) <= 3 else ()
