"""What each kind of record is called and is, in the Dutch of the document."""

from __future__ import annotations

from typing import NamedTuple

from registry.kinds import KINDS, Kind


class Words(NamedTuple):
    """The plural of a kind, and a sentence that says what one is."""

    plural: str
    about: str


WORDS = {
    "organisation": Words("Organisaties", "Een organisatie van de (Rijks)overheid."),
    "organisation_relation": Words(
        "Betrekkingen tussen organisaties", "Wat twee organisaties een tijd bindt: onderdeel, ministerie, opvolging."
    ),
    "supplier": Words(
        "Leveranciers",
        "Een rechtspersoon die levert. De herkomst volgt uit wie de eigenaren zijn; landen als ISO 3166-1 alpha-2.",
    ),
    "ownership": Words(
        "Eigendom van leveranciers", "Van wie een leverancier is: op welke grond, voor welk deel (procent) en wanneer."
    ),
    "product": Words(
        "Producten",
        "Wat onder een naam wordt verkocht of uitgegeven: een pakket, database, besturingssysteem of clouddienst.",
    ),
    "product_version": Words(
        "Productversies", "Een uitgave van een product zoals bronnen haar noemen (2016, 19c, 8.2)."
    ),
    "lifecycle_date": Words(
        "Levenscyclusdatums", "Een uitspraak over een productversie: wat er wanneer gebeurt, zoals de bron het zegt."
    ),
    "application": Words("Applicaties", "Een systeem dat bij een organisatie in gebruik is."),
    "cloud_service": Words("Clouddiensten", "Een dienst uit de cloud; landen als ISO 3166-1 alpha-2."),
    "dependency": Words(
        "Afhankelijkheden",
        "Een applicatie of dienst die op een dienst leunt. Ook in een kring: dat zegt iets over leveranciers.",
    ),
    "chain_statement": Words(
        "Uitspraken over ketens",
        "Hoe volledig en hoe diep de keten van onderleveranciers van een dienst is opgegeven, en wie dat heeft geaccepteerd.",
    ),
    "contract": Words(
        "Contracten",
        "Een overeenkomst van een organisatie met een leverancier. De jaarwaarde is een interval: vanaf en tot.",
    ),
    "cost": Words(
        "Kosten", "Wat iets in een jaar kost of kostte, in een boekhoudstelsel. Stelsels worden nooit opgeteld."
    ),
    "budget_node": Words(
        "Begrotingsposten",
        "Een hoofdstuk, artikel of lager deel van de begroting van een jaar; codes en namen gelden per jaar.",
    ),
    "policy_goal": Words("Beleidsdoelen", "Een beleidsdoel waarvoor een begrotingspost betaalt."),
    "application_support": Words(
        "Bijdragen aan beleidsdoelen",
        "Het deel (procent) van een applicatie dat een beleidsdoel dient; samen hoogstens 100, de rest is niet toegerekend.",
    ),
    "application_phase": Words(
        "Levensfasen van applicaties",
        "Een stap in het leven van een applicatie: wanneer gepland, en wanneer werkelijk.",
    ),
    "assessment": Words(
        "Toetsen",
        "Wat getoetst, getest, beoordeeld of gemeld is, en tot wanneer dat geldt; zonder dag zo lang als gebruikelijk.",
    ),
    "finding": Words(
        "Bevindingen", "Een tekortkoming of kwetsbaarheid die openstaat vanaf een dag tot zij gesloten is."
    ),
    "support_purchase": Words(
        "Gekochte verlengde ondersteuning",
        "Betaalde verlengde ondersteuning van een organisatie: alleen dan telt die, voor alles of voor een applicatie.",
    ),
}
"""The kinds of record that have an address of their own."""

OTHERS = {"organisation_name": "Een naam die een organisatie een tijd droeg."}
"""What the other kinds are that are shown."""


def served_kinds() -> list[Kind]:
    """The kinds of record that have an address of their own."""
    return [KINDS[name] for name in WORDS]


def about(kind: Kind) -> str:
    """A sentence that says what a record of this kind is."""
    return WORDS[kind.name].about if kind.name in WORDS else OTHERS[kind.name]
