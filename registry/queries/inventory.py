"""What an organisation has in the register, one row of texts per application: the content of a round-trip workbook.

A row holds texts by target, as the vocabulary names them ("application.name", "contract.ends"), such that the parsers of
cells read back what was published; and the ids of the one contract and service that its columns describe.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.types.range import Range
from sqlalchemy.types import Boolean

from registry.codes import CODE_LISTS
from registry.dates import precision_of
from registry.kinds import KINDS, Kind
from registry.queries.organisations_over_time import load_belonging
from registry.queries.presenting import Row, fetch
from registry.resolving.matching import Db

APPLICATION_FIELDS = tuple(name for name in KINDS["application"].columns if name not in {"owner", "ended_on"})
ROLES = ("vendor", "reseller", "hosting", "maintenance", "development")
SERVICE_FIELDS = (
    "deployment", "service_model", "storage_countries", "processing_countries", "support_access_countries",
    "materiality", "materiality_basis", "risk_assessment", "encryption_at_rest", "encryption_in_transit",
    "encryption_in_use", "key_custody", "ends", "exit_days",
)  # fmt: skip
CONTRACT_FIELDS = ("title", "kind", "state", "starts", "ends", "notice_days", "renewal", "exit_days")
SEPARATOR = "; "


@dataclass
class InventoryRow:
    """An application as texts by target; `contract`, `service` and the `dependency` on it are None unless there is one."""

    id: UUID
    texts: dict[str, str]
    contract: UUID | None = None
    service: UUID | None = None
    dependency: UUID | None = None


def list_inventory(
    db: Db, organisation: UUID, *, on: date, only: Iterable[UUID] | None = None
) -> dict[UUID, InventoryRow]:
    """The applications of an organisation and all that belongs to it on a date, by id; or those with these ids.

    The number of statements does not depend on the number of rows.
    """
    owners = list(load_belonging(db, on).under(organisation))
    condition, parameter = ("t.id = ANY(%s)", list(only)) if only is not None else ("t.owner_id = ANY(%s)", owners)
    found = fetch(
        db,
        f"SELECT t.*, o.name AS owner FROM applications t LEFT JOIN organisations o ON o.id = t.owner_id"
        f" WHERE {condition} AND t.ended_on IS NULL ORDER BY folded(t.name), t.id",
        (parameter,),
    )
    rows = {row["id"]: InventoryRow(row["id"], _application(row)) for row in found}
    _add_linked(db, rows)
    _add_contracts(db, rows)
    _add_services(db, rows)
    return rows


def _application(row: Row) -> dict[str, str]:
    texts = texts_of(KINDS["application"], APPLICATION_FIELDS, row, "application")
    return texts | {"application.owner": row["owner"] or ""}


def texts_of(kind: Kind, fields: Iterable[str], row: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """The published values of fields as texts by target."""
    return {f"{prefix}.{field}": _text(kind, field, row[kind.columns[field].name]) for field in fields}


def _text(kind: Kind, field: str, value: Any) -> str:
    column = kind.columns[field]
    if value is None:
        return ""
    if "codes" in column.info:
        return CODE_LISTS[column.info["codes"]][value].nl
    if isinstance(column.type, Boolean):
        return "ja" if value else "nee"
    if isinstance(value, Range):
        last = value.upper
        return precision_of(f"[{value.lower or ''},{last or ''})")[1]
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return str(value)


_LINKED = """
    SELECT l.application_id AS id, 'application.' || l.role AS target, s.name AS text
    FROM application_suppliers l JOIN suppliers s ON s.id = l.supplier_id WHERE l.application_id = ANY(%(ids)s)
    UNION ALL
    SELECT l.application_id, 'application.users', o.name
    FROM application_users l JOIN organisations o ON o.id = l.organisation_id WHERE l.application_id = ANY(%(ids)s)
    UNION ALL
    SELECT l.application_id, 'product.name', p.name || ' ' || v.name
    FROM application_product_versions l JOIN product_versions v ON v.id = l.product_version_id
    JOIN products p ON p.id = v.product_id WHERE l.application_id = ANY(%(ids)s)
    UNION ALL
    SELECT l.application_id, 'product.name', p.name
    FROM application_products l JOIN products p ON p.id = l.product_id
    WHERE l.application_id = ANY(%(ids)s) AND NOT EXISTS (
        SELECT FROM application_product_versions x JOIN product_versions v ON v.id = x.product_version_id
        WHERE x.application_id = l.application_id AND v.product_id = l.product_id)
    ORDER BY 1, 2, 3
