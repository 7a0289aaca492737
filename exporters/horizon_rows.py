"""The reports about lives as flat rows, for CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exporters.horizon_report import amount_text
from registry.queries.findings import Findings
from registry.queries.horizon import Horizon
from registry.queries.legacy import Legacy

Row = dict[str, Any]

HORIZON = ("per", "key", "name", "bucket", "since", "until", "applications", "total", "shareLow", "shareHigh")
ITEMS = (
    "day", "moment", "applicationId", "application", "ownerId", "owner", "phase", "kind", "componentKind", "componentId",
    "component", "product", "supplier", "end", "precision", "endsFrom", "endsUntil", "decideBy", "leadDays", "noticeDays",
    "criticality", "unknownParts", "path", "costs", "costLow", "costHigh", "currency", "contracts",
)  # fmt: skip
LEGACY = (
    "key", "name", "applications", "problematic", "notProblematic", "unknown", "shareLow", "shareHigh", "debtLow", "debtHigh",
    "debtKnown", "meetsNorm", "withoutWeight",
)  # fmt: skip
FINDINGS = (
    "id", "name", "what", "identifier", "severity", "openedOn", "longOpen", "application", "service", "supplier",
    "productVersion", "organisation", "financialRisk", "disruption",
)  # fmt: skip
DAYS = ("day", "kind", "applications")


def horizon_rows(found: Horizon) -> Iterator[Row]:
    """A row per bucket: of everything first, then of each row of the report."""
    for row, per in ((found.total, "total"), *((row, found.question.per) for row in found.rows)):
        for bucket in found.buckets:
            share = row.shares[bucket.name]
            yield {
                "per": per,
                "key": row.key,
                "name": row.name,
                "bucket": bucket.name,
                "since": bucket.since,
                "until": bucket.until,
                "applications": row.counts[bucket.name],
                "total": row.total,
                "shareLow": round(share.low, 6),
                "shareHigh": round(share.high, 6),
            }


def item_rows(items: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """A row per application. Costs are numbers only where there is one interval; more are never added up."""
    for item in items:
        only = item["costs"][0] if len(item["costs"]) == 1 else {}
        owner, component, end = item["owner"] or {}, item["component"] or {}, item["end"] or {}
        yield dict(item) | {
            "applicationId": item["application"]["id"],
            "ownerId": owner.get("id"),
            "componentKind": component.get("kind"),
            "componentId": component.get("id"),
            "component": component.get("name"),
            "precision": end.get("precision"),
            "path": " > ".join(str(one["name"] or one["kind"]) for one in item["path"]),
            "costs": "; ".join(map(amount_text, item["costs"])),
            "costLow": only.get("low"),
            "costHigh": only.get("high"),
            "currency": only.get("currency"),
            "contracts": "; ".join(map(amount_text, item["contracts"])),
        }


def legacy_rows(found: Legacy) -> Iterator[Row]:
    """A row per ministry or organisation, and everything last."""
    for row in (*found.rows, found.total):
        share, debt = row.share, row.ratio
        yield {
            "key": row.key,
            "name": row.name,
            "applications": row.applications,
            "problematic": row.problematic,
            "notProblematic": row.not_problematic,
            "unknown": row.unknown,
            "shareLow": round(share.low, 6),
            "shareHigh": round(share.high, 6),
            "debtLow": _rounded(debt.low),
            "debtHigh": _rounded(debt.high),
            "debtKnown": _rounded(debt.known),
            "meetsNorm": debt.meets_norm,
            "withoutWeight": row.debts.without_weight,
        }


def _rounded(percent: Any) -> Any:
    return None if percent is None else round(percent, 4)


def finding_rows(found: Findings) -> Iterator[Row]:
    """A row per finding."""
    yield from found.items
