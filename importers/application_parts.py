"""What a row about an application states of other things: vendor facts, products, contract, hosting and costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from importers.cells import Chunk
from importers.mentions import parse_supplier
from importers.reader import Reader, Texts
from importers.vocabulary import year_in
from registry import values
from registry.names import company_key, name_key
from registry.staging import Batch, array_text

_VERSION = re.compile(
    r"^(.*[A-Za-z\)].*?)[ ,]+(?:v(?:ersie|ersion|\.)? ?)?((?:v?\d+(?:\.\d+)*(?:\.x)?[a-z]?\d?)(?: (?:R\d|SP ?\d|LTS))*)$",
    re.IGNORECASE,
)
_NO_VERSION = frozenset({"365", "360", "24"})
_SERVICE_FACTS = (
    "deployment", "service_model", "storage_countries", "processing_countries", "support_access_countries", "materiality",
    "materiality_basis", "risk_assessment", "encryption_at_rest", "encryption_in_transit", "encryption_in_use", "key_custody", "since",
)  # fmt: skip
_CONTRACT_FACTS = ("title", "kind", "state", "starts", "ends", "notice_days", "currency")
_COST_FACTS = ("year", "bookkeeping_system", "item", "category", "version")


@dataclass(frozen=True)
class Rows:
    """Rows of applications: cells, keys, match ids, names and owners, all of one length."""

    chunk: Chunk
    keys: list[str]
    ids: list[str]
    names: Texts
    owners: Texts

    def at(self, place: int) -> tuple[int, int]:
        """Sheet and row."""
        return self.chunk.sheet, self.chunk.numbers[place]


def parse_register_id(text: str) -> values.Value:
    """The id of a record of the register, as a template carries it."""
    found = values.parse_name(text)
    if found.text is None:
        return found
    try:
        return values.Value(str(UUID(found.text)))
    except ValueError:
        return values.Value(code="not_a_register_id")


def read_biv(reader: Reader, chunk: Chunk, place: int) -> Texts:
    """One of the three levels in cells such as "H-M-L", "2/3/3" or "HML"."""
    found = reader.read(chunk, "application.biv", _parse_biv)
    parse = values.code_parser("biv")
    levels = {text: parse(text.split("|")[place]).text for text in set(found) if text}
    return [levels[text] if text else None for text in found]


def _parse_biv(text: str) -> values.Value:
    found = values.parse_name(text)
    if found.text is None:
        return found
    bare = re.sub(r"(?i)^biv\s*[:=]?\s*|[biv]\s*[=:]\s*", "", found.text)
    letters = [part for part in re.split(r"[-/,; |]+", bare) if part]
    if len(letters) == 1 and len(letters[0]) == 3:
        letters = list(letters[0])
    if len(letters) != 3 or any(values.code_parser("biv")(letter).text is None for letter in letters):
        return values.Value(code="not_a_biv")
    return values.Value("|".join(letters))


def read_vendor_facts(reader: Reader, rows: Rows) -> None:
    """Trade register number and country, where a row names one vendor."""
    facts = {"kvk": "vendor.kvk", "country_of_headquarters": "vendor.country"}
    read = {name: reader.read(rows.chunk, target) for name, target in facts.items() if reader.has(target)}
    if not read or not reader.has("application.vendor"):
        return
    vendors = reader.names(rows.chunk, "application.vendor", parse_supplier)
    seen = set()
    for at, stated in enumerate(zip(vendors, *read.values(), strict=True)):
        if stated not in seen and len(stated[0]) == 1:
            seen.add(stated)
            name = stated[0][0]
            fields = {"name": name, **dict(zip(read, stated[1:], strict=True))}
            reader.mentions.add("supplier", company_key(name), fields, rows.at(at))


def read_products(reader: Reader, rows: Rows) -> dict[str, Texts]:
    """The products of each row and, where versions are known, the product versions that it runs on."""
    if not reader.has("product.name"):
        return {}
    own_column = reader.has("product.version")
    products = reader.names(rows.chunk, "product.name", values.parse_text)
    versions = reader.read(rows.chunk, "product.version", values.parse_name)
    known: dict[tuple[tuple[str, ...], str | None], tuple[str | None, str | None]] = {((), None): (None, None)}
    for at, pair in enumerate(zip(products, versions, strict=True)):
        if pair not in known:
            known[pair] = _mention_products(reader, pair, rows.at(at), own_column=own_column)
    found = [known[pair] for pair in zip(products, versions, strict=True)]
    return {"products": [one for one, _ in found], "runs_on": [one for _, one in found]}


def _mention_products(
    reader: Reader, pair: tuple[tuple[str, ...], str | None], at: tuple[int, int], *, own_column: bool
) -> tuple[str | None, str | None]:
    products, versions = [], []
    for text in pair[0]:
        name, version = (text, pair[1] if len(pair[0]) == 1 else None) if own_column else split_version(text)
        product = reader.mentions.name("product", name, at)
        products.append(product)
        if version:
            key = f"{name_key(name)}@{name_key(version)}"
            versions.append(reader.mentions.add("product_version", key, {"product": product, "name": version}, at))
    return array_text(dict.fromkeys(products)) if products else None, array_text(versions) if versions else None


@lru_cache(maxsize=20_000)
def split_version(text: str) -> tuple[str, str | None]:
    """A product and the version behind its name: "Oracle Database 19c", "Windows Server 2016 R2"."""
    match = _VERSION.match(text)
    if match is None or match[2].lower() in _NO_VERSION:
        return text, None
    return match[1].rstrip(" ,-"), match[2]


def read_contracts(reader: Reader, rows: Rows) -> dict[str, Texts]:
    """The contract of each row: by its number, or a nameless one of the application where only facts are stated."""
    facts = {
        name: reader.read(rows.chunk, f"contract.{name}") for name in _CONTRACT_FACTS if reader.has(f"contract.{name}")
    }
    if reader.has("contract.annual_value"):
        least, most = reader.interval(rows.chunk, "contract.annual_value")
        facts["annual_value_min"], facts["annual_value_max"] = least, most
        shown = reader.currencies(rows.chunk, "contract.annual_value")
        stated = [one or other for one, other in zip(least, most, strict=True)]
        facts.setdefault("currency", [code if value else None for code, value in zip(shown, stated, strict=True)])
    if reader.has("contract.supplier"):
        facts["supplier"] = reader.mention(rows.chunk, "contract.supplier", "supplier", parse_supplier)
    if reader.has("contract.framework"):
        facts["framework"] = reader.mention(rows.chunk, "contract.framework", "contract")
    if not facts and not reader.has("contract.name"):
        return {}
    numbers = reader.read(rows.chunk, "contract.name", values.parse_name)
    found: Texts = []
    columns = list(facts.values())
    for at, number in enumerate(numbers):
        fields = {name: column[at] for name, column in zip(facts, columns, strict=True) if column[at] is not None}
        if number is None and not fields:
            found.append(None)
            continue
        key = name_key(number) if number else f"{rows.keys[at]}|contract"
        stated = {"name": number or f"Contract {rows.names[at]}", "organisation": reader.context.organisation, **fields}
        found.append(array_text([reader.mentions.add("contract", key, stated, rows.at(at))]))
    return {"contracts": found}


def read_services(reader: Reader, rows: Rows) -> Iterator[Batch]:
    """The cloud services that the applications lean on, and the dependencies themselves."""
    depends: list[tuple[str, str, int, str | None]] = []
    if reader.has("platform"):
        for at, names in enumerate(reader.names(rows.chunk, "platform", values.parse_text)):
            depends += [(rows.keys[at], _mention_platform(reader, name, rows.at(at)), at, "paas") for name in names]
    if reader.has("hosting.service") or any(reader.has(f"hosting.{name}") for name in _SERVICE_FACTS):
        depends += _hosting(reader, rows)
    if not depends:
        return
    ids = dict(zip(rows.keys, rows.ids, strict=True))
    services = [reader.mentions.id_of("cloud_service", service) for _, service, _, _ in depends]
    yield Batch(
        "dependency",
        ("application", "on_service", "layer", "status"),
        [f"{key}->{service}" for key, service, _, _ in depends],
        [rows.chunk.numbers[at] for _, _, at, _ in depends],
        [
            [ids[key] for key, _, _, _ in depends],
            services,
            [layer for *_, layer in depends],
            ["declared"] * len(depends),
        ],
        rows.chunk.sheet,
    )


def _mention_platform(reader: Reader, text: str, at: tuple[int, int]) -> str:
    """A shared platform; the last name in brackets behind it provides it: "StandaardPlatform (BZK/Logius)"."""
    fields: dict[str, str | None] = {"name": text}
    if bracket := re.search(r"\(([^()]+)\)\s*$", text):
        provider = bracket[1].split("/")[-1].strip()
        fields["supplier"] = reader.mentions.name("supplier", provider, at)
    key = f"|{name_key(text)}"
    reader.mentions.add("cloud_service", key, fields, at)
    return key


def _hosting(reader: Reader, rows: Rows) -> Iterator[tuple[str, str, int, str | None]]:
    """Application key, service key, place and layer for each row that states a service or facts about its hosting."""
    chunk = rows.chunk
    facts = {name: reader.read(chunk, f"hosting.{name}") for name in _SERVICE_FACTS if reader.has(f"hosting.{name}")}
    services = reader.read(chunk, "hosting.service", values.parse_name)
    providers = reader.names(chunk, "application.hosting", parse_supplier)
    columns = list(facts.values())
    for at, service in enumerate(services):
        stated = {name: column[at] for name, column in zip(facts, columns, strict=True) if column[at] is not None}
        if service is None and not stated:
            continue
        provider = providers[at][0] if len(providers[at]) == 1 else None
        fields: dict[str, str | None] = dict(stated)
        if provider:
            fields["supplier"] = reader.mentions.name("supplier", provider, rows.at(at))
        if service:
            key = f"{company_key(provider) if provider else ''}|{name_key(service)}"
            fields["name"] = service
        else:
            key = f"{rows.keys[at]}|hosting"
            fields["name"] = f"{provider or 'Hosting'} – {rows.names[at]}"
            fields["client"] = rows.owners[at]
        reader.mentions.add("cloud_service", key, fields, rows.at(at))
        yield rows.keys[at], key, at, stated.get("service_model")


def read_costs(reader: Reader, rows: Rows) -> Iterator[Batch]:
    """What each application costs, where an amount is stated."""
    if not reader.has("cost.amount"):
        return
    least, most = reader.interval(rows.chunk, "cost.amount")
    currency = reader.currencies(rows.chunk, "cost.amount")
    facts = {name: reader.read(rows.chunk, f"cost.{name}") for name in _COST_FACTS if reader.has(f"cost.{name}")}
    heading = reader.columns.headings.get(reader.columns.by_target.get("cost.amount", -1), "")
    if "year" not in facts and (year := year_in(heading)):
        facts["year"] = [year] * len(rows.keys)
    kept = [at for at in range(len(rows.keys)) if least[at] is not None or most[at] is not None]
    columns = [rows.ids, *facts.values(), least, most, currency]
    if kept:
        yield Batch(
            "cost",
            ("application", *facts, "amount_min", "amount_max", "currency"),
            ["|".join([rows.keys[at], *(column[at] or "" for column in facts.values())]) for at in kept],
            [rows.chunk.numbers[at] for at in kept],
            [[column[at] for at in kept] for column in columns],
            rows.chunk.sheet,
        )
