"""One mail as it is written: its headers, its two forms, its envelope, and names that would be something else."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest

from notifiers.mail import Envelope, compose
from notifiers.mail_places import SCREENS
from notifiers.mail_settings import NotAnAddress
from registry.told_before import Background
from registry.unsubscribing import unsubscribe_token
from tests.notifiers.letters import AT, DELIVERY, SETTINGS, SUBSCRIPTION, alert, event, message, settings
from web.building import layout

EVIL = "Inning\r\nBcc: spion@voorbeeld.example\r\n\r\n<script>alert(1)</script> & \u202e"


def sent(mail: EmailMessage) -> EmailMessage:
    """The mail as its receiver reads it."""
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return cast("str", body.get_content()).replace("\r\n", "\n")


def test_the_headers() -> None:
    mail = sent(compose(message(alert()), SETTINGS)[0])
    found = {name: str(value) for name, value in mail.items()}
    token = unsubscribe_token(SUBSCRIPTION, ())
    assert found.pop("Content-Type").startswith("multipart/alternative; boundary=")
    assert found == {
        "From": "Landschap <register@landschap.example>",
        "To": "j.jansen@belastingdienst.example",
        "Subject": "Einde beveiligingsondersteuning: Windows Server 2016 (Toeslagen Portaal), 12 januari 2027",
        "Date": "Tue, 24 Nov 2026 06:00:00 +0000",
        "Message-ID": f"<{DELIVERY}@landschap.example>",
        "List-Id": f"<{SUBSCRIPTION}.landschap.example>",
        "List-Unsubscribe": f"<https://landschap.example/afmelden?token={token}>,"
        f" <mailto:unsubscribe+{DELIVERY}@landschap.example?subject=unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "nl",
        "MIME-Version": "1.0",
    }


def test_the_same_message_is_the_same_mail_and_knows_its_way_back() -> None:
    (first, envelope), (second, _) = (compose(message(alert(), attempts=n), SETTINGS) for n in (0, 3))
    assert [(part.get_content_type(), str(part.get_payload())) for part in first.walk() if not part.is_multipart()] == [
        (part.get_content_type(), str(part.get_payload())) for part in second.walk() if not part.is_multipart()
    ]
    assert first.items()[:-1] == second.items()[:-1]
    assert envelope == Envelope(f"bounce+{DELIVERY}@landschap.example", "j.jansen@belastingdienst.example")


def test_one_alert_in_plain_text() -> None:
    data = alert(alert={"role": "cio_rijk", "rung": 90}, deadline={"leadDays": 365})
    deadline = data["deadline"]["id"]
    assert text_of(compose(message(data), SETTINGS)[0]) == (
        "Einde beveiligingsondersteuning: Windows Server 2016 (Toeslagen Portaal)\n"
        "========================================================================\n\n"
        "De beveiligingsondersteuning van Windows Server 2016 eindigt op 12 januari\n"
        "2027 (over 49 dagen). Toeslagen Portaal draait daarop.\n\n"
        "- Vervangen kost naar schatting 365 dagen.\n"
        "- Hoe het samenhangt: Toeslagen Portaal draait op Windows Server 2016.\n"
        "- Organisatie: Belastingdienst.\n"
        "- Belang: hoog.\n"
        "- Ook voor de CIO Rijk: de departementale CIO heeft niet binnen 30 dagen\n"
        "  gereageerd.\n\n"
        "Bekijk en beslis in het register: Windows Server 2016:\n"
        f"https://landschap.example/werklijst/{deadline}\n\n"
        "-- \n\n"
        "U krijgt dit bericht door het abonnement Alles van Toeslagen.\n\n"
        "Abonnement bekijken of wijzigen:\n"
        f"https://landschap.example/abonnementen/{SUBSCRIPTION}\n\n"
        "Afmelden voor deze berichten:\n"
        f"https://landschap.example/afmelden?token={unsubscribe_token(SUBSCRIPTION, ())}\n"
    )


@pytest.mark.parametrize(
    ("what", "language", "hours", "subject", "says"),
    [
        ("heartbeat", "nl", 2, "Alles draait, niets voor u", "Laatst gekeken op 24 november 2026 om 05:00."),
        ("heartbeat", "en", 2, "All is running, nothing for you", "Last looked on 24 November 2026 at 05:00."),
        ("heartbeat", "nl", 27, "Let op: het register kijkt niet meer wat er afloopt", "Waarschuw de beheerder."),
        ("heartbeat", "en", 0, "Attention: the register no longer looks at what ends", "Warn its keeper."),
        ("test", "nl", 2, "Proefbericht", "Dit is een proefbericht."),
        ("test", "en", 2, "Test message", "This is a test message."),
    ],
)
def test_signs_of_life(what: str, language: str, hours: int, subject: str, says: str) -> None:
    background = Background(scanned_at=AT - timedelta(hours=hours) if hours else None)
    mail = sent(compose(message(what=what, language=language, background=background), SETTINGS)[0])
    assert mail["Subject"] == subject
    assert all(says in " ".join(text_of(mail, kind).split()) for kind in ("plain", "html"))


def test_a_change_in_the_register_is_called_by_its_name() -> None:
    changed = event({}, type_="application.changed")
    assert changed.subject_id
    names = Background(names={changed.subject_id: "Inning"})
    mail = sent(compose(message(what="event", events=(changed,), background=names), SETTINGS)[0])
    assert mail["Subject"] == "Gewijzigd: applicatie Inning"
    assert f"https://landschap.example/applicaties/{changed.subject_id}" in text_of(mail)


def test_no_name_becomes_a_header_or_a_part_of_the_page() -> None:
    data = alert(EVIL, EVIL, owner=EVIL)
    mail = sent(compose(message(data, name=EVIL), settings(base_url="https://landschap.example"))[0])
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert "<script" not in text_of(mail, "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text_of(mail, "html")
    assert "\u202e" not in text_of(mail) + text_of(mail, "html") + mail["Subject"]


@pytest.mark.parametrize(
    ("target", "recipient"),
    [
        ("j.jansen@belastingdienst.example", "j.jansen@belastingdienst.example"),
        (" jansen@café.example ", "jansen@xn--caf-dma.example"),
        ("jörg@voorbeeld.example", "jörg@voorbeeld.example"),
        ("o'brien+lijst@a-b.example", "o'brien+lijst@a-b.example"),
    ],
)
def test_addresses_of_all_countries(target: str, recipient: str) -> None:
    mail, envelope = compose(message(alert(), target=target), SETTINGS)
    assert envelope.recipient == recipient
    assert f"\r\nTo: {recipient}\r\n".encode() in mail.as_bytes()


@pytest.mark.parametrize(
    "target",
    [
        "", "jansen", "@x.example", "jansen@", "a@b@c.example", "a b@x.example", "a@x.example, b@x.example",
        "a@x.example\r\nBcc: b@x.example", "<a@x.example>", f"{'a' * 65}@x.example", "a@-..example", "a@x_y.example",
    ],
)  # fmt: skip
def test_what_is_no_address(target: str) -> None:
    with pytest.raises(NotAnAddress):
        compose(message(alert(), target=target), SETTINGS)


def test_one_click_is_for_https_only_and_a_long_address_stays_whole() -> None:
    plain = compose(message(alert()), settings(base_url="http://127.0.0.1:8000"))[0]
    assert plain["List-Unsubscribe"] == f"<mailto:unsubscribe+{DELIVERY}@landschap.example?subject=unsubscribe>"
    assert plain["List-Unsubscribe-Post"] is None
    place = f"https://{'register.' * 12}example"
    long = sent(compose(message(alert()), settings(base_url=place))[0])["List-Unsubscribe"]
    assert long.startswith(f"<{place}/afmelden?token=")
    assert " " not in long.split(",")[0]


def test_the_places_are_those_of_the_screens() -> None:
    screens = {screen.kind: screen.path.removeprefix("/") for screen in layout.SCREENS}
    assert {kind: screens[kind] for kind in SCREENS} == SCREENS
