"""Events of the register in words, in both languages: every kind of alert, days as people say them, and odd data."""

from __future__ import annotations

from datetime import date

import pytest

from notifiers.telling import Told, tell, tell_notes
from notifiers.telling_days import LANGUAGES, left, phrases, read_due
from notifiers.telling_words import alert_kinds
from tests.notifiers.letters import alert, thing

TODAY = date(2026, 11, 24)

# What is told of each kind: in Dutch before its day, in English after it.
KINDS = {
    "security_support_ends": (
        (
            "De beveiligingsondersteuning van Windows Server 2016 eindigt op 12 januari 2027 (over 49 dagen)."
            " Inning draait daarop."
        ),
        "Security support of Windows Server 2016 ended on 20 August 2026 (3 months ago). Inning still runs on it.",
    ),
    "contract_ends": (
        "Contract Inning eindigt op 12 januari 2027 (over 49 dagen).",
        "Contract Inning ended on 20 August 2026 (3 months ago).",
    ),
    "planned_end": (
        "Inning moet volgens plan uiterlijk op 12 januari 2027 (over 49 dagen) uit gebruik zijn.",
        "Inning was planned to be out of use by 20 August 2026 (3 months ago).",
    ),
    "platform_ends": (
        "Clouddienst Windows Server 2016 stopt op 12 januari 2027 (over 49 dagen). Inning leunt daarop.",
        "Cloud service Windows Server 2016 stopped on 20 August 2026 (3 months ago). Inning still depends on it.",
    ),
    "assurance_report_due": (
        "Er is uiterlijk op 12 januari 2027 (over 49 dagen) een nieuw onafhankelijk bewijs over Inning nodig.",
        "New independent evidence about Inning was needed by 20 August 2026 (3 months ago).",
    ),
    "supplier_review_due": (
        "Beoordeel leverancier Inning opnieuw, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "Supplier Inning should have been reviewed again by 20 August 2026 (3 months ago).",
    ),
    "continuity_test_due": (
        "Test het continuïteitsplan van Inning, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "The continuity plan of Inning should have been tested by 20 August 2026 (3 months ago).",
    ),
    "exit_plan_test_due": (
        "Test het exitplan van Inning, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "The exit plan of Inning should have been tested by 20 August 2026 (3 months ago).",
    ),
    "exit_plan_review_due": (
        "Herzie het exitplan van Inning, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "The exit plan of Inning should have been reviewed by 20 August 2026 (3 months ago).",
    ),
    "exit_plan_missing": (
        "Voor Inning is geen exitplan bekend. Het moet er uiterlijk op 12 januari 2027 (over 49 dagen) zijn.",
        "No exit plan is known for Inning. It should have been there by 20 August 2026 (3 months ago).",
    ),
    "material_use_not_notified": (
        (
            "Het materiële gebruik van Inning begint op 12 januari 2027 (over 49 dagen)."
            " Er is geen melding aan CISO Rijk bekend."
        ),
        "Material use of Inning started on 20 August 2026 (3 months ago). No notification to CISO Rijk is known.",
    ),
    "cloud_transition_ends": (
        (
            "Het bestaande gebruik van Inning moet uiterlijk op 12 januari 2027 (over 49 dagen)"
            " aan het cloudbeleid 2026 voldoen."
        ),
        "Existing use of Inning should have met the cloud policy 2026 by 20 August 2026 (3 months ago).",
    ),
    "data_act_switching": (
        "De aanbieder van Inning mag vanaf 12 januari 2027 (over 49 dagen) geen overstapkosten meer vragen.",
        "The provider of Inning has not been allowed to charge for switching since 20 August 2026 (3 months ago).",
    ),
    "privacy_assessment_due": (
        "Herzie de DPIA of DTIA van Inning, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "The DPIA or DTIA of Inning should have been reviewed by 20 August 2026 (3 months ago).",
    ),
    "cloud_policy_review_due": (
        "Herzie het cloudbeleid van Inning, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "The cloud policy of Inning should have been reviewed by 20 August 2026 (3 months ago).",
    ),
    "change_of_control": (
        "Leverancier Inning krijgt op 12 januari 2027 (over 49 dagen) een andere eigenaar: Windows Server 2016.",
        "Supplier Inning has had another owner since 20 August 2026 (3 months ago): Windows Server 2016.",
    ),
    "finding_open": (
        "De bevinding Inning staat op 12 januari 2027 (over 49 dagen) negen maanden open.",
        "The finding Inning had been open for nine months on 20 August 2026 (3 months ago) and is not closed yet.",
    ),
    "vulnerability_open": (
        "De kwetsbaarheid Inning moet uiterlijk op 12 januari 2027 (over 49 dagen) verholpen zijn.",
        "The vulnerability Inning should have been mitigated by 20 August 2026 (3 months ago).",
    ),
    "inventory_verification_due": (
        "Controleer de inventaris van Inning opnieuw, uiterlijk op 12 januari 2027 (over 49 dagen).",
        "The inventory of Inning should have been verified again by 20 August 2026 (3 months ago).",
    ),
    "organisation_ends": (
        "Inning houdt op 12 januari 2027 (over 49 dagen) op te bestaan en heeft nog applicaties in gebruik.",
        "Inning has not existed since 20 August 2026 (3 months ago) and still has applications in its name.",
    ),
    "source_shrank": (
        "De lijst van Inning is veel korter dan de vorige en is geweigerd. De vorige lijst blijft gelden.",
        "The list of Inning is much shorter than the one before and was refused. The list before it stays in force.",
    ),
}


