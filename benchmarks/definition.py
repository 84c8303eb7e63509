"""Loading and checking a definition of 1,000,000 polling stations, beside bare readers of the same CSV.

Limits: under 20 s and 2 GiB. Each measurement runs in a process of its own, so that its peak memory is its
own; the bare readers only parse, they check nothing.
"""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import keep

STATIONS = 1_000_000
STATES, TOWNS = 50, 100

ELECTION = b"""
origin = "example.org/large"
date = 2030-01-06
time_zone = "UTC"
languages = ["es", "en"]
levels = ["country", "state", "town"]
drill = true
name = "A large country"
place = "A large country"
[policy]
sufficient = ["two persons"]
"""


def definition() -> Mapping[str, bytes]:
    """Return the files of an invented country: 50 states, 5,000 towns, 1,000,000 stations."""
    jurisdictions = ["jurisdiction,parent,level,name,frame,stations,registered_voters,source"]
    jurisdictions.append("X,,1,X,declared,1200000,900000000,invented")
    stations = ["station,polling_place,jurisdiction,stratum,registered_voters"]
    per_town = STATIONS // (STATES * TOWNS)
    for state in range(STATES):
        jurisdictions.append(f"{state:02d},X,2,State {state},unknown,,,")
        for town in range(TOWNS):
            code = f"{state:02d}{town:03d}"
            jurisdictions.append(f"{code},{state:02d},3,Town {code},listed,,,")
            for number in range(per_town):
                place = f"{code}{number // 4:04d}"
                stations.append(f"{place}.{number % 4:02d},{place},{code},{state:02d},{number + 300}")
    return {
        "election.toml": ELECTION,
        "jurisdictions.csv": "\n".join(jurisdictions).encode(),
        "stations.csv": "\n".join(stations).encode(),
        "contests.csv": b"contest,name,form,blank_votes,null_votes\np,President,form,valid,not valid\n",
        "options.csv": b"contest,option,name\np,a,A\np,b,B\n",
        "ballots.csv": b"contest,place,stratum\np,X,\n",
    }


MEASURED = {
    "testigo load and check": "from testigo.election.load import check, read_folder\n"
    "election, warnings = check(read_folder(folder))\n"
    "assert election.stations.height == 1_000_000",
    "bare polars read_csv": "import polars\npolars.read_csv(folder / 'stations.csv', infer_schema=False)",
    "bare pandas read_csv": "import pandas\npandas.read_csv(folder / 'stations.csv', dtype=str)",
}
TIMED = """
import resource, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
{imports}
begun = time.perf_counter()
{work}
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run() -> None:
    """Print seconds, peak memory and the ratio to the bare readers."""
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        for name, content in definition().items():
            Path(folder, name).write_bytes(content)
        print(f"definition of {STATIONS:,} stations, written in {time.perf_counter() - begun:.1f} s")
        seconds: dict[str, float] = {}
        for name, work in MEASURED.items():
            seconds[name], memory = _measure(work, folder)
            print(f"  {name:<26}{seconds[name]:8.2f} s{memory:10,.0f} MiB at its peak")
    ours = seconds.pop("testigo load and check")
    for name, theirs in seconds.items():
        print(f"  ratio to {name}: {ours / theirs:.1f}")
        keep("definition", f"load and check to {name}", ours / theirs)
    print("  limit: 20 s, 2,048 MiB")


def _measure(work: str, folder: str) -> tuple[float, float]:
    first, *rest = work.split("\n")
    script = TIMED.format(imports=first, work="\n".join(rest))
    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


if __name__ == "__main__":
    run()
