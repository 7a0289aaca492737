"""The document as text: what fits on a line stands on a line."""

from __future__ import annotations

from typing import Any

import yaml

WIDTH, SHORT = 120, 140
"""Characters of a line, and of what fits on one as Python writes it, with more quotes than YAML."""


def as_text(document: dict[str, Any]) -> str:
    """The document in YAML."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as the base class has it
        """A reader need not follow anchors."""
        return True


def _mapping(dumper: yaml.SafeDumper, content: dict[str, Any]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", content, flow_style=_is_short(content))


def _sequence(dumper: yaml.SafeDumper, content: list[Any]) -> yaml.SequenceNode:
    words = not any(isinstance(one, dict | list) for one in content)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", content, flow_style=words or _is_short(content))


def _is_short(content: object) -> bool:
    return len(repr(content)) <= SHORT


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
