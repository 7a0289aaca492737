"""The invented landscape: systems with their true facts, before anybody writes them down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from samples.making.catalogue import Place, load, pick_place, pick_product

KINDS = {"custom": 33, "package": 28, "saas": 14, "website": 9, "low_code": 8, "spreadsheet": 6, "other": 2}
STATES = {
    "in_production": 68,
    "to_be_phased_out": 9,
    "being_phased_out": 6,
    "in_realisation": 6,
    "planned": 4,
    "ended": 5,
    "idea": 1,
    "archived": 1,
}
LEVELS = ("low", "medium", "high", "very_high")


@dataclass(frozen=True)
class Agreement:
    """An invented contract. A value that is known exactly has equal ends (euros a year)."""

    number: str
    starts: str
    ends: str
    notice_days: int
    value_min: float
    value_max: float


@dataclass(frozen=True)
class System:
    """One system in use at an organisation. Dates are ISO with their precision: 2027, 2027-Q3, 2027-12, 2027-12-31.

    Suppliers are groups of the catalogue by role; `aliases` are other names under which others list it.
    """

    id: str
    key: str
    name: str
    owner: str
    department: str
    description: str
    kind: str
    suppliers: dict[str, str]
    products: tuple[tuple[str, str], ...]
    place: Place
    state: str
    dates: dict[str, str]
    criticality: str
    biv: tuple[str, str, str]
    tbb: str
    classification: str
    personal_data: bool
    primary_process: bool
    user_count: int
    agreement: Agreement
    users: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def fold(name: str) -> str:
    """The letters and digits of a name: names that fold alike count as one."""
    return "".join(c for c in name.casefold() if c.isalnum())


def invent(organisation: str, count: int, *, key: str = "{number:04d}", shared: int = 6) -> list[System]:
    """`count` systems of an organisation with names that differ, the government-wide and ambiguous ones among them."""
    rng = Random(f"landscape {organisation}")
    names = set[str]()
    found = list[System]()
    given = [*_shared(rng, shared), *[(name, "custom") for name in load("names")["homonyms"]]]
    while len(found) < count:
        number = len(found) + 1
        identity = f"{organisation}-{number:04d}"
        name, kind = given.pop(0) if given else ("", rng.choices(list(KINDS), list(KINDS.values()))[0])
        system = _system(rng, organisation, identity, kind, name)
        if fold(system.name) in names:
            continue
        names.add(fold(system.name))
        found.append(replace(system, key=key.format(number=number)))
    rng.shuffle(found)
    return [replace(system, key=key.format(number=i)) for i, system in enumerate(found, 1)]


def _shared(rng: Random, count: int) -> list[tuple[str, str]]:
    known = load("names")["shared"]
    return [(name, known[name]["kind"]) for name in rng.sample(sorted(known), count)]


def _system(rng: Random, organisation: str, identity: str, kind: str, given: str) -> System:
    shared = load("names")["shared"].get(given)
    department = rng.choice(load("organisations")["departments"].get(organisation, ["Bedrijfsvoering"]))
    place = pick_place(rng, kind)
    main = _main_products(rng, kind)
    suppliers = _suppliers(rng, kind, main[0][2] if main else "", place)
    name, description = (given, _homonym(given, organisation)) if given else _name(rng, organisation, kind, main)
    if shared:
        description = shared["description"]
        suppliers = {"maintenance": shared["supplier"]} if shared["supplier"] != "-" else {}
    state = rng.choices(list(STATES), list(STATES.values()))[0]
    confidentiality = rng.choices(LEVELS, (25, 45, 25, 5))[0]
    return System(
        id=f"shared-{given}" if shared else identity,
        key="",
        name=name,
        owner=organisation,
        department=department,
        description=description,
        kind=kind,
        suppliers=suppliers,
        products=tuple((p, v) for p, v, _ in (*main, *_stack(rng, kind))),
        place=place,
        state=state,
        dates=_dates(rng, state),
        criticality=rng.choices(("low", "medium", "high", "critical"), (35, 35, 22, 8))[0],
        biv=(rng.choices(LEVELS, (25, 45, 27, 3))[0], rng.choices(LEVELS, (20, 50, 27, 3))[0], confidentiality),
        tbb=rng.choices(("", "4", "3", "2"), (70, 22, 7, 1))[0],
        classification=rng.choices(("unclassified", "departmental_confidential", ""), (70, 20, 10))[0],
        personal_data=rng.random() < 0.55,
        primary_process=rng.random() < 0.4,
        user_count=_users(rng),
        agreement=_agreement(rng, identity),
        aliases=tuple(shared["aliases"]) if shared else (),
    )


def _homonym(name: str, organisation: str) -> str:
    meanings = load("names")["homonyms"].get(name, {"default": ""})
    return str(meanings.get(organisation, meanings["default"]))


def _main_products(rng: Random, kind: str) -> list[tuple[str, str, str]]:
    use = {"package": "package", "saas": "saas", "low_code": "low_code", "spreadsheet": "office"}.get(kind)
    if use is None:
        return []
    product = pick_product(rng, use)
    return [(product.name, rng.choice(product.versions) if product.versions else "", product.vendor)]


def _stack(rng: Random, kind: str) -> list[tuple[str, str, str]]:
    if kind in {"saas", "spreadsheet", "platform"}:
        return []
    uses = ["os", "db"] if kind == "package" else ["os", "db", "runtime"]
    chosen = [pick_product(rng, use) for use in uses if rng.random() < 0.85]
    return [(p.name, rng.choice(p.versions), p.vendor) for p in chosen]


def _suppliers(rng: Random, kind: str, vendor: str, place: Place) -> dict[str, str]:
    roles = load("suppliers")["roles"]
    found = dict[str, str]()
    if vendor:
        found["vendor"] = vendor
        if kind in {"package", "saas"} and rng.random() < 0.25:
            found["reseller"] = rng.choice(roles["reseller"])
    elif kind in {"website", "other"}:
        found["vendor"] = rng.choice(roles["vendor"])
    if kind in {"custom", "low_code", "website"} and rng.random() < 0.8:
        found["development"] = rng.choice(roles["development"])
    if rng.random() < 0.45:
        found["maintenance"] = rng.choice(roles["maintenance"])
    hosting = place.provider or (vendor if place.key == "vendor_saas" else "")
    if hosting:
        found["hosting"] = hosting
    return found


def _name(rng: Random, organisation: str, kind: str, main: list[tuple[str, str, str]]) -> tuple[str, str]:
    words = load("names")
    domain = rng.choice(load("organisations")["domains"][organisation])
    process, about = rng.choice(words["processes"])
    sentence = f"{about[0].upper()}{about[1:]} {domain}"
    if kind in {"package", "saas"}:
        product = main[0][0]
        return rng.choice(
            [product, f"{product} {domain}", f"{product} {process}", f"{product} ({organisation})"]
        ), sentence
    if kind == "spreadsheet":
        return f"{rng.choice(['Rekenblad', 'Excel', 'Access-database'])} {domain} {process.lower()}", sentence
    if kind == "website":
        slug = fold(domain) if domain.isascii() else "loket"
        return rng.choice([f"www.{slug}{fold(process)}.nl", f"Portaal {domain}", f"Mijn {domain}"]), sentence
    if rng.random() < 0.25:
        acronym = rng.choice(words["acronyms"])
        return rng.choice([acronym, f"{acronym} {domain}", f"{acronym} {rng.randint(2, 4)}.0"]), sentence
    form = rng.choice(words["forms"])
    return form.format(process=process, domain=domain, process_lower=process.lower()), sentence


def _dates(rng: Random, state: str) -> dict[str, str]:
    dates = dict[str, str]()
    if state in {"idea", "planned", "in_realisation"}:
        dates["planned_start"] = a_date(rng, 2027, 2028)
    else:
        dates["actual_start"] = a_date(rng, 1994 if rng.random() < 0.2 else 2008, 2025)
    if state in {"to_be_phased_out", "being_phased_out"} or (state == "in_production" and rng.random() < 0.25):
        dates["planned_end"] = a_date(rng, 2027, 2033)
    if state in {"ended", "archived"}:
        dates["actual_end"] = f"{rng.randint(2025, 2026)}-{rng.randint(1, 9):02d}-{rng.randint(1, 28):02d}"
    return dates


def a_date(rng: Random, first: int, last: int) -> str:
    """A date between two years, as precise as people happen to be."""
    year = rng.randint(first, last)
    month = rng.randint(1, 12)
    precision = rng.choices(("day", "month", "quarter", "year"), (60, 12, 10, 18))[0]
    return {
        "day": f"{year}-{month:02d}-{rng.randint(1, 28):02d}",
        "month": f"{year}-{month:02d}",
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "year": f"{year}",
    }[precision]


def _users(rng: Random) -> int:
    return rng.choice((3, 5, 8, 12, 25, 40, 60, 85, 110, 150, 240, 400, 650, 1200, 2500, 5800, 14000, 31000))


# Of the open data on spending by the Dutch central government: bounds in euros of each step.
STEPS = ((1, 10_000), (10_000, 50_000), (50_000, 100_000), (100_000, 250_000), (250_000, 500_000), (500_000, 1_000_000))


def _agreement(rng: Random, identity: str) -> Agreement:
    year = rng.randint(2019, 2026)
    bounds = rng.choice(STEPS)
    exact = round(rng.uniform(*bounds) * (7 if rng.random() < 0.05 else 1), 2)
    low, high = bounds if rng.random() < 0.3 else (exact, exact)
    starts = f"{year}-{rng.randint(1, 12):02d}-01"
    ends = f"{year + rng.randint(2, 8)}-{rng.choice(('12-31', '06-30', '03-31'))}"
    number = f"{identity[:3].upper()}-{year}-{rng.randint(1, 9)}{identity[-4:]}"
    return Agreement(number, starts, ends, rng.choice((30, 60, 90, 180)), low, high)
