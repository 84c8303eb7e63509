"""Jurisdictions: the tree of places, from the country down, and what is known of each one's stations.

In   jurisdictions.csv as a table.
Out  columns.JURISDICTIONS and the problems in it; the path of every jurisdiction, for joins; and the few
     questions that other rooms ask of the tree.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import polars as pl

from testigo.columns import JURISDICTIONS, TEXT, FrameKind
from testigo.election.definition import Election
from testigo.election.table import CellKind, Column, Rule, broken, in_languages, repeated
from testigo.errors import Place, Problem

FILE = "jurisdictions.csv"
COLUMNS = (
    Column("jurisdiction", CellKind.CODE, filled=True),
    Column("parent", CellKind.CODE),
    Column("level", CellKind.COUNT, filled=True),
    Column("name", filled=True),
    *in_languages("name"),
    Column("frame", filled=True, words=tuple(FrameKind)),
    Column("stations", CellKind.COUNT, optional=True),
    Column("registered_voters", CellKind.COUNT, optional=True),
    Column("source", optional=True),
)


def jurisdiction_problems(jurisdictions: pl.DataFrame, levels: int) -> list[Problem]:
    """Return what is wrong with the tree and its frames; `levels` is how many election.toml names."""
    above = jurisdictions.select(
        parent="jurisdiction", parent_level="level", parent_known=pl.lit(value=True)
    ).unique("parent", keep="first")
    placed = jurisdictions.join(above, on="parent", how="left", maintain_order="left")
    known = jurisdictions["jurisdiction"].to_list()
    rules = (*_tree_rules(levels, known), *_frame_rules(jurisdictions["parent"].implode()))
    return [*_root_problems(jurisdictions), *broken(FILE, placed, rules), *_cycles(jurisdictions)]


def jurisdiction_warnings(jurisdictions: pl.DataFrame) -> list[Problem]:
    """Return the declared places whose parts declare more than they do: one of the sources is wrong."""
    parts = jurisdictions.group_by(pl.col("parent").alias("jurisdiction")).agg(
        parts_stations=pl.col("stations").sum(), parts_registered_voters=pl.col("registered_voters").sum()
    )
    compared = jurisdictions.join(parts, on="jurisdiction", how="left", maintain_order="left")
    message = "The places right below declare more than this in all"
    remedy = "Look at both sources; totals use each number for its own place only."
    rules = [
        Rule(column, pl.col(f"parts_{column}") > pl.col(column), message, remedy)
        for column in ("stations", "registered_voters")
    ]
    return broken(FILE, compared, rules)


def made_of_results(places: Iterable[tuple[str, str | None, str]]) -> frozenset[str]:
    """Return the places whose list of stations was made of the results, with those that are sums of them.

    places  jurisdiction, parent and frame of each; a parent may stand behind its parts
    """
    listed = list(places)
    found = {code for code, _, frame in listed if frame == FrameKind.FROM_RESULTS}
    sums = {code for code, _, frame in listed if frame == FrameKind.SUM_OF_PARTS}
    above = {code: parent for code, parent, _ in listed}
    for code in tuple(found):
        parent = above[code]
        while parent in sums and parent not in found:
            found.add(parent)
            parent = above[parent]
    return frozenset(found)


def jurisdictions_of(table: pl.DataFrame) -> pl.DataFrame:
    """Return columns.JURISDICTIONS, and after them the names in languages that some place has."""
    languages = [each.name for each in in_languages("name") if table[each.name].is_not_null().any()]
    return table.select(*JURISDICTIONS, *languages)


def names_in(election: Election, language: str) -> dict[str, str]:
    """Return what each jurisdiction is called in a language: its name of that language, else `name`."""
    own = f"name_{language}"
    columns = [own, "name"] if own in election.jurisdictions.columns else ["name"]
    return dict(election.jurisdictions.select("jurisdiction", pl.coalesce(columns)).iter_rows())


def paths(jurisdictions: pl.DataFrame, levels: int) -> pl.DataFrame:
    """Return a row a jurisdiction: itself and level_1 ... level_n, null below its own level.

    A jurisdiction that no chain of parents joins to the root has no row.
    """
    known = pl.DataFrame(schema={"jurisdiction": TEXT})
    jurisdictions = jurisdictions.unique("jurisdiction", keep="first", maintain_order=True)
    above = jurisdictions.filter(pl.col("parent").is_null()).select("jurisdiction", level_1="jurisdiction")
    found = [known, above]
    for number in range(2, levels + 1):
        here = jurisdictions.filter(pl.col("level") == number).select("jurisdiction", "parent")
        above = (
            here.join(above.rename({"jurisdiction": "parent"}), on="parent")
            .drop("parent")
            .with_columns(pl.col("jurisdiction").alias(f"level_{number}"))
        )
        found.append(above)
    columns = ["jurisdiction", *(f"level_{number}" for number in range(1, levels + 1))]
    return pl.concat(found, how="diagonal").select(columns)


def with_all_above(jurisdictions: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Return the jurisdictions of some codes and all above them, in the order of the file.

    codes  `jurisdiction`; what is none is left aside
    """
    parents = jurisdictions.select("jurisdiction", "parent")
    found, at = [codes], codes.unique()
    while not at.is_empty():
        at = at.join(parents, on="jurisdiction").select(jurisdiction="parent").drop_nulls().unique()
        found.append(at)
    return jurisdictions.join(pl.concat(found), on="jurisdiction", how="semi", maintain_order="left")


