"""The budget: what is over it, what is far under it, and how it is written anew."""

from typing import Any

import yaml

from benchmarks.budget import FILE, PYTHON, compare, sentences, written

BUDGET: dict[str, Any] = {
    "python": PYTHON,
    "allowances": {"lines": 0.1, "statements": 0.01, "kept": 1.0},
    "figures": {"preview": {"lines": 1000.0, "statements": 200}, "a record": {"kept": 0.9}},
}


def test_what_costs_more_than_is_allowed_is_over() -> None:
    lines = compare({"preview": {"lines": 1100.0, "statements": 203}, "a record": {"kept": 1.8}}, BUDGET)
    assert [(line.measure, line.is_over, line.is_under) for line in lines] == [
        ("lines", False, False),
        ("statements", True, False),
        ("kept", False, False),
    ]
    told = list(sentences(lines))
    assert told[0] == "Over the budget: preview takes 203 statements; the budget is 200 and 1% more."
    assert "--look 'preview'" in told[1]
    assert len(told) == 2


def test_what_has_no_budget_may_cost_nothing() -> None:
    lines = compare({"preview": {"lines": 0.0, "statements": 200}, "undo": {"statements": 1, "lines": 0.0}}, BUDGET)
    assert [(line.step, line.measure, line.is_over) for line in lines] == [
        ("preview", "lines", False),
        ("preview", "statements", False),
        ("undo", "statements", True),
    ]


def test_lines_of_another_python_are_not_held() -> None:
    lines = compare({"preview": {"lines": 5000.0, "statements": 200}}, BUDGET | {"python": "3.99"})
    assert [line.measure for line in lines] == ["statements"]


def test_what_was_gained_is_told_and_no_failure() -> None:
    lines = compare({"preview": {"lines": 500.0, "statements": 200}}, BUDGET)
    assert [line.is_over for line in lines] == [False, False]
    (sentence,) = sentences(lines)
    assert sentence.startswith("Far under the budget: preview takes 500 lines of Python a row; the budget is 1,000 and")


def test_the_file_is_written_with_its_heading_and_allowances() -> None:
    before = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    text = written({"preview": {"lines": 1.5, "wal": 0.0}, "a record": {"kept": 0.9}}, before)
    after = yaml.safe_load(text)
    assert text.startswith("# ")
    assert (after["allowances"], after["figures"]) == (
        before["allowances"],
        {"preview": {"lines": 1.5}, "a record": {"kept": 0.9}},
    )
