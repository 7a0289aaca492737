"""The start page: the figures of the whole government and on whom it hangs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.views.imports import ImportLine
from web.views.page import Filter
from web.views.values import Link, Share, Text

Basis = Literal["ultimate_parent", "contract_party", "origin_class"]


@dataclass(frozen=True)
class Figures:
    """Counts over everything that the filters leave."""

    applications: int
    in_production: int
    organisations_delivered: int
    organisations_total: int
    suppliers: int
    cloud_services: int
    supplier_unknown: Share


@dataclass(frozen=True)
class ConcentrationRow:
    """One supplier, group or origin class; `count` is what is known to hang on it."""

    name: Text
    count: int
    share: Share
    href: str | None = None
    origin: Text | None = None


@dataclass(frozen=True)
class Concentration:
    """Shares by one basis, largest first; `rest` sums what is not listed and `unknown` counts what nobody told."""

    basis: Basis
    rows: tuple[ConcentrationRow, ...]
    total: int
    unknown: int
    hhi: Share
    coverage: float
    rest: ConcentrationRow | None = None
    unit: Literal["applications", "cloud_services", "spend"] = "applications"


@dataclass(frozen=True)
class Overview:
    """The start page."""

    figures: Figures
    concentration: Concentration
    origins: Concentration
    filters: tuple[Filter, ...]
    as_on: date
    imports: tuple[ImportLine, ...]
    downloads: tuple[Link, ...]