def path_of(election: Election, jurisdiction: str) -> tuple[str, ...]:
    """Return the way down to a jurisdiction, from the root to itself; KeyError where it is unknown."""
    parents = _parents(election.jurisdictions)
    way = [jurisdiction]
    while (parent := parents[way[-1]]) is not None:
        way.append(parent)
    return tuple(reversed(way))


def first_jurisdictions(election: Election) -> dict[str, str]:
    """Return the first jurisdiction of every jurisdiction: its ancestor (or itself) on level 2.

    It is the shard in which pages and data are found; the root is its own.
    """
    shards = paths(election.jurisdictions, len(election.levels))
    return dict(shards.select("jurisdiction", _first(election)).iter_rows())


def with_first_jurisdiction(election: Election, stations: pl.DataFrame) -> pl.DataFrame:
    """Add `first_jurisdiction` to `stations` (with levels); the root where level 2 is unknown."""
    return stations.with_columns(first_jurisdiction=_first(election))


def _first(election: Election) -> pl.Expr:
    return pl.coalesce(election.level_columns[1::-1])


def _parents(jurisdictions: pl.DataFrame) -> Mapping[str, str | None]:
    return dict(jurisdictions.select("jurisdiction", "parent").iter_rows())


def _tree_rules(levels: int, known: Sequence[str]) -> tuple[Rule, ...]:
    parent, level = pl.col("parent"), pl.col("level")
    return (
        Rule("jurisdiction", repeated("jurisdiction"), "The code is repeated", "Give each place one row."),
        Rule(
            "parent",
            parent.is_not_null() & pl.col("parent_known").is_null(),
            "There is no jurisdiction of this code",
            "Mend the code, or add a row for it.",
            known,
        ),
        Rule(
            "level",
            level != pl.col("parent_level") + 1,
            "The level is not one more than the parent's",
            "Mend the level or the parent.",
        ),
        Rule(
            "level",
            parent.is_null() & (level != 1),
            "Only the root (level 1) has no parent",
            "Write the parent's code.",
        ),
        Rule(
            "level",
            (level < 1) | (level > levels),
            f"election.toml names {levels} levels",
            "Mend the level, or name it in `levels` of election.toml.",
        ),
    )


def _frame_rules(parents: pl.Series) -> tuple[Rule, ...]:
    frame = pl.col("frame")
    declared = frame == FrameKind.DECLARED
    rules = []
    for column in ("stations", "registered_voters", "source"):
        remedy = "Write it, or write `unknown` as the frame."
        rules.append(
            Rule(column, declared & pl.col(column).is_null(), f"A declared frame needs {column}", remedy)
        )
    for column in ("stations", "registered_voters"):
        without = (
            frame.is_in([FrameKind.SUM_OF_PARTS, FrameKind.UNKNOWN, FrameKind.FROM_RESULTS])
            & pl.col(column).is_not_null()
        )
        message = "A frame that is unknown, or the sum of its parts, has no number of its own"
        rules.append(Rule(column, without, message, "Delete the number, or write `declared` as the frame."))
    childless = (frame == FrameKind.SUM_OF_PARTS) & ~pl.col("jurisdiction").is_in(parents)
    remedy = "Write `listed`, `declared` or `unknown`."
    rules.append(Rule("frame", childless, "There are no parts below this jurisdiction", remedy))
    return tuple(rules)


def _root_problems(jurisdictions: pl.DataFrame) -> list[Problem]:
    roots = jurisdictions.filter(pl.col("parent").is_null())
    if roots.is_empty():
        message = "There is no root: a jurisdiction of level 1 without parent"
        return [Problem(Place(FILE, None, "parent"), None, message, "Add the country, or the whole area.")]
    message, remedy = "There is a second root", "Write the parent's code; only one jurisdiction has none."
    return [
        Problem(Place(FILE, row, "parent"), code, message, remedy)
        for row, code in roots[1:].select("row", "jurisdiction").iter_rows()
    ]


def _cycles(jurisdictions: pl.DataFrame) -> list[Problem]:
    """Find each ring of parents once; a row joins the ring that it closes."""
    parents = _parents(jurisdictions)
    rows = dict(jurisdictions.select("jurisdiction", "row").iter_rows())
    done: set[str] = set()
    problems = []
    for start in parents:
        way: dict[str, None] = {}
        code: str | None = start
        while code is not None and code in parents and code not in done and code not in way:
            way[code] = None
            code = parents[code]
        if code is not None and code in way:
            ring = " > ".join(chain(list(way)[list(way).index(code) :], [code]))
            place = Place(FILE, rows[code], "parent")
            problems.append(Problem(place, ring, "The parents go round in a circle", "Mend one of them."))
        done.update(way)
    return problems
