"""Schemas as the document has them: each thing once, null beside the type, and no titles made from names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.bodies import REFERENCES
from api.schemas.naming import EXTENDS

Schema = dict[str, Any]
NULL: Schema = {"type": "null"}


def with_parts(schema: Schema) -> Iterator[Schema]:
    """A schema and every schema inside it, the inner ones first."""
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    for part in (*inner, *(part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ()))):
        if isinstance(part, dict):
            yield from with_parts(part)
    yield schema


def make_plain(schema: Schema) -> None:
    """Without title and empty default; what may be null says so in its type where it has one."""
    schema.pop("title", None)
    if schema.get("default", 0) is None:
        del schema["default"]
    options = schema.get("anyOf", [])
    if len(options) == 2 and NULL in options:
        known = next(option for option in options if option != NULL)
        types = known.get("type")
        if types and "const" not in known:
            del schema["anyOf"]
            _put_first(schema, known | {"type": [*(types if isinstance(types, list) else [types]), "null"]})


def make_plain_parameter(parameter: dict[str, Any]) -> None:
    """Its description beside its schema, and nothing that goes without saying."""
    schema = parameter["schema"]
    _never_null(schema)
    for part in with_parts(schema):
        make_plain(part)
    about = parameter.get("description", schema.get("description"))
    schema.pop("description", None)
    if schema.get("default") == []:
        del schema["default"]
    plain = {"name": parameter["name"], "in": parameter["in"], "description": about}
    plain |= {"required": parameter.get("required"), "schema": schema}
    parameter.clear()
    parameter.update({key: value for key, value in plain.items() if value})


def extend(schemas: dict[str, Schema]) -> None:
    """Let each schema that extends another refer to it and repeat nothing of it."""
    whole = {name: dict(schema) for name, schema in schemas.items()}
    for schema in schemas.values():
        if parent := schema.pop(EXTENDS, None):
            _extend(schema, parent, whole[parent])


def _extend(schema: Schema, parent: str, inherited: Schema) -> None:
    added = {k: v for k, v in schema["properties"].items() if inherited["properties"].get(k) != v}
    required = [name for name in schema.get("required", ()) if name not in inherited.get("required", ())]
    for key in ("properties", "required", "additionalProperties"):
        schema.pop(key, None)
    if added and inherited.get("additionalProperties") is False:
        raise ValueError(f"{parent} is closed: nothing can be added to it")
    more = {"type": schema.pop("type"), "properties": added, "required": required}
    # Beside `allOf` some makers of clients would not see it.
    schema["allOf"] = [{"$ref": REFERENCES.format(model=parent)}, {k: v for k, v in more.items() if v}]


def _put_first(schema: Schema, first: Schema) -> None:
    """Add to a schema in place what it does not say itself, before the rest."""
    rest = dict(schema)
    schema.clear()
    schema.update(first | rest)


def _never_null(schema: Schema) -> None:
    """Without null among what it may be, for what is left out rather than null."""
    if NULL in schema.get("anyOf", ()):
        options = [option for option in schema.pop("anyOf") if option != NULL]
        _put_first(schema, options[0] if len(options) == 1 else {"anyOf": options})
