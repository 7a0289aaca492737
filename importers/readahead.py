"""Read on while the database writes: the next rows are read in a thread while the last ones are taken."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from importers.context import Found
from registry.batches import Batch

CHUNK = 1_000


def read_ahead(found: Iterator[Found]) -> Iterator[Found]:
    """The same items, one batch ahead; what goes wrong while reading is raised where the items are taken."""
    with ThreadPoolExecutor(1, thread_name_prefix="reading") as reader:
        ahead = reader.submit(_take, found)
        while chunk := ahead.result():
            ahead = reader.submit(_take, found)
            yield from chunk


def _take(found: Iterator[Found]) -> list[Found]:
    """The items up to and with the next batch, or a chunk of them; none at the end."""
    chunk: list[Found] = []
    for item in found:
        chunk.append(item)
        if isinstance(item, Batch) or len(chunk) >= CHUNK:
            break
    return chunk
