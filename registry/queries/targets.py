"""Which columns of a file may have brought a field: headings are mapped to targets such as "vendor.kvk" (`ImportColumn.field`)."""

from __future__ import annotations

from registry.codes import CODE_LISTS

ROLES = ("vendor", "hosting", "maintenance", "development", "reseller")

_ASSESSED = tuple(f"assessed.{what}" for what in CODE_LISTS["assessment_kind"])
_FACTS = ("assessment", "finding", "support_purchase", "application_phase")

OTHER_TARGETS: dict[tuple[str, str], tuple[str, ...]] = {
    ("application", "owner"): ("application.owner_part",),
    ("application", "availability"): ("application.biv",),
    ("application", "integrity"): ("application.biv",),
    ("application", "confidentiality"): ("application.biv",),
    ("application", "products"): ("product.name",),
    ("application", "runs_on"): ("product.version", "product.name"),
    ("application", "contracts"): ("contract.name", "contract.title"),
    ("supplier", "name"): (
        *(f"application.{role}" for role in ROLES),
        "contract.supplier",
        "contract.vendor",
        "product.vendor",
        "cloud_service.supplier",
        "cost.supplier",
        "assessment.supplier",
        "finding.supplier",
    ),
    ("supplier", "kvk"): ("vendor.kvk",),
    ("supplier", "country_of_headquarters"): ("vendor.country",),
    ("organisation", "name"): ("application.owner", "application.owner_part", "application.users"),
    ("ownership", "parent"): ("ownership.parent",),
    ("organisation_relation", "related"): ("organisation.parent",),
    ("product", "name"): ("product.name", *(f"{kind}.product" for kind in _FACTS), "lifecycle_date.product"),
    ("product_version", "name"): ("product.version", "product.name", "lifecycle_date.version"),
    ("product_version", "product"): ("product.name",),
    ("cloud_service", "name"): (
        *("hosting.service", "platform", "application.hosting"),
        *("assessment.service", "finding.service"),
    ),
    ("cloud_service", "supplier"): ("application.hosting", "platform"),
    ("contract", "annual_value_min"): ("contract.annual_value",),
    ("contract", "annual_value_max"): ("contract.annual_value",),
    ("contract", "name"): ("application.contracts",),
    ("cost", "amount_min"): ("cost.amount",),
    ("cost", "amount_max"): ("cost.amount",),
    ("dependency", "on_service"): ("hosting.service", "platform", "application.hosting"),
    ("dependency", "application"): ("application.name",),
    ("assessment", "what"): _ASSESSED,
    ("assessment", "done_on"): _ASSESSED,
    ("assessment", "application"): ("assessment.application_key", "assessment.subject", "application.name"),
    ("assessment", "service"): ("assessment.service_key", "assessment.subject", "hosting.service"),
    ("assessment", "supplier"): ("assessment.subject",),
    ("finding", "name"): ("finding.identifier",),
    ("finding", "application"): ("finding.application_key",),
    ("finding", "service"): ("finding.service_key",),
    ("finding", "product_version"): ("finding.version", "finding.product"),
    ("support_purchase", "application"): ("support_purchase.application_key",),
    ("support_purchase", "product_version"): ("support_purchase.version", "support_purchase.product"),
    ("application_phase", "application"): ("application_phase.application_key",),
    ("lifecycle_date", "product_version"): ("lifecycle_date.version", "lifecycle_date.product"),
    ("lifecycle_date", "stated"): ("lifecycle_date.happens",),
    ("application", "name"): tuple(f"{kind}.application" for kind in _FACTS),
}


def targets_of(kind: str, field: str) -> tuple[str, ...]:
    """The targets whose column may have brought a field of a kind, the likeliest first."""
    found = (f"{kind}.{field}", *OTHER_TARGETS.get((kind, field), ()))
    return (*found, f"hosting.{field}") if kind == "cloud_service" else found
