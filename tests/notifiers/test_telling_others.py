"""Events that are no alert, in words; and whatever data an event may have, something is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifiers.telling import tell
from notifiers.telling_days import Language
from notifiers.telling_words import one_line
from tests.notifiers.letters import alert

Words = tuple[str, str, tuple[str, ...]]
_MOVED = alert("Inning") | {"before": {"due": "[2027-03-01,2027-03-02)", "decideBy": None}}
_ONLY_DECIDE = alert("Inning", deadline={"decideBy": "2026-12-01"}) | {"before": {"due": "[2027-01-12,2027-01-13)"}}
_AS_BEFORE = alert("Inning") | {"before": alert("Inning")["deadline"]}


@pytest.mark.parametrize(
    ("type_", "data", "nl", "en"),
    [
        (
            "application.changed",
            {"kind": "application", "name": "Inning", "changed": ["owner", "name"]},
            ("Gewijzigd: applicatie Inning", "Applicatie Inning is gewijzigd.", ("Gewijzigde velden: owner, name.",)),
            ("Changed: application Inning", "Application Inning was changed.", ("Fields that changed: owner, name.",)),
        ),
        (
            "cloud-service.merged",
            {"kind": "cloud_service"},
            (
                "Samengevoegd: clouddienst (naam niet bekend)",
                "Clouddienst (naam niet bekend) bleek hetzelfde als een ander en is daarmee samengevoegd.",
                (),
            ),
            (
                "Merged: cloud service (name not known)",
                "Cloud service (name not known) turned out to be the same as another and was merged into it.",
                (),
            ),
        ),
        (
            "import.applied",
            {"import": 12, "source": "TOPdesk BZK", "filename": "lijst.csv", "asOf": "2026-11-01"},
            (
                "Levering verwerkt: TOPdesk BZK",
                "De levering van TOPdesk BZK is verwerkt in het register.",
                ("Nummer van de levering: 12.", "Bestand: lijst.csv.", "Peildatum: 1 november 2026."),
            ),
            (
                "Delivery applied: TOPdesk BZK",
                "The delivery of TOPdesk BZK was applied to the register.",
                ("Number of the delivery: 12.", "File: lijst.csv.", "Reference date: 1 November 2026."),
            ),
        ),
        (
            "supplier.change-of-control",
            {"kind": "supplier", "name": "Zivver", "parentName": "Kiteworks", "valid": "[2025-06-24,)", "parent": "x"},
            (
                "Andere eigenaar: Zivver",
                "Leverancier Zivver krijgt of heeft een andere eigenaar.",
                ("Nieuwe eigenaar: Kiteworks.", "Geldig vanaf: 24 juni 2025."),
            ),
            (
                "Change of control: Zivver",
                "Supplier Zivver gets or has another owner.",
                ("New owner: Kiteworks.", "Valid from: 24 June 2025."),
            ),
        ),
        (
            "source.shrank",
            {"name": "endoflife.date", "before": 458, "after": 201},
            (
                "Lijst geweigerd: endoflife.date",
                "De lijst van endoflife.date is veel korter dan de vorige. Zij is geweigerd; de vorige lijst blijft gelden.",
                ("Regels in de vorige lijst: 458.", "Regels in deze lijst: 201."),
            ),
            (
                "List refused: endoflife.date",
                ("The list of endoflife.date is much shorter than the one before. It was refused; the list before it stays"
                " in force."),
                ("Lines in the list before: 458.", "Lines in this list: 201."),
            ),
        ),
        (
            "subscription.test",
            {},
            (
                "Proefbericht",
                "Dit is een proefbericht. Als u dit leest, komen berichten van het register aan.",
                (),
            ),
            ("Test message", "This is a test message. If you read this, messages of the register arrive.", ()),
        ),
        (
            "subscription.heartbeat",
            {},
            (
                "Alles draait, niets voor u",
                "Het register heeft gekeken wat er afloopt. Er was niets nieuws voor u.",
                (),
            ),
            (
                "All is running, nothing for you",
                "The register has looked at what ends. There was nothing new for you.",
                (),
            ),
        ),
        ("iets.vreemds", {}, ("Bericht: iets.vreemds", "Er is iets gebeurd: iets.vreemds.", ()),
         ("Message: iets.vreemds", "Something happened: iets.vreemds.", ())),
    ],
)  # fmt: skip
def test_other_events(type_: str, data: dict[str, Any], nl: Words, en: Words) -> None:
    dutch, english = tell(data, type_, "nl"), tell(data, type_, "en")
    assert (dutch.title, dutch.line, dutch.detail) == nl
    assert (english.title, english.line, english.detail) == en


@pytest.mark.parametrize(
    ("type_", "data", "language", "line"),
    [
        ("deadline.changed", _MOVED, "nl", "de datum was 1 maart 2027 en is nu 12 januari 2027."),
        ("deadline.changed", _ONLY_DECIDE, "en", "the last day to decide was not known and is now 1 December 2026."),
        ("deadline.changed", _AS_BEFORE, "nl", "dit was vervallen en geldt weer. De datum is 12 januari 2027."),
        ("deadline.withdrawn", _MOVED, "nl", "dit geldt niet meer. U hoeft er niets meer voor te doen."),
    ],
)
def test_what_became_of_a_deadline(type_: str, data: dict[str, Any], language: Language, line: str) -> None:
    title = {"nl": "Einde beveiligingsondersteuning", "en": "End of security support"}[language]
    assert tell(data, type_, language).line == f"{title}: Windows Server 2016 (Inning): {line}"


def test_a_name_stays_on_its_line() -> None:
    assert one_line("Toeslagen\r\nBcc: x\u202e\u2028 Portaal\x00") == "Toeslagen Bcc: x Portaal"
    assert len(one_line("lang " * 100)) == 200


_KEYS = st.sampled_from(
    ["alert", "kind", "moment", "rung", "role", "deadline", "id", "version", "due", "decideBy", "leadDays", "noticeDays",
     "subject", "name", "owner", "component", "criticality", "path", "daysLeft", "before", "source", "until"]
)  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=8),
    max_leaves=30,
)
_TYPES = st.sampled_from(
    ["alert.contract-ends", "alert.nieuw", "deadline.changed", "deadline.withdrawn", "x", "", "a.changed"]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_KEYS, _JSON, max_size=10), _TYPES, st.sampled_from(["nl", "en"]))
def test_whatever_the_data_something_is_told(data: dict[str, Any], type_: str, language: Language) -> None:
    told = tell(data, type_, language)
    assert told.title
    assert told.line
