"""Who says what of forms in the tests of the commands, and what is there before."""

from testigo.acts.operation import Operation
from testigo.evidence.statements import Kind
from tests.cli.small import MAPPING, Small

BECAUSE = ("--reason", "The photo shows it.")
JUDGE = ("--person", "judge-1", *BECAUSE)
PAIR = (
    "--person",
    "judge-1",
    "--organisation",
    "observers-9",
    "--second-person",
    "judge-2",
    "--second-organisation",
    "university",
    *BECAUSE,
)
FORM = ("001.01", "mayor")
CORRECTION = ("--figure", "votes_red=99", "--figure", "votes_blue=51")
FOUND_STATION = "station,polling_place,jurisdiction,registered_voters\n003.01,003,B,300\n"


def photograph(small: Small, station: str, content: bytes, form: str | None = None) -> str:
    """Put a photo of a form into the evidence, with what its machine code says of whose it is."""
    operation = Operation(small.folder)
    exhibit = operation.exhibits.put(content)
    operation.journal.append(
        small.said(0).day,
        Kind.READ,
        subject=exhibit,
        contest="mayor",
        body={
            "station": station,
            "form": form,
            "method": "machine code",
            "provenance_class": "photo only",
            "document_class": None,
            "confidence": 1,
            "figures": {},
            "reader": "a program",
        },
    )
    operation.journal.close()
    return exhibit


def imported(small: Small) -> None:
    """Import a table of three stations as statement 1."""
    table = small.write("results.csv", "mesa,red,blue\n001.01,1,2\n001.02,3,4\n002.01,5,6\n")
    mapping = small.write("mapping.toml", MAPPING)
    assert small.run("import", table, "--mapping", mapping) == 0, small.err
