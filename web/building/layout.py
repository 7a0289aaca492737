"""How records are laid out on screens: their addresses, the columns and filters of lists, the groups and tables of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from web.views.records import Kind as PageKind
from web.views.values import Both


class ListFilter(NamedTuple):
    """A filter of a list: its name in the address, the query's name, and what to choose from (a code list or a kind)."""

    parameter: str
    name: str
    label: Both
    codes: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Screen:
    """The screens of one kind: its list and its pages. Fields are JSON keys of the registry's queries."""

    kind: str
    page_kind: PageKind
    path: str
    columns: tuple[str, ...]
    filters: tuple[ListFilter, ...]
    groups: tuple[tuple[Both, tuple[str, ...]], ...]


class Section(NamedTuple):
    """A table of related records: section of the query, title, the kind of its rows and their fields, said when empty.

    `more` is the list of all of them: an address that the id of the record is put behind.
    """

    name: str
    title: Both
    kind: str
    fields: tuple[str, ...]
    empty: Both | None = None
    more: str = ""


FEATURES = Both("Kenmerken", "Characteristics")
OF_ORGANISATION = ListFilter("organisatie", "organisationId", Both("Organisatie", "Organisation"), kind="organisation")

APPLICATIONS = Screen(
    "application",
    "applications",
    "/applicaties",
    ("owner", "kind", "lifecycleState", "suppliers", "userCount"),
    (
        OF_ORGANISATION,
        ListFilter("fase", "lifecycleState", Both("Levensfase", "Lifecycle state"), codes="lifecycle_state"),
        ListFilter("soort", "kind", Both("Soort", "Kind"), codes="application_kind"),
        ListFilter("leverancier", "supplierId", Both("Leverancier", "Supplier"), kind="supplier"),
    ),
    (
        (FEATURES, ("name", "aliases", "description", "ownerId", "ownerRole", "department", "kind", "userIds", "url")),
        (
            Both("Levensloop", "Life cycle"),
            (
                "lifecycleState",
                "plannedStart",
                "actualStart",
                "plannedEnd",
                "actualEnd",
                "portfolioVerdict",
                "migrationDays",
                "maintainable",
                "adaptable",
                "securable",
                "technicalDebt",
                "weight",
                "replacesIds",
                "endedOn",
            ),
        ),
        (
            Both("Leveranciers en techniek", "Suppliers and technology"),
            (
                "vendorIds",
                "resellerIds",
                "hostingIds",
                "maintenanceIds",
                "developmentIds",
                "productIds",
                "productVersionIds",
            ),
        ),
        (
            Both("Belang en bescherming", "Importance and protection"),
            (
                "criticality",
                "userCount",
                "primaryProcess",
                "personalData",
                "availability",
                "integrity",
                "confidentiality",
                "tbb",
                "tbbMethod",
                "bbn",
                "classification",
            ),
        ),
    ),
)
SUPPLIERS = Screen(
    "supplier",
    "suppliers",
    "/leveranciers",
    ("kind", "countryOfHeadquarters", "kvk"),
    (ListFilter("soort", "kind", Both("Soort", "Kind"), codes="supplier_kind"),),
    (
        (FEATURES, ("name", "kind", "legalForm", "kvk", "lei", "oin", "website", "founded", "endedOn")),
        (
            Both("Bekend als", "Known as"),
            ("aliases", "formerNames", "productNames", "confidence", "evidence"),
        ),
        (
            Both("Vestiging", "Establishment"),
            ("countryOfIncorporation", "countryOfHeadquarters", "originOverride", "originOverrideReason"),
        ),
    ),
)
ORGANISATIONS = Screen(
    "organisation",
    "organisations",
    "/organisaties",
    ("abbreviation", "kind"),
    (ListFilter("soort", "kind", Both("Soort", "Kind"), codes="organisation_kind"),),
    (
        (FEATURES, ("name", "abbreviation", "aliases", "kind", "website", "founded", "endedOn")),
        (Both("Nummers", "Identifiers"), ("tooi", "oin", "kvk", "roo")),
    ),
)
CLOUD_SERVICES = Screen(
    "cloud_service",
    "cloud-services",
    "/clouddiensten",
    ("supplier", "client", "serviceModel", "deployment", "materiality"),
    (
        ListFilter("afnemer", "clientId", Both("Afnemer", "Client"), kind="organisation"),
        ListFilter("cloudtype", "deployment", Both("Cloudtype", "Deployment"), codes="deployment"),
        ListFilter("materieel", "materiality", Both("Materieel gebruik", "Materiality"), codes="materiality"),
        ListFilter("leverancier", "supplierId", Both("Leverancier", "Supplier"), kind="supplier"),
    ),
    (
        (
            FEATURES,
            (
                "name",
                "description",
                "supplierId",
                "clientId",
                "serviceModel",
                "deployment",
                "website",
                "since",
                "ends",
                "exitDays",
                "endedOn",
            ),
        ),
        (
            Both("Bescherming", "Protection"),
            (
                "materiality",
                "materialityBasis",
                "riskAssessment",
                "storageCountries",
                "processingCountries",
                "supportAccessCountries",
                "encryptionAtRest",
                "encryptionInTransit",
                "encryptionInUse",
                "keyCustody",
            ),
        ),
    ),
)
SCREENS = (APPLICATIONS, SUPPLIERS, ORGANISATIONS, CLOUD_SERVICES)
PATHS = {screen.kind: screen.path for screen in SCREENS}

