"""A small sealed operation in a folder, made by the commands as a coordinator makes it."""

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from testigo.acts.operation import Operation
from testigo.cli.main import main
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.statements import Statement

FILES = {
    "election.toml": """\
origin = "example.org/x"
date = 2030-01-06
time_zone = "UTC"
languages = ["es", "en"]
levels = ["country", "town"]
drill = false
key_fingerprints = []
name = { es = "Elección", en = "Election" }
place = "Country X"

[policy]
sufficient = ["two persons", "one row of a published table"]
""",
    "jurisdictions.csv": """\
jurisdiction,parent,level,name,frame,stations,registered_voters,source
X,,1,Country X,declared,5,2500,a list of 2029
A,X,2,Town A,unknown,,,
B,X,2,Town B,unknown,,,
""",
    "polling_places.csv": "polling_place,name\n001,School\n002,Library\n",
    "stations.csv": """\
station,polling_place,jurisdiction,stratum,registered_voters
001.01,001,A,,500
001.02,001,A,,500
002.01,002,B,,500
""",
    "contests.csv": """\
contest,name,form,decides,blank_votes,null_votes
mayor,Mayor,form,,not on the form,not valid
""",
    "options.csv": """\
contest,option,name,position,colour,required
mayor,red,Rosa Red,1,,
mayor,blue,Bea Blue,2,,
""",
    "forms/form/form.toml": '[fields]\ncounts = ["valid_votes", "null_votes", "total_votes"]\n\n'
    '[sums]\nvalid_votes = "options"\ntotal_votes = "valid_votes + null_votes"\n',
}
MAPPING = """\
[[reading]]
reader = "publisher"
method = "published table"
provenance = "third party"

[[table]]
file = "results.csv"
station = "mesa"
contest = { constant = "mayor" }

[table.figures]
votes_red = "red"
votes_blue = "blue"
"""


class Small:
    """The operation, and what its commands printed last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = ""
        self.err = ""

    def run(self, command: str, *arguments: str | Path) -> int:
        """Run `testigo COMMAND DIR ARGUMENTS...`; return its exit code and keep what it printed."""
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main([*command.split(), str(self.folder), *(str(argument) for argument in arguments)])
            except SystemExit as end:
                code = int(end.code or 0)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def write(self, name: str, content: str) -> Path:
        """Write a file beside the operation."""
        path = self.folder.parent / name
        path.write_text(content, encoding="utf-8")
        return path

    def said(self, number: int) -> Statement:
        """Return a statement of the evidence."""
        journal = open_journal(self.folder / EVIDENCE_FILE)
        found = next(iter(journal.statements(after=number - 1, upto=number)))
        journal.close()
        return found

    def last(self) -> int:
        """Return the number of the last statement."""
        journal = open_journal(self.folder / EVIDENCE_FILE)
        last = journal.last()
        journal.close()
        assert last is not None
        return last.number

    def result(self, station: str) -> Mapping[str, Any]:
        """Return the result of a station as it is now."""
        results = Operation(self.folder).snapshot().results["mayor"]
        return results.filter(pl.col("station") == station).row(0, named=True)

    def status(self, station: str) -> str:
        """Return the status of a station as it is now."""
        return str(self.result(station)["status"])

    def typed(self, person: str, *rows: str, header: str = "station,contest,votes_red,votes_blue") -> int:
        """Transcribe rows as a person."""
        table = self.write(f"{person}.csv", "\n".join([header, *rows]) + "\n")
        return self.run("transcribe", table, "--person", person)


def make_small(folder: Path, fingerprint: str | None = None, files: Mapping[str, str] = FILES) -> Small:
    """Make the operation with `testigo new`, write its definition, seal it.

    fingerprint  of the key that may sign its publications
    files        of the definition
    """
    small = Small(folder / "operation")
    assert small.run("new") == 0
    keys = "[]" if fingerprint is None else f'["{fingerprint}"]'
    for name, content in files.items():
        path = small.folder / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("key_fingerprints = []", f"key_fingerprints = {keys}"))
    assert small.run("election seal") == 0, small.err
    return small
