"""Problematic legacy and the technical debt ratio, with what is unknown as an interval. Pure.

Legacy is problematic when a system can no longer reasonably be maintained, adapted or kept secure (Adviescollege
ICT-toetsing). The ratio is the sum of weight times debt over the sum of weight; debts are percentages (0-100).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from registry.codes import load_data

NORM = Decimal(str(load_data("lifecycle")["technical_debt_norm"]))
"""The technical debt (percent) that a portfolio should stay below."""

FULL = Decimal(100)


def is_problematic(*, maintainable: bool | None, adaptable: bool | None, securable: bool | None) -> bool | None:
    """Whether it is problematic legacy: any test failed, all passed, or (None) not known."""
    tests = (maintainable, adaptable, securable)
    if False in tests:
        return True
    return None if None in tests else False


@dataclass(frozen=True)
class Debts:
    """What is known of the debts of some applications, in units of weight.

    `weighted` is the sum of weight times debt, `weight` the weight of those whose debt is known, `weight_without_debt` that
    of the others; `without_weight` counts applications that cannot count because nobody stated their weight.
    """

    weighted: Decimal = Decimal(0)
    weight: Decimal = Decimal(0)
    weight_without_debt: Decimal = Decimal(0)
    without_weight: int = 0


@dataclass(frozen=True)
class Ratio:
    """The technical debt ratio in percent: at least, at most, and of what is known alone (None: nothing is known)."""

    low: Decimal | None
    high: Decimal | None
    known: Decimal | None

    @property
    def meets_norm(self) -> bool | None:
        """Whether it surely stays within the norm; None where what is unknown decides."""
        if self.low is None or self.high is None:
            return None
        if self.high <= NORM:
            return True
        return False if self.low > NORM else None


def ratio(debts: Debts) -> Ratio:
    """The ratio as an interval: an unknown debt is anything from nothing to all. An unknown weight is left out and told."""
    total = debts.weight + debts.weight_without_debt
    if not total:
        return Ratio(None, None, None)
    high = debts.weighted + FULL * debts.weight_without_debt
    known = debts.weighted / debts.weight if debts.weight else None
    return Ratio(debts.weighted / total, high / total, known)
