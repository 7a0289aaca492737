"""6. SSC-ICT: what one provider hosts for seven ministries; some of it stands in their own inventories too."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.making import columns as c
from samples.making import spelling
from samples.making.catalogue import ministry_spellings, places
from samples.making.deliveries import change
from samples.making.inventories import bzk, vws
from samples.making.landscape import System, invent
from samples.making.sheets import Cell, Column, Inventory, Said, Sheet, fill, spoil

FILE = "ssc-ict-gehoste-applicaties-2026-10.xlsx"
LATER = "later/ssc-ict-gehoste-applicaties-2026-11.xlsx"
UNKNOWN = ("", "", "onbekend", "n.v.t.")
COUNTS = {"AZ": 8, "BZ": 18, "FIN": 18, "IenW": 16, "SZW": 20}
STATES = {
    "idea": "idee",
    "planned": "in voorbereiding",
    "in_realisation": "in realisatie",
    "in_production": "in beheer",
    "to_be_phased_out": "uit te faseren",
    "being_phased_out": "in uitfasering",
    "ended": "beëindigd",
    "archived": "archief",
}


def _client(system: System, rng: Random) -> Cell | Said:
    return Said(rng.choice(ministry_spellings(system.owner)), {"owner": system.owner, "users": system.owner})


def _name(system: System, _rng: Random) -> Cell | Said:
    """The name that SSC-ICT uses; what is meant is the name that the owner uses (kept in `aliases`)."""
    return Said(system.name, {"name": system.aliases[0] if system.aliases else system.name})


COLUMNS = (
    Column("CI-nummer", c.fact("key")),
    Column("Applicatie / dienst", _name, ("name",)),
    Column("Afnemer", _client, ("owner", "users")),
    Column("Contactpersoon afnemer", c.remark("@functioneel beheer", "via klantmanager")),
    Column("Hostingvorm", c.coded("deployment", c.DEPLOYMENT), ("deployment",), 0.08),
    Column("Hostinglocatie", c.service, ("service",), 0.02),
    Column("Hostingpartij", c.role("hosting"), ("hosting",)),
    Column("Applicatieleverancier", c.role("vendor"), ("vendor",), 0.06),
    Column("Besturingssysteem", c.product_of("os", with_version=False)),
    Column("OS-versie", c.version_of("os")),
    Column("Database", c.product_of("db", with_version=True)),
    Column("Middleware", c.product_of("runtime", with_version=True)),
    Column("Status", c.coded("lifecycle_state", STATES), ("lifecycle_state",)),
    Column("In beheer sinds", c.day("actual_start", "typed"), ("actual_start",), 0.04),
    Column("Einde dienstverlening", c.day("planned_end", "typed"), ("planned_end",)),
    Column("BIV", c.levels("/"), ("availability", "integrity", "confidentiality"), 0.1),
    Column("Gebruikers", c.users, ("user_count",), 0.1),
    Column("DVO-nummer", c.fact("contract"), ("contract",), 0.05),
    Column("Toelichting", c.remark("migratie naar Azure gepland", "EOS database", "LCM-dossier")),
)


def systems() -> list[System]:
    """What SSC-ICT hosts: systems of BZK and VWS under slightly other names, and of five more ministries."""
    hosted = [*_hosted(bzk.systems(), 60), *_hosted(vws.systems(), 40)]
    for ministry, count in COUNTS.items():
        hosted += [_at_ssc(s) for s in invent(ministry, count, shared=2)]
    rng = Random(FILE)
    rng.shuffle(hosted)
    return [replace(s, key=f"CI{100200 + 7 * i}") for i, s in enumerate(hosted)]


def _hosted(systems: list[System], count: int) -> list[System]:
    order = {"odc_rijswijk": 0, "azure": 1, "on_premises": 2}
    spoiled = {"Zaaksysteem", "Portaal", "ATLAS"}
    eligible = [s for s in systems if s.name not in spoiled and s.place.key != "vendor_saas"]
    chosen = sorted(eligible, key=lambda s: (order.get(s.place.key, 3), s.id))[:count]
    return [_renamed(_at_ssc(s)) for s in chosen]


def _at_ssc(system: System) -> System:
    """As SSC-ICT sees it: in its own data centre, or in Azure under its contract."""
    place = system.place if system.place.key == "azure" else places()["odc_rijswijk"]
    suppliers = system.suppliers | {"hosting": place.provider}
    agreement = replace(system.agreement, number=f"DVO-{system.owner}-{system.agreement.number[-5:]}", notice_days=90)
    return replace(system, place=place, suppliers=suppliers, agreement=agreement, aliases=())


def _renamed(system: System) -> System:
    rng = Random(f"{FILE} name {system.id}")
    if rng.random() < 0.4:
        return system
    return replace(system, name=spelling.other_name(rng, system.name, ()), aliases=(system.name,))


# Rows that are wrong (by their place in the October list), and stay wrong: nobody mends them.
WRONG: tuple[tuple[int, str, Cell, str], ...] = (
    (15, "Einde dienstverlening", "31-02-2027", "not_a_date"),
    (52, "Afnemer", "Alle departementen", "unknown_organisation"),
    (83, "Toelichting", "=SUM(1)", "formula_injection"),
    (120, "CI-nummer", "CI101033", "duplicate_key"),
    (150, "Gebruikers", "rijksbreed", "not_a_number"),
)


def _written(file: str, listed: list[System], as_of: str, notes: dict[str, object]) -> Inventory:
    # The cells are seeded with the source, not with the delivery: what did not change reads the same.
    table = fill(FILE, COLUMNS, listed, UNKNOWN)
    places_of = {system.id: i for i, system in enumerate(listed)}
    first = systems()
    spoiled = [spoil(table, places_of[first[i].id], heading, value, why) for i, heading, value, why in WRONG]
    table.truth[places_of[first[120].id]]["key"] = first[119].key
    top: list[list[Cell]] = [[f"Gehoste applicaties SSC-ICT, stand {as_of}"], [], c.heads(table)]
    bottom: list[list[Cell]] = [["Totaal", len(table.rows)], ["Bron: CMDB SSC-ICT (verzonnen gegevens)"]]
    sheet, truth, defects = c.lay_out("Hosting", top, table, spoiled, bottom)
    lists = Sheet("Afnemers", [["AZ"], ["BZ"], ["BZK"], ["FIN"], ["IenW"], ["SZW"], ["VWS"]], hidden=True)
    return Inventory(
        file=file,
        organisation="SSC-ICT",
        source="CMDB hosting",
        as_of=as_of,
        complete=True,
        sheets=[sheet, lists],
        main_sheet=0,
        header_rows=(3, 3),
        truth=truth,
        defects=defects,
        mapping="ssc-ict",
        notes=notes,
        loaded=file == FILE,
    )


def make() -> Inventory:
    """The hosting list of October."""
    return _written(FILE, systems(), "2026-10-01", {})


def make_later() -> Inventory:
    """The whole list a month later: 10 no longer listed, 12 changed."""
    first = systems()
    kept = {first[i].key for i in (119, *(wrong[0] for wrong in WRONG))}
    free = [s for s in first if s.key not in kept]
    gone = set(Random(LATER).sample([s.key for s in free], 10))
    changed, changes = change([s for s in free if s.key not in gone], 12, LATER)
    by_key = {s.key: s for s in changed}
    listed = [by_key.get(s.key, s) for s in first if s.key not in gone]
    return _written(
        LATER, listed, "2026-11-01", {"changed": {k: list(f) for k, f in changes}, "no_longer_listed": sorted(gone)}
    )
