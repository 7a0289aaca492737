"""The shipped catalogue of suppliers, as far as comparing pairs needs it: which names are names of one legal entity or group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from registry.codes import load_folder, parse_yaml
from registry.company_names import CompanyName, form_countries, normalise
from registry.comparing import Facts
from registry.comparing.features import alike_forms
from registry.comparing.words import class_of, profile
from registry.supplier_catalogue import BARE, bare_names, flatten


@cache
def entities() -> dict[str, Any]:
    """Every legal entity of the catalogue by its key."""
    found: dict[str, Any] = {}
    for text in load_folder("suppliers").values():
        found |= flatten(parse_yaml(text)["suppliers"])
    return found


@cache
def full_names() -> dict[str, str]:
    """The legal entity that has a full name with its legal form."""
    return {normalise(str(entry["name"])).folded: key for key, entry in entities().items()}


@cache
def holders() -> dict[str, frozenset[str]]:
    """The legal entities that bear a name, by the name without its legal form."""
    return _by(lambda name: name.core)


@cache
def holders_of_keys() -> dict[str, frozenset[str]]:
    """The same by the name without country and layers of the group either."""
    return _by(lambda name: name.key)


def _by(part: Callable[[CompanyName], str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, entry in entities().items():
        for name in (str(entry["name"]), *(name for field in BARE for name in bare_names(entry, field))):
            found[part(normalise(name))].add(key)
    return {name: _mains(keys) for name, keys in found.items()}


def _mains(keys: set[str]) -> frozenset[str]:
    """A name that a company and its subsidiaries share is meant to be the company's."""
    parents = {key: {link["of"] for link in entities()[key].get("parents", ())} for key in keys}
    return frozenset(key for key in keys if parents[key].isdisjoint(keys))


@cache
def top_of(key: str) -> str:
    """The top of the group of an entity, today; an edge that ended is passed by."""
    for link in entities().get(key, {}).get("parents", ()):
        if "until" not in link and link.get("basis", "majority") == "majority" and link["of"] != key:
            return top_of(link["of"])
    return key


def _at_home(entry: Mapping[str, Any], form: str) -> bool:
    return "country" not in entry or not form_countries(form).isdisjoint({entry["country"], entry.get("hq")})


def _may_have(key: str, form: str) -> bool:
    own = normalise(str(entities()[key]["name"])).form
    return own is None or alike_forms(own, form)


def known(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The legal entities that a name may be of, and the tops of their groups; by the name without country only the groups."""
    name = normalise(text)
    if name.folded in full_names():
        found = frozenset({full_names()[name.folded]})
        return found, frozenset(top_of(key) for key in found)
    found = holders().get(name.core, frozenset())
    groups = found
    if not found and len(name.key) > 3 and not profile(name.key, name.core, name.tails).institution:
        groups = holders_of_keys().get(name.key, frozenset())
        # A bare name may be short for the one name that has it; with a country or a form it is meant as it stands.
        found = groups if name.form is None and not name.tails else frozenset()
    if name.form is not None and groups:
        # A form that the country of the known one does not have makes it another entity, and of an everyday word another company.
        at_home = {key for key in groups if _at_home(entities()[key], name.form)}
        if not at_home and class_of(name.key) != "distinctive":
            return frozenset(), frozenset()
        found = frozenset(key for key in found & at_home if _may_have(key, name.form))
    return found, frozenset(top_of(key) for key in groups)


def facts_of(a: str, b: str) -> Facts:
    """What the catalogue knows of two names: of one legal entity, of one group, of two groups, or nothing."""
    (one, groups_of_one), (other, groups_of_other) = known(a), known(b)
    if not groups_of_one or not groups_of_other:
        return Facts()
    same_group = not groups_of_one.isdisjoint(groups_of_other)
    if not same_group or not one or not other:
        return Facts(same_group=same_group)
    same_entity = False if one.isdisjoint(other) else True if len(one) == len(other) == 1 else None
    return Facts(same_group=True, same_entity=same_entity)
