"""Many alerts in one mail: the subject, the groups, what is new about each, and what does not fit."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from notifiers.mail import compose
from notifiers.mail_letter import write_letter
from notifiers.mail_page import Link, Page, write_text
from registry.delivering import Message
from registry.told_before import Background, Since
from tests.notifiers.letters import AT, SETTINGS, alert, days, event, message

BASE = SETTINGS.base_url
FIRST = alert()
LATE = alert("Inning", "Oracle Database 12c", "[2026-08-20,2026-08-21)")
CONTRACT = alert("Zaaktoe", None, "[2027-07-01,2027-10-01)", kind="contract_ends", owner="Ministerie van BZK")
DECIDE = alert("Inning", "Oracle Database 19c", alert={"moment": "decide"}, deadline={"decideBy": "2026-12-01"})


def page_of(found: Message) -> Page:
    return write_letter(found, BASE).page


def rows(page: Page) -> list[tuple[str, ...]]:
    """The tables as one list: organisation, kind, and the texts of the cells."""
    owner, found = "", []
    for section in page.sections:
        owner = section.title if section.level == 2 else owner
        for row in section.table.rows if section.table else ():
            cells = [" / ".join(line.text if isinstance(line, Link) else line for line in cell) for cell in row]
            found.append((owner, section.title, *cells))
    return found


@pytest.mark.parametrize(
    ("data", "language", "subject"),
    [
        ([FIRST, CONTRACT, DECIDE], "nl", "3 dingen lopen af, eerste: Inning uiterlijk op 1 december 2026"),
        ([FIRST, CONTRACT], "nl", "2 dingen lopen af, eerste: Windows Server 2016 op 12 januari 2027"),
        ([FIRST, LATE], "nl", "1 ding loopt af, eerste: Windows Server 2016 op 12 januari 2027; 1 over tijd"),
        ([FIRST, CONTRACT], "en", "2 things end, first: Windows Server 2016 on 12 January 2027"),
        ([LATE, LATE | {"subject": CONTRACT["subject"]}], "nl", "1 over tijd, eerste: Oracle Database 12c op 20 augustus 2026"),
    ],
)  # fmt: skip
def test_the_subject_tells(data: list[dict[str, Any]], language: str, subject: str) -> None:
    assert write_letter(message(*data, language=language), BASE).subject == subject


def test_alerts_by_organisation_and_kind_with_what_is_new() -> None:
    moved = alert(due="[2027-03-01,2027-03-02)")
    background = Background(earlier={moved["deadline"]["id"]: moved, CONTRACT["deadline"]["id"]: CONTRACT})
    support, contract = "Einde beveiligingsondersteuning", "Einde contract"
    found = message(FIRST, LATE, CONTRACT, DECIDE, background=background)
    assert rows(page_of(found)) == [
        ("Belastingdienst", support, "Oracle Database 12c / voor Inning", "20 augustus 2026 / 3 maanden over tijd", "over tijd"),
        ("Belastingdienst", support, "Oracle Database 19c / uiterlijk beslissen over Inning", "1 december 2026 / over 7 dagen",
         "nieuw"),
        ("Belastingdienst", support, "Windows Server 2016 / voor Toeslagen Portaal", "12 januari 2027 / over 49 dagen",
         "verschoven, was 1 maart 2027"),
        ("Ministerie van BZK", contract, "Zaaktoe", "het derde kwartaal van 2027 / over 7 maanden", "herinnering"),
    ]  # fmt: skip


def test_the_last_rung_of_a_deadline_is_told_once() -> None:
    sooner, later = alert(alert={"rung": 180}), alert(alert={"rung": 90})
    assert len(rows(page_of(message(sooner, later, alert(alert={"role": "departmental_cio"}))))) == 1


def test_what_became_of_what_was_told_before() -> None:
    moved = event(alert("Inning") | {"before": {"due": "[2027-03-01,2027-03-02)"}}, 7, "deadline.changed")
    changed = event({"name": "Nieuw systeem"}, 8, "application.created")
    since = (
        Since("acknowledge", LATE, "A. de Vries"),
        Since("snooze", LATE, "A. de Vries", date(2027, 1, 1), reason="Wordt vervangen"),
        Since("assign", LATE, "A. de Vries", assignee="J. Jansen"),
        Since("reopen", LATE, "A. de Vries"),
    )
    found = message(FIRST, data={"since": "2026-11-23T06:00:00+00:00"}, background=Background(since=since))
    letter = write_letter(replace(found, what="digest", events=(*found.events, moved, changed, changed)), BASE)
    what = "Einde beveiligingsondersteuning: Oracle Database 12c (Inning)"
    told = {s.title: [i.text if isinstance(i, Link) else i for i in s.items] for s in letter.page.sections if s.items}
    assert "en is nu 12 januari 2027: https://" in " ".join(write_text(letter.page).split())
    assert (
        letter.subject
        == "1 ding loopt af, eerste: Windows Server 2016 op 12 januari 2027; 2 berichten uit het register"
    )
    assert letter.page.lines == ("Dit is wat er sinds 23 november 2026 om 07:00 te melden is.",)
    assert told == {
        "Sinds het vorige bericht": [
            "Einde beveiligingsondersteuning: Windows Server 2016 (Inning): de datum was 1 maart 2027 en is nu 12 januari 2027.",
            f"In behandeling genomen door A. de Vries: {what}",
            f"Uitgesteld tot 1 januari 2027 door A. de Vries: {what} (reden: Wordt vervangen)",
            f"Toegewezen aan J. Jansen door A. de Vries: {what}",
            f"Weer open, volgens A. de Vries: {what}",
        ],
        "Uit het register": ["Applicatie Nieuw systeem is toegevoegd aan het register."],
    }


def test_a_replay_says_so() -> None:
    assert page_of(message(FIRST, what="replay")).lines == (
        "U krijgt deze berichten opnieuw, omdat daarom is gevraagd.",
    )


def many(count: int) -> Message:
    started = AT.date() + timedelta(days=10)
    return message(*[alert(f"Systeem {n}", due=days(started + timedelta(days=n % 700))) for n in range(count)])


def attached(mail: EmailMessage) -> list[EmailMessage]:
    return list(mail.iter_attachments())


def test_ten_thousand_alerts_stay_a_small_mail() -> None:
    mail, _ = compose(many(10_000), SETTINGS)
    assert mail["Subject"] == "10.000 dingen lopen af, eerste: Windows Server 2016 op 4 december 2026"
    body = mail.get_body(("html",))
    assert body is not None
    content = body.get_content()
    assert content.count('scope="row"') == 50
    assert "Nog 9.950 andere staan niet in dit bericht." in content
    assert f'<a href="{BASE}/werklijst">Bekijk alles in het register</a>' in content
    assert attached(mail) == []
    assert len(mail.as_bytes()) < 60_000


def test_some_hundreds_come_along_as_a_file() -> None:
    mail, _ = compose(many(199), SETTINGS)
    (file,) = attached(mail)
    assert (file.get_content_type(), file.get_filename()) == ("text/csv", "termijnen.csv")
    payload = file.get_payload(decode=True)
    assert isinstance(payload, bytes)
    found = list(csv.reader(io.StringIO(payload.decode("utf-8-sig")), delimiter=";"))
    assert found[:2] == [
        ["soort", "moment", "wat", "voor", "organisatie", "vanaf", "tot en met", "dagen", "adres"],
        ["Einde beveiligingsondersteuning", "einde", "Windows Server 2016", "Systeem 0", "Belastingdienst", "2026-12-04",
         "2026-12-04", "10", found[1][8]],
    ]  # fmt: skip
    assert len(found) == 200
    assert re.fullmatch(rf"{BASE}/werklijst/[0-9a-f-]{{36}}", found[1][8])


def test_no_cell_of_the_file_is_a_formula() -> None:
    letter = write_letter(message(*[alert(f"=1+{n}", "@cmd") for n in range(51)]), BASE)
    assert letter.file
    assert "'=1+0;" in letter.file[1].decode("utf-8-sig")
    assert ";'@cmd;" in letter.file[1].decode("utf-8-sig")


def test_what_has_no_day_no_owner_and_no_name_is_told_too() -> None:
    empty = {"alert": {"kind": "contract_ends"}, "deadline": {"id": "geen"}, "subject": {}}
    assert rows(page_of(message(FIRST, empty)))[1:] == [
        ("Zonder organisatie", "Einde contract", "(naam niet bekend)", "niet bekend / ", "nieuw")
    ]
