"""What the start page says of what was handed over, while the register goes from empty to full."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from starlette.testclient import TestClient

from cli.database import libpq_address
from importers.pipeline import receive_upload, stage_import
from registry.actors import Actor, Deed
from registry.applying import apply_import, undo_import
from registry.editing import create_record
from registry.receiving import NOBODY, Delivery
from registry.resolving.matching import Db
from tests.registry.bringing import Register
from tests.web.walking import furnished, words

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADINGS = "Laatst ingeleverd Alle imports", "Handed over last All imports"
COLUMNS = (
    "Bestand Organisatie Bron Ingeleverd Door Peildatum Stand",
    "File Organisation Source Handed over By Reference date State",
)
ADVICE = (
    "Lever een inventaris in; u ziet binnen enkele seconden wat ervan begrepen is.",
    "Hand over an inventory; within seconds you see what was understood of it.",
)
MONTHS = ("nov", "jul"), ("Nov", "Jul")
NOTHING = "Er is nog niets ingeleverd.", "Nothing has been handed over yet."
BY_HAND = (
    "Er is nog geen inventaris ingeleverd; wat met de hand gewijzigd is staat bij alle imports.",
    "No inventory has been handed over yet; what was edited by hand is among all imports.",
)


class World:
    """A register, what happens in it, and what its start page says in Dutch and in English."""

    def __init__(self, db: Db, address: str, folder: Path, browser: TestClient) -> None:
        self.db, self.address, self.folder, self.browser = db, address, folder, browser

    def said(self) -> list[str]:
        return [self._said(language) for language in ("nl", "en")]

    def _said(self, language: str) -> str:
        page = self.browser.get("/", params={"lang": language}).text
        found = re.search(r'<section[^>]*aria-labelledby="ingeleverd".*?</section>', page, re.DOTALL)
        assert found
        return words(found[0]).strip()

    def sources(self) -> list[str]:
        """The names of sources that the form for handing over suggests."""
        self.browser.post("/handelen-als", data={"naam": "j.jansen", "organisatie": "DX", "terug": "/"})
        page = self.browser.get("/inleveren").text
        found = re.search(r"<datalist.*?</datalist>", page, re.DOTALL)
        assert found
        return re.findall(r'value="([^"]*)"', found[0])

    def edit(self, times: int) -> None:
        """Enter an application by hand, and note its import as if that had been done so many times."""
        create_record(self.db, "application", {"name": "Zaaksysteem"}, Deed(Actor("j.jansen", NOBODY), AT))
        columns = "source_id, importer, completeness, as_of, state, received_at, received_by, applied_at, applied_by"
        self.db.execute(
            f"INSERT INTO imports ({columns}) SELECT {columns} FROM imports, generate_series(2, %s) WHERE importer = 'hand'",
            (times,),
        )
        self.db.commit()

    def receive(self, organisation: UUID, name: str, content: bytes) -> int:
        """Hand a file over and make its preview; the number of the import."""
        delivery = Delivery(organisation, name, "inventory", "", date(2026, 7, 1), filename=f"{name}.csv")
        received = receive_upload(self.db, self.folder / "files", [content], delivery, by="j.jansen", at=AT)
        self.db.commit()
        stage_import(self.address, self.folder / "files", received.import_id, at=AT)
        return received.import_id


@pytest.fixture
def world(fresh_database: str, tmp_path: Path) -> Iterator[World]:
    app = furnished(fresh_database, tmp_path)
    address = libpq_address(fresh_database)
    with TestClient(app, base_url="http://127.0.0.1") as browser, psycopg.connect(address) as db:
        yield World(db, address, tmp_path, browser)
    app.state.engine.dispose()


def test_until_somebody_hands_over_a_file_it_says_so(world: World) -> None:
    assert world.said() == no_files(*NOTHING)
    Register(world.db).organisation("Dienst X", "DX")
    world.db.commit()
    assert world.said() == no_files(*NOTHING)


def test_edits_by_hand_are_named_while_they_count(world: World) -> None:
    world.edit(1)
    assert world.said() == no_files(*BY_HAND)
    undo_import(world.db, 1, by="test", at=AT)
    world.db.commit()
    assert world.said() == no_files(*NOTHING)


def test_a_feed_of_the_register_itself_was_handed_over_by_nobody(world: World) -> None:
    world.receive(NOBODY, "endoflife.date", b"Naam;Leverancier\nPostgreSQL;PGDG\n")
    assert world.said() == no_files(*NOTHING)


def test_a_file_stands_there_in_every_state_and_behind_any_number_of_edits(world: World) -> None:
    organisation = Register(world.db).organisation("Dienst X", "DX")
    number = world.receive(organisation, "overzicht", b"Naam applicatie;Leverancier\nZaakX;Centric\n")
    world.edit(250)
    assert world.said() == one_file("wacht op uw besluit", "awaits your decision")
    assert world.sources() == ["overzicht"]
    apply_import(world.db, number, by="test", at=AT)
    world.db.commit()
    assert world.said() == one_file("toegepast", "applied")
    undo_import(world.db, number, by="test", at=AT)
    world.db.commit()
    assert world.said() == one_file("teruggedraaid", "undone")


def no_files(*sentences: str) -> list[str]:
    return [" ".join(parts) for parts in zip(HEADINGS, sentences, ADVICE, strict=True)]


def one_file(*states: str) -> list[str]:
    days = (f"overzicht.csv Dienst X overzicht 23 {nov} 2026 13:00 j.jansen 1 {jul} 2026" for nov, jul in MONTHS)
    return [" ".join(parts) for parts in zip(HEADINGS, COLUMNS, days, states, strict=True)]
