"""Make the sample inventories and the truth about them: `python -m samples.generate [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.making.inventories import (
    belastingdienst,
    bzk,
    duo,
    jenv,
    leveranciers,
    lives,
    rekenkamer,
    rws,
    ssc_ict,
    vws,
)
from samples.making.sheets import Inventory
from samples.making.truth import write_truth
from samples.making.writing import write

HERE = Path(__file__).parent


def inventories() -> list[Inventory]:
    """All inventories, in the order in which they are loaded; later deliveries last."""
    return [
        leveranciers.make(),
        bzk.make(),
        belastingdienst.make(),
        vws.make(),
        rws.make(),
        jenv.make(),
        ssc_ict.make(),
        duo.make(),
        rekenkamer.make(),
        *lives.make(),
        belastingdienst.make_later(),
        ssc_ict.make_later(),
    ]


def generate(folder: Path = HERE) -> None:
    """Write every inventory under `folder/inventories`, and the manifest and the truth beside it."""
    made = inventories()
    for inventory in made:
        write(inventory, folder / "inventories")
    write_truth(made, folder)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
