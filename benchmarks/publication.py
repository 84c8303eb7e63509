"""How long a publication takes, beside the bare template engine and bare writes of the same bytes.

Every page in two languages of invented countries, written and listed by all cores, as `testigo publish` does;
then the unchanged second run. In one process: what a page costs beside rendering the same template again and
again with a context that is already there. A ratio is ours to theirs in the same run.
"""

import datetime
import os
import resource
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest.mock import patch

import polars as pl
from tests.keys import invented_names

from benchmarks.figures import keep
from testigo.columns import (
    CLAIMS,
    FINDINGS,
    Method,
    Provenance,
    conform,
    decisions_schema,
    empty,
    readings_schema,
)
from testigo.election.definition import Election
from testigo.election.load import load
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.publication import page_frame, station
from testigo.publication.cutting import shards
from testigo.publication.folders import Folders
from testigo.publication.imprint import Imprint
from testigo.publication.shard import site_of
from testigo.publication.source import source_of
from testigo.publication.station import station_pages
from testigo.publication.write import Order, write
from testigo.record.disclose import disclose
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence

SIZES = (10_000, 30_000)
LARGE = 300_000
"""Also measured where TESTIGO_BENCHMARK_LARGE is set: about 8 GB of pages."""
PAGES_AT_ONCE = 5_000
WRITES_LIMIT = 4.5
OPTIONS = 10
DAY = datetime.date(2030, 1, 7)


def run() -> None:
    """Print the times and ratios."""
    sizes = (*SIZES, LARGE) if os.environ.get("TESTIGO_BENCHMARK_LARGE") else SIZES
    print("stations  pages    whole run  pages/s  bare writes  ratio  second run  ms a station  peak memory")
    for size in sizes:
        whole(size)
    print("one process: ms a station's page / bare template / ratio")
    one_page()


def whole(size: int) -> None:
    """Measure a whole publication, an unchanged second run, and bare writes of the same bytes."""
    election, files, evidence = country(size)
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders(Path(folder) / "public", Path(folder) / "publications")

        def publish() -> None:
            write(folders, order(election, files, evidence), os.cpu_count() or 1, lambda *_: None)

        ours, second = timed(publish), timed(publish)
        pages, bare = bare_writes(Path(folder) / "bare", folders.public)
    print(
        f"{size:>8,}  {pages:>7,}  {ours:7.1f} s  {pages / ours:7,.0f}  {bare:9.1f} s  "
        f"{ours / bare:5.1f}  {second:8.1f} s  {1000 * ours / size:12.2f}  {peak_gibibytes():8.2f} GiB",
        flush=True,
    )
    keep("publication", f"{pages:,} pages, to bare writes", ours / bare, WRITES_LIMIT)


def order(election: Election, files: Mapping[str, bytes], evidence: Evidence) -> Order:
    """What `testigo publish` asks for, with a signature that costs nothing."""
    profiles = load_profiles(files, election)
    return Order(
        source=source_of(files, (), evidence, "key"),
        derive=lambda: derive(election, profiles, evidence),
        definition=files,
        day=DAY,
        signing_key="key",
        fingerprint="0" * 64,
        software="benchmark",
        check=lambda site, text: None,
        sign=lambda text: text.encode() + b"\n",
    )


def bare_writes(folder: Path, public: Path) -> tuple[int, float]:
    """Write every page again, one after the other, and wait for the disk; return pages and seconds.

    Pages are read a part at a time, outside of the time that is taken: all of a large country fill a memory.
    """
    seconds = 0.0
    paths = sorted(public.rglob("*.html"))
    for start in range(0, len(paths), PAGES_AT_ONCE):
        part = {path.relative_to(public): path.read_bytes() for path in paths[start : start + PAGES_AT_ONCE]}
        seconds += timed(lambda: write_pages(folder, part))  # noqa: B023
    return len(paths), seconds + timed(os.sync)


def write_pages(folder: Path, content: Mapping[Path, bytes]) -> None:
    """Write some pages below a folder."""
    for path, page in content.items():
        file = folder / path
        try:
            file.write_bytes(page)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page)


