"""8. The cloud services of all ministries, with the counts that the Algemene Rekenkamer published in January 2025.

The counts are public; every row is invented. A row is a cloud service of a ministry, never an application.
"""

from __future__ import annotations

from random import Random

from samples.making import spelling
from samples.making.catalogue import load, ministry_spellings
from samples.making.landscape import fold
from samples.making.sheets import Cell, Defect, Facts, Inventory, Sheet

FILE = "rekenkamer-clouddiensten-2024.csv"
HEADINGS = ("Ministerie", "Clouddienst", "Leverancier", "Type cloud", "Materieel", "Risicoafweging", "Opslag in land")
PUBLIC, PRIVATE, HYBRID, UNKNOWN = 700, 300, 177, 411
MATERIAL, BEFOREHAND, BIG_THREE = 126, 42, 70
WORDS = {
    "public": ("Publiek", "Publiek", "Public cloud", "publieke cloud"),
    "private": ("Privaat", "Private cloud", "private"),
    "hybrid": ("Hybride", "Hybride cloud", "hybrid"),
    "": ("onbekend", "", "?", "niet bekend"),
}


def make() -> Inventory:
    """The 1,588 rows, shuffled, and what each means."""
    rng = Random(FILE)
    taken = set[tuple[str, str]]()
    rows, truth = list[list[Cell]](), list[Facts]()
    for material, deployment, assessment, big in _slots():
        row, true = _row(rng, taken, deployment, big=big)
        row[4] = "ja" if material else rng.choice(("nee", "nee", "nee", "", "onbekend", "niet bepaald"))
        true["materiality"] = {"ja": "material", "nee": "not_material"}.get(str(row[4]), "")
        row[5], true["risk_assessment"] = _assessment(rng, assessment)
        rows.append(row)
        truth.append(true)
    order = list(range(len(rows)))
    rng.shuffle(order)
    listed = [{"row": str(n)} | truth[i] for n, i in enumerate(order, 2)]
    sheet = Sheet("", [list(HEADINGS), *(rows[i] for i in order)])
    return Inventory(
        file=FILE,
        organisation="AR",
        source="Onderzoek Het Rijk in de cloud",
        as_of="2024-10-01",
        complete=True,
        sheets=[sheet],
        main_sheet=0,
        header_rows=(1, 1),
        truth=listed,
        defects=_defects(rows, order),
        mapping="rekenkamer",
        kind="cloud_service",
        notes={"marginals": marginals(truth)},
    )


def _slots() -> list[tuple[bool, str, str, bool | None]]:
    """Per row: material, deployment, risk assessment, and whether one of the three largest sells it (None: either)."""
    slots: list[tuple[bool, str, str, bool | None]] = []
    for i in range(MATERIAL):
        done = "before_start" if i % 3 == 0 else "later" if i % 7 == 1 else "absent"
        slots.append((True, "public", done, i * BIG_THREE // MATERIAL != (i + 1) * BIG_THREE // MATERIAL))
    slots += [(False, "public", "", None)] * (PUBLIC - MATERIAL)
    slots += [(False, "private", "", False)] * PRIVATE + [(False, "hybrid", "", False)] * HYBRID
    return slots + [(False, "", "", None)] * UNKNOWN


def _row(rng: Random, taken: set[tuple[str, str]], deployment: str, *, big: bool | None) -> tuple[list[Cell], Facts]:
    data = load("cloud_services")
    ministries = data["ministries"]
    while True:
        shelf = "private" if deployment in {"private", "hybrid"} else _shelf(rng, big=big)
        vendor = rng.choice(sorted(data[shelf]))
        ministry = rng.choices(list(ministries), list(ministries.values()))[0]
        service = rng.choice(data[shelf][vendor])
        name = service if rng.random() < 0.3 else f"{service} {rng.choice(data['purposes'])}"
        if (ministry, fold(name)) not in taken:
            break
    taken.add((ministry, fold(name)))
    written, entity = spelling.supplier(rng, vendor)
    if not deployment and rng.random() < 0.3:
        written, entity = rng.choice((("onbekend", ""), ("", "")))
    places = data["countries"]["private" if shelf == "private" else "public"]
    country = rng.choice(list(places))
    cells: list[Cell] = [
        rng.choice(ministry_spellings(ministry)),
        name,
        written,
        rng.choice(WORDS[deployment]),
        "",
        "",
        country,
    ]
    true = {"key": "", "client": ministry, "name": name, "supplier": entity, "deployment": deployment}
    return cells, true | {
        "big_three": "ja" if shelf == "big" and entity else "nee",
        "storage_countries": "; ".join(places[country]),
    }


def _shelf(rng: Random, *, big: bool | None) -> str:
    if big is None:
        return rng.choices(("big", "other"), (35, 65))[0]
    return "big" if big else "other"


def _assessment(rng: Random, assessment: str) -> tuple[str, str]:
    if not assessment:
        return rng.choice((("", ""), ("onbekend", ""), ("n.v.t.", ""), ("nee", "absent"), ("vooraf", "before_start")))
    word = {"before_start": ("vooraf", "ja, vooraf"), "later": ("achteraf",), "absent": ("nee",)}[assessment]
    return rng.choice(word), assessment


def marginals(truth: list[Facts]) -> dict[str, int]:
    """The counts that the set was made for, counted from what its rows mean."""
    material = [t for t in truth if t["materiality"] == "material"]
    return {
        "services": len(truth),
        "public": sum(t["deployment"] == "public" for t in truth),
        "private_or_hybrid": sum(t["deployment"] in {"private", "hybrid"} for t in truth),
        "unknown": sum(t["deployment"] == "" for t in truth),
        "material_public": sum(t["deployment"] == "public" for t in material),
        "material_not_public": sum(t["deployment"] != "public" for t in material),
        "material_assessed_beforehand": sum(t["risk_assessment"] == "before_start" for t in material),
        "material_not_assessed_beforehand": sum(t["risk_assessment"] in {"later", "absent"} for t in material),
        "material_big_three": sum(t["big_three"] == "ja" for t in material),
        "ministries": len({t["client"] for t in truth}),
    }


def _defects(rows: list[list[Cell]], order: list[int]) -> list[Defect]:
    """Values outside the code lists that mean "unknown" here."""
    words = {3: {"?", "niet bekend"}, 4: {"niet bepaald"}}
    return [
        Defect(n, HEADINGS[column], str(rows[i][column]), "unknown_in_other_words")
        for n, i in enumerate(order, 2)
        for column, found in words.items()
        if rows[i][column] in found
    ]
