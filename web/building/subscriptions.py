"""Subscriptions as pages: the list, the form, and one with what was delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.alerting.rules import load_rules
from web.views.page import Filter, Neighbours, Option, OptionGroup
from web.views.subscriptions import (
    AttemptLine,
    ChangeOfSubscription,
    DeliveryLine,
    SubscriptionForm,
    SubscriptionLine,
    SubscriptionPage,
)
from web.views.values import Badge, Both, Link, Shown, Text, Tone

PATH = "/abonnementen"
CHANNELS = {
    "mail": Both("mail", "mail"),
    "calendar": Both("agenda (Outlook, Google, Nextcloud)", "calendar (Outlook, Google, Nextcloud)"),
    "webhook": Both("webhook: van systeem naar systeem", "webhook: from system to system"),
    "pull": Both("zelf ophalen bij de API", "fetched from the API"),
}
DIGESTS = {
    "at_once": Both("meteen", "at once"),
    "daily": Both("een keer per dag", "once a day"),
    "weekly": Both("een keer per week", "once a week"),
}
ROLES = {
    "system_owner": Both("systeemeigenaar: alles, vanaf het begin", "system owner: everything, from the start"),
    "departmental_cio": Both("departementale CIO: wat dringend wordt", "departmental CIO: what gets pressing"),
    "cio_rijk": Both("CIO Rijk: wat te laat is", "CIO Rijk: what is late"),
}
LANGUAGES = {"nl": Both("Nederlands", "Dutch"), "en": Both("Engels", "English")}
STATES: dict[str, tuple[Both, Tone]] = {
    "active": (Both("actief", "active"), "good"),
    "paused": (Both("gepauzeerd", "paused"), "attention"),
    "disabled": (Both("uitgezet", "disabled"), "bad"),
    "ended": (Both("gestopt", "ended"), "neutral"),
    "pending": (Both("wacht", "waiting"), "busy"),
    "delivered": (Both("bezorgd", "delivered"), "good"),
    "failed": (Both("mislukt", "failed"), "bad"),
    "dropped": (Both("vervallen", "dropped"), "neutral"),
    "retry": (Both("opnieuw", "again"), "attention"),
    "gone": (Both("ontvanger wil niets meer", "receiver wants no more"), "bad"),
    "refused": (Both("geweigerd", "refused"), "bad"),
    "bounced": (Both("teruggekomen", "bounced"), "bad"),
}
WHAT = {
    "event": Both("bericht", "message"),
    "digest": Both("verzamelbericht", "digest"),
    "heartbeat": Both("levensteken", "sign of life"),
    "test": Both("proefbericht", "test message"),
    "replay": Both("opnieuw verstuurd", "sent again"),
}
ACTIONS = {
    "created": Both("gemaakt", "created"),
    "changed": Both("gewijzigd", "changed"),
    "paused": Both("gepauzeerd", "paused"),
    "resumed": Both("hervat", "resumed"),
    "ended": Both("gestopt", "ended"),
    "secret rotated": Both("nieuw geheim", "new secret"),
    "token renewed": Both("nieuw agenda-adres", "new calendar address"),
    "test sent": Both("proefbericht verstuurd", "test message sent"),
    "disabled": Both("uitgezet", "disabled"),
    "replayed": Both("opnieuw verstuurd", "sent again"),
}
Bodies = Sequence[tuple[UUID, str]]


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: texts by field, and what was chosen of the lists."""

    texts: Mapping[str, str]
    kinds: Sequence[str] = ()
    organisations: Sequence[str] = ()
    heartbeat: bool = True


EMPTY = Filled({"kanaal": "mail", "ritme": "at_once", "rol": "system_owner", "taal": "nl"})


def badge(state: str) -> Badge:
    """A state in words."""
    text, tone = STATES.get(state, (Both(state, state), "neutral"))
    return Badge(text, tone)


def build_line(row: Mapping[str, Any]) -> SubscriptionLine:
    """A subscription in the list."""
    return SubscriptionLine(
        Link(row["name"], f"{PATH}/{row['id']}"),
        row["subscriber"],
        row["organisationName"],
        CHANNELS[row["channel"]],
        DIGESTS[row["digest"]],
        badge(row["state"]),
        row["lastDeliveredAt"],
        row["waitingMessages"] + row["waitingEvents"],
        row["failedMessages"],
    )


def filled_from(row: Mapping[str, Any]) -> Filled:
    """The form as a subscription would fill it in."""
    days = ", ".join(map(str, row["thresholds"] or ()))
    texts = {"naam": row["name"], "doel": row["target"] or "", "termijnen": days, "kanaal": row["channel"]}
    texts |= {"ritme": row["digest"], "rol": row["role"], "taal": row["language"]}
    return Filled(texts, row["kinds"] or (), [str(one) for one in row["organisationIds"] or ()], row["heartbeat"])


def build_form(
    filled: Filled, bodies: Bodies, *, subscription: UUID | None = None, problems: tuple[Text, ...] = ()
) -> SubscriptionForm:
    """The form, filled in; with `subscription` the one that changes it, where the channel is fixed."""
    rules = load_rules().kinds.items()
    kinds = [*((kind, Both(*rule.title)) for kind, rule in rules if rule.moments), *CHANGES]
    selects = (
        *(() if subscription else (_select("kanaal", Both("Kanaal", "Channel"), CHANNELS, filled),)),
        _select("ritme", Both("Hoe vaak", "How often"), DIGESTS, filled),
        _select("rol", Both("In welke rol", "In which role"), ROLES, filled),
        _select("taal", Both("Taal van de berichten", "Language of the messages"), LANGUAGES, filled),
    )
    return SubscriptionForm(
        Both("Abonnement wijzigen", "Change subscription")
        if subscription
        else Both("Nieuw abonnement", "New subscription"),
        f"{PATH}/{subscription}/wijzigen" if subscription else f"{PATH}/nieuw",
        selects,
        OptionGroup(
            Both("Waarvoor wilt u bericht?", "What do you want to hear of?"),
            tuple(Option(kind, text, kind in filled.kinds) for kind, text in kinds),
        ),
        OptionGroup(
            Both("Van welke organisaties", "Of which organisations"),
            tuple(Option(str(one), name, str(one) in filled.organisations) for one, name in bodies),
        ),
        {name: filled.texts.get(name, "") for name in ("naam", "doel", "termijnen", "openstaand")},
        filled.heartbeat,
        CHANNELS[filled.texts["kanaal"]] if subscription else None,
        problems,
    )


