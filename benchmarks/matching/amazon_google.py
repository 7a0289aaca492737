"""Amazon-Google software products (Leipzig; Köpcke, Thor, Rahm): which offers of two shops are one product.

What is learned and measured stands in `amazon_google_training`; it needs scikit-learn, which the register itself does not.
"""

from __future__ import annotations

import importlib
import importlib.util

from benchmarks.matching import DATA, Line, skipped

FOLDER = DATA / "matching" / "amazon-google-software"
NAME = "Amazon-Google software, test"


def measure() -> list[Line]:
    """Our models and plain token_set beside them, where the pairs and scikit-learn are there."""
    if not FOLDER.is_dir():
        return [skipped(NAME, f"{FOLDER.name} is not there")]
    if importlib.util.find_spec("sklearn") is None:
        return [skipped(NAME, "scikit-learn is not installed")]
    found: list[Line] = importlib.import_module("benchmarks.matching.amazon_google_training").measure()
    return found
