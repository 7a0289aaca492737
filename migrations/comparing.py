"""How the tables that are there are compared with the models."""

from collections.abc import Mapping
from typing import Any


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out of a comparison what is not ours: the tables of the queue."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


COMPARISON: Mapping[str, Any] = {
    "compare_type": True,
    "compare_server_default": True,
    "include_name": include_name,
}
