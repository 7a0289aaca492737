"""Shares, coverage and HHI with the unknown as an interval."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from registry.concentration import (
    Amount,
    Bundle,
    Fact,
    Hhi,
    Level,
    Share,
    Tally,
    all_of,
    any_of,
    hhi,
    read_set,
    share,
    tally,
    write_set,
)

MICROSOFT, GITHUB, KPN, ODIDO = (UUID(int=number) for number in range(1, 5))
FACTS = {
    MICROSOFT: Fact("Microsoft", True, False),
    GITHUB: Fact("Microsoft", True, False),
    KPN: Fact("KPN", False, True),
    ODIDO: Fact(None, None, None),
}


def counted(*groups: tuple[Sequence[UUID], int]) -> tuple[Tally, Level]:
    level = Level(FACTS.__getitem__)
    return tally([Bundle(None, [write_set(s)], [number]) for s, number in groups], level), level


def shares(found: Tally, level: Level) -> dict[object, tuple[float, Share]]:
    return {level.values[place]: (amount.low, found.share_of(place)) for place, amount in found.values.items()}


def test_a_set_is_written_as_the_database_writes_it() -> None:
    assert read_set(write_set([MICROSOFT, KPN])) == [MICROSOFT, KPN]
    assert read_set(write_set([])) == []


def test_an_application_counts_once_for_an_ultimate_parent() -> None:
    found, level = counted(([MICROSOFT, GITHUB], 3), ([MICROSOFT], 1), ([KPN], 6))
    assert shares(found, level) == {"Microsoft": (4, Share(0.4, 0.4)), "KPN": (6, Share(0.6, 0.6))}
    assert (found.coverage, found.us.low, found.eu.low) == (1.0, 4, 6)


def test_what_is_unknown_widens_every_share() -> None:
    found, level = counted(([MICROSOFT], 50), ([KPN], 24), ([], 26))
    assert shares(found, level) == {"Microsoft": (50, Share(0.5, 0.76)), "KPN": (24, Share(0.24, 0.5))}
    assert found.coverage == 0.74
    assert share(found.us, found.us_unknown, found.total) == Share(0.5, 0.76)
    assert share(found.eu, found.eu_unknown, found.total) == Share(0.24, 0.5)


def test_what_is_partly_known_is_not_added_twice() -> None:
    found, level = counted(([MICROSOFT, ODIDO], 2), ([KPN], 8))
    assert shares(found, level) == {"Microsoft": (2, Share(0.2, 0.2)), "KPN": (8, Share(0.8, 1.0))}
    assert (found.unknown.low, found.coverage) == (2, 0.8)


def test_an_american_supplier_is_enough_and_one_not_european_too_many() -> None:
    found, _ = counted(([MICROSOFT, KPN], 1), ([KPN, ODIDO], 1), ([KPN], 1))
    assert (found.us.low, found.us_unknown.low, found.eu.low, found.eu_unknown.low) == (1, 1, 1, 1)


def test_the_rekenkamer_reports_a_quarter_unknown() -> None:
    facts = {KPN: Fact("private", None, None), MICROSOFT: Fact("public", None, None)}
    level = Level(facts.__getitem__)
    found = tally([Bundle(None, [write_set([MICROSOFT]), write_set([KPN]), write_set([])], [700, 477, 411])], level)
    rounded = {
        value: (round(part.low * 100, 1), round(part.high * 100, 1))
        for value, (_, part) in shares(found, level).items()
    }
    assert rounded == {"public": (44.1, 70.0), "private": (30.0, 55.9)}
    assert round((1 - (found.coverage or 0)) * 100, 1) == 25.9


@pytest.mark.parametrize(
    ("part", "unknown", "total", "expected"),
    [
        (Amount(10, 10), Amount(0, 0), Amount(100, 100), Share(0.1, 0.1)),
        (Amount(10, 20), Amount(0, 0), Amount(90, 100), Share(10 / 90, 20 / 100)),
        (Amount(10, 20), Amount(10, 30), Amount(100, 130), Share(10 / 120, 50 / 130)),
        (Amount(10, 10, 1), Amount(0, 0), Amount(100, 100, 1), Share(0.1, 1.0)),
        (Amount(10, 10), Amount(0, 0), Amount(100, 100, 1), Share(0.0, 0.1)),
        (Amount(0, 0), Amount(0, 0), Amount(0, 0), Share(0.0, 1.0)),
    ],
)
def test_amounts_between_bounds_give_shares_between_bounds(
    part: Amount, unknown: Amount, total: Amount, expected: Share
) -> None:
    assert share(part, unknown, total) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("parts", "unknown", "expected"),
    [
        ([50, 30, 20], 0, Hhi(3800, 3800, 3800)),
        ([1], 0, Hhi(10000, 10000, 10000)),
        ([25, 25, 25, 25], 0, Hhi(2500, 2500, 2500)),
        ([40, 10], 50, Hhi(6800, 1700, 8200)),
        ([], 50, None),
    ],
)
def test_the_hhi_is_an_interval_too(parts: list[float], unknown: float, expected: Hhi | None) -> None:
    assert hhi(parts, unknown) == expected


@pytest.mark.parametrize(
    ("flags", "any_", "all_"),
    [
        ([], None, None),
        ([True, None], True, None),
        ([False, None], None, False),
        ([False, False], False, False),
        ([True, False], True, False),
        ([True, True], True, True),
    ],
)
def test_unknown_flags_stay_unknown(flags: list[bool | None], any_: bool | None, all_: bool | None) -> None:
    assert (any_of(flags), all_of(flags)) == (any_, all_)
