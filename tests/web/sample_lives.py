"""Invented views of what ends, the worklist, subscriptions and the watch over them."""

from datetime import UTC, date, datetime

from web.views.deadlines import DeadlineLine, DeadlinePage, DecisionLine, ToldLine, Worklist
from web.views.horizon import Bucket, Horizon, HorizonItem, HorizonLine, Month
from web.views.page import Filter, Neighbours, Option, OptionGroup
from web.views.records import Count
from web.views.subscriptions import (
    AttemptLine,
    ChangeOfSubscription,
    DeliveryLine,
    SubscriptionForm,
    SubscriptionLine,
    SubscriptionList,
    SubscriptionPage,
    Unsubscribing,
)
from web.views.values import Badge, Both, Day, Link
from web.views.watch import Preview, PreviewLine, RuleLine, ScanLine, Watch

AT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
AHEAD = Both("90 dagen vooraf", "90 days ahead")
SUPPORT = Both("Einde beveiligingsondersteuning", "End of security support")
CONTRACT = Both("Einde contract", "End of contract")
SERVER = Link("Windows Server 2016", "/v1/product-versions/1")
OPEN = Badge(Both("open", "open"), "attention")
BUCKETS = (("overdue", Both("verstreken", "overdue")), ("0-6", Both("0-6 maanden", "0-6 months")),
           ("unknown", Both("onbekend", "unknown")))  # fmt: skip
SENTENCE = Both("De ondersteuning eindigt op 12 januari 2027.", "Support ends on 12 January 2027.")


def _choice(name: str, label: str) -> Filter:
    return Filter(name, Both(label, label), (Option("a", Both("alle", "all"), chosen=True), Option("b", "BZK")))


def horizon(*, empty: bool = False) -> Horizon:
    item = HorizonItem(
        Link("Toeslagen Portaal", "/applicaties/1"), Link("Belastingdienst", "/organisaties/2"), SUPPORT, SERVER,
        Day(date(2027, 1, 12)), Day(date(2026, 4, 17)), Both("49 dagen", "49 days"), "attention",
    )  # fmt: skip
    return Horizon(
        filters=(_choice("per", "Per"), _choice("organisatie", "Organisatie")),
        as_on=date(2026, 11, 24),
        measure="decide" if empty else "end",
        buckets=tuple(Bucket(code, label, 12, f"/levensloop?termijn={code}") for code, label in BUCKETS),
        total=36,
        known=24,
        per=Both("Per ministerie", "Per ministry"),
        lines=() if empty else (HorizonLine("Financiën <FIN>", (1, 2, 3), 6, "/levensloop?organisatie=2"),
                                HorizonLine(Both("Eigenaar onbekend", "Owner unknown"), (0, 0, 1), 1)),
        of=2,
        months=() if empty else (Month("jan 2027", (("security_support_ends", 4), ("contract_ends", 1))),
                                 Month("feb 2027", (("contract_ends", 2),))),
        kinds=(("security_support_ends", SUPPORT), ("contract_ends", CONTRACT)),
        items=() if empty else (item,),
        first=None if empty else date(2027, 1, 1),
        last=None if empty else date(2027, 12, 31),
        kept=(("per", "ministry"),),
        downloads=(Link("csv", "/levensloop.csv"), Link("xlsx", "/levensloop.xlsx"), Link("pdf", "/levensloop.pdf")),
        neighbours=Neighbours(next="/levensloop?na=x"),
    )  # fmt: skip


def worklist(*, empty: bool = False) -> Worklist:
    row = DeadlineLine(
        "1", Link(SUPPORT, "/werklijst/1"), SUPPORT, Link("Toeslagen Portaal", "/applicaties/1"), None,
        Day(date(2027, 1, 1), "quarter"), None, Both("onbekend", "unknown"), OPEN, "M. de Boer",
    )  # fmt: skip
    rows = () if empty else (row,)
    return Worklist("zoek <b>", (_choice("stand", "Stand"),), rows, Count(len(rows)), "/werklijst.csv", "/werklijst")


def deadline(*, closed: bool = False) -> DeadlinePage:
    return DeadlinePage(
        id="1",
        title=SUPPORT,
        sentence=SENTENCE,
        state=Badge(Both("ingetrokken", "withdrawn")) if closed else OPEN,
        facts=((Both("Datum", "Date"), Day(date(2027, 1, 12))), (Both("Eigenaar", "Owner"), None)),
        path=(Link("Toeslagen Portaal", "/applicaties/1"), "Windows Server 2016"),
        told=() if closed else (ToldLine(AT, AHEAD, Both("systeemeigenaar", "system owner"), OPEN),),
        decisions=() if closed else (DecisionLine(AT, "M. de Boer", "Belastingdienst", Both("gezien", "seen"), "<i>bekend</i>"),),
        open=not closed,
        earliest_snooze="2026-11-25",
    )  # fmt: skip


