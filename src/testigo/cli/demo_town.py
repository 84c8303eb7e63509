"""The first act of `testigo demo`: an invented town, from photos of forms to a verified publication.

Forty polling stations. Among the photos are a form whose print a forger changed and whose code he left, one
whose votes are not its total, a second copy with other figures, one photo that came twice, and one form of
which two photos came; two stations send none. What to find is not
told to the software: it lies in `truth/`, from which only the people of this act know which paper is genuine.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.demo_steps import Stage, make_keys, publish_and_verify, step, tamper_and_verify
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.snapshot import Snapshot

SEED = 3
ORIGIN = "testigo.example/tofokenolk"
"""The town that this seed invents: a key is called as what it signs."""
HAPPENS = (
    "missing=0.05",
    "changed_figures=0.01",
    "bad_sums=0.01",
    "forged_copy=0.01",
    "same_photo=0.01",
    "other_photo=0.01",
)
"""Each at least once (testigo simulate --help)."""
SOME_UNREAD = 1
PRINT_CONTRADICTS = "R.604"
JUDGE = "judge-1"


def play(stage: Stage) -> list[str]:
    """Play the act; return what was found, a line each."""
    operation = str(stage.operation)
    fingerprint = make_keys(stage, ORIGIN)
    rates = [word for rate in HAPPENS for word in ("--rate", rate)]
    made = ("simulate", operation, "--photos", "--seed", str(SEED), "--calm", "--key", fingerprint)
    step(*made, *rates)
    step("read", operation, str(stage.operation / "photos"), must_end=SOME_UNREAD)
    click.secho(
        "\nOne photo shows no code, and on one the print contradicts it. Two persons type these forms, each "
        "without seeing the other.",
        bold=True,
    )
    for table in sorted((stage.operation / "typed").iterdir()):
        step("transcribe", operation, str(table), "--person", table.stem)
    step("status", operation)
    step("missing", operation)
    lines = decide(stage.operation)
    step("tally", operation)
    publish_and_verify(stage, fingerprint)
    changed = tamper_and_verify(stage, fingerprint)
    return [*lines, *outcome(stage.operation, changed)]


def decide(operation: Path) -> list[str]:
    """Let people decide on what is disputed and what is in quarantine; return what they found."""
    from testigo.acts.operation import Operation
    from testigo.columns import Status

    snapshot = Operation(operation).snapshot()
    lines = photos_of(operation, snapshot)
    contradicted = stations_with(snapshot, PRINT_CONTRADICTS)
    for station in contradicted:
        step("history", str(operation), station)
        reason = "Print and code of this paper contradict each other: the photo shows changed digits."
        adjudicate(operation, snapshot, station, "exclude", reason)
        lines.append(f"Forged: at {station} the print says other than the form's own code. It is in no sum.")
    for station in set_apart(snapshot, Status.DISPUTED, contradicted):
        right = genuine_reading(operation, snapshot, station)
        step("history", str(operation), station)
        reason = "The original on paper was seen: the other copy is not signed by the station's members."
        adjudicate(operation, snapshot, station, "accept", reason, "--reading", right)
        lines.append(
            f"Dispute: two papers of {station} say different things. People saw the original: it counts."
        )
    for station in set_apart(snapshot, Status.QUARANTINED, contradicted):
        step("history", str(operation), station)
        reason = "The votes are not the total that the same paper prints: it was changed."
        adjudicate(operation, snapshot, station, "exclude", reason)
        lines.append(f"Forged: at {station} the votes are not the printed total. The form is in no sum.")
    return lines


def set_apart(snapshot: "Snapshot", status: str, decided: list[str]) -> list[str]:
    """Return the stations of a status without those on which people have decided."""
    return [station for station in stations(snapshot, status) if station not in decided]


def stations_with(snapshot: "Snapshot", code: str) -> list[str]:
    """Return the stations that have a finding, sorted."""
    return sorted(set(snapshot.findings.filter(snapshot.findings["code"] == code)["station"]))


def adjudicate(
    operation: Path, snapshot: "Snapshot", station: str, decision: str, reason: str, *more: str
) -> None:
    """Type one decision."""
    contest = snapshot.election.contests[0].contest
    decided = ("--decision", decision, *more, "--person", JUDGE, "--reason", reason)
    step("adjudicate", str(operation), station, contest, *decided)


def stations(snapshot: "Snapshot", status: str) -> list[str]:
    """Return the stations of a status, sorted."""
    import polars as pl

    results = snapshot.results[snapshot.election.contests[0].contest]
    return sorted(results.filter(pl.col("status") == status)["station"])


def genuine_reading(operation: Path, snapshot: "Snapshot", station: str) -> str:
    """Return the reading of the genuine paper: what people see on the paper, the truth says to this act."""
    import polars as pl

    from testigo.simulate.mishaps import FORGERIES

    contest = snapshot.election.contests[0].contest
    truth = operation / "truth"
    papers = pl.read_csv(truth / "papers.csv", infer_schema=False)
    photos = pl.read_csv(truth / "photos.csv", infer_schema=False)
    forged = papers.filter(pl.col("done").is_in([kind.value for kind in FORGERIES]))
    false = photos.join(forged, on="paper", how="semi")["exhibit"]
    readings = snapshot.evidence.readings[contest].filter(pl.col("station") == station)
    return str(readings.filter(~pl.col("exhibit").is_in(false.implode()))["reading"].first())


def photos_of(operation: Path, snapshot: "Snapshot") -> list[str]:
    """Say how many photos came, how each was read, and which came twice."""
    from testigo.columns import Method

    photos = [path.read_bytes() for path in (operation / "photos").iterdir()]
    readings = snapshot.evidence.readings[snapshot.election.contests[0].contest]
    read, typed = (
        readings.filter(readings["method"] == method.value)["exhibit"].n_unique()
        for method in (Method.MACHINE_CODE, Method.PERSON)
    )
    return [
        f"{numbered(len(photos), 'photo')} came: {numbered(read, 'was', 'were')} read from their codes, "
        f"{numbered(typed, 'was', 'were')} typed by two persons.",
        f"Duplicate: {len(photos) - len(set(photos))} photo came twice. It is kept once and counts once.",
    ]


def outcome(operation: Path, changed: Path) -> list[str]:
    """Say how the town stands, published."""
    from testigo.acts.operation import Operation
    from testigo.columns import Status

    snapshot = Operation(operation).snapshot()
    missing, accepted = (len(stations(snapshot, status)) for status in (Status.MISSING, Status.ACCEPTED))
    return [
        f"{accepted} of {snapshot.election.stations.height} stations are in the sum; {missing} sent nothing, "
        "and are counted as missing, not as zero.",
        "A stranger's check makes every file again, and finds that everything holds. In a copy it finds the "
        f"one changed byte, in {changed.name}.",
    ]
