"""A small definition as files: one country, two states, three towns, four stations, two contests."""

from collections.abc import Mapping

from testigo.election.load import check
from testigo.errors import InputError, Problem

ELECTION = """\
origin = "example.org/x"
date = 2030-01-06
time_zone = "UTC"
languages = ["es", "en"]
levels = ["country", "state", "town"]
drill = false
key_fingerprints = []
name = { es = "Elección", en = "Election" }
place = "Country X"

[policy]
sufficient = ["two persons"]
"""
JURISDICTIONS = """\
jurisdiction,parent,level,name,frame,stations,registered_voters,source
X,,1,Country X,declared,10,5000,"press, January 2030"
A,X,2,State A,sum of parts,,,
B,X,2,State B,unknown,,,
A1,A,3,Town A1,listed,,,
A2,A,3,Town A2,listed,,,
B1,B,3,Town B1,unknown,,,
"""
STATIONS = """\
station,polling_place,jurisdiction,stratum,registered_voters
001.01,001,A1,urban,500
001.02,001,A1,urban,400
002.01,002,A2,rural,
009.01,,X,,300
"""
CONTESTS = """\
contest,name,form,decides,blank_votes,null_votes
president,President,venezuela-2024,,not valid,not valid
council,Council,form,first 3,valid,not on the form
"""
OPTIONS = """\
contest,option,name,short_name,position,colour,required
president,blue,Beatriz Blue,Blue,2,#1b5795,
president,red,Rosa Red,,1,,yes
council,yes,Yes,,,,no
council,no,No,,,,
"""
LINES = """\
contest,line,option,party,position
president,R1,red,Red Party,1
president,B1,blue,Blue Party,2
president,B2,blue,Sky Party,3
"""
BALLOTS = """\
contest,place,stratum
president,X,
council,A,urban
council,009.01,
"""
FORM = """\
[fields]
counts = ["valid_votes"]
"""


def definition(**changed: str | bytes | None) -> dict[str, bytes]:
    """The small definition's files, some of them changed (None: absent); `election` is election.toml."""
    texts: dict[str, str | bytes | None] = {
        "election": ELECTION,
        "jurisdictions": JURISDICTIONS,
        "polling_places": "polling_place,name\n001,School\n002,\n",
        "stations": STATIONS,
        "contests": CONTESTS,
        "options": OPTIONS,
        "lines": LINES,
        "ballots": BALLOTS,
        "forms/form/form": FORM,
        **changed,
    }
    toml = {"election", "forms/form/form"}
    return {
        f"{name}.{'toml' if name in toml else 'csv'}": text.encode() if isinstance(text, str) else text
        for name, text in texts.items()
        if text is not None
    }


def problems_of(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """What is wrong with a definition; empty where nothing is."""
    try:
        check(files)
    except InputError as error:
        return error.problems
    return ()


def told(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, str | None, str | None]]:
    """File, row, column and value of each problem."""
    return [(p.place.file, p.place.row, p.place.column, p.value) for p in problems]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)
