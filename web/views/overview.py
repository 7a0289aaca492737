"""The start page: the figures of the whole government and on whom it hangs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.views.imports import ImportLine
from web.views.page import Filter
from web.views.values import Badge, Link, Share, Text

Basis = Literal["ultimate_parent", "contract_party", "origin_class"]
Unit = Literal["applications", "cloud_services"]


@dataclass(frozen=True)
class Figures:
    """Counts over everything that the filters leave, as known now."""

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
    origin: Badge | None = None


@dataclass(frozen=True)
class Concentration:
    """Shares by one basis, the largest of `of` first; `unknown` counts what hangs on suppliers that are not all known.

    `us` is the share that hangs on anybody under US law, `eu` the share that hangs on European suppliers alone.
    """

    basis: Basis
    rows: tuple[ConcentrationRow, ...]
    of: int
    total: int
    unknown: int
    coverage: float
    hhi: Share | None = None
    us: Share | None = None
    eu: Share | None = None
    unit: Unit = "applications"


@dataclass(frozen=True)
class Overview:
    """The start page. `received` are the files handed over last; `edited`: there are none, but people edited by hand."""

    figures: Figures
    concentration: Concentration
    origins: Concentration
    filters: tuple[Filter, ...]
    as_on: date
    received: tuple[ImportLine, ...]
    downloads: tuple[Link, ...]
    edited: bool = False
