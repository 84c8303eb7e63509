"""A small invented election as an operation on disk: tables come in by the real importer."""

import datetime
import os
from collections.abc import Mapping
from pathlib import Path

from testigo.acts.import_tables import ImportRequest, import_tables
from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from testigo.snapshot import Snapshot

DAY = datetime.date(2030, 1, 7)
SETTINGS = """\
origin = "example.org/x"
date = 2030-01-06
time_zone = "UTC"
languages = ["en"]
levels = ["country", "town"]
drill = false
key_fingerprints = []
name = "Invented election"
place = "Country X"
[policy]
sufficient = ["one row of a published table"]
"""
JURISDICTIONS = """\
jurisdiction,parent,level,name,frame,stations,registered_voters,source
X,,1,Country X,listed,,,
A,X,2,Town A,listed,,,
B,X,2,Town B,listed,,,
"""
STATIONS = """\
station,polling_place,jurisdiction,stratum,registered_voters
A1,,A,,100
A2,,A,,100
B1,,B,,100
"""
CONTESTS = "contest,name,form,decides,blank_votes,null_votes\nmayor,Mayor,form,,not valid,not valid\n"
OPTIONS = "contest,option,name,position\nmayor,red,Red,1\nmayor,blue,Blue,2\n"
FORM = """\
[fields]
counts = ["registered_voters", "valid_votes", "blank_votes", "null_votes", "total_votes"]
[sums]
valid_votes = "options"
"""
READING = '[[reading]]\nreader = "publisher"\n'
TABLE = READING + '[[table]]\nfile = "*.csv"\nstation = "station"\n'
MAYOR = TABLE + 'contest = { constant = "mayor" }\n'


def operation(folder: Path, **changed: str) -> Operation:
    """Make and seal an operation; `changed` are files of the definition, by their names without ending."""
    texts = {
        "election": SETTINGS,
        "jurisdictions": JURISDICTIONS,
        "stations": STATIONS,
        "contests": CONTESTS,
        "options": OPTIONS,
        "forms/form/form": FORM,
        **changed,
    }
    for name, text in texts.items():
        ending = "toml" if name in {"election", "forms/form/form"} else "csv"
        path = folder / "election" / f"{name}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    seal_definition(folder, DAY, os.urandom)
    return Operation(folder)


def take(into: Operation, mapping: str, files: Mapping[str, str | bytes]) -> Snapshot:
    """Import files by a mapping, a text in UTF-8; return what is derived then."""
    originals = into.folder.parent / "originals"
    originals.mkdir(exist_ok=True)
    mapping_file = originals / "mapping.toml"
    mapping_file.write_text(mapping, encoding="utf-8")
    paths = [originals / name for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    import_tables(into, ImportRequest(paths, mapping_file), DAY)
    return into.snapshot()


def derived(
    folder: Path, mapping: str, table: str | bytes, name: str = "table.csv", **changed: str
) -> Snapshot:
    """Make an operation, import one table, and return what is derived."""
    return take(operation(folder / "operation", **changed), mapping, {name: table})


def total(snapshot: Snapshot, place: str, contest: str = "mayor") -> dict[str, int | None]:
    """The row of the tally of a place."""
    rows = snapshot.tallies[contest].to_dicts()
    return next(row for row in rows if row["jurisdiction"] == place)


def result(snapshot: Snapshot, station: str, contest: str = "mayor") -> dict[str, object]:
    """The row of the results of a station."""
    rows = snapshot.results[contest].to_dicts()
    return next(row for row in rows if row["station"] == station)
