"""`testigo status DIR`: how far the operation is, in one screen."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from testigo.acts.operation import Operation
from testigo.acts.status import OperationStatus, status
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import count, output_options, percent, print_csv, print_json, print_table
from testigo.cli.tally import of_results_in_words
from testigo.columns import Status
from testigo.numbered import numbered


@click.command()
@folder_argument
@click.option("--level", type=int, default=1, show_default=True, help="1 = the whole, 2 = its parts, ...")
@click.option("--contest", "contest_code", help="Only this contest, at the cost of one.")
@output_options
def command(folder: Path, *, level: int, contest_code: str | None, as_json: bool, as_csv: bool) -> None:
    """Say how many polling stations are missing, pending, disputed, quarantined and accepted.

    \b
    Examples:
        testigo status my-operation
        testigo status my-operation --level 2 --csv
        testigo status my-operation --contest president
    """
    with Operation(folder, only_look=True) as operation:
        found = status(operation, level, contest_code)
    snapshot = found.snapshot
    if as_csv:
        print_csv(found.stations)
    elif as_json:
        print_json(
            {
                "statement": snapshot.evidence.last_statement,
                "drill": snapshot.election.drill,
                "level": level,
                "stations": found.stations,
                "basis": snapshot.by_basis,
                "provenance": snapshot.by_provenance,
                "findings": found.findings,
                "readings_of_unknown_stations": snapshot.unknown_readings,
                **of_photos(found),
            }
        )
    else:
        for line in lines_of(found):
            click.echo(line)


def lines_of(found: OperationStatus) -> Iterator[str]:
    """Yield the state for people."""
    snapshot, by_status = found.snapshot, found.stations
    if snapshot.election.drill:
        yield "This is a drill."
    rows = [
        (
            f"{row['contest']}, {row['name']}",
            *(count(row[f"stations_{one.value}"]) for one in Status),
            count(row["stations"]),
            percent(row["coverage_of_stations"]),
        )
        for row in by_status.iter_rows(named=True)
    ]
    print_table(
        "Polling stations by status", ("contest", *(s.value for s in Status), "expected", "coverage"), rows
    )
    yield from of_results_in_words(snapshot, by_status)
    for contest, groups in snapshot.by_basis.items():
        for group, stations, valid_votes in groups.iter_rows():
            yield f"{contest}: {numbered(stations, 'station')}, {count(valid_votes)} valid votes, on: {group}"
    for contest, groups in snapshot.by_provenance.items():
        for group, stations, _ in groups.iter_rows():
            yield f"{contest}: {numbered(stations, 'station')}, provenance: {group}"
    counted = found.findings.join(
        snapshot.findings.select("code", "severity").unique(), on="code", maintain_order="left"
    )
    for code, findings, stations, severity in counted.iter_rows():
        yield f"{code} ({severity}): {numbered(findings, 'finding')} at {numbered(stations, 'station')}"
    if snapshot.unknown_readings:
        yield f"Readings of unknown stations: {count(snapshot.unknown_readings)}. They count nowhere."
    yield from photos_in_words(found)
    yield f"Last statement: {snapshot.evidence.last_statement}"


def photos_in_words(found: OperationStatus) -> Iterator[str]:
    """Yield which photos wait for a person, for people."""
    photos = found.photos
    if photos is None:
        return
    if photos.to_type:
        yield f"Photos that no machine could read and nobody has typed: {count(len(photos.to_type))}."
        for reason, number in Counter(photos.to_type.values()).most_common():
            yield f"  {reason}: {count(number)}"
        yield "  Each of them: testigo status --json, or testigo read PHOTOS --waiting FILE."
    if photos.not_looked_at:
        yield f"Photos that came and were not looked at: {count(len(photos.not_looked_at))}. Read them again."


def of_photos(found: OperationStatus) -> dict[str, Any]:
    """Return which photos wait, for JSON; nothing where one contest was asked for."""
    photos = found.photos
    if photos is None:
        return {}
    return {
        "photos_to_type": len(photos.to_type),
        "waiting": [{"exhibit": exhibit, "reason": reason} for exhibit, reason in photos.to_type.items()],
        "photos_not_looked_at": len(photos.not_looked_at),
    }
