"""The rules about lives (`registry/data/lifecycle.yaml`) as typed values, read once and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from registry.codes import CODE_LISTS, load_data

_DEFAULT = "default"
_PLACES: dict[str, tuple[str, ...]] = {
    "security_support_ends": ("application_kind", "product_kind"),
    "contract_ends": ("contract_kind",),
    "planned_end": ("application_kind",),
    "platform_ends": ("service_model",),
}
"""The code lists that the lead times of a kind may name."""


class BadRules(ValueError):
    """The file does not say what it should; the argument tells where."""


@dataclass(frozen=True, slots=True)
class PolicyDeadline:
    """A date of policy or law about cloud services, and to which services it applies.

    `on` is None where the deadline is the first day of use. `unless` is the kind of assessment that takes it away, and
    `existing_before` leaves out use that began later. What does not govern is told, but ends no application.
    """

    kind: str
    on: date | None
    deployments: tuple[str, ...]
    materiality: str | None
    unless: str | None
    existing_before: date | None
    governs: bool


@dataclass(frozen=True, slots=True)
class Term:
    """How many months a kind of assessment holds, and the alert that follows."""

    months: int
    alert: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules. `fingerprint` changes when a rule does: what was derived by other rules is derived anew.

    A day before `first_day` is no date (a spreadsheet's zero), a day from `no_end_from` on means that there is no end.
    """

    version: str
    fingerprint: str
    first_day: date
    no_end_from: date
    lead_days: Mapping[str, Mapping[str, int]]
    notice_days: int
    essential_product_kinds: tuple[str, ...]
    essential_dependencies: tuple[str, ...]
    support_events: tuple[str, ...]
    support_reaches: tuple[str, ...]
    policy_deadlines: tuple[PolicyDeadline, ...]
    assessment_terms: Mapping[str, Term]
    finding_months: int
    vulnerability_days: Mapping[str, int]
    change_of_control_months: int
    control_bases: tuple[str, ...]

    def default_lead(self, kind: str) -> int:
        """The lead time of a kind of deadline where nothing more is known; nothing to do takes no time."""
        return self.lead_days.get(kind, {}).get(_DEFAULT, 0)

    def leads(self, kind: str) -> dict[str, int]:
        """The lead times of a kind of deadline by code, without the default."""
        return {code: days for code, days in self.lead_days.get(kind, {}).items() if code != _DEFAULT}


@cache
def load_rules() -> Rules:
    """The rules that the register ships."""
    return read_rules(load_data("lifecycle"))


def read_rules(data: Mapping[str, Any]) -> Rules:
    """The rules in the content of a file. Raises `BadRules`."""
    plain = json.dumps(data, default=str, sort_keys=True)
    days, support, control = data["days"], data["support"], data["change_of_control"]
    rules = Rules(
        version=str(data["version"]),
        fingerprint=hashlib.sha256(plain.encode()).hexdigest()[:16],
        first_day=days["first"],
        no_end_from=days["no_end_from"],
        lead_days={
            kind: {str(k): _days(v, kind) for k, v in found.items()} for kind, found in data["lead_days"].items()
        },
        notice_days=_days(data["notice_days"][_DEFAULT], "notice_days"),
        essential_product_kinds=tuple(data["essential_product_kinds"]),
        essential_dependencies=tuple(data["essential_dependencies"]),
        support_events=tuple(support["events"]),
        support_reaches=tuple(support["bought_for_parts"]),
        policy_deadlines=tuple(_policy(kind, found) for kind, found in data["policy_deadlines"].items()),
        assessment_terms={what: Term(int(t["months"]), t["alert"]) for what, t in data["assessment_terms"].items()},
        finding_months=int(data["finding_months"]),
        vulnerability_days={str(severity): int(n) for severity, n in data["vulnerability_days"].items()},
        change_of_control_months=int(control["months"]),
        control_bases=tuple(control["bases"]),
    )
    _check(rules)
    return rules


def _policy(kind: str, found: Mapping[str, Any]) -> PolicyDeadline:
    on = found["day"]
    if on != "since" and not isinstance(on, date):
        raise BadRules(f"policy_deadlines.{kind}.day: {on}")
    return PolicyDeadline(
        kind=kind,
        on=None if on == "since" else on,
        deployments=tuple(found["deployment"]),
        materiality=found.get("materiality"),
        unless=found.get("unless"),
        existing_before=found.get("existing_before"),
        governs=bool(found.get("governs", True)),
    )


def _days(value: Any, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 3660:
        raise BadRules(f"{place}: {value}")
    return value


def _check(rules: Rules) -> None:
    """Every code that a rule names is on its list: a slip of the pen would never apply."""
    for kind, lists in _PLACES.items():
        known = {code for name in lists for code in CODE_LISTS[name]} | {"unknown"}
        _among(rules.leads(kind), known, f"lead_days.{kind}")
        if _DEFAULT not in rules.lead_days.get(kind, {}):
            raise BadRules(f"lead_days.{kind}.{_DEFAULT}")
    _among(rules.essential_product_kinds, {*CODE_LISTS["product_kind"], "unknown"}, "essential_product_kinds")
    _among(rules.essential_dependencies, {*CODE_LISTS["dependency_criticality"], "unknown"}, "essential_dependencies")
    _among(rules.support_events, CODE_LISTS["lifecycle_event"], "support.events")
    _among(rules.support_reaches, CODE_LISTS["organisation_relation"], "support.bought_for_parts")
    _among(rules.control_bases, CODE_LISTS["ownership_basis"], "change_of_control.bases")
    _among(rules.vulnerability_days, CODE_LISTS["severity"], "vulnerability_days")
    _among(rules.assessment_terms, CODE_LISTS["assessment_kind"], "assessment_terms")
    for policy in rules.policy_deadlines:
        _among(policy.deployments, {*CODE_LISTS["deployment"], "unknown"}, f"policy_deadlines.{policy.kind}")
        _among([policy.unless] if policy.unless else [], CODE_LISTS["assessment_kind"], policy.kind)
    if not date(1, 1, 1) < rules.first_day < rules.no_end_from:
        raise BadRules("days")
    alerts = load_data("alerts")["kinds"]
    _among([term.alert for term in rules.assessment_terms.values()], alerts, "assessment_terms")
    _among([policy.kind for policy in rules.policy_deadlines], alerts, "policy_deadlines")


def _among(codes: Any, known: Any, place: str) -> None:
    strange = [code for code in codes if code not in known]
    if strange:
        raise BadRules(f"{place}: {', '.join(map(str, strange))}")
