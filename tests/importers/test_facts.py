"""Tables of assessments, findings, bought support, phases and lives of versions, and columns of applications about them."""

from pathlib import Path

from registry.staging import match_id
from tests.importers.reading import SENDER, SOURCE, read_rows, supplier_id


def mention(kind: str, key: str) -> str:
    return match_id(SOURCE, kind, key)


def day(text: str) -> str:
    first, last = text[:8], int(text[8:])
    return f"[{text},{first}{last + 1:02d})"


def test_assessments_of_applications_services_and_suppliers(tmp_path: Path) -> None:
    rows = [
        ["Soort", "Applicatie", "Dienst", "Leverancier", "Datum", "Geldig tot", "Uitkomst", "Door", "Verwijzing"],
        ["DPIA", "Toeslagen Portaal", "", "", "01-03-2024", "01-03-2027", "Akkoord", "FG", "D-12"],
        ["Exitplan", "", "Azure App Service", "Microsoft B.V.", "2025-06-12", "", "", "", ""],
        ["ISAE 3402", "", "", "KPN", "Q2 2025", "", "", "", ""],
        ["DPIA", "", "", "", "2025-01-01", "", "", "", ""],
        ["iets anders", "Toeslagen Portaal", "", "", "2025-01-01", "", "", "", ""],
    ]
    found = read_rows(tmp_path, rows)
    dpia, plan, report = found.records("assessment").values()
    assert dpia == {
        "what": "dpia",
        "application": mention("application", "toeslagen portaal"),
        "service": None,
        "supplier": None,
        "organisation": SENDER,
        "done_on": day("2024-03-01"),
        "valid_until": day("2027-03-01"),
        "outcome": "Akkoord",
        "done_by": "FG",
        "document": "D-12",
    }
    service = mention("cloud_service", "microsoft|azure app service")
    assert (plan["what"], plan["service"], plan["supplier"]) == ("exit_plan", service, supplier_id("microsoft"))
    assert (report["what"], report["supplier"]) == ("assurance_report", supplier_id("kpn"))
    assert found.records("application") == {"toeslagen portaal": {"name": "Toeslagen Portaal", "owner": SENDER}}
    assert found.told() == [
        (6, 0, "unknown_code"),
        (5, None, "assessment_incomplete"),
        (6, None, "assessment_incomplete"),
    ]


def test_one_column_says_what_an_assessment_is_about(tmp_path: Path) -> None:
    rows = [
        ["Soort toets", "Applicatie/dienst/leverancier", "Uitgevoerd op"],
        ["DPIA", "Zaaksysteem", "2024"],
        ["Test exitplan", "Wolk", "2025"],
        ["Leveranciersreview", "KPN B.V.", "2025"],
        ["Cloudbeleid", "", "2024-05"],
    ]
    found = [*read_rows(tmp_path, rows).records("assessment").values()]
    assert [one["application"] for one in found] == [mention("application", "zaaksysteem"), None, None, None]
    assert [one["service"] for one in found] == [None, mention("cloud_service", "|wolk"), None, None]
    assert [one["supplier"] for one in found] == [None, None, supplier_id("kpn"), None]
    assert {one["organisation"] for one in found} == {SENDER}


def test_findings_and_vulnerabilities(tmp_path: Path) -> None:
    rows = [
        ["Bevinding", "CVE", "Applicatie", "Eigenaar", "Product", "Versie", "Ernst", "Open sinds", "Gesloten op"],
        ["Geen logging", "", "Kluis", "Belastingdienst", "", "", "hoog", "15-01-2026", ""],
        ["", "CVE-2026-0001", "", "", "Windows Server", "2016", "Kritiek", "10-11-2026", ""],
        ["Oude bibliotheek", "", "", "", "OpenSSL", "", "laag", "2025", "2025-12-01"],
        ["", "", "Kluis", "", "", "", "", "", ""],
    ]
    found = read_rows(tmp_path, rows)
    logging, vulnerability, library = found.records("finding").values()
    assert (logging["what"], logging["severity"], logging["opened_on"]) == ("finding", "high", day("2026-01-15"))
    assert logging["application"] == mention("application", "kluis|belastingdienst")
    assert (vulnerability["name"], vulnerability["what"]) == ("CVE-2026-0001", "vulnerability")
    assert vulnerability["product_version"] == mention("product_version", "windows server@2016")
    assert (library["product_version"], library["closed_on"]) == (None, day("2025-12-01"))
    assert sorted(found.told()) == [(4, None, "version_missing"), (5, None, "name_missing")]