"""


def _add_linked(db: Db, rows: dict[UUID, InventoryRow]) -> None:
    """Suppliers by role, users, and products with their versions."""
    named: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for row in fetch(db, _LINKED, {"ids": list(rows)}):
        named[row["id"], row["target"]].append(row["text"])
    for one in rows.values():
        for target in (*(f"application.{role}" for role in ROLES), "application.users", "product.name"):
            one.texts[target] = SEPARATOR.join(named[one.id, target])


def _add_contracts(db: Db, rows: dict[UUID, InventoryRow]) -> None:
    """The contract of each application where it has one; of several only the numbers."""
    by_application: dict[UUID, list[Row]] = defaultdict(list)
    for row in fetch(
        db,
        "SELECT l.application_id, c.*, s.name AS supplier FROM application_contracts l"
        " JOIN contracts c ON c.id = l.contract_id LEFT JOIN suppliers s ON s.id = c.supplier_id"
        " WHERE l.application_id = ANY(%s) ORDER BY 1, folded(c.name), c.id",
        (list(rows),),
    ):
        by_application[row["application_id"]].append(row)
    for one in rows.values():
        found = by_application[one.id]
        one.texts["contract.name"] = SEPARATOR.join(row["name"] for row in found)
        only = found[0] if len(found) == 1 else None
        one.contract = only["id"] if only else None
        facts = texts_of(KINDS["contract"], CONTRACT_FIELDS, only or _NO_CONTRACT, "contract")
        amount = _amount(only["annual_value_min"], only["annual_value_max"], only["currency"]) if only else ""
        supplier = (only["supplier"] or "") if only else ""
        one.texts |= facts | {"contract.supplier": supplier, "contract.annual_value": amount}


_NO_CONTRACT: Row = {column.name: None for column in KINDS["contract"].columns.values()}
_NO_SERVICE: Row = {column.name: None for column in KINDS["cloud_service"].columns.values()}


def _amount(least: Any, most: Any, currency: str | None) -> str:
    """An amount or interval in a form that is read back as it was."""
    if least is None and most is None:
        return ""
    sign = "$ " if currency == "USD" else "€ "
    if least == most:
        return f"{sign}{_dutch(least)}"
    if most is None:
        return f"> {sign}{_dutch(least)}"
    return f"{sign}{_dutch(least or 0)} - {sign}{_dutch(most)}"


def _dutch(number: Any) -> str:
    return f"{number:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _add_services(db: Db, rows: dict[UUID, InventoryRow]) -> None:
    """The cloud service that each application leans on, where it leans on one; of several only the names.

    A service that bears the application's own name has no name of its own to show.
    """
    by_application: dict[UUID, list[Row]] = defaultdict(list)
    for row in fetch(
        db,
        "SELECT DISTINCT ON (d.application_id, folded(c.name), c.id) d.application_id, d.id AS dependency, c.*"
        " FROM dependencies d JOIN cloud_services c ON c.id = d.on_service_id"
        " WHERE d.application_id = ANY(%s) AND d.ended_on IS NULL"
        " ORDER BY d.application_id, folded(c.name), c.id, d.id",
        (list(rows),),
    ):
        by_application[row["application_id"]].append(row)
    for one in rows.values():
        found = by_application[one.id]
        own = f"– {one.texts['application.name']}"
        names = [row["name"] for row in found if not row["name"].endswith(own)]
        only = found[0] if len(found) == 1 else None
        one.service, one.dependency = (only["id"], only["dependency"]) if only else (None, None)
        facts = texts_of(KINDS["cloud_service"], SERVICE_FIELDS, only or _NO_SERVICE, "hosting")
        one.texts |= facts | {"hosting.service": SEPARATOR.join(names)}