CHANGES: tuple[tuple[str, Both], ...] = (
    ("deadline.*", Both("Een gemelde datum verandert of vervalt", "A day that was told of moves or lapses")),
    ("application.*", Both("Elke wijziging van een applicatie", "Every change of an application")),
    ("import.*", Both("Een import is toegepast of teruggedraaid", "An import was applied or undone")),
    ("source.*", Both("De lijst van een bron is geweigerd", "The list of a source was refused")),
)


def _select(name: str, label: Both, choices: Mapping[str, Both], filled: Filled) -> Filter:
    chosen = filled.texts.get(name)
    return Filter(name, label, tuple(Option(value, text, value == chosen) for value, text in choices.items()))


def build_page(
    row: Mapping[str, Any],
    deliveries: tuple[Sequence[Mapping[str, Any]], str | None],
    changes: Sequence[Mapping[str, Any]],
    bodies: Bodies,
    shown_once: tuple[tuple[Text, str], ...] = (),
) -> SubscriptionPage:
    """One subscription with its deliveries (a page of them, and where the next begins) and its history."""
    sent, following = deliveries
    href = f"{PATH}/{row['id']}?na={following}" if following else None
    return SubscriptionPage(
        id=str(row["id"]),
        name=row["name"],
        state=badge(row["state"]),
        active=row["state"] == "active",
        ended=row["state"] == "ended",
        facts=_facts(row, dict(bodies)),
        deliveries=tuple(_delivery(one) for one in sent),
        changes=tuple(_change(one) for one in changes),
        can_test=row["state"] == "active" and row["channel"] in {"webhook", "mail"},
        has_secret=row["channel"] == "webhook",
        has_token=row["channel"] == "calendar",
        shown_once=shown_once,
        neighbours=Neighbours(next=href),
    )


def _facts(row: Mapping[str, Any], bodies: Mapping[UUID, str]) -> tuple[tuple[Text, Shown], ...]:
    titles = {kind: Both(*rule.title) for kind, rule in load_rules().kinds.items()} | dict(CHANGES)
    kinds = tuple(titles.get(kind, Both(kind, kind)) for kind in row["kinds"] or ())
    organisations = tuple(bodies.get(one, str(one)) for one in row["organisationIds"] or ())
    days = ", ".join(map(str, row["thresholds"] or ()))
    found: list[tuple[Text, Shown]] = [
        (Both("Van", "Of"), row["subscriber"]),
        (Both("Organisatie", "Organisation"), row["organisationName"]),
        (Both("Kanaal", "Channel"), CHANNELS[row["channel"]]),
        (Both("Naar", "To"), row["target"] or Both("niet van toepassing", "not applicable")),
        (Both("Waarvoor", "What for"), kinds or Both("alle waarschuwingen", "all warnings")),
        (
            Both("Van welke organisaties", "Of which organisations"),
            organisations or Both("het hele Rijk", "the whole government"),
        ),
        (Both("Hoeveel dagen vooraf", "How many days ahead"), days or Both("elke stap", "every step")),
        (Both("In welke rol", "In which role"), ROLES[row["role"]]),
        (Both("Hoe vaak", "How often"), DIGESTS[row["digest"]]),
        (Both("Taal", "Language"), LANGUAGES[row["language"]]),
        (Both("Levensteken", "Sign of life"), row["heartbeat"]),
        (Both("Gemaakt", "Made"), row["createdAt"]),
    ]
    later: dict[str, Both] = {
        "stateReason": Both("Waarom deze stand", "Why this state"),
        "nextDigestAt": Both("Volgend verzamelbericht", "Next digest"),
        "oldSecretUntil": Both("Oud geheim geldig tot", "Old secret valid until"),
    }
    return (*found, *((label, row[name]) for name, label in later.items() if row[name]))


def _delivery(row: Mapping[str, Any]) -> DeliveryLine:
    count = len(row["eventIds"])
    what: Text = WHAT[row["what"]]
    if row["what"] == "digest":
        what = Both(f"verzamelbericht, {count} meldingen", f"digest, {count} messages")
    next_at: datetime | None = row["nextAttemptAt"] if row["state"] == "pending" else None
    attempts = tuple(AttemptLine(one["at"], badge(one["outcome"]), _answer(one)) for one in row["attempts"])
    return DeliveryLine(str(row["id"]), what, row["createdAt"], badge(row["state"]), next_at, attempts)


def _answer(attempt: Mapping[str, Any]) -> str:
    status = str(attempt["status"]) if attempt["status"] else ""
    return " ".join(part for part in (status, (attempt["answer"] or "")[:200]) if part)


def _change(row: Mapping[str, Any]) -> ChangeOfSubscription:
    what = ACTIONS.get(row["action"], Both(row["action"], row["action"]))
    return ChangeOfSubscription(row["changedAt"], row["changedBy"], what, row["reason"] or "")
