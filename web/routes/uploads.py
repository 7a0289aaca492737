"""Handing over a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from api.dependencies import Db, Files, Now
from api.limits import UPLOAD_LIMIT
from importers import IMPORTERS
from importers.pipeline import SOURCE_TYPES, receive_upload
from registry.asking import ask_to_read
from registry.calendar_days import today_in_nl
from registry.queries.imports import list_received_files
from registry.receiving import Delivery, inventory_type
from registry.resolving.matching import Db as Connection
from web.acting import ActorOfRequest, find_chosen, list_organisations
from web.building.reading import read_date
from web.rendering import ACTING_COOKIE, read_acting, render
from web.views.imports import UploadForm
from web.views.page import Option
from web.views.values import Both, Text

CHUNK = 1 << 20
RECENT = 200
KINDS = {
    "": Both("zelf laten herkennen", "recognise by itself"),
    "tabular": Both("tabel (Excel, OpenDocument, csv)", "table (Excel, OpenDocument, csv)"),
    "websiteregister": Both("Websiteregister Rijksoverheid", "Register of government websites"),
    "algoritmeregister": Both("Algoritmeregister (json)", "Algorithm register (json)"),
    "endoflife": Both("Lijst van endoflife.date (json)", "List of endoflife.date (json)"),
    "openeox": Both("Einddatums van een maker: OpenEoX (json)", "Ends as a maker states them: OpenEoX (json)"),
    "cle": Both("Levensloop van een maker: CLE (json)", "Lives as a maker states them: CLE (json)"),
    "cyclonedx": Both("Stuklijst CycloneDX (json)", "Bill of materials CycloneDX (json)"),
    "roo": Both("Register van Overheidsorganisaties (xml)", "Register of government organisations (xml)"),
}
NO_FILE = Both("Kies een bestand om in te leveren.", "Choose a file to hand over.")
EMPTY_FILE = Both("Dit bestand is leeg.", "This file is empty.")
NO_ORGANISATION = Both("Kies de organisatie uit de lijst.", "Choose the organisation from the list.")
NO_SOURCE = Both("Geef de bron een naam, bijvoorbeeld TOPdesk.", "Give the source a name, for example TOPdesk.")
NO_DATE = Both("Schrijf de peildatum als 31-12-2026.", "Write the reference date as 2026-12-31.")

router = APIRouter()


@dataclass(frozen=True)
class Sent:
    """The form as it was sent."""

    organisation: str
    source: str
    reference_date: str
    complete: bool
    kind: str
    file: UploadFile | None = None


def read_form(
    organisatie: Annotated[str, Form(max_length=300)] = "",
    bron: Annotated[str, Form(max_length=100)] = "",
    peildatum: Annotated[str, Form(max_length=30)] = "",
    volledig: Annotated[str, Form(max_length=10)] = "nee",
    soort: Annotated[str, Form(max_length=50)] = "",
    bestand: UploadFile | None = None,
) -> Sent:
    """The fields of the form but the file."""
    return Sent(organisatie.strip(), " ".join(bron.split()), peildatum.strip(), volledig == "ja", soort, bestand)


@router.get("/inleveren")
def show_upload_form(request: Request, db: Db, actor: ActorOfRequest) -> Response:
    """The form for handing over a file; who acts is asked first."""
    del actor
    acting = read_acting(request.cookies.get(ACTING_COOKIE))
    chosen = acting.organisation if acting else ""
    return render(request, "upload.html", _form(db, Sent(chosen, "", "", complete=False, kind="")))


@router.post("/inleveren")
def upload(
    request: Request,
    db: Db,
    files: Files,
    now: Now,
    actor: ActorOfRequest,
    sent: Annotated[Sent, Depends(read_form)],
) -> Response:
    """Keep the file and have it read; the same file again leads to the earlier import."""
    organisation = find_chosen(db, sent.organisation)
    as_of = read_date(sent.reference_date, today_in_nl(now))
    problems = list(_problems(sent, organisation, as_of))
    file = sent.file
    if problems or file is None or organisation is None or as_of is None:
        return render(request, "upload.html", _form(db, sent, tuple(problems)), status=422)
    delivery = Delivery(
        organisation,
        sent.source,
        SOURCE_TYPES.get(sent.kind) or inventory_type(db, organisation),
        sent.kind if sent.kind in IMPORTERS else "",
        as_of,
        "complete" if sent.complete else "partial",
        _file_name(file),
    )
    chunks = iter(lambda: file.file.read(CHUNK), b"")
    received = receive_upload(db, files, chunks, delivery, by=actor.name, at=now)
    if received.repeated:
        return RedirectResponse(f"/imports/{received.import_id}?melding=al-ontvangen", status_code=303)
    ask_to_read(db, received.import_id)
    return RedirectResponse(f"/imports/{received.import_id}", status_code=303)


def _form(db: Connection, sent: Sent, problems: tuple[tuple[str, Text], ...] = ()) -> UploadForm:
    sources = dict.fromkeys(row["source"]["name"] for row in list_received_files(db, limit=RECENT))
    return UploadForm(
        list_organisations(db, sent.organisation),
        tuple(Option(kind, text, kind == sent.kind) for kind, text in KINDS.items()),
        tuple(sorted(sources)),
        sent.source,
        read_date(sent.reference_date, None),
        sent.complete,
        problems,
        UPLOAD_LIMIT // CHUNK,
    )


def _problems(sent: Sent, organisation: UUID | None, as_of: date | None) -> Iterator[tuple[str, Text]]:
    if sent.file is None or not sent.file.filename:
        yield "bestand", NO_FILE
    elif not sent.file.size:
        yield "bestand", EMPTY_FILE
    if organisation is None:
        yield "organisatie", NO_ORGANISATION
    if not sent.source:
        yield "bron", NO_SOURCE
    if as_of is None:
        yield "peildatum", NO_DATE


def _file_name(file: UploadFile) -> str:
    """The name without folders, which some browsers send along, and without what no name should hold."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2].replace("\x00", "")
    return name.strip()[:255] or "bestand"
