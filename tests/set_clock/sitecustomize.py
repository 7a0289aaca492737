"""Sleeping while the clock is set: imported by every Python that starts with this folder on its path (tests/conditions.py).

`time.sleep` waits until a moment on the monotonic clock, which libfaketime 0.9 refuses as an invalid argument where it leaves
that clock alone; a wait for nothing to be read sleeps as long.
"""

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """As `time.sleep`."""
    if float(seconds) < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], float(seconds))


time.sleep = sleep
