"""What differs between two OpenAPI documents once every reference is followed: `python -m tests.api.compare_documents OLD NEW`.

Texts and the ways to write the same schema (null beside the type or as a choice, `allOf` or repeated, words in one list or
in two) are no differences.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Part = dict[str, Any]
TEXTS = {"title", "description"}
NULL = {"type": "null"}


def operations(document: Part) -> Part:
    """Each operation: what it takes and what it answers, with whole schemas."""
    found = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            parameters = [followed(document, one) for one in operation.get("parameters", ())]
            answers = {status: followed(document, one) for status, one in operation["responses"].items()}
            found[f"{method} {path}"] = {
                "operationId": operation["operationId"],
                "tags": operation["tags"],
                "parameters": {f"{one['in']} {one['name'].lower()}": parameter(document, one) for one in parameters},
                "body": content(document, operation.get("requestBody", {})),
                "answers": {status: content(document, one) for status, one in answers.items()},
            }
    return found


def differences(old: Any, new: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The places where two parts differ, with what stands there; `...` is nothing."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from differences(old.get(key, ...), new.get(key, ...), f"{place}/{key}")
    elif old != new:
        yield place, old, new


def followed(document: Part, part: Part) -> Part:
    """What a reference refers to, with what stands beside it."""
    while "$ref" in part:
        _, section, name = part["$ref"].rsplit("/", 2)
        part = document["components"][section][name] | {key: value for key, value in part.items() if key != "$ref"}
    return part


def parameter(document: Part, part: Part) -> Part:
    return {"required": part.get("required", False), "schema": schema(document, part["schema"])}


def content(document: Part, part: Part) -> Part:
    forms = {form: schema(document, one.get("schema", {})) for form, one in part.get("content", {}).items()}
    headers = {name: followed(document, one)["schema"] for name, one in part.get("headers", {}).items()}
    return {"required": part.get("required", False), "content": forms, "headers": headers}


def schema(document: Part, part: Part, above: tuple[str, ...] = ()) -> Part:
    """A schema with all that it refers to, in one of the ways to write it."""
    if (name := part.get("$ref")) in above:
        return {"again": name}
    above = (*above, name) if name else above
    part = followed(document, part)
    found: Part = {key: value for key, value in part.items() if key not in TEXTS and not key.startswith("x-")}
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = schema(document, found[key], above)
    found["properties"] = {key: schema(document, one, above) for key, one in found.get("properties", {}).items()}
    found["required"] = set(found.get("required", ()))
    for one in (schema(document, one, above) for one in found.pop("allOf", ())):
        found = one | found | {key: one.get(key, type(found[key])()) | found[key] for key in ("properties", "required")}
    choices = [schema(document, one, above) for one in [*found.pop("anyOf", ()), *found.pop("oneOf", ())]]
    found = _with_types({key: value for key, value in found.items() if value not in ({}, set(), None)})
    return joined(found, choices) if choices else found


def joined(found: Part, choices: list[Part]) -> Part:
    """A choice of words as one list, a choice of types of which each has its own keywords as one schema."""
    flat = [one for choice in choices for one in (choice["anyOf"] if set(choice) == {"anyOf"} else [choice])]
    kinds = found.pop("type", None)
    flat = [{"type": kinds, **one} if kinds else one for one in flat]
    words = [one.get("enum", set()) for one in flat if one != {"type": {"null"}}]
    types = [kind for one in flat for kind in one.get("type", {"any"})]
    if all(words):
        return found | {"type": set(types), "enum": set().union(*words)}
    if len(set(types)) == len(types):
        return {key: value for one in flat for key, value in one.items()} | found | {"type": set(types)}
    return found | {"anyOf": sorted(flat, key=as_text)}


def _with_types(found: Part) -> Part:
    types = found.get("type", [])
    listed = {"type": set(types if isinstance(types, list | set) else [types])} if types else {}
    words = found.pop("enum", [found.pop("const")] if "const" in found else [])
    return found | listed | ({"enum": set(words)} if words else {})


def as_text(part: Any) -> str:
    return json.dumps(part, default=lambda one: "-" if one is ... else sorted(one), sort_keys=True)


if __name__ == "__main__":
    before, after = (yaml.safe_load(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    kinds = defaultdict(list)
    for place, old, new in differences(operations(before), operations(after)):
        kinds[place.rpartition("/")[2], as_text(old), as_text(new)].append(place)
    for (key, old, new), places in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        print(f"{len(places)} x {key}: {old[:150]} -> {new[:150]}\n    {places[0]}\n    {places[-1]}")
