"""Package URLs (purl) and CPE names: what of them is about the product, whatever its version. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

GENERIC = "pkg:generic/"
"""Package URLs of this type are made up by who writes them, and identify nothing by themselves."""


def product_purl(purl: str) -> str | None:
    """A package URL without version, qualifiers and subpath; None where it is none."""
    text = purl.strip().replace("/@", "/%40")
    found = re.match(r"pkg:[a-zA-Z][\w.+-]*/[^@?#]+", text)
    return found[0].rstrip("/") if found else None


def name_in_purl(purl: str) -> str:
    """The name of the package, as people write it."""
    return unquote((product_purl(purl) or purl).rsplit("/", 1)[-1])


def product_cpe(cpe: str) -> str | None:
    """A CPE name up to its product: "cpe:2.3:a:postgresql:postgresql"; None where it is none, or names no product."""
    parts = re.split(r"(?<!\\):", cpe.strip())
    kept = (
        5 if parts[:2] == ["cpe", "2.3"] else 4 if parts[0] == "cpe" and parts[1:2] and parts[1].startswith("/") else 0
    )
    if not kept or len(parts) < kept or parts[kept - 1] in {"", "*", "-"}:
        return None
    return ":".join(parts[:kept])
