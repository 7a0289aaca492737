"""Handing over a file, and the page of an import: what was understood, what is wrong, what would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from web.views.page import ALONE, Filter, Neighbours, Option, OptionGroup
from web.views.values import Badge, Both, Day, Link, Shown, Text


@dataclass(frozen=True)
class UploadForm:
    """The upload page; `problems` are by name of the field that they are about."""

    organisations: tuple[Option, ...]
    kinds: tuple[Option, ...]
    sources: tuple[str, ...]
    source: str = ""
    reference_date: date | None = None
    complete: bool = False
    problems: tuple[tuple[str, Text], ...] = ()
    max_megabytes: int = 200


@dataclass(frozen=True)
class ImportLine:
    """An import in a list."""

    id: str
    href: str
    file_name: str
    organisation: Link | None
    source: str
    at: datetime
    by: str
    state: Badge
    reference_date: Day | None = None


@dataclass(frozen=True)
class ImportList:
    """The list of imports."""

    rows: tuple[ImportLine, ...]
    filters: tuple[Filter, ...] = ()
    neighbours: Neighbours = ALONE


@dataclass(frozen=True)
class Progress:
    """How far a running job is; `total` is None while nobody knows."""

    phase: Text
    done: int
    total: int | None = None
    per_second: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True)
class ColumnRow:
    """One column of the file and what it was taken for; `name` is the form field that changes it."""

    letter: str
    heading: str
    samples: tuple[str, ...]
    field: str | None
    sureness: Badge
    name: str
    reason: Text = ""


@dataclass(frozen=True)
class ProblemLine:
    """One problem, at its place in the file."""

    sheet: str
    row: int | None
    column: str
    value: str
    sentence: Both
    severity: Badge
    field: Text = ""
    advice: Text = ""


@dataclass(frozen=True)
class Problems:
    """One page of the problems, with the codes to filter by."""

    total: int
    rows: tuple[ProblemLine, ...]
    codes: Filter
    csv_href: str
    neighbours: Neighbours = ALONE


@dataclass(frozen=True)
class FieldChange:
    """What one field was and would be, or was and became."""

    label: Text
    old: Shown
    new: Shown


PlanKind = Literal["add", "join", "change", "unchanged", "unlisted", "decide"]


@dataclass(frozen=True)
class PlanTab:
    """One kind of outcome, how many, and the link that lists them."""

    kind: PlanKind
    count: int
    href: str
    current: bool = False


@dataclass(frozen=True)
class PlanRow:
    """One record that the import would touch."""

    name: str
    place: Text
    href: str | None = None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A known record that a doubtful row may mean, with the reasons in words."""

    id: str
    link: Link
    reasons: tuple[Both, ...]
    chosen: bool = False


@dataclass(frozen=True)
class Decision:
    """A doubtful row on which a person decides: the same as a candidate, or different from all."""

    id: str
    name: str
    kind: Text
    place: Text
    candidates: tuple[Candidate, ...]
    judged_by: str | None = None


@dataclass(frozen=True)
class Plan:
    """What applying the import would do; `rows` and `decisions` are those of the current tab, of one kind of record.

    `note` says what a reader should know of the current tab; `seen` is the moment of the preview that is shown.
    """

    tabs: tuple[PlanTab, ...]
    kinds: Filter | None = None
    rows: tuple[PlanRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    neighbours: Neighbours = ALONE
    can_apply: bool = False
    blocked: Text = ""
    note: Text = ""
    seen: str = ""


@dataclass(frozen=True)
class OutcomeRow:
    """What applying (or undoing) did to one kind of record: how many, and where they are listed."""

    kind: Text
    added: int = 0
    changed: int = 0
    removed: int = 0
    href: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What the last step of an import did to the register."""

    undone: bool
    at: datetime
    by: str
    rows: tuple[OutcomeRow, ...]


@dataclass(frozen=True)
class ImportPage:
    """The page of one import."""

    line: ImportLine
    size: int
    sha256: str
    complete: bool
    progress: Progress | None = None
    failure: Both | None = None
    columns: tuple[ColumnRow, ...] = ()
    sheets: tuple[str, ...] = ()
    field_groups: tuple[OptionGroup, ...] = ()
    problems: Problems | None = None
    plan: Plan | None = None
    outcome: Outcome | None = None
    can_map: bool = False
    can_cancel: bool = False
    can_undo: bool = False
