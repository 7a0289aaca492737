"""What the reports about lives say, in Dutch or English, as a title, figures, tables and notes: for a workbook or a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from registry.calendar_days import AMSTERDAM
from registry.codes import CODE_LISTS, load_data
from registry.concentration import Share
from registry.queries.findings import Findings
from registry.queries.horizon import Horizon
from registry.queries.horizon_items import Question as ItemsQuestion
from registry.queries.legacy import Legacy, LegacyRow

Value = str | int | float | Decimal | date | None
Words = Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table: its name, headings and rows. `wide` gives each column its share of the width of a page."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    wide: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report as it is read: what stands above, the tables, and what to know when reading them."""

    title: str
    language: str
    about: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


_WORDS: dict[str, dict[str, str]] = load_data("reports")["words"]
_REASONS = load_data("alerts")["kinds"]


def words_in(language: str) -> Words:
    """The words of the reports in a language."""
    return {name: told[language] for name, told in _WORDS.items()}


def bucket_name(name: str, words: Words) -> str:
    """A bucket as a person reads it."""
    return words[name] if name in {"overdue", "unknown"} else f"{name} {words['months']}"


def horizon_report(found: Horizon, language: str) -> Report:
    """The horizon as a report: the buckets over all, and the rows that were asked for."""
    say = words_in(language)
    question, total = found.question, found.total
    about = (
        found.organisation_name or say["everybody"],
        f"{say['as_on']}: {day_text(question.on)}",
        say[question.measure],
        f"{say['scanned']}: {_moment(found.scanned_at) or say['never']}",
    )
    counted: tuple[tuple[Value, ...], ...] = tuple(
        (bucket_name(b.name, say), b.since, b.until, total.counts[b.name], *_percent(total.shares[b.name], language))
        for b in found.buckets
    )
    headings = ("bucket", "since", "until", "applications", "at_least", "at_most")
    tables = [Table(say["total"], tuple(say[name] for name in headings), counted, (3, 2, 2, 2, 2, 2))]
    if question.per:
        names = [b.name for b in found.buckets]
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (row.name or say["not_known"], row.total, *(row.counts[name] for name in names)) for row in found.rows
        )
        heads = (say[question.per], say["applications"], *(bucket_name(name, say) for name in names))
        tables.append(Table(f"{say['per']} {say[question.per]}", heads, rows, (5, *[2] * (len(names) + 1))))
    notes = [say["note_unknown"], say["note_worst"]]
    if found.left_out:
        notes.append(f"{say['left_out']}: {found.left_out}.")
    return Report(say["horizon"], language, about, tuple(tables), tuple(notes))


def items_report(
    question: ItemsQuestion, items: Sequence[Mapping[str, Any]], language: str, *, within: Mapping[str, str | None]
) -> Report:
    """A list of what ends or must be decided; `within` names what it is limited to, by word."""
    say = words_in(language)
    period = f"{day_text(question.since) or '...'} – {day_text(question.until) or '...'}"
    about = [say["unknown"] if question.unknown else f"{say['period']}: {period}", say[question.measure]]
    about += [f"{say[word]}: {name or say['not_known']}" for word, name in within.items()]
    about += [f"{say['reason']}: {_REASONS[kind]['title'][language]}" for kind in question.kinds]
    about += [f"{say['criticality']}: {_criticality(code, say, language)}" for code in question.criticalities]
    about += [f"{say['application']}: {question.search}"] if question.search else []
    about += [] if within else [say["everybody"]]
    headings = (
        "application", "owner", "reason", "component", "ends", "decide_by", "lead", "criticality", "cost", "contract", "path",
    )  # fmt: skip
    rows = tuple(_item(item, say, language) for item in items)
    table = Table(say["items"], tuple(say[name] for name in headings), rows, (4, 4, 4, 4, 2, 2, 2, 2, 3, 3, 5))
    notes = (say["note_worst"], say["note_cost"])
    return Report(say["items"], language, tuple(about), (table,), notes)


def _item(item: Mapping[str, Any], say: Words, language: str) -> tuple[Value, ...]:
    reason = _REASONS.get(item["kind"] or "")
    return (
        item["application"]["name"],
        _name(item["owner"]),
        reason["title"][language] if reason else say["unknown"],
        _name(item["component"]),
        _end(item, say),
        item["decideBy"],
        item["leadDays"],
        _criticality(item["criticality"], say, language),
        _amounts(item["costs"]),
        _amounts(item["contracts"]),
        " > ".join(str(one["name"] or one["kind"]) for one in item["path"]),
    )


