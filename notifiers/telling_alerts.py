"""What an alert says: what ends or is due, when, how it hangs together, and for whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from notifiers.telling_applications import Hanging, read_hanging, tell_hanging
from notifiers.telling_days import (
    Due,
    Language,
    count_days,
    count_months,
    days_between,
    due_in_words,
    left,
    phrases,
    read_due,
)
from notifiers.telling_words import (
    alert_kinds,
    criticality_in_words,
    escalation,
    mapping_of,
    name_of,
    number_of,
    role_in_words,
    telling_words,
)

_EXTENDED = "end_of_extended_support"


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """An alert, read from the data of its event. `target` is the day that the alert is about: the end, or to decide by."""

    kind: str
    moment: str
    rung: int | None
    role: str | None
    deadline: str | None
    version: int | None
    due: Due | None
    decide_by: Due | None
    lead_days: int
    notice_days: int
    subject: Mapping[str, Any]
    component: Mapping[str, Any] | None
    owner: Mapping[str, Any] | None
    criticality: str | None
    path: tuple[Mapping[str, Any], ...]
    days_left: int | None
    hanging: Hanging | None

    @property
    def target(self) -> Due | None:
        """The day of the moment."""
        return self.decide_by if self.moment == "decide" else self.due

    @property
    def governing(self) -> Mapping[str, Any]:
        """The thing that ends: the component, or the subject itself."""
        return self.component or self.subject


def is_alert(type_: str) -> bool:
    """Whether an event of this type is an alert of a deadline."""
    return type_.startswith("alert.")


def read_alert(data: Mapping[str, Any], type_: str = "") -> AlertFacts:
    """The facts in the data of an alert event; what is missing or odd is unknown."""
    alert, deadline = mapping_of(data.get("alert")), mapping_of(data.get("deadline"))
    subject, component = mapping_of(data.get("subject")), mapping_of(data.get("component"))
    return AlertFacts(
        kind=str(alert.get("kind") or type_.removeprefix("alert.").replace("-", "_")),
        moment="decide" if alert.get("moment") == "decide" else "end",
        rung=number_of(alert.get("rung")),
        role=_text(alert.get("role")),
        deadline=_text(deadline.get("id")),
        version=number_of(deadline.get("version")),
        due=read_due(deadline.get("due")),
        decide_by=read_due(deadline.get("decideBy")),
        lead_days=number_of(deadline.get("leadDays")) or 0,
        notice_days=number_of(deadline.get("noticeDays")) or 0,
        subject=subject,
        component=component if component and not _same(component, subject) else None,
        owner=mapping_of(data.get("owner")) or None,
        criticality=_text(data.get("criticality")),
        path=_whole_path(data.get("path"), subject, component),
        days_left=number_of(data.get("daysLeft")),
        hanging=read_hanging(data),
    )


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (one.get("kind"), one.get("id")) == (other.get("kind"), other.get("id"))


def _whole_path(
    path: object, subject: Mapping[str, Any], component: Mapping[str, Any]
) -> tuple[Mapping[str, Any], ...]:
    """The path from the subject on, with the name of the component as the event has it: a version with its product."""
    steps = [mapping_of(step) for step in path] if isinstance(path, list | tuple) else []
    steps = [
        {**step, "name": component.get("name")} if component and _same(step, component) else step for step in steps
    ]
    if steps and subject and not _same(steps[0], subject):
        steps.insert(0, subject)
    return tuple(steps)


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "") else None


def tell_kind(kind: str, language: Language) -> str:
    """The title of a kind of alert."""
    found = alert_kinds().get(kind)
    return str(found["title"][language]) if found else kind.replace("_", " ")


def days_left(facts: AlertFacts, today: date | None) -> int | None:
    """Days until the first day of the moment of the alert; None where it is not known."""
    if today is not None:
        return days_between(facts.target, today) if facts.target else None
    return facts.days_left


def is_passed(facts: AlertFacts, today: date | None) -> bool:
    """Whether the first day of the moment of the alert has passed: from then on it counts as overdue, as on the screens."""
    if today is not None and facts.target:
        return facts.target.first < today
    found = facts.days_left if facts.days_left is not None else facts.rung
    return found is not None and found < 0


def _stage(facts: AlertFacts, today: date | None) -> str:
    """Whether the end is to come (`says`), may have been (`perhaps`: its first day has passed), or has been (`overdue`)."""
    due = facts.due
    if today is None and facts.days_left is not None and facts.target:
        today = facts.target.first - timedelta(days=facts.days_left)
    if today is None or due is None:
        passed = facts.moment == "end" and is_passed(facts, today)
        certain = due is None or (due.exact and not due.or_later)
    else:
        passed, certain = due.first < today, due.last < today and not due.or_later
    return ("overdue" if certain else "perhaps") if passed else "says"


def is_news(kind: str) -> bool:
    """Whether a kind only tells that something holds from a day on, so that nobody is late when the day has passed."""
    return bool(alert_kinds().get(kind, {}).get("news", False))


def tell_title(facts: AlertFacts, language: Language) -> str:
    """The kind, what ends and what hangs on it; where there is to be decided, on what."""
    if facts.moment == "decide":
        return str(telling_words()["decide"]["title"][language]).format(subject=name_of(facts.subject, language))
    title = f"{tell_kind(facts.kind, language)}: {name_of(facts.governing, language)}"
    return f"{title} ({name_of(facts.subject, language)})" if facts.component and facts.subject else title


def tell_left(facts: AlertFacts, language: Language, today: date | None) -> str:
    """How long there is left, or how much it is overdue; empty where that is not known."""
    found = days_left(facts, today)
    return "" if found is None else left(found, language, late=not is_news(facts.kind))


def tell_line(facts: AlertFacts, language: Language, today: date | None) -> str:
    """The sentence, or for the last safe moment to decide two."""
    if facts.moment != "decide":
        return _says(facts, language, _stage(facts, today), _note(facts, language, today))
    words = telling_words()["decide"]["overdue" if is_passed(facts, today) else "says"][language]
    note = tell_left(facts, language, today) if facts.decide_by else ""
    decide = str(words).format_map(
        {**phrases(facts.decide_by, language, note), "subject": name_of(facts.subject, language)}
    )
    return f"{decide} {_says(facts, language, _stage(facts, today), '')}"


def _note(facts: AlertFacts, language: Language, today: date | None) -> str:
    """How long it is from now; of a period, to its first day."""
    found = days_left(facts, today)
    if found is None or facts.target is None:
        return ""
    told = left(found, language)
    if facts.target.exact:
        return told
    return f"op zijn vroegst {told}" if language == "nl" else f"{told} at the earliest"


def _says(facts: AlertFacts, language: Language, sentence: str, note: str) -> str:
    known = alert_kinds().get(facts.kind)
    if sentence == "perhaps" and known and sentence not in known:
        sentence, note = "says", str(telling_words()["perhaps"]["news" if is_news(facts.kind) else "late"][language])
    found = {
        **phrases(facts.due, language, note),
        "subject": name_of(facts.subject, language),
        "component": name_of(facts.component if is_news(facts.kind) else facts.governing, language),
        "owner": name_of(facts.owner, language),
        "days": note,
    }
    if known is None:
        return f"{tell_kind(facts.kind, language)}: {found['subject']}, {found['on']}."
    return str(known[sentence][language]).format_map(found)


def tell_detail(facts: AlertFacts, language: Language) -> tuple[str, ...]:
    """What there is to know besides: what hangs on it, lead time, path, organisation, weight, and for whom and why."""
    words, told = telling_words()["detail"], []
    if facts.hanging:
        told.append(tell_hanging(facts.hanging, language))
    if facts.decide_by and facts.moment != "decide":
        told.append(words["decide"][language].format(day=due_in_words(facts.decide_by, language)))
    if facts.lead_days > 0:
        leaving = telling_words()["leaving"]
        verb = leaving.get(facts.subject.get("kind"), leaving["other"])[language]
        told.append(words["lead"][language].format(leaving=verb, days=count_days(facts.lead_days, language)))
    if facts.notice_days > 0:
        told.append(words["notice"][language].format(days=count_days(facts.notice_days, language)))
    told += tell_reservations(facts, language)
    if path := tell_path(facts.path, language):
        told.append(words["path"][language].format(path=path))
    if facts.owner:
        told.append(words["owner"][language].format(owner=name_of(facts.owner, language)))
    if facts.criticality:
        value = criticality_in_words(facts.criticality, language)
        told.append(words["criticality"][language].format(criticality=value))
    return (*told, *_tell_role(facts, language))


def tell_reservations(facts: AlertFacts, language: Language) -> tuple[str, ...]:
    """What is to be said about the day, by what the last step of the path knows of it."""
    words = telling_words()["detail"]
    last = facts.path[-1] if facts.path else {}
    found = {
        "extended": last.get("event") == _EXTENDED,
        "day_unknown": last.get("dayUnknown") is True,
        "cycles": bool(last.get("cycles")),
    }
    return tuple(str(words[key][language]) for key, holds in found.items() if holds)


def tell_path(path: tuple[Mapping[str, Any], ...], language: Language) -> str:
    """How each thing hangs on the next, in words; empty where there is but one."""
    hangs, told = telling_words()["leans_on"], []
    for one, other in pairwise(path):
        both = f"{one.get('kind')}-{other.get('kind')}"
        verb = (hangs.get(both) or hangs.get(other.get("kind"), hangs["other"]))[language]
        told.append(f"{name_of(one, language)} {verb} {name_of(other, language)}")
    return "; ".join(told)


def _tell_role(facts: AlertFacts, language: Language) -> tuple[str, ...]:
    if facts.role is None:
        return ()
    words, steps = telling_words()["detail"], escalation()
    role = role_in_words(facts.role, language)
    at = next((n for n, step in enumerate(steps) if step["role"] == facts.role), 0)
    if at == 0:
        rung = _tell_rung(facts.rung, language)
        return (words["role"][language].format(role=role, rung=rung),) if rung else ()
    from_rung = steps[at].get("from_rung")
    if from_rung is not None and facts.rung is not None and facts.rung <= from_rung:
        days = count_days(from_rung, language)
        return (words["role_near"][language].format(role=role, days=days),)
    lower = role_in_words(steps[at - 1]["role"], language)
    days = count_days(steps[at]["after_days"], language)
    return (words["role_late"][language].format(role=role, lower=lower, days=days),)


def _tell_rung(rung: int | None, language: Language) -> str:
    words = telling_words()["detail"]
    if rung is None:
        return ""
    if rung == 0:
        return str(words["rung_day"][language])
    if rung < 0:
        return str(words["rung_after"][language].format(months=count_months(-rung, language)))
    return str(words["rung_before"][language].format(days=count_days(rung, language)))
