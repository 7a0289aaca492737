"""What scans should tell, worked out one deadline at a time from the pure rules: the measure for the SQL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from registry.alerting.rules import KindRule, Ladder, Rules
from registry.alerting.rungs import reached

Key = tuple[UUID, str, date, int, str]
"""Deadline, moment, day of the moment, rung, role."""


@dataclass(frozen=True)
class Due:
    """A deadline as the register has it."""

    id: UUID
    kind: str
    due: date | None
    decide_by: date | None
    criticality: str | None = None
    withdrawn: bool = False

    def target(self, moment: str) -> date | None:
        return self.due if moment == "end" else self.decide_by


@dataclass(frozen=True)
class Told:
    due_on: date
    state: str
    raised_at: datetime


@dataclass
class Oracle:
    rules: Rules
    known: dict[UUID, tuple[Due, date]] = field(default_factory=dict)
    alerts: dict[Key, Told] = field(default_factory=dict)
    standing: dict[UUID, tuple[str, date | None, datetime]] = field(default_factory=dict)
    changes: list[tuple[UUID, str]] = field(default_factory=list)
    events: int = 0
    _said: dict[UUID, tuple[date | None, date | None, bool]] = field(default_factory=dict)
    _scanned: date | None = None

    def scan(self, register: dict[UUID, Due], today: date, at: datetime) -> None:
        for one in register.values():
            before = self.known.get(one.id)
            if before is None or before[0] != one:
                self.known[one.id] = (one, today)
        self._tell_changes()
        for one, seen in self.known.values():
            self._reach(one, seen, today, at)
        self._release(today, at)
        if self._scanned != today:
            self._escalate(today, at)
        self._scanned = today

    def _write(self, key: Key, told: Told) -> None:
        self.alerts[key] = told
        if told.state == "raised":
            self.events += 1
            one = self.known[key[0]][0]
            self._said[one.id] = (one.due, one.decide_by, False)

    def _tell_changes(self) -> None:
        for one, _ in self.known.values():
            said = self._said.get(one.id)
            gone, was_gone = one.withdrawn, bool(said and said[2])
            if said and ((gone and not was_gone) or (not gone and said != (one.due, one.decide_by, False))):
                self.changes.append((one.id, "withdrawn" if gone else "changed"))
                self._said[one.id] = (one.due, one.decide_by, gone)

    def _ladder(self, one: Due) -> Ladder:
        rule: KindRule = self.rules.kinds[one.kind]
        for exception in self.rules.exceptions:
            if exception.kind in {None, one.kind} and exception.criticality in {None, one.criticality}:
                return exception.ladder
        return rule.ladder

    def _moments(self, one: Due) -> list[tuple[str, date]]:
        found = ((moment, one.target(moment)) for moment in self.rules.kinds[one.kind].moments)
        return [] if one.withdrawn else [(moment, target) for moment, target in found if target]

    def _snoozed(self, deadline: UUID, today: date) -> bool:
        action, until, _ = self.standing.get(deadline, ("", None, None))
        return action == "snooze" and until is not None and until > today

    def _reach(self, one: Due, seen: date, today: date, at: datetime) -> None:
        state = "snoozed" if self._snoozed(one.id, today) else "raised"
        for moment, target in self._moments(one):
            ends = one.due if moment == "decide" else None
            for rung in reached(target, self._ladder(one), seen=seen, today=today, ends=ends):
                for place, step in enumerate(self.rules.escalation):
                    hears = place == 0 or (step.from_rung is not None and rung.rung <= step.from_rung and not rung.late)
                    key = (one.id, moment, target, rung.rung, step.role)
                    if rung.state == "raised" and hears and key not in self.alerts:
                        self._write(key, Told(rung.due_on, state, at))

    def _release(self, today: date, at: datetime) -> None:
        held = {
            key for key, told in self.alerts.items() if told.state == "snoozed" and not self._snoozed(key[0], today)
        }
        released = set()
        for key in sorted(held, key=lambda key: key[3]):
            stands = (key[1], key[2]) in self._moments(self.known[key[0]][0])
            group = (key[0], key[1], key[4])
            first = stands and self.standing[key[0]][0] != "acknowledge" and group not in released
            if first:
                released.add(group)
            told = self.alerts[key]
            self._write(
                key, replace(told, state="raised", raised_at=at) if first else replace(told, state="superseded")
            )

    def _escalate(self, today: date, at: datetime) -> None:
        first = self.rules.escalation[0].role
        for step in self.rules.escalation[1:]:
            for one, _ in self.known.values():
                for moment, target in self._moments(one):
                    rungs = []
                    for key, told in self.alerts.items():
                        if key[:3] == (one.id, moment, target) and key[4] == first and told.state == "raised":
                            since = self._unanswered_since(one.id, told)
                            below = step.unanswered_from is None or key[3] <= step.unanswered_from
                            if since and below and since + timedelta(days=step.after_days) <= today:
                                rungs.append((key[3], since + timedelta(days=step.after_days)))
                    heard = [
                        key[3] for key in self.alerts if key[:3] == (one.id, moment, target) and key[4] == step.role
                    ]
                    rungs = [found for found in rungs if not heard or min(heard) > found[0]]
                    if rungs:
                        rung, due_on = min(rungs)
                        self._write((one.id, moment, target, rung, step.role), Told(due_on, "raised", at))

    def _unanswered_since(self, deadline: UUID, told: Told) -> date | None:
        raised = told.raised_at.date()
        if deadline not in self.standing:
            return raised
        action, until, decided_at = self.standing[deadline]
        if action == "acknowledge":
            return None if decided_at >= told.raised_at else raised
        if action == "snooze" and until:
            return max(raised, until)
        return max(raised, decided_at.date())
