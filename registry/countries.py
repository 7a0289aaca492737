"""Countries by any of their usual Dutch and English names, as ISO 3166-1 alpha-2 codes. Pure functions."""

from __future__ import annotations

from functools import cache

import pycountry
from babel import Locale

from registry.codes import load_data
from registry.names import fold


@cache
def _country_words() -> dict[str, str]:
    """Code by every folded name: ISO's, those of Dutch and English readers, and those that sources use."""
    words: dict[str, str] = {}
    codes = {country.alpha_2 for country in pycountry.countries}
    for country in pycountry.countries:
        names = [country.alpha_2, country.alpha_3, country.name]
        names += [getattr(country, name) for name in ("common_name", "official_name") if hasattr(country, name)]
        words.update({fold(name): country.alpha_2 for name in names})
    for language in ("en", "nl"):
        territories = Locale(language).territories
        words.update({fold(name): code for code, name in territories.items() if code in codes})
    for code, names in load_data("vocabulary")["countries"].items():
        words.update({fold(name): code for name in names})
    return words


def find_country(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country by name or code, also as "Nederland (NL)"; None where it is no country."""
    words = _country_words()
    if found := words.get(fold(text)):
        return found
    before, bracket, inside = text.partition("(")
    return (words.get(fold(before)) or words.get(fold(inside.rstrip(") ")))) if bracket else None