def _end(item: Mapping[str, Any], say: Words) -> Value:
    """The end as a day where it is known to the day, else as precise as it is known."""
    end: Mapping[str, Any] | None = item["end"]
    if end is None:
        return item["endsFrom"] or say["unknown"]
    known: date | str = end["earliest"] if end["precision"] == "day" else end["text"]
    return known


def _criticality(value: str | None, say: Words, language: str) -> str:
    code = CODE_LISTS["criticality"].get(value or "")
    return (code.en if language == "en" else code.nl) if code else say["unknown"]


def legacy_report(found: Legacy, language: str) -> Report:
    """Problematic legacy and technical debt as a report."""
    say = words_in(language)
    about = (found.organisation_name or say["everybody"], f"{say['norm']}: {found.norm}")
    headings = (
        "name", "applications", "problematic", "not_problematic", "unknown", "at_least", "at_most", "debt_low", "debt_high",
        "without_weight",
    )  # fmt: skip
    rows = [_legacy(row, row.name or say["not_known"], language) for row in found.rows]
    rows.append(_legacy(found.total, say["total"], language))
    table = Table(say["legacy"], tuple(say[name] for name in headings), tuple(rows), (5, *[2] * 9))
    return Report(say["legacy"], language, about, (table,), (say["note_legacy"], say["note_debt"]))


def _legacy(row: LegacyRow, name: str, language: str) -> tuple[Value, ...]:
    debt = row.ratio
    ends = (None if end is None else round(end, 1) for end in (debt.low, debt.high))
    counts = (row.applications, row.problematic, row.not_problematic, row.unknown)
    return (name, *counts, *_percent(row.share, language), *ends, row.debts.without_weight)


def findings_report(found: Findings, language: str) -> Report:
    """Open findings as a report: the counts, and the list."""
    say = words_in(language)
    counts = [(row.name or say["not_known"], row.open, row.long_low, row.long_high) for row in found.rows]
    total = (say["total"], found.total.open, found.total.long_low, found.total.long_high)
    heads = tuple(say[name] for name in ("name", "open", "long_low", "long_high"))
    rows = tuple(_finding(item, language) for item in found.items)
    columns = tuple(say[name] for name in ("finding", "severity", "opened", "about", "organisation"))
    tables = (
        Table(say["total"], heads, (*counts, total), (4, 1, 2, 2)),
        Table(say["findings"], columns, rows, (5, 2, 2, 4, 4)),
    )
    about = (f"{say['as_on']}: {day_text(found.question.on)}",)
    return Report(say["findings"], language, about, tables, (say["note_findings"],))


def _finding(item: Mapping[str, Any], language: str) -> tuple[Value, ...]:
    severity = CODE_LISTS["severity"].get(item["severity"] or "")
    of = next((item[key] for key in ("application", "service", "supplier", "productVersion") if item[key]), None)
    shown = (severity.en if language == "en" else severity.nl) if severity else None
    opened = item["openedOn"]["text"] if item["openedOn"] else None
    return (item["name"], shown, opened, _name(of), _name(item["organisation"]))


def day_text(day: date | None) -> str:
    """A day as the Netherlands writes it."""
    return "" if day is None else f"{day.day:02}-{day.month:02}-{day.year:04}"


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


def _percent(share: Share, language: str) -> tuple[str, str]:
    low, high = f"{share.low:.1%}", f"{share.high:.1%}"
    return (low, high) if language == "en" else (low.replace(".", ","), high.replace(".", ","))


def _name(reference: Mapping[str, Any] | None) -> str | None:
    return (reference["name"] or str(reference["id"])) if reference else None


def _amounts(intervals: Iterable[Mapping[str, Any]]) -> str | None:
    """Intervals of money as text: one per system and currency."""
    return "; ".join(amount_text(one) for one in intervals) or None


def amount_text(interval: Mapping[str, Any]) -> str:
    """An interval of money as text, such as "EUR 1 000 – 2 000 (kas-verplichtingen, 2027)"."""
    low, high = interval["low"], interval["high"]
    amount = _money(low) if low == high else f"{_money(low)} – {'?' if high is None else _money(high)}"
    system = CODE_LISTS["bookkeeping_system"].get(interval.get("bookkeepingSystem") or "")
    which = ", ".join(str(part) for part in (system.nl if system else None, interval.get("year")) if part)
    return f"{interval['currency']} {amount}" + (f" ({which})" if which else "")


def _money(amount: Decimal) -> str:
    """Whole units, with a space that does not break between thousands."""
    return f"{amount:,.0f}".replace(",", "\u00a0")