def test_every_kind_is_told() -> None:
    assert set(KINDS) == set(alert_kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_alert(kind: str) -> None:
    type_ = f"alert.{kind.replace('_', '-')}"
    before = tell(alert("Inning", kind=kind), type_, "nl", today=TODAY)
    after = tell(alert("Inning", due="[2026-08-20,2026-08-21)", kind=kind), type_, "en", today=TODAY)
    assert (before.line, after.line) == KINDS[kind]


def test_all_of_an_alert() -> None:
    data = alert(
        alert={"role": "departmental_cio"}, deadline={"decideBy": "2026-04-12", "leadDays": 270, "noticeDays": 90}
    )
    data["path"] = [data["subject"], thing("application", "Inning"), data["component"]]
    assert tell(data, "alert.security-support-ends", "nl") == Told(
        "Einde beveiligingsondersteuning: Windows Server 2016 (Toeslagen Portaal)",
        "De beveiligingsondersteuning van Windows Server 2016 eindigt op 12 januari 2027 (over 49 dagen)."
        " Toeslagen Portaal draait daarop.",
        (
            "Uiterlijk beslissen: 12 april 2026.",
            "Vervangen kost naar schatting 270 dagen.",
            "De opzegtermijn is 90 dagen.",
            "Hoe het samenhangt: Toeslagen Portaal hangt af van Inning; Inning draait op Windows Server 2016.",
            "Organisatie: Belastingdienst.",
            "Belang: hoog.",
            "Ook voor de departementale CIO: vanaf 90 dagen van tevoren hoort die het altijd.",
        ),
    )


def test_a_path_starts_at_the_subject_and_names_a_version_with_its_product() -> None:
    data = alert("Inning")
    end = {
        **data["component"],
        "name": "2016",
        "event": "end_of_extended_support",
        "dayUnknown": True,
        "cycles": ["a", "b"],
    }
    told = tell(data | {"path": [thing("application", "Betalen"), end]}, "alert.security-support-ends", "en")
    assert told.detail[:4] == (
        "This counts the extended support that was bought.",
        "Since which day is not known; this is the day on which the register learned of it.",
        "Which version it is is not known exactly; this is the earliest day that it can be.",
        "How it hangs together: Inning depends on Betalen; Betalen runs on Windows Server 2016.",
    )


def test_a_supplier_is_not_supplied_by_its_new_owner() -> None:
    zivver, kiteworks = thing("supplier", "Zivver"), thing("supplier", "Kiteworks")
    data = alert(kind="change_of_control") | {"subject": zivver, "component": kiteworks, "path": [kiteworks]}
    told = tell(data, "alert.change-of-control", "nl", today=TODAY)
    assert told.line == "Leverancier Zivver krijgt op 12 januari 2027 (over 49 dagen) een andere eigenaar: Kiteworks."
    assert told.detail[0] == "Hoe het samenhangt: Zivver krijgt als eigenaar Kiteworks."


def test_what_governs_itself_is_named_once() -> None:
    contract = thing("contract", "Raamovereenkomst werkplek")
    data = alert(kind="contract_ends") | {"subject": contract, "component": contract, "path": [contract]}
    told = tell(data, "alert.contract-ends", "nl")
    assert told.title == "Einde contract: Raamovereenkomst werkplek"
    assert not any("samenhangt" in line for line in told.detail)


@pytest.mark.parametrize(
    ("count", "names", "nl", "en"),
    [
        (1, ["Inning"], "Daarvan hangt 1 applicatie af: Inning.", "1 application depends on it: Inning."),
        (
            2,
            ["Lier Loket", "Vergunningen"],
            "Daarvan hangen 2 applicaties af: Lier Loket en Vergunningen.",
            "2 applications depend on it: Lier Loket and Vergunningen.",
        ),
        (
            10,
            ["Archief", "Betalen", "Inning"],
            "Daarvan hangen 10 applicaties af: Archief, Betalen, Inning en 7 andere.",
            "10 applications depend on it: Archief, Betalen, Inning and 7 others.",
        ),
    ],
)
def test_the_applications_under_a_contract(count: int, names: list[str], nl: str, en: str) -> None:
    data = alert("Raamovereenkomst", None, kind="contract_ends") | {"applications": {"count": count, "names": names}}
    found = [tell(data, "alert.contract-ends", language).detail[0] for language in LANGUAGES]
    assert found == [nl, en]
    none = data | {"applications": {"count": 0, "names": []}}
    assert tell(none, "alert.contract-ends", "nl").detail[0].startswith("Organisatie")


@pytest.mark.parametrize(
    ("today", "nl", "en"),
    [
        (
            date(2026, 4, 1),
            "Beslis uiterlijk op 12 april 2026 (over 11 dagen) wat er met Inning gebeurt.",
            "Decide by 12 April 2026 (in 11 days) what happens to Inning.",
        ),
        (
            TODAY,
            "Er had uiterlijk op 12 april 2026 (7 maanden over tijd) besloten moeten zijn wat er met Inning gebeurt.",
            "What happens to Inning should have been decided by 12 April 2026 (7 months overdue).",
        ),
    ],
)
def test_the_last_safe_moment_to_decide(today: date, nl: str, en: str) -> None:
    data = alert("Inning", alert={"moment": "decide"}, deadline={"decideBy": "2026-04-12"})
    assert tell(data, "alert.security-support-ends", "nl", today=today) == Told(
        "Uiterlijk beslissen over Inning",
        f"{nl} De beveiligingsondersteuning van Windows Server 2016 eindigt op 12 januari 2027. Inning draait daarop.",
        (
            "Hoe het samenhangt: Inning draait op Windows Server 2016.",
            "Organisatie: Belastingdienst.",
            "Belang: hoog.",
            "Voor de systeemeigenaar (drempel: 90 dagen ervoor).",
        ),
    )
    assert tell(data, "alert.security-support-ends", "en", today=today).line.startswith(en)


@pytest.mark.parametrize(
    ("due", "nl", "en"),
    [
        ("[2027-01-12,2027-01-13)", "uiterlijk op 12 januari 2027", "by 12 January 2027"),
        ("2028-02-29", "uiterlijk op 29 februari 2028", "by 29 February 2028"),
        ("[2027-07-01,2027-08-01)", "uiterlijk in juli 2027", "in July 2027 at the latest"),
        (
            "[2027-07-01,2027-10-01)",
            "uiterlijk in het derde kwartaal van 2027",
            "in the third quarter of 2027 at the latest",
        ),
        (
            "[2027-07-01,2028-01-01)",
            "uiterlijk in de tweede helft van 2027",
            "in the second half of 2027 at the latest",
        ),
        ("[2027-01-01,2028-01-01)", "uiterlijk in 2027", "in 2027 at the latest"),
        ("[2027-05-03,2027-06-10)", "tussen 3 mei 2027 en 9 juni 2027", "between 3 May 2027 and 9 June 2027"),
        ("[2019-03-19,)", "op 19 maart 2019 of later", "on 19 March 2019 or later"),
        ("[9999-12-31,10000-01-01)", "op een dag die niet bekend is", "on a day that is not known"),
        ("[1899-12-30,1899-12-31)", "op een dag die niet bekend is", "on a day that is not known"),
        ("", "op een dag die niet bekend is", "on a day that is not known"),
        ("ooit", "op een dag die niet bekend is", "on a day that is not known"),
    ],
)
def test_days_and_periods(due: str, nl: str, en: str) -> None:
    assert (phrases(read_due(due), "nl")["by"], phrases(read_due(due), "en")["by"]) == (nl, en)


def test_a_version_that_is_not_known_exactly_is_told_with_a_note() -> None:
    data = alert("Zaaksysteem", "Java 11", "[2019-03-19,)")
    data["path"] = [data["component"] | {"cycles": ["Java 11 van Oracle", "Java 11 van Red Hat"]}]
    sentence = (
        "De beveiligingsondersteuning van Java 11 is mogelijk al geëindigd: op 19 maart 2019 of later (8 jaar geleden)."
    )
    assert tell(data, "alert.security-support-ends", "nl", today=TODAY).line.startswith(sentence)
    assert tell_notes(data, "nl") == (
        "Welke versie het is, is niet precies bekend; dit is de vroegste dag die het kan zijn.",
    )


@pytest.mark.parametrize(
    ("days", "nl", "en", "late"),
    [
        (0, "vandaag", "today", "vandaag"),
        (1, "morgen", "tomorrow", "morgen"),
        (-1, "gisteren", "yesterday", "1 dag over tijd"),
        (49, "over 49 dagen", "in 49 days", "over 49 dagen"),
        (-92, "3 maanden geleden", "3 months ago", "3 maanden over tijd"),
        (730, "over 24 maanden", "in 24 months", "over 24 maanden"),
        (1461, "over 4 jaar", "in 4 years", "over 4 jaar"),
    ],
)
def test_how_long_it_is(days: int, nl: str, en: str, late: str) -> None:
    assert (left(days, "nl"), left(days, "en"), left(days, "nl", late=True)) == (nl, en, late)