ASSESSED = Section(
    "assessments", Both("Toetsen", "Assessments"), "assessment", ("what", "doneOn", "validUntil", "outcome", "service")
)
FOUND = Section("findings", Both("Bevindingen", "Findings"), "finding", ("name", "severity", "openedOn", "closedOn"))
SECTIONS: dict[str, tuple[Section, ...]] = {
    "application": (
        Section("dependencies", Both("Leunt op", "Depends on"), "dependency", ("onService", "layer", "role", "status")),
        Section(
            "contracts",
            Both("Contracten", "Contracts"),
            "contract",
            ("name", "title", "supplier", "ends", "annualValue"),
            Both("Er zijn geen contracten bekend.", "No contracts are known."),
        ),
        Section("costs", Both("Kosten", "Costs"), "cost", ("year", "item", "bookkeepingSystem", "amount")),
        Section("phases", Both("Fasen", "Phases"), "application_phase", ("state", "planned", "actual")),
        ASSESSED,
        FOUND,
        Section("replacedBy", Both("Wordt vervangen door", "Replaced by"), "application", ("name", "owner")),
    ),
    "supplier": (
        Section(
            "applications",
            Both("Applicaties die hiervan afhangen", "Applications that hang on it"),
            "application",
            ("name", "owner", "lifecycleState"),
            Both("Er zijn geen applicaties bekend die hiervan afhangen.", "No applications are known to hang on it."),
            "/applicaties?leverancier=",
        ),
        Section(
            "cloudServices",
            Both("Clouddiensten", "Cloud services"),
            "cloud_service",
            ("name", "client", "serviceModel", "deployment"),
            more="/clouddiensten?leverancier=",
        ),
        Section(
            "contracts",
            Both("Contracten", "Contracts"),
            "contract",
            ("name", "title", "organisation", "ends", "annualValue"),
        ),
        ASSESSED,
        FOUND,
        Section("products", Both("Producten", "Products"), "product", ("name", "kind")),
        Section(
            "parents",
            Both("Eigenaren zoals vermeld", "Owners as stated"),
            "ownership",
            ("parent", "basis", "share", "valid"),
        ),
        Section("subsidiaries", Both("Is eigenaar van", "Owns"), "ownership", ("supplier", "basis", "share", "valid")),
    ),
    "organisation": (
        Section("relations", Both("Verbanden", "Relations"), "organisation_relation", ("related", "relation", "valid")),
        Section(
            "relationsFromOthers",
            Both("Verbanden van andere organisaties hiermee", "Relations of other organisations with this one"),
            "organisation_relation",
            ("organisation", "relation", "valid"),
        ),
        Section("names", Both("Namen door de tijd", "Names over time"), "organisation_name", ("name", "valid")),
    ),
    "cloud_service": (
        Section(
            "usedBy",
            Both("Wat hierop leunt", "What leans on it"),
            "dependency",
            ("application", "service", "layer", "criticality", "status"),
            Both("Er is niets bekend dat hierop leunt.", "Nothing is known to lean on it."),
        ),
        Section(
            "dependsOn",
            Both("Leunt op", "Depends on"),
            "dependency",
            ("onService", "layer", "criticality", "status"),
            Both("Er is niet bekend waarop deze dienst leunt.", "It is not known what this service depends on."),
        ),
        ASSESSED,
        FOUND,
        Section(
            "chainStatements",
            Both("Volledigheid van de keten", "Completeness of the chain"),
            "chain_statement",
            ("completeness", "depth", "asOf", "acceptedBy"),
        ),
    ),
}
