"""Code lists as data: the values a coded field may have, with their labels and the words that sources use for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class Code:
    """One value of a code list, its labels in Dutch and English, and the spellings found in sources."""

    value: str
    nl: str
    en: str
    synonyms: tuple[str, ...] = ()


def load_data(name: str) -> Any:
    """The parsed content of `registry/data/<name>.yaml`."""
    return parse_yaml((files("registry") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


def load_folder(name: str) -> dict[str, str]:
    """The texts of `registry/data/<name>.yaml`, or of all files in the folder of that name, by file name in their order."""
    data = files("registry") / "data"
    folder = data / name
    found = (
        [one for one in folder.iterdir() if one.name.endswith(".yaml")] if folder.is_dir() else [data / f"{name}.yaml"]
    )
    return {one.name: one.read_text(encoding="utf-8") for one in sorted(found, key=lambda one: one.name)}


def parse_yaml(text: str) -> Any:
    """The content of a YAML text; by the parser in C where it is there, which is ten times as fast."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


@cache
def load_code_lists() -> dict[str, dict[str, Code]]:
    """All code lists by name, each a dict from value to `Code`, in the order of the file."""
    lists: dict[str, dict[str, Code]] = {}
    for name, values in load_data("code_lists")["lists"].items():
        lists[name] = {
            str(value): Code(str(value), entry["nl"], entry["en"], tuple(map(str, entry.get("synonyms", ()))))
            for value, entry in values.items()
        }
    return lists


CODE_LISTS = load_code_lists()
