"""No room, no rights, no database: said in a sentence, and nothing half is left."""

import resource
import subprocess
import sys
from pathlib import Path

from sqlalchemy import make_url
from starlette.testclient import TestClient

from api.app import create_app
from registry.receiving import NOBODY
from tests.hardening.crashing import environment, start
from tests.hardening.desk import Desk
from tests.hardening.test_at_once import inventory

ROLE = """
    DO $$ BEGIN CREATE ROLE zonder_rechten LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$
"""
ACTING = {"X-Acting-As": "j.jansen@BZK"}


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_an_upload_that_does_not_fit_leaves_nothing(desk: Desk, client: TestClient) -> None:
    before, count = files_in(desk.folder), desk.one("SELECT count(*) FROM imports")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in (30_000, 1_500_000):  # kept in memory while it comes in, and spooled to a file
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            answer = client.post(
                "/v1/imports",
                files={"file": ("a.csv", b"Applicatie\n" + b"x" * size)},
                data={"organisation": "BZK"},
                headers=ACTING,
            )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (answer.status_code, "geen ruimte" in answer.json()["detail"]) == (507, True), answer.text
        assert files_in(desk.folder) == before
        assert desk.one("SELECT count(*) FROM imports") == count


def test_a_command_without_room_says_so(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    file.write_bytes(inventory(2_000))
    before, count = files_in(desk.folder), desk.one("SELECT count(*) FROM imports")
    words = [sys.executable, "-m", "cli", "import", str(file), "--organisation", "BZK", "--source", "vol"]
    done = subprocess.run(
        words,
        env=environment(desk),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY)),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "geen ruimte" in done.stderr
    assert "no room" in done.stderr
    assert (files_in(desk.folder), desk.one("SELECT count(*) FROM imports")) == (before, count)


def said_by(desk: Desk, *words: str) -> str:
    """What a command says that is refused."""
    with start(desk, *words) as process:
        said, _nothing = process.communicate()
    assert (process.returncode, "Traceback" in said) == (1, False), said
    return said


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    gone = Desk("postgresql://landschap@127.0.0.1:1/weg", tmp_path / "home" / "files", NOBODY, NOBODY)
    for words in (("worker", "--until-empty"), ("imports",), ("up",)):
        said = said_by(gone, *words)
        assert "niet bereikbaar" in said
        assert "cannot be reached" in said


def test_a_database_without_rights_is_said(desk: Desk) -> None:
    with desk.connect() as db:
        db.execute(ROLE)
    url = make_url(desk.url).set(username="zonder_rechten", password="x").difference_update_query(["passfile"])
    poor = Desk(url.render_as_string(hide_password=False), desk.folder, desk.bzk, desk.szw)
    for words in (("imports",), ("worker", "--until-empty")):
        said = said_by(poor, *words)
        assert "rechten" in said
        assert "rights" in said


def test_the_api_without_its_database_says_so(desk: Desk) -> None:
    application = create_app("postgresql+psycopg://landschap@127.0.0.1:1/weg", files=desk.folder)
    answer = TestClient(application, raise_server_exceptions=False).get("/v1/applications")
    assert (answer.status_code, "database" in answer.json()["detail"]) == (503, True)