def subscription_list(*, ill: bool = False) -> SubscriptionList:
    row = SubscriptionLine(
        Link("CIO BZK", "/abonnementen/1"), "A. de Vries", "BZK", Both("mail", "mail"), Both("per week", "weekly"),
        Badge(Both("actief", "active"), "good"), None if ill else AT, 2, 0,
    )  # fmt: skip
    reasons = (Both("Er is 30 uur niet gekeken.", "Nobody looked for 30 hours."),)
    return SubscriptionList(() if ill else (row,), reasons if ill else (), well=not ill)


def subscription_form() -> SubscriptionForm:
    kinds = OptionGroup(Both("Waarvoor", "What for"), (Option("a", SUPPORT, chosen=True), Option("b", CONTRACT)))
    bodies = OptionGroup(Both("Van welke organisaties", "Of which organisations"), (Option("bzk", "BZK", chosen=True),))
    values = {"naam": "CIO <BZK>", "doel": "a@example.nl", "termijnen": "90, 30", "openstaand": "ja"}
    title = Both("Nieuw abonnement", "New subscription")
    return SubscriptionForm(
        title,
        "/abonnementen/nieuw",
        (_choice("kanaal", "Kanaal"),),
        kinds,
        bodies,
        values,
        heartbeat=True,
        problems=(SENTENCE,),
    )


def subscription(*, ended: bool = False) -> SubscriptionPage:
    attempt = AttemptLine(AT, Badge(Both("opnieuw", "again"), "attention"), "500 Internal Server Error")
    delivery = DeliveryLine("1", SUPPORT, AT, Badge(Both("wacht", "waiting"), "busy"), AT, (attempt,))
    return SubscriptionPage(
        id="1",
        name="CIO BZK",
        state=Badge(Both("gestopt", "ended") if ended else Both("actief", "active")),
        active=not ended,
        ended=ended,
        facts=((Both("Kanaal", "Channel"), Both("webhook", "webhook")),),
        deliveries=() if ended else (delivery, DeliveryLine("2", CONTRACT, AT, OPEN, None, ())),
        changes=(ChangeOfSubscription(AT, "A. de Vries", Both("gemaakt", "created"), "nieuw"),),
        can_test=not ended,
        has_secret=True,
        has_token=not ended,
        shown_once=() if ended else ((Both("Geheim", "Secret"), "whsec_" + "abcdefgh" * 5),),
    )


def watch(*, ill: bool = False) -> Watch:
    scan = ScanLine(AT, AT.date(), 1.25, 10, 3, Badge(Both("klaar", "done"), "good"))
    rule = RuleLine(Link(SUPPORT, "/bewaking/security_support_ends"), Both("applicatie", "application"), "730, 365, 90, 30, 7, 0",
                    Both("einde en uiterlijk beslissen", "end and last moment to decide"), None if ill else 12)  # fmt: skip
    reasons = (Both("Er is 30 uur niet gekeken.", "Nobody looked for 30 hours."),)
    facts = ((Both("Wacht op bezorging", "Waiting to be delivered"), 4),)
    return Watch(not ill, reasons if ill else (), facts, () if ill else (scan,), (rule,), "2026-11-24")


def preview_of_rule(*, empty: bool = False) -> Preview:
    line = PreviewLine(date(2026, 10, 14), SENTENCE, AHEAD, "Belastingdienst")
    months = () if empty else ((Both("oktober 2026", "October 2026"), 1),)
    return Preview(SUPPORT, (_choice("organisatie", "Organisatie"),), months, len(months), () if empty else (line,))


LIVES: dict[str, tuple[str, object]] = {
    "/levensloop": ("horizon/page.html", horizon()),
    "/levensloop/niets": ("horizon/page.html", horizon(empty=True)),
    "/werklijst": ("deadlines/list.html", worklist()),
    "/werklijst/niets": ("deadlines/list.html", worklist(empty=True)),
    "/werklijst/1": ("deadlines/page.html", deadline()),
    "/werklijst/2": ("deadlines/page.html", deadline(closed=True)),
    "/abonnementen": ("subscriptions/list.html", subscription_list()),
    "/abonnementen/ziek": ("subscriptions/list.html", subscription_list(ill=True)),
    "/abonnementen/nieuw": ("subscriptions/form.html", subscription_form()),
    "/abonnementen/1": ("subscriptions/page.html", subscription()),
    "/abonnementen/2": ("subscriptions/page.html", subscription(ended=True)),
    "/afmelden": ("subscriptions/unsubscribe.html", Unsubscribing("geheim", "CIO BZK", done=False)),
    "/afmelden/klaar": ("subscriptions/unsubscribe.html", Unsubscribing("", "CIO BZK", done=True)),
    "/bewaking": ("watch/page.html", watch()),
    "/bewaking/ziek": ("watch/page.html", watch(ill=True)),
    "/bewaking/regel": ("watch/preview.html", preview_of_rule()),
    "/bewaking/regel/niets": ("watch/preview.html", preview_of_rule(empty=True)),
}
