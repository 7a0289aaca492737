"""Invented views of lists and pages of records."""

from datetime import date, timedelta
from decimal import Decimal

from tests.web.sample_values import AT, BZK, NL, ORGANISATIONS, US
from web.views.imports import FieldChange
from web.views.page import Filter, Neighbours, Option
from web.views.records import (
    Chain,
    ChainStep,
    ChangeLine,
    Count,
    FieldGroup,
    FieldValue,
    ListColumn,
    ListRow,
    RecordList,
    RecordPage,
    RelatedTable,
    Source,
)
from web.views.values import Amount, Badge, Both, Day, Link, Missing


def record_list(*, empty: bool = False) -> RecordList:
    rows = (
        ListRow(
            Link("Zaaksysteem Toeslagen", "/applicaties/1"),
            (
                Link("Belastingdienst", "/o/1"),
                Badge(Both("in productie", "in production"), "good"),
                Link("Centric", "/l/1"),
                1200,
            ),
        ),
        ListRow(Link("Digitaal Loket", "/applicaties/2"), (BZK, None, Missing.UNKNOWN, None)),
        ListRow(
            Link("Reisplanner", "/applicaties/3"),
            (BZK, Badge(Both("uit te faseren", "to be phased out"), "attention"), Missing.NOT_APPLICABLE, 41),
        ),
    )
    return RecordList(
        "applications",
        "zaak",
        (
            Filter(
                "organisatie", Both("Organisatie", "Organisation"), (Option("", Both("alle", "all")), *ORGANISATIONS)
            ),
            Filter("fase", Both("Levensfase", "Lifecycle state"), (Option("", Both("alle", "all")),)),
        ),
        (
            ListColumn(Both("Naam", "Name"), "?sorteer=-naam", "ascending"),
            ListColumn(Both("Organisatie", "Organisation"), "?sorteer=organisatie"),
            ListColumn(Both("Levensfase", "Lifecycle state")),
            ListColumn(Both("Leverancier", "Supplier")),
            ListColumn(Both("Gebruikers", "Users"), "?sorteer=gebruikers", numeric=True),
        ),
        () if empty else rows,
        Count(0 if empty else 1795, exact=empty),
        "/v1/applications?f=csv",
        Neighbours() if empty else Neighbours("/applicaties?voor=1", "/applicaties?na=3"),
    )


def sources() -> tuple[Source, ...]:
    return (
        Source(
            "BZK",
            AT,
            "A. de Vries",
            Link("Applicatieoverzicht.xlsx", "/imports/7"),
            "Applicatieoverzicht.xlsx",
            "Applicaties",
            12,
            "B",
            "In productie",
        ),
        Source("SSC-ICT", AT, "M. Bakker", published=False),
    )


def record_page() -> RecordPage:
    return RecordPage(
        "suppliers",
        "Solvinity Group B.V.",
        (Badge("B.V."), Badge(Both("onder Amerikaanse rechtsmacht", "under US jurisdiction"), "attention")),
        (
            FieldGroup(
                Both("Kenmerken", "Characteristics"),
                (
                    FieldValue(Both("Naam", "Name"), "Solvinity Group B.V.", sources()),
                    FieldValue(Both("Andere namen", "Other names"), ("Solvinity", "Bitbrains"), sources()[:1]),
                    FieldValue(Both("KvK-nummer", "KvK number"), "34099186"),
                    FieldValue(Both("Land van vestiging", "Country"), NL),
                    FieldValue(Both("LEI", "LEI"), None),
                ),
            ),
            FieldGroup(
                Both("Contract", "Contract"),
                (
                    FieldValue(
                        Both("Waarde per jaar", "Value a year"), Amount(Decimal(250000), Decimal(500000)), sources()[:1]
                    ),
                    FieldValue(Both("Eindigt", "Ends"), Day(date(2027, 7, 1), "quarter")),
                    FieldValue(Both("Verlenging", "Renewal"), Missing.NOT_APPLICABLE),
                    FieldValue(Both("Beheerd door het Rijk", "Run by government"), value=False),
                ),
            ),
        ),
        (
            RelatedTable(
                Both("Applicaties die hiervan afhangen", "Applications that hang on this"),
                (
                    ListColumn(Both("Applicatie", "Application")),
                    ListColumn(Both("Rol", "Role")),
                    ListColumn(Both("Gebruikers", "Users"), numeric=True),
                ),
                (
                    (Link("DigiD", "/applicaties/9"), Both("hosting", "hosting"), 16_000_000),
                    (Link("MijnOverheid", "/a"), Both("hosting", "hosting"), None),
                ),
                Both("Geen.", "None."),
                Link(Both("Alle 14 applicaties", "All 14 applications"), "/applicaties?leverancier=1"),
            ),
            RelatedTable(
                Both("Contracten", "Contracts"),
                (),
                (),
                Both("Er zijn geen contracten bekend.", "No contracts are known."),
            ),
        ),
        (
            ChangeLine(
                AT,
                "A. de Vries (BZK)",
                Both("import toegepast", "import applied"),
                (FieldChange(Both("Naam", "Name"), "Solvinity", "Solvinity Group B.V."),),
                Link("import 7", "/imports/7"),
            ),
            ChangeLine(AT - timedelta(days=30), "M. Bakker (SSC-ICT)", Both("toegevoegd", "added"), ()),
        ),
        summary=Both("Beheert werkplekken en hosting.", "Runs workplaces and hosting."),
        chain=Chain(
            (
                ChainStep(Link("Solvinity Group B.V.", "/leveranciers/1"), NL),
                ChainStep(
                    Link("Kyndryl Nederland B.V.", "/leveranciers/2"), NL, Both("100 % sinds 2026", "100 % since 2026")
                ),
                ChainStep(
                    Link("Kyndryl Holdings, Inc.", "/leveranciers/3"), US, Both("100 % sinds 2021", "100 % since 2021")
                ),
            ),
            Badge(Both("Verenigde Staten", "United States"), "attention"),
            Both(
                "De uiteindelijke moeder is gevestigd in de Verenigde Staten.",
                "The ultimate parent is established in the United States.",
            ),
        ),
    )
