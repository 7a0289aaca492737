"""A register can be made again from the files that were kept and from what is known of each import."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
import yaml

from cli.database import libpq_address, migrate
from cli.loading import load_reference
from importers.pipeline import receive_upload, stage_import
from registry.actors import find_organisation
from registry.applying import apply_import, undo_import
from registry.fingerprint import fingerprint
from registry.receiving import Delivery, kept_path
from registry.resolving.matching import Db

SAMPLES = Path(__file__).parents[2] / "samples"
SENT = (  # file, whose, source, mapping, for which day, complete
    ("leveranciers-2026.csv", "BZK", "Leveranciers", None, date(2026, 1, 15), False),
    ("bzk-applicatieoverzicht-2026-09.xlsx", "BZK", "Overzicht", "bzk", date(2026, 9, 1), True),
    ("ssc-ict-gehoste-applicaties-2026-10.xlsx", "SSC-ICT", "CMDB", "ssc-ict", date(2026, 10, 1), True),
    ("later/ssc-ict-gehoste-applicaties-2026-11.xlsx", "SSC-ICT", "CMDB", "ssc-ict", date(2026, 11, 1), True),
    ("duo-contracten-en-kosten-2025.csv", "DUO", "Contracten", "duo", date(2025, 12, 31), False),
)
DELIVERED = """
    SELECT i.sha256, i.end_missing, s.organisation_id, s.name, s.type, i.importer, i.as_of, i.completeness, i.filename, i.mapping
    FROM imports i JOIN sources s ON s.id = i.source_id WHERE i.state = 'applied' AND i.sha256 IS NOT NULL ORDER BY i.id
"""


def bring(address: str, files: Path, content: bytes, delivery: Delivery, *, end_missing: bool) -> int:
    with psycopg.connect(address) as db:
        number = receive_upload(db, files, [content], delivery, by="test", at=datetime.now(UTC)).import_id
    stage_import(address, files, number)
    with psycopg.connect(address) as db:
        apply_import(db, number, by="test", at=datetime.now(UTC), end_missing=end_missing)
    return number


def deliveries(db: Db) -> Iterator[tuple[bytes, Delivery]]:
    for name, organisation, source, mapping, day, complete in SENT:
        read = yaml.safe_load((SAMPLES / "mappings" / f"{mapping}.yaml").read_text("utf-8")) if mapping else {}
        sender, completeness = find_organisation(db, organisation), "complete" if complete else "partial"
        delivery = Delivery(sender, source, "inventory", "", day, completeness, Path(name).name, read)
        yield (SAMPLES / "inventories" / name).read_bytes(), delivery


# What is no longer listed is worked out against what the source listed before, so ends ask for the order of arrival.
@pytest.mark.parametrize(("order", "end_missing"), [(1, True), (-1, False)], ids=["as-it-came", "the-other-way-round"])
def test_replaying_the_kept_files_gives_the_same_register(
    furnished_database: str, empty_database: str, tmp_path: Path, order: int, end_missing: bool
) -> None:
    files, first, again = tmp_path / "files", libpq_address(furnished_database), libpq_address(empty_database)
    with psycopg.connect(first) as db:
        found = list(deliveries(db))
    numbers = [bring(first, files, content, delivery, end_missing=end_missing) for content, delivery in found]
    with psycopg.connect(first) as db:
        undo_import(db, numbers[1], by="test", at=datetime.now(UTC))
        expected, kept = fingerprint(db), db.execute(DELIVERED).fetchall()
    assert len(kept) == len(SENT) - 1

    migrate(empty_database)
    load_reference(empty_database, quiet=True)
    for sha256, ends, *known in kept[::order]:
        bring(again, files, kept_path(files, sha256).read_bytes(), Delivery(*known), end_missing=ends)
    with psycopg.connect(again) as db:
        assert fingerprint(db) == expected
