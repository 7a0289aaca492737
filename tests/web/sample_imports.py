"""Invented views of imports."""

from datetime import date, timedelta

from tests.web.sample_values import AT, BZK, ORGANISATIONS
from web.views.imports import (
    Candidate,
    ColumnRow,
    Decision,
    FieldChange,
    ImportLine,
    ImportList,
    ImportPage,
    Plan,
    PlanRow,
    PlanTab,
    ProblemLine,
    Problems,
    Progress,
    UploadForm,
)
from web.views.page import Filter, Neighbours, Option, OptionGroup
from web.views.values import Badge, Both, Coded, Day, Link


def import_lines() -> tuple[ImportLine, ...]:
    fin = Link("Ministerie van Financiën", "/organisaties/fin")
    return (
        ImportLine(
            "7",
            "/imports/7",
            "Applicatieoverzicht BZK najaar 2026 (definitief).xlsx",
            BZK,
            "BlueDolphin",
            AT,
            "A. de Vries",
            Badge(Both("wacht op uw besluit", "awaits your decision"), "attention"),
            Day(date(2026, 11, 1)),
        ),
        ImportLine(
            "6",
            "/imports/6",
            "topdesk_export.csv",
            fin,
            "TOPdesk",
            AT - timedelta(days=2),
            "M. Bakker",
            Badge(Both("toegepast", "applied"), "good"),
            Day(date(2026, 10, 1)),
        ),
        ImportLine(
            "5",
            "/imports/5",
            "kapot.xlsx",
            fin,
            "TOPdesk",
            AT - timedelta(days=3),
            "M. Bakker",
            Badge(Both("mislukt", "failed"), "bad"),
        ),
    )


def imports() -> ImportList:
    return ImportList(import_lines(), (), Neighbours(None, "/imports?na=5"))


def upload(*, wrong: bool = False) -> UploadForm:
    return UploadForm(
        ORGANISATIONS,
        (
            Option("", Both("automatisch herkennen", "recognise automatically")),
            Option("tabular", Both("tabel", "table")),
        ),
        ("BlueDolphin", "TOPdesk"),
        problems=(("bestand", Both("Het bestand is leeg.", "The file is empty.")),) if wrong else (),
    )


FIELDS = (
    OptionGroup(
        Both("Applicatie", "Application"),
        (
            Option("application.name", Both("Naam", "Name")),
            Option("application.lifecycle_state", Both("Levensfase", "Lifecycle state")),
        ),
    ),
    OptionGroup(Both("Leverancier", "Supplier"), (Option("supplier.name", Both("Naam", "Name")),)),
)


def problems() -> Problems:
    warning, error = Badge(Both("let op", "warning"), "attention"), Badge(Both("fout", "error"), "bad")
    return Problems(
        27,
        (
            ProblemLine(
                "Applicaties",
                14,
                "F",
                "31-02-2027",
                Both("“31-02-2027” is geen bestaande datum.", "“31-02-2027” is not an existing date."),
                error,
                Both("Einddatum", "End date"),
            ),
            ProblemLine(
                "Applicaties",
                19,
                "K",
                "1234567",
                Both(
                    "Dit KvK-nummer heeft zeven cijfers. Bedoelt u 01234567?",
                    "This KvK number has seven digits. Do you mean 01234567?",
                ),
                warning,
            ),
            ProblemLine(
                "",
                None,
                "",
                "",
                Both("Twee kolommen gaan over hetzelfde veld.", "Two columns are about the same field."),
                warning,
            ),
        ),
        Filter(
            "code",
            Both("Soort probleem", "Kind of problem"),
            (Option("", Both("alle (27)", "all (27)")), Option("date", Both("geen datum (9)", "no date (9)"))),
        ),
        "/v1/imports/7/problems?f=csv",
        Neighbours(None, "/imports/7?na=19"),
    )


def plan(current: str = "change") -> Plan:
    counts = {"add": 41, "change": 18, "unchanged": 229, "unlisted": 6, "decide": 2}
    changes = (
        FieldChange(
            Both("Levensfase", "Lifecycle state"),
            Coded("lifecycle_state", "in_production"),
            Coded("lifecycle_state", "to_be_phased_out"),
        ),
        FieldChange(Both("Einddatum", "End date"), None, Day(date(2027, 7, 1), "quarter")),
    )
    return Plan(
        tuple(PlanTab(kind, count, f"/imports/7?soort={kind}", kind == current) for kind, count in counts.items()),  # type: ignore[arg-type]
        Filter(
            "wat",
            Both("Soort gegevens", "Kind of record"),
            (Option("application", Both("applicaties (296)", "applications (296)"), chosen=True),),
        ),
        (
            PlanRow(
                "Zaaksysteem Toeslagen",
                Both("rij 12", "row 12"),
                "/applicaties/1",
                changes,
            ),
        )
        if current != "decide"
        else (),
        (
            Decision(
                "d1",
                "MS Office 365",
                Both("product", "product"),
                Both("rij 40", "row 40"),
                (
                    Candidate(
                        "c1",
                        Link("Microsoft 365", "/producten/9"),
                        (
                            Both("zelfde leverancier", "same supplier"),
                            Both("naam lijkt voor 82 %", "name is 82 % alike"),
                        ),
                    ),
                ),
            ),
        )
        if current == "decide"
        else (),
        Neighbours("/imports/7?voor=3", "/imports/7?na=12"),
        can_apply=True,
    )


def import_page(current: str = "change") -> ImportPage:
    columns = (
        ColumnRow(
            "A",
            "Naam applicatie",
            ("Zaaksysteem Toeslagen", "P-Direkt portaal", "Digitaal Loket"),
            "application.name",
            Badge(Both("zeker", "sure"), "good"),
            "kolom-0",
            Both("bekend opschrift", "known heading"),
        ),
        ColumnRow(
            "B",
            "Fase",
            ("In productie", "Uitfaseren", "onbekend"),
            "application.lifecycle_state",
            Badge(Both("waarschijnlijk", "likely"), "attention"),
            "kolom-1",
            Both("de waarden passen", "the values fit"),
        ),
        ColumnRow(
            "C", "Opm. intern", ("bellen met Henk",), None, Badge(Both("niet herkend", "not recognised")), "kolom-2"
        ),
    )
    return ImportPage(
        import_lines()[0],
        48_213,
        "9f2c4b7d11aa0e6f",
        complete=True,
        columns=columns,
        sheets=("Applicaties",),
        field_groups=FIELDS,
        problems=problems(),
        plan=plan(current),
        can_map=True,
        can_cancel=True,
        can_undo=True,
    )


def running_import() -> ImportPage:
    line = import_lines()[0]
    return ImportPage(
        line,
        48_213,
        "9f2c4b7d11aa0e6f",
        complete=False,
        progress=Progress(Both("Rijen lezen", "Reading rows"), 61_000, 120_000, 15_250.0, 4.0),
        can_cancel=True,
    )
