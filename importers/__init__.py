"""What others send: one file per source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from importers import (
    algoritmeregister,
    cle,
    cyclonedx,
    endoflife,
    gleif,
    openeox,
    roo,
    supplier_list,
    tabular,
    template,
    websiteregister,
)
from importers.context import ColumnFound, Context, Found, UnreadableFile
from importers.opening import read_head

__all__ = ["IMPORTERS", "ColumnFound", "Context", "Found", "Importer", "UnreadableFile", "choose"]


@dataclass(frozen=True)
class Importer:
    """A kind of source: how sure it is (0-1) that a file is its own, and how it reads one."""

    name: str
    recognises: Callable[[Path, bytes, str], float]
    read: Callable[[Path, Context], Iterator[Found]]


IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (
        Importer("tabular", tabular.recognises, tabular.read_tabular),
        Importer("template", template.recognises, template.read_template),
        Importer("websiteregister", websiteregister.recognises, websiteregister.read_websiteregister),
        Importer("algoritmeregister", algoritmeregister.recognises, algoritmeregister.read_algoritmeregister),
        Importer("roo", roo.recognises, roo.read_roo),
        Importer("endoflife", endoflife.recognises, endoflife.read_endoflife),
        Importer("openeox", openeox.recognises, openeox.read_openeox),
        Importer("cle", cle.recognises, cle.read_cle),
        Importer("cyclonedx", cyclonedx.recognises, cyclonedx.read_cyclonedx),
        Importer("supplier_list", supplier_list.recognises, supplier_list.read_supplier_list),
        Importer("gleif", gleif.recognises, gleif.read_gleif),
    )
}


def choose(path: Path, filename: str) -> Importer:
    """The importer that is surest of a file; the tabular one where none is, to say what is wrong with it."""
    head = read_head(path)
    return max(IMPORTERS.values(), key=lambda importer: importer.recognises(path, head, filename))
