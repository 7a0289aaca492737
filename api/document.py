"""The OpenAPI document: FastAPI's own, brought in line with the NL API Design Rules 2.2."""

from __future__ import annotations

from typing import Any

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.bodies import BODY_MODELS
from api.errors import TITLES
from api.responses import HEADERS, PROBLEM_CONTENT, Problem, problems

REFERENCES = "#/components/schemas/{model}"
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
        _add_schemas(found)
        for path in found["paths"].values():
            for method, operation in path.items():
                if method in METHODS:
                    _complete(method, operation)
        app.openapi_schema = found
    return app.openapi_schema


def as_yaml(app: FastAPI) -> str:
    """The document as it is committed."""
    return yaml.dump(document(app), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


class _Dumper(yaml.SafeDumper):
    """Writes everything out: a reader need not follow anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as the base class has it
        return True


def _add_schemas(found: dict[str, Any]) -> None:
    """The schemas of bodies, and what every operation refers to: errors and headers."""
    models: list[Any] = [(model, "validation") for model in (*BODY_MODELS.values(), Problem)]
    _, made = models_json_schema(models, ref_template=REFERENCES)
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {}) | made["$defs"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, model in BODY_MODELS.items():
        _drop_defaults(schemas[name], model)
    components["schemas"] = dict(sorted(schemas.items()))
    components["headers"] = HEADERS
    components["parameters"] = {"IfNoneMatch": IF_NONE_MATCH}
    components["responses"] = {f"Problem{status}": answer | CONTENT for status, answer in problems(*TITLES).items()}
    components["responses"]["NotModified"] = {"description": NOT_MODIFIED} | _with_headers("API-Version", "ETag")


def _drop_defaults(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """A field that is not sent stays as it is; it does not become null."""
    if model.model_config.get("extra") == "forbid":
        for field in schema["properties"].values():
            if field.get("default", 0) is None:
                del field["default"]


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Give every good answer its version, and every operation what it can always answer."""
    answers: dict[str, Any] = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422")):
        del answers["422"]
    if method == "get" and not operation.pop("x-stream", False):
        answers["200"].setdefault("headers", {})["ETag"] = {}
        answers["304"] = {}
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IfNoneMatch"})
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
