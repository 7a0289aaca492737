"""The formats in which the lives of release cycles leave the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from exporters.cle import write_cle, write_document
from exporters.cyclonedx import write_cyclonedx
from exporters.openeox import write_core, write_openeox
from registry.queries.lifecycle_statements import Life

Writer = Callable[[Iterable[Life], datetime], Iterator[bytes]]


@dataclass(frozen=True)
class LifeFormat:
    """A format: its media type, how it is written, and how where all is about one product or one release cycle."""

    media_type: str
    write: Writer
    write_product: Writer
    write_version: Writer


FORMATS: dict[str, LifeFormat] = {
    "openeox": LifeFormat("application/json", write_openeox, write_openeox, write_core),
    "cle": LifeFormat("application/json", write_cle, write_document, write_document),
    "cyclonedx": LifeFormat("application/vnd.cyclonedx+json", write_cyclonedx, write_cyclonedx, write_cyclonedx),
}
