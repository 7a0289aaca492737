"""What came of one attempt to deliver a message, the same for every channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Outcome = Literal["delivered", "retry", "gone", "refused", "bounced"]
EXCERPT = 500


class Reason(NamedTuple):
    """Why it did not arrive, in a sentence for a person."""

    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One attempt: delivered; retry (later); gone (never again); refused (by us, not sent); bounced (no such address).

    `status` is the code that the other side gave, `text` the beginning of what it said, `retry_after` the seconds that it
    asks to wait.
    """

    outcome: Outcome
    milliseconds: int
    status: int | None = None
    text: str = ""
    reason: Reason | None = None
    retry_after: float | None = None

    @property
    def told(self) -> str:
        """What is kept of it: the reason in Dutch and English, and below it what the other side said."""
        why = f"{self.reason.nl} / {self.reason.en}" if self.reason else ""
        return "\n".join(part for part in (why, self.text) if part)


def excerpt(answer: bytes) -> str:
    """The first characters of what the other side said, fit to be kept and shown: no control characters."""
    text = answer[: 4 * EXCERPT].decode("utf-8", errors="replace")[:EXCERPT]
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text).strip()
