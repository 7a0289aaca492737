"""Where public data and the standards lie: beside the project, or where `LANDSCHAP_DATA` says."""

import os
from pathlib import Path

DATA = Path(os.environ.get("LANDSCHAP_DATA", Path(__file__).parents[3] / "shared" / "data"))
STANDARDS = DATA.parent / "standards"
