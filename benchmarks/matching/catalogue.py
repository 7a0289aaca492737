"""The shipped catalogue of suppliers, as far as comparing pairs needs it: which names are names of one legal entity or group."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from registry.codes import load_folder, parse_yaml
from registry.company_names import form_countries, normalise
from registry.comparing import Facts
from registry.comparing.features import alike_forms
from registry.comparing.words import class_of
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
    found: dict[str, set[str]] = defaultdict(set)
    for key, entry in entities().items():
        for name in (str(entry["name"]), *(name for field in BARE for name in bare_names(entry, field))):
            found[normalise(name).core].add(key)
    return {name: frozenset(keys) for name, keys in found.items()}


@cache
def top_of(key: str) -> str:
    """The top of the group of an entity, today; an edge that ended is passed by."""
    for link in entities().get(key, {}).get("parents", ()):
        if "until" not in link and link.get("basis", "majority") == "majority" and link["of"] != key:
            return top_of(link["of"])
    return key


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
    is_institution = any(class_of(word) == "institution" for word in name.key.split())
    by_key = frozenset() if is_institution or len(name.key) <= 3 else holders().get(name.key, frozenset())
    groups = found or by_key
    if name.form is not None and groups:
        # A form that the country of the known one does not have makes it another entity, and of an everyday word another company.
        at_home = {key for key in groups if entities()[key].get("country") in {*form_countries(name.form), None}}
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
