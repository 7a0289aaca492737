import pytest
from sqlalchemy.orm import Session

from registry.editing import change_record
from registry.errors import InvalidFields
from registry.planning import plan
from registry.problems import sentence
from registry.queries.records import get_record
from tests.registry.bringing import open_register


def test_a_person_cannot_make_a_forbidden_step(session: Session) -> None:
    register = open_register(session)
    bzk = register.organisation("Ministerie van BZK", "BZK")
    register.bring(bzk, "lijst", {"application": {"name": ["Verlofregistratie"], "lifecycle_state": ["ended"]}})
    identity = register.id_of("application", "Verlofregistratie")
    with pytest.raises(InvalidFields) as refused:
        change_record(register.db, "application", identity, {"lifecycleState": "in_production"}, register.deed(bzk))
    assert [problem.field for problem in refused.value.problems] == ["lifecycleState"]
    assert "Wel naar: Gearchiveerd." in refused.value.problems[0].nl
    change_record(register.db, "application", identity, {"lifecycleState": "archived"}, register.deed(bzk))
    change_record(register.db, "application", identity, {"lifecycleState": None}, register.deed(bzk))
    change_record(register.db, "application", identity, {"lifecycleState": "in_production"}, register.deed(bzk))
    assert get_record(register.db, "application", identity)["lifecycleState"] == "in_production"


def test_an_import_keeps_it_and_is_warned(session: Session) -> None:
    register = open_register(session)
    bzk = register.organisation("Ministerie van BZK", "BZK")
    names = ["Verlofregistratie", "Postregistratie", "Archief 2030"]
    register.bring(
        bzk, "lijst", {"application": {"name": names, "lifecycle_state": ["ended", "planned", None]}}
    )  # fmt: skip
    later = {"application": {"name": names, "lifecycle_state": ["in_production", "in_realisation", "ended"]}}
    number = register.stage(bzk, "lijst", later, as_of="2026-02-01")
    plan(register.db, number, register.tick())
    found = register.db.execute(
        "SELECT code, severity, row_number, parameters FROM problems WHERE import_id = %s", (number,)
    ).fetchall()
    assert [row[:3] for row in found] == [("forbidden_phase_step", "warning", 2)]
    told = sentence("forbidden_phase_step", found[0][3])
    assert told == (
        "'Verlofregistratie' gaat van 'Beëindigd' naar 'In productie'; dat kan een applicatie niet. Wel naar: Gearchiveerd."
    )
    register.db.execute(
        "UPDATE imports SET state = 'previewed', previewed_at = %s WHERE id = %s", (register.tick(), number)
    )
