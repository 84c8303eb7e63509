"""Two real elections whole, from their original files: Peru 2021 and New York 2016, step by step.

The data is public and not in the repository; without it beside this repository the benchmark says so.
"""

import datetime
import os
import tempfile
import time
from pathlib import Path

from testigo.acts.new_operation import DATA_STEPS, Choices
from testigo.acts.operation import Operation

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
DAY = datetime.date(2026, 1, 2)
ELECTIONS = {"peru-2021": "peru-2021", "new-york-2016": "us-ny-2016"}
LIMIT_SECONDS = 60


def run() -> None:
    """Print how long each step takes, and the whole beside its limit."""
    for example, folder in ELECTIONS.items():
        data = DATA / folder
        if not data.is_dir():
            print(f"{example}: its data is not beside this repository")
            continue
        with tempfile.TemporaryDirectory() as made:
            measure(Choices(Path(made) / "operation", example, False, None, DAY, data))


def measure(choices: Choices) -> None:
    begun = time.perf_counter()
    for step in DATA_STEPS:
        before = time.perf_counter()
        step(choices, os.urandom)
        print(f"{choices.example}, {step.__name__}: {time.perf_counter() - before:.2f} s")
    before = time.perf_counter()
    snapshot = Operation(choices.folder).snapshot()
    readings = sum(frame.height for frame in snapshot.evidence.readings.values())
    print(f"{choices.example}, derive {readings:,} readings: {time.perf_counter() - before:.2f} s")
    print(f"{choices.example}, whole: {time.perf_counter() - begun:.1f} s, limit {LIMIT_SECONDS} s")


if __name__ == "__main__":
    run()
