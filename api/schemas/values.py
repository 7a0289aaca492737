"""The values inside records, as they are read and as they are written.

What is written is checked where it is kept (`registry/edited_values.py`); here stands how it looks.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core.core_schema import CoreSchema, literal_schema

DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
Day: TypeAlias = Annotated[date | None, WithJsonSchema(DAY)]


class OneOf:
    """A text that must be one of those known at run time."""

    def __init__(self, *options: str) -> None:
        self.options = options

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """As if it were a `Literal`."""
        return literal_schema(list(self.options))


class Reference(BaseModel):
    """Een ander gegeven waarnaar dit verwijst: kenmerk en naam."""

    id: UUID
    name: str | None = Field(description="Naam; null waar de soort gegevens geen naam heeft.")


class DateRange(BaseModel):
    """Een datum zo precies als zij bekend is: een dag, maand, kwartaal of jaar is een reeks dagen."""

    earliest: Day = Field(description="Eerste dag; null = open. First day; null = open.")
    latest: Day = Field(description="Laatste dag; null = open. Last day; null = open.")
    precision: Literal["day", "month", "quarter", "year", "range"]
    text: str = Field(description="Zoals een mens het schrijft. As a person writes it.", examples=["Q3 2027"])


class DateRangeWritten(BaseModel):
    """Een datum als eerste en laatste dag, waarvan één open mag blijven; precision en text volgen uit de dagen."""

    model_config = ConfigDict(extra="forbid")

    earliest: Day = None
    latest: Day = None
    precision: str | None = None
    text: str | None = None


Text: TypeAlias = Annotated[str, Field(max_length=10_000)]
Texts: TypeAlias = list[Text]
Country: TypeAlias = Annotated[str, Field(description="ISO 3166-1 alpha-2.", pattern="^[A-Z]{2}$", examples=["NL"])]
Whole: TypeAlias = Annotated[int, Field(ge=0, le=2**31 - 1)]
DateWritten: TypeAlias = Annotated[
    str | DateRangeWritten, Field(description="2027, 2027-Q3, 2027-06, 2027-06-30, of eerste en laatste dag.")
]
Amount: TypeAlias = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["1234.56"]}),
]
AmountWritten: TypeAlias = Annotated[
    Decimal,
    WithJsonSchema({"type": ["string", "number"], "pattern": r"^\d+(\.\d+)?$", "minimum": 0, "examples": ["1234.56"]}),
]
