"""What gives the document its shape: types that stand there once, under a name, and schemas that extend another."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core.core_schema import CoreSchema, literal_schema, union_schema

from api.answering import pascal
from registry.codes import CODE_LISTS

OTHERWISE = {"organisation_relation": "OrganisationRelationKind"}
"""Names of code lists whose own name is that of a kind of record."""

EXTENDS = "x-extends"
PARAMETER = "x-parameter"
"""Where a schema names the one that it extends, and a query key the parameter that it is, until the document is made."""


class Named:
    """A type whose schema the document has once, under a name; `exclusive` when a value is never two of its choices."""

    def __init__(self, name: str, about: str | None = None, *, exclusive: bool = False) -> None:
        self.name = name
        self.field = Field(description=about, json_schema_extra=_one_of if exclusive else None)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The type as it is."""
        found = handler.generate_schema(Annotated[source, self.field])
        return cast("CoreSchema", {**found, "ref": self.name})


def _one_of(schema: JsonDict) -> None:
    schema["oneOf"] = schema.pop("anyOf")


class OneOf(Named):
    """A text that must be one of a list; where `unknown` may be given too, it is no part of the list."""

    def __init__(self, name: str, *options: str, about: str | None = None, or_unknown: bool = False) -> None:
        super().__init__(name, about)
        self.options = options
        self.or_unknown = or_unknown and "unknown" not in options

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As if it were a `Literal`: what is not in it is one error."""
        named = super().__get_pydantic_core_schema__(Literal[self.options], handler)
        if not self.or_unknown:
            return named
        expected = ", ".join(f"'{option}'" for option in self.options) + " or 'unknown'"
        return union_schema(
            [named, literal_schema(["unknown"])],
            custom_error_type="literal_error",
            custom_error_context={"expected": expected},
        )


def codes(name: str, *, or_unknown: bool = False) -> OneOf:
    """The values of a code list, with their Dutch labels."""
    about = "; ".join(f"{code.value} = {code.nl}" for code in CODE_LISTS[name].values())
    return OneOf(OTHERWISE.get(name, pascal(name)), *CODE_LISTS[name], about=f"{about}.", or_unknown=or_unknown)


class Extensible(BaseModel):
    """A schema that others extend: in the document these repeat nothing of it."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        """The whole schema, with the name of the one that it extends."""
        found, parent = handler(core), cls.__bases__[0]
        if issubclass(parent, BaseModel) and parent.model_fields:
            handler.resolve_ref_schema(found)[EXTENDS] = parent.__name__
        return found
