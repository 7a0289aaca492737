"""Which columns of a file may have brought a field: headings are mapped to targets such as "vendor.kvk" (`ImportColumn.field`)."""

from __future__ import annotations

ROLES = ("vendor", "hosting", "maintenance", "development", "reseller")

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
    ),
    ("supplier", "kvk"): ("vendor.kvk",),
    ("supplier", "country_of_headquarters"): ("vendor.country",),
    ("organisation", "name"): ("application.owner", "application.owner_part", "application.users"),
    ("ownership", "parent"): ("ownership.parent",),
    ("organisation_relation", "related"): ("organisation.parent",),
    ("product", "name"): ("product.name",),
    ("product_version", "name"): ("product.version", "product.name"),
    ("product_version", "product"): ("product.name",),
    ("cloud_service", "name"): ("hosting.service", "platform", "application.hosting"),
    ("cloud_service", "supplier"): ("application.hosting", "platform"),
    ("contract", "annual_value_min"): ("contract.annual_value",),
    ("contract", "annual_value_max"): ("contract.annual_value",),
    ("contract", "name"): ("application.contracts",),
    ("cost", "amount_min"): ("cost.amount",),
    ("cost", "amount_max"): ("cost.amount",),
    ("dependency", "on_service"): ("hosting.service", "platform", "application.hosting"),
    ("dependency", "application"): ("application.name",),
}


def targets_of(kind: str, field: str) -> tuple[str, ...]:
    """The targets whose column may have brought a field of a kind, the likeliest first."""
    found = (f"{kind}.{field}", *OTHER_TARGETS.get((kind, field), ()))
    return (*found, f"hosting.{field}") if kind == "cloud_service" else found
