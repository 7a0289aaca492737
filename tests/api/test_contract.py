"""Every operation with invented input of all sorts: it answers as the document says, and never with a server error."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import create_app
from api.dependencies import get_now, get_session
from api.schemas.kinds import served_kinds
from cli.database import libpq_address
from tests.api.conftest import ACTING_AS, MOMENT, Landscape
from tests.conftest import TEMPLATE, make_database

EXAMPLES = 2
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
app = create_app("postgresql+psycopg://", files=Path("/nonexistent"))
config = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}})  # thousands of requests: minutes
schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app, config=config)
INVENTED: dict[str, dict[str, str | None]] = {
    "supplier": {"name": "Alfa", "country_of_headquarters": "US", "founded": "[2001-01-01,2002-01-01)"},
    "product": {"name": "Beta", "vendor": Landscape.ref("supplier", "1"), "aliases": "{B}"},
    "product_version": {"name": "1.0", "product": Landscape.ref("product", "1")},
    "lifecycle_date": {"product_version": Landscape.ref("product_version", "1"), "event": "end_of_life"},
    "cloud_service": {"name": "Gamma", "supplier": Landscape.ref("supplier", "1"), "storage_countries": "{NL,US}"},
    "contract": {"name": "C-1", "supplier": Landscape.ref("supplier", "1"), "annual_value_min": "1234.50"},
    "application": {
        "name": "Delta",
        "owner": Landscape.ref("organisation", "bzk"),
        "vendor": f"{{{Landscape.ref('supplier', '1')}}}",
        "runs_on": f"{{{Landscape.ref('product_version', '1')}}}",
        "contracts": f"{{{Landscape.ref('contract', '1')}}}",
        "planned_end": "[2027-07-01,2027-10-01)",
    },
    "dependency": {"application": Landscape.ref("application", "1"), "on_service": Landscape.ref("cloud_service", "1")},
    "cost": {"application": Landscape.ref("application", "1"), "year": "2026", "amount_min": "1"},
    "application_phase": {
        "application": Landscape.ref("application", "1"),
        "state": "ended",
        "planned": "[2027-01-01,)",
    },
    "assessment": {
        "application": Landscape.ref("application", "1"),
        "what": "dpia",
        "done_on": "[2024-01-01,2025-01-01)",
    },
    "finding": {"name": "Lek", "application": Landscape.ref("application", "1"), "severity": "high"},
    "support_purchase": {"product": Landscape.ref("product", "1"), "until": "[2027-01-01,2027-01-02)"},
}
PLURALS = {kind.plural.replace("_", "-"): kind.name for kind in served_kinds()}


@pytest.fixture(scope="module")
def invented(server_url: str, template_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A landscape with one record of the main kinds; their ids. Every request is taken back."""
    with ExitStack() as stack:
        url = make_database(stack, server_url, f"{TEMPLATE}_contract", template=TEMPLATE)
        engine = create_engine(url)
        stack.callback(engine.dispose)
        with psycopg.connect(libpq_address(url)) as db:
            landscape = Landscape(db)
            for kind, row in INVENTED.items():
                landscape.add(kind, {"1": row})

        def the_session() -> Iterator[Session]:
            with Session(engine) as session:
                yield session

        app.state.api.dependency_overrides |= {get_session: the_session, get_now: lambda: MOMENT}
        app.state.api.state.files = tmp_path_factory.mktemp("files")
        yield {kind: landscape.ref(kind, "1") for kind in INVENTED}


def _answer(case: Any, record: str | None = None) -> None:
    if record:
        case.path_parameters["recordId"] = record
    answer = case.call(headers=ACTING_AS)
    case.validate_response(answer, checks=CHECKS)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
def test_answers_are_as_documented(case: Any, invented: dict[str, str]) -> None:
    _answer(case)
    kind = PLURALS.get(case.path.split("/")[1], "")
    if "recordId" in (case.path_parameters or {}) and kind in invented:
        _answer(case, invented[kind])
