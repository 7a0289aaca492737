"""Identifiers of organisations and companies."""

import pytest

from registry.identifiers import is_kvk, is_lei, is_oin, oin_of_kvk


@pytest.mark.parametrize(
    ("check", "text", "expected"),
    [
        (is_kvk, "27365323", True),
        (is_kvk, "7365323", False),
        (is_kvk, "2736532A", False),
        (is_lei, "INR2EJN1ERAN0W5ZP974", True),
        (is_lei, "INR2EJN1ERAN0W5ZP947", False),
        (is_lei, "INR2EJN1ERAN0W5ZP9", False),
        (is_oin, "00000001003214345000", True),
        (is_oin, "00000003953209700000", True),
        (is_oin, "00000005953209700000", False),
        (is_oin, "0000000395320970000", False),
    ],
)
def test_numbers_are_checked(check: object, text: str, expected: bool) -> None:
    assert callable(check)
    assert check(text) is expected


@pytest.mark.parametrize(
    ("kvk", "oin"),
    [
        ("95320970", "00000003953209700000"),
        ("94927863", "00000003949278630000"),
        ("95206957", "00000003952069570000"),
    ],
)
def test_the_oin_follows_from_the_kvk_number(kvk: str, oin: str) -> None:
    assert oin_of_kvk(kvk) == oin
    assert is_oin(oin)
