"""The relational model: one file per concept."""

from registry.models import (
    application,
    cloud_service,
    contract,
    idempotency,
    importing,
    organisation,
    policy,
    product,
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
    "organisation",
    "policy",
    "product",
    "supplier",
]