def peak_gibibytes() -> float:
    """Return the largest memory that this process had so far, and the largest of one that made pages."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) / (1 << 20)


def one_page() -> None:
    """Measure the pages of a thousand stations beside their template with a context already made."""
    election, files, evidence = country(1_000)
    snapshot: Snapshot = derive(election, load_profiles(files, election), evidence)
    site = site_of(snapshot, Imprint(1, DAY, None, "key", "0" * 64, "benchmark"))
    cut = list(shards(snapshot))
    kept: list[dict[str, object]] = []

    def remember(*arguments: object, **shown: object) -> page_frame.Page:
        kept.append(shown)
        return page_frame.page(*arguments, **shown)  # type: ignore[arg-type]

    with patch.object(station, "page", remember):
        pages = [made for shard in cut for made in station_pages(site, shard)]
    ours = timed(lambda: [made for shard in cut for made in station_pages(site, shard)]) / len(pages)
    bare = timed(
        lambda: [page_frame.page(site, "en", "x.html", "station.html", "x", **kept[0]) for _ in pages]
    )
    print(f"{1000 * ours:.3f} / {1000 * bare / len(pages):.3f} / {ours / (bare / len(pages)):.1f}")
    keep("publication", "a station's page, to its bare template", ours / (bare / len(pages)))


def country(size: int) -> tuple[Election, Mapping[str, bytes], Evidence]:
    """Return an invented country of 24 states, parishes of 150 stations and polling places of 3."""
    stations = pl.select(number=pl.int_range(size, dtype=pl.Int64)).select(
        station=padded("number", 7),
        polling_place=padded(pl.col("number") // 3, 7) + "p",
        jurisdiction=padded(pl.col("number") // 150, 5) + "c",
        registered_voters=pl.lit(600),
        stratum=pl.lit(None, pl.String),
    )
    parishes = stations["jurisdiction"].unique().sort()
    places = [
        ("X", "", 1, "X", "listed"),
        *((f"{n:02d}s", "X", 2, f"State {n}", "listed") for n in range(24)),
    ]
    places += [(code, f"{n % 24:02d}s", 3, f"Parish {code}", "listed") for n, code in enumerate(parishes)]
    columns = ["jurisdiction", "parent", "level", "name", "frame"]
    options = "".join(f"c,o{n},Option {n},{n}\n" for n in range(1, OPTIONS + 1))
    files = {
        "election.toml": SETTINGS,
        "contests.csv": CONTESTS,
        "options.csv": ("contest,option,name,position\n" + options).encode(),
        "lines.csv": b"contest,line,option,party,position\n",
        "ballots.csv": b"contest,place,stratum\n",
        "jurisdictions.csv": pl.DataFrame(places, schema=columns, orient="row").write_csv().encode(),
        "stations.csv": stations.write_csv().encode(),
        "forms/simple/form.toml": FORM,
    }
    election = load(files)
    return (
        election,
        files,
        disclose(table_of(election, files), election.stations["station"], invented_names(), DAY),
    )


def table_of(election: Election, files: Mapping[str, bytes]) -> Evidence:
    """Return one published table with a row a station."""
    contest = election.contests[0]
    columns = figures(contest, load_profiles(files, election)[contest.form])
    number = pl.int_range(pl.len(), dtype=pl.Int64)
    votes = {column: (number * (n + 7)) % (211 - 17 * n) for n, column in enumerate(contest.vote_columns)}
    rows = election.stations.select("station", "registered_voters", **votes).with_columns(
        reading=pl.col("station"),
        exhibit=pl.lit("table"),
        reader=pl.lit("publisher"),
        method=pl.lit(Method.PUBLISHED_TABLE.value),
        provenance_class=pl.lit(Provenance.THIRD_PARTY.value),
        valid_votes=pl.sum_horizontal(votes.values()),
        null_votes=pl.lit(0),
    )
    return Evidence(
        last_statement=1,
        chain="",
        readings={contest.contest: conform(rows, readings_schema(columns))},
        decisions={contest.contest: empty(decisions_schema(columns))},
        claims=empty(CLAIMS),
        pixel_findings=empty(FINDINGS),
        unknown_readings=0,
    )


def padded(number: str | pl.Expr, length: int) -> pl.Expr:
    """Return numbers as codes with leading zeros."""
    expression = pl.col(number) if isinstance(number, str) else number
    return expression.cast(pl.String).str.zfill(length)


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


SETTINGS = b"""
origin = "example.org/benchmark"
date = 2030-01-06
time_zone = "UTC"
languages = ["es", "en"]
levels = ["country", "state", "parish"]
drill = false
key_fingerprints = []
name = "Benchmark"
place = "X"
[policy]
sufficient = ["one row of a published table"]
[policy.severity]
[sources]
"""
CONTESTS = b"""\
contest,name,form,blank_votes,null_votes
c,Contest,simple,not on the form,not valid
"""
FORM = b"""
[fields]
counts = ["registered_voters", "valid_votes", "null_votes"]
[sums]
valid_votes = "options"
"""


if __name__ == "__main__":
    run()
