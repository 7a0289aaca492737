"""An uploaded file with its form: read as it streams in, never held in memory as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Annotated, Any, TypeAlias

import orjson
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.bodies import checked
from api.schemas.imports import UploadForm
from importers.mapping import read_mapping

FORM = "multipart/form-data"
CHUNK = 1 << 20
MOST_FIELDS = 20
NAME_LENGTH = 255


@dataclass(frozen=True)
class Upload:
    """What was sent: the open file, its name, and the form that came with it."""

    file: IO[bytes]
    filename: str
    form: UploadForm
    mapping: dict[str, Any]

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file, in pieces."""
        self.file.seek(0)
        return iter(lambda: self.file.read(CHUNK), b"")

    def digest(self) -> str:
        """The SHA-256 of the file."""
        found = sha256()
        for chunk in self.chunks():
            found.update(chunk)
        return found.hexdigest()


async def read_upload(request: Request) -> AsyncIterator[Upload]:
    """The uploaded file; it is closed after the answer."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, detail=FORM)
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as sent:
        texts: dict[str, Any] = {name: value for name, value in sent.multi_items() if value != ""}
        file = texts.get("file")
        if isinstance(file, UploadFile):
            texts["file"] = b""
        form = checked(UploadForm, texts, place="body")
        if not isinstance(file, UploadFile):
            raise RequestValidationError([{"type": "missing", "loc": ("body", "file"), "msg": "not a file"}])
        yield Upload(file.file, _name(file.filename), form, _mapping(form.mapping))


UploadOfRequest: TypeAlias = Annotated[Upload, Depends(read_upload)]


def _name(sent: str | None) -> str:
    """The last part of the name, without what no file system or header can bear."""
    name = (sent or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in name if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF)
    return kept[-NAME_LENGTH:] or "bestand"


def _mapping(text: str | None) -> dict[str, Any]:
    """The mapping that came with the file; raises `UnreadableFile` when it says things that cannot be."""
    if text is None:
        return {}
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RequestValidationError(
            [{"type": "json_invalid", "loc": ("body", "mapping"), "msg": "not JSON"}]
        ) from error
    if not isinstance(found, dict):
        raise RequestValidationError([{"type": "dict_type", "loc": ("body", "mapping"), "msg": "not an object"}])
    read_mapping(found)
    return found
