"""What the facts of some rows are about: applications, services, suppliers, products and contracts, as the rows name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from importers.cells import Chunk
from importers.reader import Reader, Texts
from importers.supplier_names import parse_supplier
from importers.versions import split_version
from registry import values
from registry.names import company_key, key_for, name_key
from registry.staging import ProblemFound

Pair = tuple[Texts, Texts]

# What an assessment is about where one column names it without saying whether that is an application, service or supplier.
_SUBJECTS = {
    "assurance_report": "supplier",
    "supplier_review": "supplier",
    "exit_plan": "service",
    "exit_plan_test": "service",
    "exit_plan_review": "service",
    "notification": "service",
    "cloud_policy": "organisation",
    "inventory_verification": "organisation",
}


class Subjects:
    """Reads what rows name; `written` keeps the names as they were written, by which rows are told apart."""

    def __init__(self, reader: Reader, chunk: Chunk) -> None:
        self.reader = reader
        self.chunk = chunk
        self.kind = reader.kind
        self.count = len(chunk.numbers)
        self.written: dict[str, Texts] = {}

    def read(self, fields: Sequence[str]) -> dict[str, Texts]:
        """Match ids by field, for those that the rows name; the organisation is the sender where a row names none."""
        readers: dict[str, Callable[[], Texts | None]] = {
            "application": self._applications,
            "service": self._services,
            "supplier": self._suppliers,
            "organisation": self._organisations,
            "contract": self._contracts,
        }
        found = {field: readers[field]() for field in fields}
        return {field: ids for field, ids in found.items() if ids is not None}

    def of_assessments(self, what: Texts) -> dict[str, Texts]:
        """What assessments are about, in columns of their own or in one column whose meaning follows from `what`."""
        found = self.read(("application", "service", "supplier", "organisation"))
        subjects = self._names("subject")
        if subjects is None:
            return found
        for at, name in enumerate(subjects):
            if name is not None and what[at] is not None:
                field = _SUBJECTS.get(what[at] or "", "application")
                found.setdefault(field, [None] * self.count)[at] = self._subject(field, at, name)
        return found

    def _subject(self, field: str, at: int, name: str) -> str:
        if field == "application":
            return self._application(at, name)
        if field == "service":
            return self._service(at, name)
        return self.reader.mentions.name(field, name, self._at(at, "subject"))

    def versions(self) -> Pair | None:
        """Products and release cycles: of two columns, or of one that holds both."""
        products = self._names("product")
        if products is None:
            products = self._names("product_version")
        if products is None:
            return None
        own = self.reader.has(f"{self.kind}.version")
        numbers = self._names("version") or [None] * self.count
        found: list[tuple[str | None, str | None]] = []
        for at, (product, number) in enumerate(zip(products, numbers, strict=True)):
            name, version = (product, number) if (own and number) or product is None else split_version(product)
            found.append(self._version(at, name, version) if name else (None, None))
        return [product for product, _ in found], [version for _, version in found]

    def tell_versions_missing(self, pair: Pair) -> None:
        """A fact of a release cycle that names the product alone leaves open which."""
        for number, product, version in zip(self.chunk.numbers, *pair, strict=True):
            if product is not None and version is None:
                self.reader.met.append(ProblemFound("version_missing", "warning", self.chunk.sheet, number))

    def _version(self, at: int, name: str, version: str | None) -> tuple[str, str | None]:
        where = self._at(at, "product")
        product = self.reader.mentions.name("product", name, where)
        if not version:
            return product, None
        stated = {"product": product, "name": version}
        key = f"{name_key(name)}@{name_key(version)}"
        return product, self.reader.mentions.add("product_version", key, stated, where[:2])

    def _names(self, name: str) -> Texts | None:
        """The names in a column; read once and kept."""
        target = f"{self.kind}.{name}"
        if name not in self.written and self.reader.has(target):
            self.written[name] = self.reader.read(self.chunk, target, values.parse_name)
        return self.written.get(name)

    def _at(self, at: int, name: str) -> tuple[int, int, int | None]:
        position = self.reader.columns.by_target.get(f"{self.kind}.{name}")
        return self.chunk.sheet, self.chunk.numbers[at], position

    def _by_key(self, name: str, kind: str) -> Texts | None:
        """Match ids of a column with the source's own keys."""
        keys = self._names(f"{name}_key")
        return keys and [None if key is None else self.reader.mentions.id_of(kind, key) for key in keys]

    def _applications(self) -> Texts | None:
        if (known := self._by_key("application", "application")) is not None:
            return known
        names = self._names("application")
        return names and [None if name is None else self._application(at, name) for at, name in enumerate(names)]

    def _application(self, at: int, name: str) -> str:
        """An application by its name and owner: without an owner it would be nobody's, and never the one that is known."""
        owner = next((text for text in (self._text(at, "owner"), self._text(at, "organisation")) if text), None)
        organisation = self.reader.context.organisation
        if owner is not None:
            organisation = self.reader.mentions.name("organisation", owner, self._at(at, "owner")[:2])
        parts = (key_for("application", name), key_for("organisation", owner or ""))
        stated = {"name": name, "owner": organisation}
        return self.reader.mentions.add("application", "|".join(parts).rstrip("|"), stated, self._at(at, "application"))

    def _services(self) -> Texts | None:
        if (known := self._by_key("service", "cloud_service")) is not None:
            return known
        names = self._names("service")
        return names and [None if name is None else self._service(at, name) for at, name in enumerate(names)]

    def _service(self, at: int, name: str) -> str:
        """A service by its name, with the supplier and client that the row names."""
        where, supplier, client = self._at(at, "service"), self._text(at, "supplier"), self._text(at, "client")
        stated: dict[str, str | None] = {"name": name}
        if supplier is not None:
            stated["supplier"] = self.reader.mentions.name("supplier", supplier, self._at(at, "supplier"))
        if client is not None:
            stated["client"] = self.reader.mentions.name("organisation", client, where[:2])
        key = f"{company_key(supplier) if supplier else ''}|{name_key(name)}"
        key += f"|{key_for('organisation', client)}" if client else ""
        return self.reader.mentions.add("cloud_service", key, stated, where)

    def _text(self, at: int, name: str) -> str | None:
        """What a row writes in another column: a supplier, client or owner."""
        names = self._supplier_names() if name == "supplier" else self._names(name)
        return names[at] if names else None

    def _supplier_names(self) -> Texts | None:
        """The one supplier that each row names, without what is written around it."""
        target = f"{self.kind}.supplier"
        if "supplier" not in self.written and self.reader.has(target):
            found = self.reader.names(self.chunk, target, parse_supplier, many=False)
            self.written["supplier"] = [names[0] if names else None for names in found]
        return self.written.get("supplier")

    def _suppliers(self) -> Texts | None:
        return self._mentioned("supplier", self._supplier_names())

    def _organisations(self) -> Texts:
        own = self.reader.context.organisation
        found = self._mentioned("organisation", self._names("organisation"))
        return [own] * self.count if found is None else [one or own for one in found]

    def _mentioned(self, kind: str, names: Texts | None) -> Texts | None:
        mention = self.reader.mentions.name
        return names and [name and mention(kind, name, self._at(at, kind)) for at, name in enumerate(names)]

    def _contracts(self) -> Texts | None:
        """Contracts of the sender by number."""
        numbers = self._names("contract")
        if numbers is None:
            return None
        own = self.reader.context.organisation
        return [
            number
            and self.reader.mentions.add(
                "contract", name_key(number), {"name": number, "organisation": own}, self._at(at, "contract")
            )
            for at, number in enumerate(numbers)
        ]
