"""The relational model: one file per concept."""

from registry.models import (
    application,
    cloud_service,
    contract,
    idempotency,
    importing,
    legal_entity,
    organisation,
    policy,
    product,
    resolving,
    supplier,
)
from registry.models.base import Base

__all__ = [
    "Base",
    "application",
    "cloud_service",
    "contract",
    "idempotency",
    "importing",
    "legal_entity",
    "organisation",
    "policy",
    "product",
    "resolving",
    "supplier",
]
