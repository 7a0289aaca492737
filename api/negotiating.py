"""Which form of an answer the caller prefers: JSON, CSV, a workbook or a PDF."""

from __future__ import annotations

from starlette.requests import Request

JSON, CSV = "application/json", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def preferred(request: Request, *others: str) -> str:
    """The form that `Accept` asks for most: one of the others, or else JSON."""
    weights = dict.fromkeys((JSON, *others), 0.0)
    for part in request.headers.get("accept", "").split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        if media in weights:
            weights[media] = max(weights[media], weight)
    return max(weights, key=lambda media: weights[media])


def wants_csv(request: Request) -> bool:
    """Whether `Accept` prefers `text/csv` to JSON."""
    csv, json = 0.0, 0.0
    for part in request.headers.get("accept", "").split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        if media == CSV:
            csv = max(csv, weight)
        elif media in {JSON, "application/*"}:
            json = max(json, weight)
    return csv > json


def _number(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdecimal() else 0.0
