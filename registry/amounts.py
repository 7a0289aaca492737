"""Amounts and numbers as people write them; an amount is an interval. Pure functions."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

# Open Inkoopdata Rijk publishes spend in these steps (including VAT).
SPEND_BANDS: dict[int, tuple[str | None, str | None]] = {
    0: (None, "0"),
    1: ("1", "10000"),
    2: ("10000", "50000"),
    3: ("50000", "100000"),
    4: ("100000", "250000"),
    5: ("250000", "500000"),
    6: ("500000", "1000000"),
    7: ("1000000", "5000000"),
    8: ("5000000", "10000000"),
    9: ("10000000", "25000000"),
    10: ("25000000", "50000000"),
    11: ("50000000", "100000000"),
    12: ("100000000", "150000000"),
    13: ("150000000", None),
}
LARGEST = Decimal(10) ** 13  # numeric(16,2) holds one digit more
_LONGEST = 40  # digits and separators of a number that anybody means
_SCALES = {
    "k": 3, "dzd": 3, "duizend": 3, "thousand": 3, "x 1000": 3, "x1000": 3,
    "m": 6, "mln": 6, "mio": 6, "miljoen": 6, "million": 6, "mn": 6,
    "mld": 9, "md": 9, "miljard": 9, "bn": 9, "billion": 9,
}  # fmt: skip
_NUMBER = r"-?\d[\d.,' ]*"
_SCALE = r"x ?1000|[a-z]+"
_ONE = re.compile(rf"({_NUMBER})\s*({_SCALE})?")
_TWO = re.compile(
    rf"(?:tussen |between |van |from )?({_NUMBER})\s*({_SCALE})?\s*(?:[-–—]| tot | t/m | en | to | and )"
    rf"\s*({_NUMBER})\s*({_SCALE})?"
)
_CURRENCY = re.compile(
    r"€|\beuro?\b|\beur\b|,-+$|\$|\busd\b|\bp\.?/?j\.?\b|\bper jaar\b|\bincl?\.? ?btw\b|\bexcl?\.? ?btw\b|\(|\)"
)
_SIMPLE = re.compile(r"([1-9]\d{0,2}(?:\.\d{3}){0,3}|[1-9]\d{0,11})(?:,(\d{1,2}))?", re.ASCII)  # most amounts
_BELOW = re.compile(r"(?:<=?|≤|tot|max\.?|maximaal|onder|minder dan|less than|up to|under|hoogstens) ?")
_ABOVE = re.compile(r"(?:>=?|≥|vanaf|min\.?|minimaal|boven|meer dan|more than|over|minstens) ?")
_ABOUT = re.compile(r"^(?:ca\.?|circa|ongeveer|about|approx\.?|±|~) ?")
_BAND = re.compile(r"staffel ?(\d{1,2})")

Interval = tuple[str | None, str | None]


class NotAnAmount(ValueError):
    """The text is not an amount or number."""


def parse_amount(text: str) -> Interval:
    """The least and the most that a text may stand for, as canonical numbers; None where it is open. Raises NotAnAmount."""
    if simple := _SIMPLE.fullmatch(text):
        fraction = (simple[2] or "").rstrip("0")
        exact = simple[1].replace(".", "") + (f".{fraction}" if fraction else "")
        return exact, exact
    plain = " ".join(text.replace("\xa0", " ").lower().split())
    if band := _BAND.fullmatch(plain):
        if int(band[1]) not in SPEND_BANDS:
            raise NotAnAmount(text)
        return SPEND_BANDS[int(band[1])]
    plain = _ABOUT.sub("", _CURRENCY.sub("", plain).strip()).strip()
    plain = " ".join(plain.split())
    if (below := _BELOW.match(plain)) and (one := _ONE.fullmatch(plain[below.end() :].strip())):
        return "0", _plain(_scaled(one[1], one[2]))
    if (above := _ABOVE.match(plain)) and (one := _ONE.fullmatch(plain[above.end() :].strip())):
        return _plain(_scaled(one[1], one[2])), None
    if one := _ONE.fullmatch(plain):
        exact = _plain(_scaled(one[1], one[2]))
        return exact, exact
    if two := _TWO.fullmatch(plain):
        least, most = _scaled(two[1], two[2] or two[4]), _scaled(two[3], two[4])
        if least > most:
            raise NotAnAmount(text)
        return _plain(least), _plain(most)
    raise NotAnAmount(text)


def _scaled(number: str, scale: str | None) -> Decimal:
    if scale and scale.strip() not in _SCALES:
        raise NotAnAmount(scale)
    value = parse_number(number) * Decimal(10) ** (_SCALES[scale.strip()] if scale else 0)
    if abs(value) > LARGEST:
        raise NotAnAmount(number)
    return value


def parse_number(text: str) -> Decimal:
    """A number in Dutch or English writing: "1.234.567,89", "1,234.56", "21.513.009", "0,5". Raises NotAnAmount.

    One separator before exactly three digits groups thousands, unless a lone zero precedes it.
    """
    plain = re.sub(r"[\s'’\xa0]", "", text)
    sign = "-" if plain.startswith("-") else ""
    plain = plain.lstrip("+-")
    if len(plain) > _LONGEST or not re.fullmatch(r"\d[\d.,]*", plain):
        raise NotAnAmount(text)
    plain = plain.rstrip(".,")
    decimal = max(plain.rfind("."), plain.rfind(","))
    separators = set(plain) & {".", ","}
    grouped = re.fullmatch(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*", plain)
    if separators and not grouped:
        if len(separators) == 1 and plain.count(plain[decimal]) > 1:
            raise NotAnAmount(text)
        whole, fraction = re.sub("[.,]", "", plain[:decimal]), plain[decimal + 1 :]
        plain = f"{whole}.{fraction}"
    elif separators:
        plain = re.sub("[.,]", "", plain)
    try:
        return Decimal(sign + plain)
    except InvalidOperation as error:
        raise NotAnAmount(text) from error


def _plain(value: Decimal) -> str:
    """Without exponent and needless zeros, two decimals at most, as PostgreSQL writes numeric(16,2)."""
    text = f"{value.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
