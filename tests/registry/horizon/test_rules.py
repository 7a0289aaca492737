"""The rules about lives as typed values, and what is refused."""

import copy

import pytest

from registry.codes import load_data
from registry.horizon.rules import BadRules, load_rules, read_rules


def test_the_rules_that_ship_are_sound() -> None:
    rules = load_rules()
    assert rules.default_lead("security_support_ends") == 270
    assert rules.leads("contract_ends")["framework"] == 365
    assert rules.default_lead("finding_open") == 0
    assert load_rules() is rules


def test_another_rule_has_another_fingerprint() -> None:
    other = copy.deepcopy(load_data("lifecycle"))
    other["finding_months"] = 8
    assert read_rules(other).fingerprint != load_rules().fingerprint


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("lead_days", "contract_ends"), {"default": 270, "licens": 90}),
        (("lead_days", "planned_end"), {"saas": 90}),
        (("lead_days", "planned_end"), {"default": -1}),
        (("notice_days", "default"), "90"),
        (("essential_product_kinds",), ["databases"]),
        (("support", "events"), ["end_of_support"]),
        (("policy_deadlines", "exit_plan_missing", "day"), "soon"),
        (("policy_deadlines", "exit_plan_missing", "unless"), "exitplan"),
        (("assessment_terms", "dpia"), {"months": 36, "alert": "dpia_due"}),
        (("vulnerability_days",), {"terrible": 1}),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_refused(path: tuple[str, ...], value: object) -> None:
    data = copy.deepcopy(load_data("lifecycle"))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadRules):
        read_rules(data)
