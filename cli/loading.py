"""What a new register starts with."""

from cli.settings import Settings


def load_reference(url: str) -> None:
    """Bring in the ministries, code lists and policies of this version; again changes nothing."""


def load_samples(url: str, settings: Settings) -> None:
    """Import the sample inventories; the same files again change nothing."""
