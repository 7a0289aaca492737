"""Made-up company names, and cells as people write them, from a seed: who is meant is known by construction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import yaml

from registry.company_names import normalise

ONSETS = (
    "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl", "kr", "l", "m", "n",
    "p", "pl", "pr", "r", "s", "sch", "sl", "sp", "st", "str", "t", "tr", "v", "w", "z", "zw",
)  # fmt: skip
VOWELS = ("a", "aa", "e", "ee", "i", "ie", "o", "oe", "oo", "u", "ui", "ij", "ou")
CODAS = ("", "", "", "l", "m", "n", "r", "s", "t", "k", "x", "nd", "rt", "ck")
TRADES = (
    "Software", "Solutions", "Services", "Consultancy", "Systems", "Technologies", "ICT", "Automatisering", "Cloud",
    "Networks", "Media", "Security", "Data", "Logistics", "Medical", "Energy", "Bouw", "Beheer", "Advies", "Engineering",
)  # fmt: skip
FORMS = ("B.V.", "N.V.", "B.V.", "GmbH", "Inc.", "Ltd", "LLC", "SE", "AG", "S.A.S.", "Stichting", "VOF")
TAILS = ("Nederland", "Netherlands", "Benelux", "Europe", "International", "Holding", "Group", "EMEA")
SHORTER = {
    "Software": "Softw.", "Solutions": "Solns", "Services": "Serv.", "Technologies": "Tech", "Systems": "Sys.",
    "Engineering": "Eng.", "Automatisering": "Autom.", "Consultancy": "Consult.", "Beheer": "Mgt",
}  # fmt: skip


@dataclass(frozen=True)
class MadeUp:
    """A cell, and the number of the name that is meant; None for a stranger."""

    text: str
    meant: int | None
    how: str


def word(random: Random) -> str:
    """A word that nobody uses."""
    parts = range(random.choice((2, 2, 2, 3)))
    return "".join(random.choice(ONSETS) + random.choice(VOWELS) + random.choice(CODAS) for _ in parts).capitalize()


def name(random: Random) -> str:
    """A company's name without its legal form."""
    shape = random.random()
    if shape < 0.35:
        return word(random)
    if shape < 0.75:
        return f"{word(random)} {random.choice(TRADES)}"
    if shape < 0.9:
        return f"{word(random)} {word(random)}"
    return f"{word(random)} & {word(random)} {random.choice(TRADES)}"


def catalogue(size: int, seed: int = 1) -> list[str]:
    """So many names with a legal form, no two alike but for it."""
    random = Random(seed)
    found: dict[str, str] = {}
    while len(found) < size:
        given = name(random)
        form = random.choice(FORMS)
        full = f"{form} {given}" if form == "Stichting" else f"{given} {form}"
        found.setdefault(normalise(full).key, full)
    return list(found.values())


def _bare(text: str) -> str:
    return next(
        (text.removesuffix(f" {form}") for form in FORMS if text.endswith(f" {form}")), text.removeprefix("Stichting ")
    )


def _typo(text: str, random: Random) -> str:
    """One letter swapped, doubled, dropped, added or replaced, behind the first of a word."""
    places = [at for at in range(1, len(text) - 1) if text[at].isalpha() and text[at - 1].isalpha()]
    at = random.choice(places)
    kind = random.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1 :]
    letter = random.choice("aeiounrstl")
    return text[:at] + letter + text[at + (kind == 4) :]


def _shortened(text: str, random: Random) -> str:
    words = [SHORTER.get(part, part) for part in _bare(text).split()]
    return " ".join(words) if random.random() < 0.5 else " ".join(words).lower()


VARIANTS: dict[str, Callable[[str, Random], str]] = {
    "as it is": lambda text, _: text,
    "without form": lambda text, _: _bare(text),
    "capitals": lambda text, _: text.upper(),
    "other punctuation": lambda text, _: text.replace(".", "").replace(" & ", " en "),
    "tail": lambda text, random: f"{_bare(text)} {random.choice(TAILS)}",
    "typo": lambda text, random: _typo(_bare(text), random),
    "typo, with form": _typo,
    "glued": lambda text, _: _bare(text).replace(" ", ""),
    "abbreviated": _shortened,
    "swapped": lambda text, _: " ".join(reversed(_bare(text).split())),
}


def _stranger(known: str, random: Random) -> str:
    """A company that is not in the catalogue; half of them share a word with one that is."""
    if random.random() < 0.5:
        return f"{name(random)} {random.choice(FORMS)}"
    return f"{_bare(known).split()[0]} {word(random)} {random.choice(FORMS)}"


def reference_texts(names: Sequence[str]) -> dict[str, str]:
    """These names as the catalogue of suppliers, for `load_reference`."""
    entries = {f"made-up-{number}": {"name": text} for number, text in enumerate(names)}
    content = {"version": "2026-11-23", "source": "made up", "suppliers": entries}
    return {"suppliers": yaml.dump(content, Dumper=yaml.CSafeDumper)}


def cells(names: list[str], size: int, seed: int = 2) -> Iterator[MadeUp]:
    """Cells that mean one of the names, or in one of five cases a stranger."""
    random = Random(seed)
    keys = {normalise(text).key for text in names}
    hows = list(VARIANTS)
    for _ in range(size):
        meant = random.randrange(len(names))
        if random.random() < 0.2:
            text = _stranger(names[meant], random)
            if normalise(text).key not in keys:
                yield MadeUp(text, None, "stranger")
                continue
        how = random.choice(hows)
        yield MadeUp(VARIANTS[how](names[meant], random), meant, how)
