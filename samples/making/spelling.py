"""How people write down facts: suppliers, products, dates and amounts in every spelling, and unknowns.

A function returns what stands in the cell and, where the spelling decides, what is meant by it.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from samples.making.catalogue import entities_of, product_spellings
from samples.making.landscape import Agreement

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH_NAMES = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def supplier(rng: Random, group: str) -> tuple[str, str]:
    """A spelling of one of a group's entities, and the entity that it means. The neat name is found most often."""
    entity = rng.choice(entities_of(group))
    return (rng.choice((entity.name, entity.name, *entity.spellings)), entity.name)


def product(rng: Random, name: str) -> str:
    """A spelling of a product's name."""
    return rng.choice((name, name, *product_spellings()[name]))


def products(rng: Random, versions: tuple[tuple[str, str], ...], separator: str) -> str:
    """Products with their versions in one cell."""
    return separator.join(f"{product(rng, name)} {version}".strip() for name, version in versions)


def date(value: str, style: str) -> str | dt.date | int:
    """A date in a style: nl (31-12-2027, dec 2027, Q4 2027), slash, long, iso, typed (a date cell) or serial."""
    if not value:
        return ""
    if "Q" in value:
        of_year, quarter = value.split("-Q")
        return {"long": f"{quarter}e kwartaal {of_year}", "iso": value}.get(style, f"Q{quarter} {of_year}")
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return parts[0] if style in {"typed", "serial"} else value
    if len(parts) == 2:
        year, month = parts
        return {
            "long": f"{MONTH_NAMES[month - 1]} {year}",
            "slash": f"{month:02d}/{year}",
            "iso": value,
        }.get(style, f"{MONTHS[month - 1]} {year}")
    return _day(dt.date(*parts), style)


def _day(day: dt.date, style: str) -> str | dt.date | int:
    match style:
        case "typed":
            return day
        case "serial":
            return (day - dt.date(1899, 12, 30)).days
        case "iso":
            return day.isoformat()
        case "slash":
            return f"{day.day}/{day.month}/{day.year}"
        case "long":
            return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def dutch(amount: float, *, cents: bool = True) -> str:
    """1234567.89 as 1.234.567,89."""
    text = f"{amount:,.2f}" if cents else f"{amount:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))


def euros(rng: Random, agreement: Agreement) -> str:
    """The yearly value of a contract: exact, or the bounds of its step."""
    if agreement.value_min == agreement.value_max:
        form = rng.choice(("€ {}", "€ {}", "{}", "EUR {}"))
        return form.format(dutch(agreement.value_min))
    return f"€ {dutch(agreement.value_min, cents=False)} - € {dutch(agreement.value_max, cents=False)}"


def user_count(rng: Random, count: int) -> str | int:
    """A number of users, sometimes with "ca." or dots."""
    text = dutch(count, cents=False)
    return rng.choice((count, count, text, f"ca. {text}"))


BIV = {"low": "L", "medium": "M", "high": "H", "very_high": "ZH"}
LEVEL = {"low": "Laag", "medium": "Midden", "high": "Hoog", "very_high": "Zeer hoog", "critical": "Zeer hoog"}


def biv(levels: tuple[str, str, str], separator: str = "") -> str:
    """Three levels in one cell: HMM, H-M-M. Very high (ZH) needs a separator to stay readable."""
    letters = [BIV[level] for level in levels]
    return (separator or ("/" if "ZH" in letters else "")).join(letters)


def other_name(rng: Random, name: str, aliases: tuple[str, ...]) -> str:
    """How somebody else would list the same system: an alias, other spacing or capitals, a note, a small slip."""
    if aliases and rng.random() < 0.6:
        return rng.choice(aliases)
    middle = len(name) // 2
    return rng.choice(
        (
            name.upper() if len(name) < 24 else name,
            name.replace(" ", "-", 1) if " " in name else f"{name} applicatie",
            f"{name} (PRD)",
            f"Applicatie {name}" if not name.startswith("Applicatie") else name.removeprefix("Applicatie "),
            name[:middle] + name[middle + 1 :] if len(name) > 9 else name,
            name.replace("systeem", "syst.") if "systeem" in name else f"{name} - productie",
        )
    )
