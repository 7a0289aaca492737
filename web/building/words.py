"""What kinds of record and the targets of columns are called."""

from __future__ import annotations

from functools import cache

from importers.columns import targets_of
from registry.codes import CODE_LISTS
from registry.kinds import KINDS
from web.views.page import Option, OptionGroup
from web.views.values import Both

NAMES: dict[str, tuple[str, str, str, str]] = {
    "organisation": ("organisatie", "organisation", "organisaties", "organisations"),
    "organisation_name": (
        "naam van een organisatie",
        "organisation name",
        "namen van organisaties",
        "organisation names",
    ),
    "organisation_relation": (
        "verband tussen organisaties",
        "relation of organisations",
        "verbanden tussen organisaties",
        "relations of organisations",
    ),
    "supplier": ("leverancier", "supplier", "leveranciers", "suppliers"),
    "ownership": ("eigendom", "ownership", "eigendomsverhoudingen", "ownerships"),
    "product": ("product", "product", "producten", "products"),
    "product_version": ("productversie", "product version", "productversies", "product versions"),
    "lifecycle_date": ("einddatum van een versie", "lifecycle date", "data van productversies", "lifecycle dates"),
    "cloud_service": ("clouddienst", "cloud service", "clouddiensten", "cloud services"),
    "contract": ("contract", "contract", "contracten", "contracts"),
    "application": ("applicatie", "application", "applicaties", "applications"),
    "dependency": ("afhankelijkheid", "dependency", "afhankelijkheden", "dependencies"),
    "chain_statement": ("ketenverklaring", "chain statement", "ketenverklaringen", "chain statements"),
    "budget_node": ("begrotingspost", "budget node", "begrotingsposten", "budget nodes"),
    "cost": ("kostenpost", "cost", "kosten", "costs"),
    "policy_goal": ("beleidsdoel", "policy goal", "beleidsdoelen", "policy goals"),
    "application_support": ("ondersteuning", "support", "ondersteunde doelen", "supported goals"),
    "application_phase": ("levensfase", "phase", "levensfasen", "phases"),
    "assessment": ("toets", "assessment", "toetsen", "assessments"),
    "finding": ("bevinding", "finding", "bevindingen", "findings"),
    "support_purchase": (
        "aankoop van verlengde ondersteuning",
        "purchase of extended support",
        "aankopen van verlengde ondersteuning",
        "purchases of extended support",
    ),
}
GROUPS: dict[str, Both] = {
    "vendor": Both("Leverancier van de applicatie", "Supplier of the application"),
    "hosting": Both("Hosting en cloud", "Hosting and cloud"),
    "platform": Both("Platform", "Platform"),
    "assessed": Both("Toetsen van de applicatie", "Assessments of the application"),
    "lifecycle": Both("Levensloop van de versie", "Life of the version"),
}
DESCRIBED = {"vendor": "supplier", "hosting": "cloud_service"}
LABELS: dict[str, Both] = {
    "key": Both("Nummer bij de bron", "Number at the source"),
    "register_id": Both("Register-ID", "Register id"),
    "owner_part": Both("Onderdeel van de eigenaar", "Part of the owner"),
    "biv": Both("BIV-classificatie", "BIV classification"),
    "version": Both("Versie", "Version"),
    "service": Both("Clouddienst", "Cloud service"),
    "service_key": Both("Nummer van de dienst", "Number of the service"),
    "application_key": Both("Nummer van de applicatie", "Number of the application"),
    "on_service_key": Both("Nummer van de dienst waarop het leunt", "Number of the service it depends on"),
    "amount": Both("Bedrag", "Amount"),
    "annual_value": Both("Jaarwaarde", "Annual value"),
    "framework": Both("Raamovereenkomst", "Framework contract"),
    "parent": Both("Onderdeel of dochter van", "Part or subsidiary of"),
    "country": Both("Land", "Country"),
    "platform": Both("Platform", "Platform"),
    "subject": Both("Waarover het gaat", "What it is about"),
    "client": Both("Afnemer van de dienst", "Client of the service"),
    "owner": Both("Eigenaar van de applicatie", "Owner of the application"),
    "product": Both("Product", "Product"),
}
CODED = {"assessed": "assessment_kind", "lifecycle": "lifecycle_event"}
"""Prefixes of targets that are the values of a code list."""


def kind_name(kind: str, *, many: bool = False) -> Both:
    """What a kind of record is called, one of it or many."""
    if kind not in NAMES:
        return Both(kind, kind)
    nl, en, nl_many, en_many = NAMES[kind]
    return Both(nl_many, en_many) if many else Both(nl, en)


@cache
def target_label(target: str) -> Both:
    """What a column means, in words; of a column that holds several things, all of them."""
    parts = [_label(part) for part in target.split(" + ")]
    return Both(" + ".join(part.nl for part in parts), " + ".join(part.en for part in parts))


def _label(target: str) -> Both:
    prefix, _, name = target.partition(".")
    if prefix in CODED and name in CODE_LISTS[CODED[prefix]]:
        code = CODE_LISTS[CODED[prefix]][name]
        return Both(code.nl, code.en)
    kind = KINDS.get(DESCRIBED.get(prefix, prefix))
    if kind and name in kind.columns:
        return Both(kind.columns[name].info["nl"], kind.columns[name].info["en"])
    link = next((link for link in kind.links if link.field == name), None) if kind else None
    if link:
        return Both(link.nl, link.en)
    return LABELS.get(name or target, Both(target, target))


@cache
def target_groups(kind: str) -> tuple[OptionGroup, ...]:
    """Everything that a column of a table with rows of this kind can mean, grouped by what it is about."""
    groups: dict[str, list[str]] = {}
    for target in targets_of(kind):
        groups.setdefault(target.partition(".")[0], []).append(target)
    ordered = sorted(groups, key=lambda prefix: (prefix != kind, prefix))
    return tuple(
        OptionGroup(
            group_name(prefix),
            tuple(
                Option(target, target_label(target))
                for target in sorted(groups[prefix], key=lambda t: target_label(t).nl)
            ),
        )
        for prefix in ordered
    )


def group_name(prefix: str) -> Both:
    """What a group of targets is about."""
    if prefix in GROUPS:
        return GROUPS[prefix]
    name = kind_name(prefix)
    return Both(name.nl.capitalize(), name.en.capitalize())
