"""Origins are derived through the ownership chain."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from registry.origin import BY_NAME, CLASSES, REASONS, Origins, Owner, Party, class_of_country

ON = date(2026, 11, 23)
A, B, C, D = (UUID(int=number) for number in range(1, 5))


def party(id_: UUID, incorporation: str | None, headquarters: str | None = None) -> Party:
    return Party(id_, f"s{id_.int}", incorporation, headquarters or incorporation)


NL, IE, US = party(A, "NL"), party(B, "IE"), party(C, "US")


@pytest.mark.parametrize(
    ("country", "on", "expected"),
    [
        ("NL", ON, "NL"),
        ("DE", ON, "EU"),
        ("HR", date(2013, 6, 30), "other"),
        ("HR", date(2013, 7, 1), "EU"),
        ("GB", date(2020, 12, 31), "EU"),
        ("GB", ON, "adequate"),
        ("NO", ON, "EEA_CH"),
        ("CH", ON, "EEA_CH"),
        ("JP", date(2018, 1, 1), "other"),
        ("JP", ON, "adequate"),
        ("CA", ON, "adequate"),
        ("US", ON, "US"),
        ("HK", ON, "CN"),
        ("RU", ON, "RU"),
        ("IN", ON, "other"),
        (None, ON, "unknown"),
    ],
)
def test_a_country_has_a_class_on_a_date(country: str | None, on: date, expected: str) -> None:
    assert class_of_country(country, on) == expected
    assert expected in CLASSES


CASES: dict[str, tuple[list[Party], list[Owner], tuple[UUID | None, str, bool | None, bool | None, str | None]]] = {
    "nobody owns it": ([NL], [], (A, "NL", False, True, None)),
    "an American mother of an Irish mother": (
        [NL, IE, US],
        [Owner(A, B, "majority"), Owner(B, C, "majority")],
        (C, "US", True, False, None),
    ),
    "a minority is no control": ([NL, US], [Owner(A, C, "minority", Decimal(30))], (A, "NL", False, True, None)),
    "a share above half is a majority": ([NL, US], [Owner(A, C, None, Decimal(51))], (C, "US", True, False, None)),
    "half is not a majority": ([NL, US], [Owner(A, C, None, Decimal(50))], (A, "NL", False, True, None)),
    "control by contract": ([NL, US], [Owner(A, C, "contractual")], (C, "US", True, False, None)),
    "a golden share": ([NL, US], [Owner(A, C, "golden_share")], (C, "US", True, False, None)),
    "a majority goes before a golden share": (
        [NL, IE, US],
        [Owner(A, C, "golden_share"), Owner(A, B, "majority")],
        (B, "EU", False, True, None),
    ),
    "two majority mothers": (
        [NL, IE, US],
        [Owner(A, B, "majority"), Owner(A, C, "majority")],
        (None, "unknown", None, None, "several_parents"),
    ),
    "one source states the next mother, another the whole chain": (
        [NL, IE, US],
        [Owner(A, C, "majority"), Owner(A, B, "majority"), Owner(B, C, "majority")],
        (C, "US", True, False, None),
    ),
    "two mothers that own each other": (
        [NL, IE, US],
        [Owner(A, C, "majority"), Owner(A, B, "majority"), Owner(B, C, "majority"), Owner(C, B, "majority")],
        (None, "unknown", None, None, "several_parents"),
    ),
    "the mother is not disclosed": (
        [NL._replace(parent_exception="non_public")],
        [],
        (None, "unknown", None, None, "owner_not_disclosed"),
    ),
    "nobody has control, whatever the name suggests": (
        [NL._replace(parent_exception="no_known_person"), US],
        [Owner(A, C, BY_NAME)],
        (A, "NL", False, True, None),
    ),
    "nobody has control": ([NL._replace(parent_exception="no_known_person")], [], (A, "NL", False, True, None)),
    "a known mother goes before one that is not disclosed": (
        [NL._replace(parent_exception="no_lei"), US],
        [Owner(A, C, "majority")],
        (C, "US", True, False, None),
    ),
    "two sources say the same": (
        [NL, IE],
        [Owner(A, B, "majority"), Owner(A, B, "majority", Decimal(100))],
        (B, "EU", False, True, None),
    ),
    "a circle": (
        [NL, IE],
        [Owner(A, B, "majority"), Owner(B, A, "majority")],
        (None, "unknown", None, None, "circle"),
    ),
    "control is not certain": ([NL, US], [Owner(A, C, "unknown")], (None, "unknown", None, None, "control_unknown")),
    "the mother is not there": ([NL], [Owner(A, D, "majority")], (None, "unknown", None, None, "parent_unknown")),
    "no country": ([party(A, None)], [], (A, "unknown", None, None, "country_unknown")),
    "an American daughter of a German mother": (
        [party(A, "US"), party(B, "DE")],
        [Owner(A, B, "majority")],
        (B, "EU", True, True, None),
    ),
    "the headquarters decide the class, the incorporation counts for exposure": (
        [party(A, "US", "DE")],
        [],
        (A, "EU", True, True, None),
    ),
    "American for sure, of unknown owners": (
        [party(A, "US"), IE],
        [Owner(A, B, "unknown")],
        (None, "unknown", True, None, "control_unknown"),
    ),
    "decided by a person": (
        [NL._replace(override="US", override_reason="Zeggenschap blijkt uit het jaarverslag")],
        [],
        (A, "US", True, False, "overridden"),
    ),
    "a decision without a reason does not count": (
        [NL._replace(override="US")],
        [],
        (A, "NL", False, True, "override_without_reason"),
    ),
    "decided to be unknown": (
        [NL._replace(override="unknown", override_reason="In onderzoek")],
        [],
        (A, "unknown", None, None, "overridden"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_origin_follows_control(case: str) -> None:
    parties, owners, expected = CASES[case]
    origin = Origins(parties, owners, ON).of(A)
    assert (origin.parent, origin.origin_class, origin.us, origin.eu, origin.reason) == expected
    assert origin.reason is None or origin.reason in REASONS


def test_the_path_explains_itself() -> None:
    owners = [Owner(A, B, "majority", Decimal(100), "jaarverslag 2025"), Owner(B, C, None, Decimal(60))]
    path = Origins([NL, IE, US], owners, ON).of(A).path
    assert [(step.supplier, step.basis, step.evidence) for step in path] == [
        (A, None, None),
        (B, "majority", "jaarverslag 2025"),
        (C, "majority", None),
    ]


def test_a_supplier_that_is_not_in_the_register_is_unknown() -> None:
    origin = Origins([], [], ON).of(A)
    assert (origin.parent, origin.origin_class, origin.us, origin.reason) == (None, "unknown", None, "parent_unknown")
