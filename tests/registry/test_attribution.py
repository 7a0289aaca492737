"""Attribution of applications to policy goals: 100 % at most, with the rest told."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from registry.attribution import Attribution, get_attribution
from registry.editing import create_record
from registry.errors import InvalidFields
from registry.queries.records import get_related
from tests.registry.bringing import Register, open_register


def test_parts_add_up_to_the_whole_at_most_and_the_rest_is_told(session: Session) -> None:
    register: Register = open_register(session)
    organisation = register.organisation("Ministerie van BZK", "BZK")
    db = register.db

    def create(kind: str, **values: object) -> UUID:
        return create_record(db, kind, values, register.deed(organisation))

    application = create("application", name="Kluis", ownerId=str(organisation))
    goals = [create("policy_goal", name=name) for name in ("Veilig stemmen", "Goed wonen", "Open overheid")]
    assert get_attribution(db, application) == Attribution(Decimal(0), Decimal(100), 0)
    for goal, part in zip(goals, ("60", None, "30"), strict=True):
        create("application_support", applicationId=str(application), policyGoalId=str(goal), attribution=part)
    assert get_attribution(db, application) == Attribution(Decimal(90), Decimal(10), 1)
    assert get_related(db, "application", application)["attribution"] == {
        "attributed": Decimal(90), "rest": Decimal(10), "unknownParts": 1,
    }  # fmt: skip
    extra = create("policy_goal", name="Te veel")
    with pytest.raises(InvalidFields, match="101"):
        create("application_support", applicationId=str(application), policyGoalId=str(extra), attribution="11")
