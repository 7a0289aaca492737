"""What is true of the files: the manifest, a summary, and one csv of facts per file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from samples.making.catalogue import load
from samples.making.sheets import TRUTH_FIELDS, Inventory

FIELDS = {
    "application": ("row", "key", "system", *TRUTH_FIELDS),
    "cloud_service": (
        *("row", "key", "client", "name", "supplier", "deployment", "materiality", "risk_assessment"),
        *("big_three", "storage_countries"),
    ),
    "supplier": ("row", "key", "name", "country", "kvk", "parent"),
    "organisation": ("row", "key", "name", "abbreviation", "ended_on"),
    "assessment": ("row", "key", "what", "application", "service", "supplier", "done_on", "valid_until"),
    "finding": (*("row", "key", "name", "identifier", "what", "application", "severity", "opened_on", "closed_on"),),
    "support_purchase": ("row", "key", "product", "version", "until"),
    "application_phase": ("row", "key", "application", "state", "planned", "actual"),
}
HEAD = "# Made by `make samples`; do not edit.\n"


def write_truth(inventories: list[Inventory], folder: Path) -> None:
    """Write `manifest.yaml`, `truth.yaml` and `truth/*.csv`."""
    _dump(folder / "manifest.yaml", {"files": [_listed(i) for i in inventories if i.loaded]})
    _dump(
        folder / "truth.yaml",
        {"files": {i.file: _summary(i) for i in inventories}, "shared_systems": _shared(inventories)},
    )
    for inventory in inventories:
        path = folder / truth_file(inventory.file)
        path.parent.mkdir(exist_ok=True)
        path.write_text(_facts(inventory), encoding="utf-8", newline="")


def truth_file(file: str) -> str:
    """Where the facts of a file stand, relative to the folder of the samples."""
    return f"truth/{Path(file).stem}.csv"


def _listed(inventory: Inventory) -> dict[str, Any]:
    return {
        "file": f"inventories/{inventory.file}",
        "organisation": _organisation(inventory.organisation),
        "source": inventory.source,
        "kind": inventory.kind,
        "as_of": inventory.as_of,
        "complete": inventory.complete,
        "mapping": f"mappings/{inventory.mapping}.yaml" if inventory.mapping else None,
    }


def _organisation(abbreviation: str) -> dict[str, str]:
    known = load("organisations")
    if abbreviation in known["ministries"]:
        found = known["ministries"][abbreviation]
        return {"abbreviation": abbreviation, "name": found["name"], "kind": "ministry", "tooi": found["tooi"]}
    return {"abbreviation": abbreviation, **known["bodies"][abbreviation]}


def _summary(inventory: Inventory) -> dict[str, Any]:
    states = Counter(t["lifecycle_state"] for t in inventory.truth if t.get("lifecycle_state"))
    return {
        "organisation": inventory.organisation,
        "source": inventory.source,
        "kind": inventory.kind,
        "as_of": inventory.as_of,
        "complete": inventory.complete,
        "loaded": inventory.loaded,
        "sheet": inventory.sheets[inventory.main_sheet].name,
        "header_rows": list(inventory.header_rows),
        "records": len(inventory.truth),
        "facts": truth_file(inventory.file),
        **({"lifecycle_states": dict(sorted(states.items()))} if states else {}),
        **inventory.notes,
        "defects": [
            {"row": d.row, "column": d.column, "value": d.value, "expected": d.expected} for d in inventory.defects
        ],
    }


def _shared(inventories: list[Inventory]) -> dict[str, list[str]]:
    """Systems that more than one loaded inventory lists, and in which."""
    found: dict[str, list[str]] = {}
    for inventory in inventories:
        if inventory.kind == "application" and inventory.loaded:
            for true in inventory.truth:
                found.setdefault(true["system"], []).append(inventory.file)
    return {system: files for system, files in sorted(found.items()) if len(files) > 1}


def _facts(inventory: Inventory) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, FIELDS[inventory.kind], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(inventory.truth)
    return out.getvalue()


def _dump(path: Path, content: dict[str, Any]) -> None:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=140, default_flow_style=None)
    path.write_text(HEAD + text, encoding="utf-8", newline="\n")
