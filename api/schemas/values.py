"""The values inside records, as they are read and as they are written.

What is written is checked where it is kept (`registry/edited_values.py`); here stands how it looks.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from api.schemas.naming import Named, OneOf, codes
from registry.origin import CLASSES

READ_ONLY: dict[str, Any] = {"readOnly": True}
DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
Day: TypeAlias = Annotated[date | None, WithJsonSchema(DAY)]


class Reference(BaseModel):
    """Een ander gegeven waarnaar dit verwijst: kenmerk en naam."""

    id: UUID
    name: str | None = Field(description="Naam; null waar er geen (meer) is.")


class DateRange(BaseModel):
    """Een datum zo precies als zij bekend is: een dag, maand, kwartaal of jaar is een reeks dagen.

    Wie schrijft geeft earliest en latest; precision en text volgen daaruit.
    """

    earliest: Day = Field(description="Eerste dag; null = open.")
    latest: Day = Field(description="Laatste dag; null = open.")
    precision: Annotated[str, OneOf("DatePrecision", "day", "month", "quarter", "year", "range")] = Field(
        json_schema_extra=READ_ONLY
    )
    text: str = Field(description="Zoals een mens het schrijft.", examples=["Q3 2027"], json_schema_extra=READ_ONLY)


Text: TypeAlias = Annotated[str, Field(max_length=10_000)]
Texts: TypeAlias = list[Text]
Country: TypeAlias = Annotated[str, Field(description="ISO 3166-1 alpha-2.", pattern="^[A-Z]{2}$", examples=["NL"])]
Place: TypeAlias = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$", description="Plaats uit de kop Link.")]
Whole: TypeAlias = Annotated[int, Field(ge=0, le=2**31 - 1)]
DateWritten: TypeAlias = Annotated[
    str | DateRange,
    Named("DateWritten", "2027, 2027-Q3, 2027-06, 2027-06-30, of eerste en laatste dag.", exclusive=True),
]
Amount: TypeAlias = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["1234.56"]}),
]
Criticality: TypeAlias = Annotated[str, codes("criticality")]
OriginClass: TypeAlias = Annotated[str, OneOf("OriginClass", *CLASSES)]
Phase: TypeAlias = Annotated[str, OneOf("LifecyclePhase", "past", "current", "future", "unknown")]
AmountWritten: TypeAlias = Annotated[
    Annotated[str, Field(pattern=r"^\d+(\.\d+)?$", examples=["1234.56"])] | Annotated[float, Field(ge=0)],
    Named("AmountWritten", "Bedrag of getal, liefst als tekst: dan gaat er geen cent verloren.", exclusive=True),
]
