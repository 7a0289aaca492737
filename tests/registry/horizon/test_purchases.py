"""Paid extended support counts only for whom it was bought; what ended on an unknown day, and what has no version."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.registry.bringing import mention, open_register
from tests.registry.horizon.lives import Lives

S = "inventaris"
SUPPORT = "security_support_ends"
BOUGHT, UNBOUGHT = date(2029, 1, 1), date(2027, 1, 12)


@pytest.fixture
def lives(session: Session) -> Lives:
    """Two applications of one owner on Windows Server 2016, for which the vendor sells support until 2030."""
    made = Lives(open_register(session))
    stated = {"end_of_security_support": "2027-01-12", "end_of_extended_support": "2030-01-12"}
    made.vendor_states("Windows Server", {"2016": stated}, kind="operating_system")
    made.running("Aangifte", [("Windows Server", "2016")])
    made.running("Archief", [("Windows Server", "2016")])
    return made


def buy(lives: Lives, until: str | None = "[2029-01-01,2029-01-02)", **fields: str) -> None:
    """A purchase, and that the ministry is above the owner in some way (`relation`)."""
    relation = fields.pop("relation", None)
    known = {"FIN": ("organisation", "FIN"), "BD": ("organisation", "BD"), "app": ("application", "Aangifte")}
    known |= {"product": ("product", "Windows Server"), "version": ("product_version", "Windows Server 2016")}
    purchase = {field: [mention(lives.owner, S, *known[one])] for field, one in fields.items()}
    lives.bring(
        S,
        {
            "organisation": {"key": ["FIN"], "name": ["Ministerie van Financiën"], "abbreviation": ["FIN"]},
            "organisation_relation": {
                "key": ["1"],
                "organisation": [mention(lives.owner, S, "organisation", "BD")],
                "related": [mention(lives.owner, S, "organisation", "FIN")],
                "relation": [relation or "responsible_ministry"],
            },
            "support_purchase": {"key": ["1"], "until": [until], **purchase},
        },
    )


@pytest.mark.parametrize(
    ("purchase", "aangifte", "archief"),
    [
        ({"organisation": "BD", "product_version": "version"}, BOUGHT, BOUGHT),
        ({"organisation": "BD", "product": "product"}, BOUGHT, BOUGHT),
        ({"application": "app", "product_version": "version"}, BOUGHT, UNBOUGHT),
        ({"organisation": "FIN", "product": "product", "relation": "part_of"}, BOUGHT, BOUGHT),
        ({"organisation": "FIN", "product": "product"}, UNBOUGHT, UNBOUGHT),
        ({"organisation": "BD"}, UNBOUGHT, UNBOUGHT),
        ({"product": "product"}, UNBOUGHT, UNBOUGHT),
    ],
)  # fmt: skip
def test_for_whom_it_was_bought(lives: Lives, purchase: dict[str, str], aangifte: date, archief: date) -> None:
    lives.refresh()
    buy(lives, **purchase)
    assert not lives.refresh().complete
    assert [lives.end(name)["ends_from"] for name in ("Aangifte", "Archief")] == [aangifte, archief]


def test_until_when_it_was_bought(lives: Lives) -> None:
    for until, expected in (
        (None, date(2030, 1, 12)),
        ("[2040-01-01,2040-01-02)", date(2030, 1, 12)),
        ("[2025-01-01,2025-01-02)", UNBOUGHT),
    ):
        buy(lives, until, organisation="BD", product="product")
        lives.refresh()
        (found,) = [
            one for one in lives.deadlines(SUPPORT) if one["subject_id"] == lives.end("Archief")["application_id"]
        ]
        assert found["first"] == expected
        assert found["path"][-1]["event"] == (
            "end_of_security_support" if expected == UNBOUGHT else "end_of_extended_support"
        )


def test_what_has_ended_on_an_unknown_day_is_overdue_and_marked(lives: Lives) -> None:
    lives.vendor_states("CentOS", {"6": {"end_of_security_support": "true"}, "7": {"end_of_security_support": "false"}})
    lives.running("Kluis", [("CentOS", "6")])
    lives.running("Loket", [("CentOS", "7")])
    lives.refresh()
    learned = date(2026, 2, 28)  # the day before the register heard of it
    assert (lives.end("Kluis")["ends_from"], lives.end("Kluis")["unknown_parts"]) == (learned, 0)
    (found,) = [one for one in lives.deadlines(SUPPORT) if one["subject_id"] == lives.end("Kluis")["application_id"]]
    assert found["path"][-1]["dayUnknown"] is True
    assert (lives.end("Loket")["ends_from"], lives.end("Loket")["unknown_parts"]) == (None, 1)


def test_a_product_without_a_version_is_unknown(lives: Lives) -> None:
    product = mention(lives.owner, S, "product", "Zaaksysteem Suite")
    lives.bring(
        S,
        {
            "product": {"key": ["Zaaksysteem Suite"], "name": ["Zaaksysteem Suite"]},
            "application": {
                "key": ["Zaken"],
                "name": ["Zaken"],
                "owner": [lives.me(S)],
                "products": [f"{{{product}}}"],
            },
        },
    )
    lives.refresh()
    end = lives.end("Zaken")
    assert (end["ends_from"], end["deadline_id"], end["unknown_parts"]) == (None, None, 1)
    (found,) = [one for one in lives.deadlines(SUPPORT) if one["subject_id"] == end["application_id"]]
    assert (found["component_kind"], found["first"], found["decide_by"]) == ("product", None, None)
