"""On which suppliers the government hangs: shares with their intervals, HHI, coverage and exposure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.concentration import Amount, Bundle, Fact, Hhi, Level, Share, Tally, hhi, share, tally
from registry.errors import InvalidInput, NotFound
from registry.origin import CLASSES, Origins
from registry.queries.concentration_groups import SELECT_BY, Found, Scope
from registry.queries.organisations_over_time import Belonging, load_belonging
from registry.queries.origin import load_origins
from registry.resolving.matching import Db

LEVELS = ("ultimateParent", "contractParty", "originClass")
MEASURES = tuple(SELECT_BY)


@dataclass(frozen=True)
class Question:
    """What is asked. `organisation` takes all that belongs to it on the day along, unless `roll_up` is off.

    `as_on` is the day for which (None: today), `as_known_on` the moment at which the register knew (None: now).
    `bookkeeping_system` (a code, or "unknown") and `year` are for spend.
    """

    level: str = "ultimateParent"
    per: str = "applications"
    organisation: UUID | None = None
    roll_up: bool = True
    as_on: date | None = None
    as_known_on: datetime | None = None
    bookkeeping_system: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class ConcentrationRow:
    """One supplier or origin class. `low` and `high` are numbers or amounts (equal for numbers; `high` None: open).

    `key` is the id of the supplier or the code of the class. `us` and `eu` are None where unknown.
    """

    key: str
    supplier: UUID | None
    name: str
    country: str | None
    origin_class: str
    us: bool | None
    eu: bool | None
    low: float
    high: float | None
    share: Share


@dataclass(frozen=True)
class Concentration:
    """The answer for everybody, or for one organisation. Shares are fractions (0-1), the HHI runs to 10000.

    `total` and `unknown` are (low, high) as in the rows; `unknown` is what hangs on suppliers that are not (all) known.
    `coverage` is the fraction of which all is known. `us` is the share that hangs on anybody under US law, `eu` the share
    that hangs on European suppliers alone. `unquantified` counts costs or contracts without any amount.
    """

    question: Question
    on: date
    organisation: UUID | None
    organisation_name: str | None
    currency: str | None
    total: tuple[float, float | None]
    unknown: tuple[float, float | None]
    coverage: float | None
    hhi: Hhi | None
    us: Share
    eu: Share
    unquantified: int
    rows: tuple[ConcentrationRow, ...]


def concentration(db: Db, question: Question, *, today: date) -> Concentration:
    """The concentration over everybody, or over one organisation and what belongs to it.

    Three statements, and three more for an organisation. Raises `InvalidInput` for a question that makes no sense (also:
    adding across bookkeeping systems) and `NotFound` for an organisation that is not there.
    """
    belonging = _belonging(db, question, today) if question.organisation else None
    owners = None
    if belonging and question.organisation:
        if question.organisation not in belonging.bodies:
            raise NotFound(str(question.organisation))
        owners = belonging.under(question.organisation) if question.roll_up else frozenset({question.organisation})
    found, origins = _ask(db, question, today, owners=owners)
    return _answer(question, found.bundles, (found, origins), question.organisation, belonging)


def concentration_per_organisation(db: Db, question: Question, *, today: date) -> tuple[Concentration, ...]:
    """One block per ministry as on the day (`roll_up`), or per owner; the largest first, no owner known last.

    Six statements, however many organisations there are.
    """
    belonging = _belonging(db, question, today)
    owners = belonging.under(question.organisation) if question.organisation else None
    found, origins = _ask(db, question, today, owners=owners, by_owner=True)
    blocks: dict[UUID | None, list[Bundle]] = defaultdict(list)
    for bundle in found.bundles:
        blocks[belonging.top(bundle.owner) if bundle.owner and question.roll_up else bundle.owner].append(bundle)
    answers = [_answer(question, bundles, (found, origins), owner, belonging) for owner, bundles in blocks.items()]
    return tuple(sorted(answers, key=lambda a: (a.organisation is None, -a.total[0], a.organisation_name or "")))


def _belonging(db: Db, question: Question, today: date) -> Belonging:
    return load_belonging(db, question.as_on or today, known_on=question.as_known_on)


def _ask(
    db: Db, question: Question, today: date, *, owners: frozenset[UUID] | None, by_owner: bool = False
) -> tuple[Found, Origins]:
    if question.level not in LEVELS or question.per not in SELECT_BY:
        asked = f"{question.level}, {question.per}"
        raise InvalidInput(f"Dit overzicht bestaat niet: {asked}.", f"There is no such report: {asked}.")
    on = question.as_on or today
    scope = Scope(
        on,
        question.as_known_on,
        on == today,
        owners,
        by_owner,
        question.level != "contractParty",
        question.bookkeeping_system,
        question.year,
    )
    return SELECT_BY[question.per](db, scope), load_origins(db, on, known_on=question.as_known_on)


def _level(origins: Origins, name: str) -> Level:
    """The level of a report; kept as long as these origins hold, so that a set of suppliers is looked at once."""

    def fact_of(supplier: UUID) -> Fact:
        origin = origins.of(supplier)
        if name == "originClass":
            return Fact(None if origin.origin_class == "unknown" else origin.origin_class, origin.us, origin.eu)
        return Fact(origin.parent if name == "ultimateParent" else supplier, origin.us, origin.eu)

    level = origins.kept.setdefault(name, Level(fact_of))
    return level if isinstance(level, Level) else Level(fact_of)


def _answer(
    question: Question,
    bundles: list[Bundle],
    source: tuple[Found, Origins],
    organisation: UUID | None,
    belonging: Belonging | None,
) -> Concentration:
    found, origins = source
    level = _level(origins, question.level)
    counted = tally(bundles, level)
    rows = sorted(_rows(counted, level, origins), key=lambda row: (-row.share.low, -row.share.high, row.name))
    parts = [amount.middle for amount in counted.values.values()]
    return Concentration(
        question=question,
        on=origins.on,
        organisation=organisation,
        organisation_name=belonging.name(organisation) if belonging else None,
        currency=found.currency,
        total=_ends(counted.total),
        unknown=_ends(counted.unknown),
        coverage=counted.coverage,
        hhi=hhi(parts, counted.unknown.middle),
        us=share(counted.us, counted.us_unknown, counted.total),
        eu=share(counted.eu, counted.eu_unknown, counted.total),
        unquantified=found.unquantified,
        rows=tuple(rows),
    )


def _rows(counted: Tally, level: Level, origins: Origins) -> Iterator[ConcentrationRow]:
    for place, amount in counted.values.items():
        value, ends, part = level.values[place], _ends(amount), counted.share_of(place)
        if isinstance(value, UUID):
            origin, name = origins.of(value), origins.name(value)
            known = (origin.country, origin.origin_class, origin.us, origin.eu)
            yield ConcentrationRow(str(value), value, name, *known, *ends, part)
        else:
            code = str(value)
            yield ConcentrationRow(code, None, CLASSES[code]["nl"], None, code, None, None, *ends, part)


def _ends(amount: Amount) -> tuple[float, float | None]:
    return amount.low, None if amount.open else amount.high
