"""Invented views, one for each template, that tests and the preview render."""

from tests.web.sample_imports import import_page, imports, running_import, upload
from tests.web.sample_lives import LIVES
from tests.web.sample_overview import overview
from tests.web.sample_records import record_list, record_page
from tests.web.sample_values import ORGANISATIONS
from web.views.page import ActingForm, Trouble
from web.views.values import Both


def trouble() -> Trouble:
    return Trouble(
        404,
        Both("Deze pagina is er niet", "This page does not exist"),
        Both("Applicatie 12 is niet gevonden.", "Application 12 was not found."),
        Both("Zoek de applicatie op naam.", "Search for it by name."),
    )


PAGES: dict[str, tuple[str, object]] = {
    "/": ("overview.html", overview()),
    "/inleveren": ("upload.html", upload()),
    "/inleveren/fout": ("upload.html", upload(wrong=True)),
    "/imports": ("imports.html", imports()),
    "/imports/7": ("import/page.html", import_page()),
    "/imports/7/beslissingen": ("import/page.html", import_page("decide")),
    "/imports/8": ("import/page.html", running_import()),
    "/applicaties": ("records/list.html", record_list()),
    "/applicaties/niets": ("records/list.html", record_list(empty=True)),
    "/leveranciers/1": ("records/page.html", record_page()),
    "/handelen-als": ("acting.html", ActingForm("A. de Vries", ORGANISATIONS, "/")),
    "/fout": ("error.html", trouble()),
    **LIVES,
}

# What htmx asks for by itself.
PARTS: dict[str, tuple[str, object]] = {"/imports/7/voortgang": ("import/progress.html", running_import())}
