"""The schemas of events: CloudEvents in the NL GOV profile."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.schemas.imports import Sent
from registry.events import full_type


class CloudEvent(BaseModel):
    """Een gebeurtenis als CloudEvent (NL GOV profile for CloudEvents)."""

    model_config = ConfigDict(extra="forbid")

    specversion: str = Field(examples=["1.0"])
    id: UUID = Field(description="Kenmerk; bij herhaling hetzelfde.")
    source: str = Field(description="Van wie: URN met het OIN.")
    type: str = Field(examples=[full_type("application.changed")])
    time: datetime = Field(description="Wanneer het register dit vastlegde (UTC).")
    subject: str | None = None
    datacontenttype: str
    dataref: str | None = Field(None, description="Waar het gegeven te lezen is.")
    sequence: str = Field(description="Plaats in de volgorde van vastleggen.")
    sequencetype: str
    partitionkey: str = Field(description="Gebeurtenissen met dezelfde sleutel komen op volgorde.")
    data: dict[str, Any]


class Events(BaseModel):
    """Een bladzijde van gebeurtenissen, in de volgorde van vastleggen."""

    items: list[CloudEvent]
    next: str | None = Field(description="Plaats van de volgende bladzijde; null: er is nu niet meer.")
    position: str = Field(description="Tot hier is gekeken. Wie later verder leest met after, mist niets.")


class EventsQuery(Sent):
    """Welke gebeurtenissen."""

    after: int = Field(0, ge=0, le=2**63 - 1, description="Alleen wat na deze plaats is vastgelegd.")
    since: AwareDatetime | None = Field(None, description="Alleen wat sinds dit moment is vastgelegd.")
    types: list[Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]] = Field(
        [], description="Soorten of patronen, zoals application.changed of alert.*; meer keren = een van deze."
    )
    organisation_id: UUID | None = Field(None, description="Alleen van deze organisatie en wat er vandaag onder valt.")
    subscription_id: UUID | None = Field(None, description="Alleen wat bij dit abonnement past.")
    limit: int = Field(100, ge=1, le=1000, description="Aantal per bladzijde.")
