"""What a row about an application states of other things: vendor facts, products, contract, hosting and costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from importers.cells import Chunk
from importers.reader import Reader, Texts
from importers.supplier_names import parse_party, parse_supplier
from importers.versions import split_version
from importers.vocabulary import year_in
from registry import values
from registry.names import company_key, name_key
from registry.staging import Batch, array_text

_CONTRACT_FACTS = ("title", "kind", "state", "starts", "ends", "notice_days", "renewal", "exit_days", "currency")
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


def read_biv(reader: Reader, chunk: Chunk) -> dict[str, Texts]:
    """The three levels in cells such as "H-M-L", "2/3/3" or "HML"."""
    found = reader.read(chunk, "application.biv", _parse_biv)
    parse = values.code_parser("biv")
    levels = {text: [parse(letter).text for letter in text.split("|")] for text in set(found) if text}
    names = ("availability", "integrity", "confidentiality")
    return {name: [levels[text][at] if text else None for text in found] for at, name in enumerate(names)}


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


def read_contracts(reader: Reader, rows: Rows) -> dict[str, Texts]:
    """The contract of each row: by its number, or a nameless one of the application where only facts are stated."""
    facts = {
        name: reader.read(rows.chunk, f"contract.{name}") for name in _CONTRACT_FACTS if reader.has(f"contract.{name}")
    }
    if reader.has("contract.annual_value"):
        least, most = reader.interval(rows.chunk, "contract.annual_value")
        facts["annual_value_min"], facts["annual_value_max"] = least, most
        shown = reader.currencies(rows.chunk, "contract.annual_value")
        either = [one or other for one, other in zip(least, most, strict=True)]
        facts.setdefault("currency", [code if value else None for code, value in zip(shown, either, strict=True)])
    if reader.has("contract.supplier"):
        facts["supplier"] = reader.mention(rows.chunk, "contract.supplier", "supplier", parse_party)
    if reader.has("contract.framework"):
        facts["framework"] = reader.mention(rows.chunk, "contract.framework", "contract")
    if not facts and not reader.has("contract.name"):
        return {}
    numbers = reader.read(rows.chunk, "contract.name", values.parse_name)
    known: dict[tuple[str | None, ...], str | None] = {(None,) * (len(facts) + 1): None}
    found: Texts = []
    for at, stated in enumerate(zip(numbers, *facts.values(), strict=True)):
        # Facts without a number are about the row's own contract, whoever else states the same.
        if stated not in known or (stated[0] is None and known[stated] is not None):
            key = name_key(stated[0]) if stated[0] else f"{rows.keys[at]}|contract"
            fields = dict(zip(facts, stated[1:], strict=True))
            fields |= {"name": stated[0] or f"Contract {rows.names[at]}", "organisation": reader.context.organisation}
            known[stated] = array_text([reader.mentions.add("contract", key, fields, rows.at(at))])
        found.append(known[stated])
    return {"contracts": found}


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
    columns: list[Sequence[str | None]] = [rows.ids, *facts.values(), least, most, currency]
    if kept:
        yield Batch(
            "cost",
            ("application", *facts, "amount_min", "amount_max", "currency"),
            ["|".join([rows.keys[at], *(column[at] or "" for column in facts.values())]) for at in kept],
            [rows.chunk.numbers[at] for at in kept],
            [[column[at] for at in kept] for column in columns],
            rows.chunk.sheet,
        )
