"""What the weights of `matching.yaml` would be by logistic regression on the tune split, held to the present weights.

`python -m benchmarks.matching.fit` prints per feature how often it was found in pairs of one group and of two, its weight and
the fitted one. A person rounds them, or leaves them: a feature that was hardly seen stays what it was set to.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from benchmarks.matching.golden_pairs import golden
from registry.company_names import normalise
from registry.comparing import features
from registry.comparing.rules import FEATURES, START

STEPS, RATE, HOLD = 4000, 0.02, 0.05


def fitted(rows: list[tuple[tuple[str, ...], bool]]) -> dict[str, float]:
    """Weights that make the labels likeliest, where each costs something to move away from what it is."""
    weights: dict[str, float] = {code: feature.weight for code, feature in FEATURES.items()}
    for _ in range(STEPS):
        slope: defaultdict[str, float] = defaultdict(float)
        for codes, same in rows:
            total = START + sum(weights[code] for code in codes)
            missed = same - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            for code in codes:
                slope[code] += missed
        for code, amount in slope.items():
            weights[code] += RATE * (amount - HOLD * (weights[code] - FEATURES[code].weight))
    return weights


def main() -> None:
    """Print the features of the tune split."""
    rows = [(features(normalise(p.a), normalise(p.b)), p.same_group) for p in golden() if p.split == "tune"]
    found = fitted(rows)
    same = Counter(code for codes, label in rows if label for code in codes)
    other = Counter(code for codes, label in rows if not label for code in codes)
    print(f"{'feature':20} {'same':>5} {'other':>5} {'weight':>7} {'fitted':>7}")
    for code, feature in FEATURES.items():
        if same[code] + other[code]:
            print(f"{code:20} {same[code]:5} {other[code]:5} {feature.weight:7.1f} {found[code]:7.1f}")


if __name__ == "__main__":
    main()
