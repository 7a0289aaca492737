"""The watch over the alerts as a page: is it well, when was looked, which rules there are and what one would have told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from registry.alerting.preview import Preview as Found
from registry.alerting.rules import KindRule, Rules
from registry.queries.alert_state import AlertState, Health
from web.building.horizon import kind_title
from web.building.showing import href_of
from web.views.page import Filter, Option
from web.views.values import Badge, Both, Link, Shown, Text
from web.views.watch import Preview, PreviewLine, RuleLine, ScanLine, Watch

PATH = "/bewaking"
KINDS = {
    "application": Both("applicatie", "application"),
    "contract": Both("contract", "contract"),
    "cloud_service": Both("clouddienst", "cloud service"),
    "supplier": Both("leverancier", "supplier"),
    "organisation": Both("organisatie", "organisation"),
    "finding": Both("bevinding", "finding"),
    "source": Both("bron", "source"),
}
MOMENTS = {
    ("end",): Both("de dag zelf", "the day itself"),
    ("end", "decide"): Both(
        "de dag zelf en de uiterste dag om te beslissen", "the day itself and the last day to decide"
    ),
    (): Both("op het moment zelf", "as it happens"),
}
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
          "december")  # fmt: skip
SCANS = {"done": Badge(Both("klaar", "done"), "good"), "failed": Badge(Both("mislukt", "failed"), "bad")}


def build_watch(
    health: Health, state: AlertState, scans: Sequence[Mapping[str, Any]], rules: Rules, watched: Mapping[str, int]
) -> Watch:
    """The page on the alerts themselves."""
    looked: Shown = state.last_scan["ended_at"] if state.last_scan else Both("nog nooit", "never yet")
    facts: tuple[tuple[Text, Shown], ...] = (
        (Both("Laatst gekeken", "Last looked"), looked),
        (Both("Termijnen die lopen", "Deadlines that stand"), sum(watched.values())),
        (Both("Berichten die wachten", "Messages that wait"), state.pending),
        (Both("Berichten die stilstaan", "Messages that stand still"), state.standing_still),
        (Both("Opgegeven in de laatste week", "Given up in the last week"), state.failed),
        (Both("Abonnementen die zijn uitgezet", "Subscriptions that were disabled"), state.disabled),
    )
    lines = tuple(_rule(kind, rule, watched) for kind, rule in rules.kinds.items())
    reasons = tuple(Both(*reason) for reason in health.reasons)
    return Watch(health.ok, reasons, facts, tuple(map(_scan, scans)), lines, rules.version)


def _scan(row: Mapping[str, Any]) -> ScanLine:
    seconds = round((row["ended_at"] - row["started_at"]).total_seconds(), 1)
    return ScanLine(row["started_at"], row["on_date"], seconds, row["changed"], row["raised"], SCANS[row["state"]])


def _rule(kind: str, rule: KindRule, watched: Mapping[str, int]) -> RuleLine:
    return RuleLine(
        Link(Both(*rule.title), f"{PATH}/{kind}"),
        KINDS.get(rule.subject, Both(rule.subject, rule.subject)),
        ", ".join(map(str, rule.ladder.rungs)) if rule.moments else "",
        MOMENTS[rule.moments],
        watched.get(kind, 0) if rule.moments else None,
    )


def rung_in_words(rung: int, moment: str) -> Both:
    """A step of the ladder as people say it."""
    what = Both("beslissen", "decide") if moment == "decide" else Both("einde", "end")
    if rung == 0:
        return Both(f"{what.nl}: op de dag zelf", f"{what.en}: on the day itself")
    number = abs(rung)
    if rung < 0:
        nl, en = ("maand", "month") if number == 1 else ("maanden", "months")
        return Both(f"{what.nl}: {number} {nl} te laat", f"{what.en}: {number} {en} late")
    nl, en = ("dag", "day") if number == 1 else ("dagen", "days")
    return Both(f"{what.nl}: {number} {nl} ervoor", f"{what.en}: {number} {en} before")


def build_preview(found: Found, organisations: Sequence[tuple[UUID, str]], chosen: UUID | None) -> Preview:
    """What a rule would have told in the last twelve months."""
    months = Counter[tuple[int, int]]()
    for day, number in found.days:
        months[day.year, day.month] += number
    options = (
        Option("", Both("het hele Rijk", "the whole government"), chosen is None),
        *(Option(str(one), name, one == chosen) for one, name in organisations),
    )
    return Preview(
        kind_title(found.kind),
        (Filter("organisatie", Both("Organisatie", "Organisation"), options),),
        tuple((Both(f"{MONTHS[m - 1]} {y}", f"{y}-{m:02}"), number) for (y, m), number in sorted(months.items())),
        found.total,
        tuple(_line(found.kind, row) for row in found.items),
    )


def _line(kind: str, row: Mapping[str, Any]) -> PreviewLine:
    owner = row["owner_name"]
    return PreviewLine(
        row["due_on"],
        about(kind, row["subject_name"], row["component_name"]),
        rung_in_words(row["rung"], row["moment"]),
        Link(owner, href_of("organisation", row["owner_id"]) or "") if owner else None,
    )


def about(kind: str, subject: str | None, component: str | None) -> Both:
    """What a deadline is about, in a few words; the sentence with its day is for messages."""
    things, title = " - ".join(part for part in (subject, component) if part), kind_title(kind)
    return Both(f"{title.nl}: {things}", f"{title.en}: {things}")
