"""The relational model: one file per concept."""

from registry.models import (
    alerting,
    application,
    assessment,
    cloud_service,
    contract,
    horizon,
    idempotency,
    importing,
    legal_entity,
    organisation,
    policy,
    product,
    resolving,
    subscribing,
    supplier,
)
from registry.models.base import Base

__all__ = [
    "Base",
    "alerting",
    "application",
    "assessment",
    "cloud_service",
    "contract",
    "horizon",
    "idempotency",
    "importing",
    "legal_entity",
    "organisation",
    "policy",
    "product",
    "resolving",
    "subscribing",
    "supplier",
]
