"""Invented views of the start page."""

from datetime import date

from tests.web.sample_imports import import_lines
from tests.web.sample_values import DE, NL, ORGANISATIONS, US
from web.views.overview import Basis, Concentration, ConcentrationRow, Figures, Overview
from web.views.page import Filter, Option
from web.views.values import Badge, Both, Link, Share, Text


def concentration(basis: Basis = "ultimate_parent") -> Concentration:
    names: dict[Basis, list[tuple[Text, int, Both | None]]] = {
        "ultimate_parent": [
            ("Microsoft Corporation", 412, US),
            ("SAP SE", 118, DE),
            ("Oracle Corporation", 96, US),
            ("Broadcom Inc.", 71, US),
            ("Centric Holding B.V.", 64, NL),
            ("Amazon.com, Inc.", 58, US),
            ("Atlassian Corporation", 41, US),
            ("Visma Group Holding A/S <Noorwegen> & dochters", 27, None),
        ],
        "origin_class": [
            (US, 714, US),
            (NL, 402, NL),
            (Both("Overig EU", "Rest of the EU"), 231, DE),
            (Both("Overig", "Other"), 37, None),
        ],
    }
    rows = tuple(
        ConcentrationRow(
            name,
            count,
            Share(count / 1795, (count + 411) / 1795),
            f"/leveranciers/{index}" if basis[0] == "u" else None,
            Badge(origin) if origin else None,
        )
        for index, (name, count, origin) in enumerate(names[basis])
    )
    return Concentration(basis, rows, 224, 1795, 411, 0.771, Share(743.2, 1420.8), Share(0.31, 0.54), Share(0.2, 0.43))


def overview() -> Overview:
    return Overview(
        Figures(1795, 1421, 14, 37, 246, 388, Share(0.229, 0.229)),
        concentration(),
        concentration("origin_class"),
        (
            Filter(
                "per",
                Both("Per", "By"),
                (
                    Option("ultimate_parent", Both("uiteindelijke moeder", "ultimate parent"), chosen=True),
                    Option("contract_party", Both("contractpartij", "contract party")),
                    Option("origin_class", Both("herkomst", "origin")),
                ),
            ),
            Filter(
                "organisatie",
                Both("Organisatie", "Organisation"),
                (Option("", Both("het hele Rijk", "the whole government")), *ORGANISATIONS),
            ),
        ),
        date(2026, 11, 23),
        import_lines(),
        (Link("csv", "/v1/reports/concentration?f=csv"), Link("xlsx", "/x"), Link("json", "/v1/reports/concentration")),
    )
