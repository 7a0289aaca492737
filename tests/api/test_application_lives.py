from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from registry.horizon.refreshing import refresh
from tests.api.conftest import MOMENT
from tests.registry.bringing import mention, mentions, open_register


def test_four_lives_and_the_end_that_follows(client: TestClient, session: Session, db: psycopg.Connection[Any]) -> None:
    register = open_register(session)
    bzk = register.organisation("Ministerie van BZK", "BZK")
    register.bring(
        bzk, "lijst",
        {
            "product": {"name": ["Windows Server", "Oracle Database"]},
            "product_version": {"name": ["2016"], "product": [mention(bzk, "lijst", "product", "Windows Server")]},
            "lifecycle_date": {
                "key": ["w"], "product_version": [mention(bzk, "lijst", "product_version", "2016")],
                "event": ["end_of_security_support"], "happens": ["[2027-01-12,2027-01-13)"], "stated": ["2027-01-12"],
            },
            "contract": {"name": ["K-2024-17"], "ends": ["[2028-12-31,2029-01-01)"], "renewal": [None]},
            "application": {
                "name": ["Toeslagen Portaal"], "owner": [str(bzk)], "lifecycle_state": ["in_production"],
                "actual_start": ["[2019-01-01,2020-01-01)"], "planned_end": ["[2030-01-01,2031-01-01)"],
                "runs_on": [mentions(bzk, "lijst", "product_version", "2016")],
                "products": [mentions(bzk, "lijst", "product", "Windows Server", "Oracle Database")],
                "contracts": [mentions(bzk, "lijst", "contract", "K-2024-17")],
            },
            "application_phase": {
                "key": ["f"], "application": [mention(bzk, "lijst", "application", "Toeslagen Portaal")],
                "state": ["planned"], "actual": ["[2021-01-01,2022-01-01)"],
            },
        },
    )  # fmt: skip
    identity = register.id_of("application", "Toeslagen Portaal")
    before = client.get(f"/v1/applications/{identity}/lifecycle").json()
    assert before["effective"]["known"] is False
    refresh(db, today=MOMENT.date(), at=MOMENT)
    found = client.get(f"/v1/applications/{identity}/lifecycle").json()
    effective = found["effective"]
    assert (effective["endsFrom"], effective["governing"]["kind"]) == ("2027-01-12", "security_support_ends")
    assert [one["name"] for one in effective["path"]] == ["Toeslagen Portaal", "Windows Server 2016"]
    assert [one["why"] for one in effective["unknown"]] == ["De versie van Oracle Database is niet bekend."]
    vendor = {(part["product"]["name"], (part["version"] or {}).get("name")): part for part in found["vendor"]}
    counting = vendor["Windows Server", "2016"]["statements"]
    assert [(one["event"], one["stated"]) for one in counting] == [("end_of_security_support", "2027-01-12")]
    assert vendor["Oracle Database", None]["statements"] == []
    own = found["own"]
    assert [(step["state"], step["present"]) for step in own["steps"]] == [
        ("planned", False), ("in_production", True), ("ended", False),
    ]  # fmt: skip
    assert own["contradictions"] == ["'Gepland' (werkelijk) ligt na 'In productie'; dat kan niet."]
    assert own["allowed"] == ["to_be_phased_out", "being_phased_out", "ended"]
    assert [one["state"] for one in own["history"]] == ["in_production"]
    contract = found["contracts"][0]
    assert (contract["lastNoticeOn"], contract["noticeDays"], contract["noticeAssumed"]) == ("2028-10-02", 90, True)
    english = client.get(f"/v1/applications/{identity}/lifecycle", headers={"Accept-Language": "en"}).json()
    assert english["effective"]["unknown"][0]["why"] == "The version of Oracle Database is not known."
    assert client.get(f"/v1/applications/{uuid4()}/lifecycle").status_code == 404