def test_extended_support_that_was_bought(tmp_path: Path) -> None:
    rows = [
        ["Organisatie", "Product", "Versie", "Tot", "Contract"],
        ["DUO", "Windows Server", "2012 R2", "13-10-2026", "C-9"],
        ["", "SQL Server 2014", "", "2027", ""],
        ["DUO", "", "", "2027", ""],
    ]
    found = read_rows(tmp_path, rows)
    first, second = found.records("support_purchase").values()
    assert first == {
        "organisation": mention("organisation", "duo"),
        "contract": mention("contract", "c 9"),
        "product": mention("product", "windows server"),
        "product_version": mention("product_version", "windows server@2012 r2"),
        "until": day("2026-10-13"),
    }
    assert (second["organisation"], second["product"]) == (SENDER, mention("product", "sql server"))
    assert found.told() == [(4, None, "support_incomplete")]


def test_phases_planned_and_actual(tmp_path: Path) -> None:
    rows = [
        ["Applicatie", "Levensfase", "Gepland", "Werkelijk"],
        ["Kluis", "In uitfasering", "Q2 2027", ""],
        ["Kluis", "", "2027", ""],
    ]
    found = read_rows(tmp_path, rows)
    assert list(found.records("application_phase").values()) == [
        {
            "application": mention("application", "kluis"),
            "state": "being_phased_out",
            "planned": "[2027-04-01,2027-07-01)",
            "actual": None,
        }
    ]
    assert found.told() == [(3, None, "phase_incomplete")]


def test_lives_of_versions_by_row_and_by_column(tmp_path: Path) -> None:
    rows = [
        ["Product", "Versie", "Gebeurtenis", "Wanneer"],
        ["Zaakpakket", "7", "Einde beveiligingsondersteuning", "31-12-2027"],
        ["Zaakpakket", "8", "Einde levensduur", "tba"],
        ["Zaakpakket", "8", "Einde verkoop", "ooit"],
        ["Zaakpakket", "", "Einde levensduur", "2030"],
    ]
    found = read_rows(tmp_path, rows)
    stated = [(one["event"], one["stated"], one["happens"]) for one in found.records("lifecycle_date").values()]
    assert stated == [
        ("end_of_security_support", "31-12-2027", "[2027-12-31,2028-01-01)"),
        ("end_of_life", "tba", None),
        ("end_of_sale", "ooit", None),
    ]
    assert sorted(one[2] for one in found.told()) == ["not_a_date", "statement_incomplete", "version_missing"]
    wide = [["Productnaam", "Versie", "Einde ondersteuning", "EOL"], ["Zaakpakket", "7", "2027", ""]]
    (life,) = read_rows(tmp_path, wide).records("lifecycle_date").values()
    assert (life["event"], life["stated"]) == ("end_of_security_support", "2027")


WIDE = [
    ["Applicatie", "Clouddienst", "DPIA datum", "Exitplan", "Exitplan getest op", "Uitwijktest", "Melding CISO Rijk"],
    ["Zaaksysteem", "Azure App Service", "03-2024", "ja", "01-09-2025", "nee", "n.v.t."],
    ["Postboek", "", "volgt", "", "", "2025", ""],
]


def test_columns_of_an_application_become_its_assessments(tmp_path: Path) -> None:
    found = read_rows(tmp_path, WIDE)
    assessments = found.records("assessment")
    service, application = mention("cloud_service", "|azure app service"), mention("application", "zaaksysteem")
    assert {key: (one["service"], one["done_on"]) for key, one in assessments.items()} == {
        "zaaksysteem|dpia": (None, "[2024-03-01,2024-04-01)"),
        "zaaksysteem|exit_plan": (service, None),
        "zaaksysteem|exit_plan_test": (service, day("2025-09-01")),
        "postboek|continuity_test": (None, "[2025-01-01,2026-01-01)"),
    }
    assert {one["application"] for key, one in assessments.items() if key.startswith("zaak")} == {application}
    assert found.told() == []


def test_columns_that_lives_are_reckoned_with(tmp_path: Path) -> None:
    rows = [
        [
            *("Applicatie", "Te beheren", "Aanpasbaar (J/N)", "Beveiligbaar", "Technische schuld (%)"),
            *("Functiepunten", "Vervangingstijd (maanden)", "Contractnummer", "Verlenging", "Overstaptijd"),
            *("Hostinglocatie", "Einde hosting"),
        ],
        ["Kluis", "J", "N", "ja", "12,5%", "1.250", "18", "C-1", "stilzwijgend", "6 maanden", "ODC", "2028"],
        ["Brug", "", "", "", "9999", "", "1 jaar", "", "", "", "", ""],
    ]
    found = read_rows(tmp_path, rows)
    names = ("maintainable", "adaptable", "securable", "technical_debt", "weight", "migration_days")
    applications = found.records("application")
    assert [applications["kluis"][name] for name in names] == ["t", "f", "t", "12.5", "1250", "540"]
    assert [applications["brug"][name] for name in names] == [None, None, None, None, None, "365"]
    (contract,) = found.records("contract").values()
    assert (contract["renewal"], contract["exit_days"]) == ("silent", "180")
    assert found.records("cloud_service")["|odc"]["ends"] == "[2028-01-01,2029-01-01)"
    assert found.told() == [(3, 4, "not_a_number")]
