"""Models over `amazon_google_features`: trained on train, their threshold chosen on validation, measured on test.

Boosted and randomised trees with fixed seeds. "Pairs alone" sees the two offers; the other also sees how near they are among all
offers of both shops, which a register that holds both lists knows too. No model sees a label of test or of validation.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline

from benchmarks.matching import Line, harmonic
from benchmarks.matching.amazon_google import FOLDER, NAME
from benchmarks.matching.amazon_google_features import Features, Offer

AIM = "F1 0.75"
SEEDS = range(5)
_OFFER = re.compile(r"COL title VAL (.*?) COL manufacturer VAL (.*?) COL price VAL (.*)")

Pairs = list[tuple[Offer, Offer]]


def measure() -> list[Line]:
    """Ours twice, and plain token_set beside it, each with its threshold from the validation split."""
    splits = {split: _read(split) for split in ("train", "valid", "test")}
    lines = [
        _line("landschap, pairs alone", splits, _scores(splits, ranks=False)),
        _line("landschap, among all offers", splits, _scores(splits, ranks=True), aim=AIM),
    ]
    plain = {split: [fuzz.token_set_ratio(a.title, b.title) for a, b in pairs] for split, (pairs, _) in splits.items()}
    return [*lines, _line("token_set", splits, plain)]


Split = tuple[Pairs, list[bool]]


def _read(split: str) -> Split:
    """The pairs of a split, and which of them are one product."""
    pairs, labels = Pairs(), list[bool]()
    for line in (FOLDER / f"{split}.txt").read_text(encoding="utf-8").splitlines():
        left, right, label = line.split("\t")
        pairs.append((_offer(left), _offer(right)))
        labels.append(label == "1")
    return pairs, labels


def _offer(text: str) -> Offer:
    found = _OFFER.fullmatch(text.strip() + " ")
    if found is None:
        raise ValueError(text)
    return Offer(*(part.strip() for part in found.groups()))


def _table(name: str) -> set[Offer]:
    with (FOLDER / f"table_{name}.csv").open(encoding="utf-8", newline="") as file:
        return {Offer(row["title"], row["manufacturer"], row["price"]) for row in csv.DictReader(file)}


def _scores(splits: dict[str, Split], *, ranks: bool) -> dict[str, Sequence[float]]:
    """How likely each pair of validation and test is one product, by models that saw train."""
    listed = [pair for pairs, _ in splits.values() for pair in pairs]
    left, right = {a for a, _ in listed} | _table("amazon"), {b for _, b in listed} | _table("google")
    features = Features(left, right, ranks=ranks)
    tables = {split: features.table(pairs) for split, (pairs, _) in splits.items()}
    models = _models(tables["train"], splits["train"][1])
    return {
        split: sum(weight * model.predict_proba(tables[split])[:, 1] for weight, model in models)
        for split in ("valid", "test")
    }


def _models(table: Any, labels: list[bool]) -> list[tuple[float, Any]]:
    """Boosted and randomised trees, half and half."""
    boosted = [
        HistGradientBoostingClassifier(
            max_iter=300,
            learning_rate=0.04,
            max_leaf_nodes=15,
            min_samples_leaf=15,
            l2_regularization=3.0,
            max_features=0.3,
            early_stopping=False,
            random_state=seed,
        )
        for seed in SEEDS
    ]
    trees = ExtraTreesClassifier(400, min_samples_leaf=2, max_features=0.3, random_state=0, n_jobs=2)
    randomised = make_pipeline(SimpleImputer(strategy="constant", fill_value=-9.0), trees)
    models = [*((0.5 / len(SEEDS), model) for model in boosted), (0.5, randomised)]
    for _, model in models:
        model.fit(table, labels)
    return models


def _line(method: str, splits: dict[str, Split], scores: Mapping[str, Sequence[float]], aim: str = "") -> Line:
    """The test split at the threshold that is best on the validation split."""
    validation = splits["valid"][1]
    least = max(sorted(set(scores["valid"])), key=lambda score: _rates(validation, scores["valid"], score)[2])
    precision, recall, f1 = _rates(splits["test"][1], scores["test"], least)
    pairs, labels = splits["test"]
    told = zip(pairs, labels, scores["test"], strict=True)
    errors = tuple(f"{a.title} | {b.title}: {label} {s:.2f}" for (a, b), label, s in told if (s >= least) != label)
    note = f"threshold {least:.3f}; F1 on validation {_rates(validation, scores['valid'], least)[2]:.3f}"
    return Line(NAME, method, len(labels), precision, recall, f1, note=note, aim=aim, errors=errors)


def _rates(labels: Sequence[bool], scores: Sequence[float], least: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of what scores at least so much."""
    said = sum(score >= least for score in scores)
    right = sum(label and score >= least for label, score in zip(labels, scores, strict=True))
    precision, recall = right / max(said, 1), right / max(sum(labels), 1)
    return precision, recall, harmonic(precision, recall)
