"""What can go wrong, drawn as a tree. The docstring is the sentence shown; `status` is the HTTP status that fits.

RegisterError
├── NotFound (404)
├── InvalidInput (400)
│   └── InvalidFields
├── Conflict (409)
│   ├── ImportStateError
│   └── StalePlan
├── PreconditionFailed (412)
└── PreconditionRequired (428)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class RegisterError(Exception):
    """Er ging iets mis."""

    status: ClassVar[int] = 500
    english: ClassVar[str] = "Something went wrong."

    @property
    def sentence(self) -> str:
        """The sentence in Dutch."""
        return (self.__doc__ or "").format(*self.args)

    @property
    def sentence_en(self) -> str:
        """The sentence in English."""
        return self.english.format(*self.args)

    def __str__(self) -> str:
        return f"{self.sentence} / {self.sentence_en}"


class NotFound(RegisterError):
    """{0} is niet gevonden."""

    status = 404
    english = "{0} was not found."


class DecisionNotFound(NotFound):
    """Beslissing {0} is niet gevonden."""

    english = "Decision {0} was not found."


class InvalidInput(RegisterError):
    """{0}"""  # noqa: D400 - the whole sentence is given

    status = 400
    english = "{1}"


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field, by JSON key, as a sentence in Dutch and in English."""

    field: str
    nl: str
    en: str


class InvalidFields(InvalidInput):
    """Deze gegevens kloppen niet: {0}"""  # noqa: D400 - the sentences of the fields follow

    english = "These values are not right: {1}"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        dutch = " ".join(f"{problem.field}: {problem.nl}" for problem in problems)
        super().__init__(dutch, " ".join(f"{problem.field}: {problem.en}" for problem in problems))
        self.problems = tuple(problems)


class Conflict(RegisterError):
    """Dit kan nu niet, omdat er intussen iets anders is veranderd."""

    status = 409
    english = "This is not possible now, because something else changed meanwhile."


_STATES = {
    "received": ("wacht op lezen", "waits to be read"),
    "reading": ("wordt gelezen", "is being read"),
    "previewed": ("is voorvertoond", "has been previewed"),
    "applying": ("wordt toegepast", "is being applied"),
    "applied": ("is al toegepast", "has been applied already"),
    "undoing": ("wordt teruggedraaid", "is being undone"),
    "undone": ("is teruggedraaid", "has been undone"),
    "cancelled": ("is geannuleerd", "has been cancelled"),
    "failed": ("is mislukt", "has failed"),
}


class ImportStateError(Conflict):
    """Dit kan nu niet met import {0}: die {1}."""

    english = "This is not possible now with import {0}: it {1}."

    @property
    def sentence(self) -> str:
        """The sentence in Dutch."""
        return (self.__doc__ or "").format(self.args[0], self._state()[0])

    @property
    def sentence_en(self) -> str:
        """The sentence in English."""
        return self.english.format(self.args[0], self._state()[1])

    def _state(self) -> tuple[str, str]:
        return _STATES.get(self.args[1], ("is er niet", "is not there"))


class StalePlan(Conflict):
    """Het register is veranderd sinds deze voorvertoning. De voorvertoning is vernieuwd: bekijk het plan nog eens."""

    english = "The register changed since this preview. The preview has been renewed: please look at the plan again."


class PreconditionFailed(RegisterError):
    """Dit gegeven is intussen door iemand anders gewijzigd. Haal het opnieuw op en probeer het nog eens."""

    status = 412
    english = "Somebody else changed this meanwhile. Fetch it again and retry."


class PreconditionRequired(RegisterError):
    """Stuur de kop If-Match mee met de ETag die u het laatst ontving."""

    status = 428
    english = "Send the header If-Match with the ETag that you received last."
