"""The OpenAPI document: FastAPI's own, brought in line with the NL API Design Rules 2.2, and each thing in it once."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api.bodies import BODY_MODELS, REFERENCES
from api.document.schemas import extend, make_plain, make_plain_parameter, with_parts
from api.document.sharing import share_answers, share_parameters
from api.errors import TITLES
from api.listing import QUERY_TYPES
from api.responses import HEADERS, PROBLEM_CONTENT, Problem, problems
from api.schemas.records import Page

CONTENT = {"content": PROBLEM_CONTENT}
METHODS = {"get", "put", "post", "patch", "delete"}
NOT_MODIFIED = "Niet veranderd sinds het antwoord met deze ETag; zonder inhoud."
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "De ETag van een eerder antwoord, of meer. Is er niets veranderd, dan volgt 304.",
    "schema": {"type": "string"},
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document of the application; made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            license_info=app.license_info,
            servers=app.servers,
            tags=app.openapi_tags,
            routes=app.routes,
            separate_input_output_schemas=False,
        )
        # FastAPI's own check of the address wants another package.
        found["info"]["contact"] = app.contact
        methods = list(_operations(found))
        for method, operation in methods:
            _complete(method, operation)
        operations = [operation for _, operation in methods]
        found["components"] = _components(every_schema(found["components"]["schemas"]), operations)
        app.openapi_schema = found
    return app.openapi_schema


def _components(schemas: dict[str, Any], operations: list[dict[str, Any]]) -> dict[str, Any]:
    for schema in schemas.values():
        for part in with_parts(schema):
            make_plain(part)
    extend(schemas)
    same = {f"Problem{status}": answer | CONTENT for status, answer in problems(*TITLES).items()}
    same["NotModified"] = {"description": NOT_MODIFIED} | _with_headers("API-Version", "ETag")
    return {
        "schemas": schemas,
        "parameters": share_parameters(operations),
        "headers": HEADERS,
        "responses": share_answers(operations) | same,
    }


def every_schema(found: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's schemas, those of bodies and query keys, and what every operation refers to, as they are made."""
    models: list[Any] = [(model, "validation") for model in (*BODY_MODELS.values(), Page, Problem)]
    _, made = models_json_schema(models, ref_template=REFERENCES)
    schemas = dict(sorted((found | deepcopy(QUERY_TYPES) | made["$defs"]).items()))
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return schemas


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in found["paths"].values():
        yield from ((method, operation) for method, operation in path.items() if method in METHODS)


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Give every good answer its version, and every operation what it can always answer."""
    answers: dict[str, Any] = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422")):
        del answers["422"]
    if method == "get" and not operation.pop("x-stream", False):
        answers["200"].setdefault("headers", {})["ETag"] = {}
        answers["304"] = {}
        operation.setdefault("parameters", []).append(deepcopy(IF_NONE_MATCH))
    for parameter in operation.get("parameters", ()):
        make_plain_parameter(parameter)
    statuses = {*map(int, answers), 400, 406, 500, 503}
    operation["responses"] = {str(status): _answer(status, answers) for status in sorted(statuses)}


def _answer(status: int, answers: dict[str, Any]) -> dict[str, Any]:
    if status >= 400:
        return {"$ref": f"#/components/responses/Problem{status}"}
    if status == 304:
        return {"$ref": "#/components/responses/NotModified"}
    answer: dict[str, Any] = answers[str(status)]
    return answer | _with_headers("API-Version", *answer.get("headers", {}))


def _with_headers(*names: str) -> dict[str, Any]:
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}
