"""The first files of a definition from the rows of a table: what is written, asked, refused."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.draft import ROW, TARGETS, Drafted, Rows, draft
from testigo.election.load import TABLES
from testigo.errors import InputError
from testigo.intake.draft_mapping import parse_drafts
from testigo.intake.draft_table import lookups_of, read_drafts, rows_of_figures
from tests.intake.workbooks import workbook

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".." / "shared" / "data"
EXAMPLE = ROOT / "src" / "testigo" / "examples" / "venezuela-2024" / "election"


def rows(what: str, *given: Mapping[str, object], file: str = "roll.csv", levels: bool = False) -> Rows:
    frame = pl.DataFrame(list(given)).with_row_index(ROW, offset=2)
    return Rows(what, file, (frame,), levels)


def text(drafted: Drafted, file: str) -> list[str]:
    return drafted.files[file].decode().splitlines()


def asked(drafted: Drafted) -> list[tuple[str, int | None, str | None]]:
    return [(each.place.file, each.place.row, each.place.column) for each in drafted.questions]


def from_table(mapping: str, table: str, file: str = "roll.csv") -> Drafted:
    drafts = parse_drafts(mapping.encode(), "roll.toml")
    return draft([*rows_of_figures(drafts), *read_drafts(file, [table.encode()], drafts)])


def test_the_targets_are_the_tables_of_a_definition() -> None:
    assert {target.file: target.columns for target in TARGETS.values()} == TABLES


def test_rows_of_one_code_are_one_and_sorted() -> None:
    drafted = draft(
        [rows("polling_places", {"polling_place": "2"}, {"polling_place": "1"}, {"polling_place": "2"})]
    )
    assert text(drafted, "polling_places.csv") == ["polling_place,name", "1,", "2,"]
    assert drafted.questions == ()


def test_contests_and_options_keep_the_order_of_the_table() -> None:
    drafted = draft(
        [
            rows(
                "options",
                {"contest": "mayor", "option": "z", "name": "Zoe"},
                {"contest": "mayor", "option": "a", "name": "Ann"},
            )
        ]
    )
    assert [line.split(",")[1] for line in text(drafted, "options.csv")[1:]] == ["z", "a"]


def test_an_empty_cell_is_filled_by_a_later_row_of_the_same_code() -> None:
    drafted = draft(
        [
            rows(
                "polling_places",
                {"polling_place": "1", "name": None},
                {"polling_place": "1", "name": "School"},
            )
        ]
    )
    assert text(drafted, "polling_places.csv") == ["polling_place,name", "1,School"]
    assert drafted.questions == ()


def test_two_values_for_one_code_are_asked_at_the_row_of_the_second_and_the_first_is_taken() -> None:
    drafted = draft(
        [
            rows(
                "stations",
                {"station": "1", "jurisdiction": "A", "registered_voters": 500},
                {"station": "1", "jurisdiction": "A", "registered_voters": 501},
            )
        ]
    )
    assert text(drafted, "stations.csv")[1:] == ["1,,A,,500"]
    assert asked(drafted) == [("roll.csv", 3, "registered_voters")]


def test_a_cell_that_must_be_filled_and_is_not_given_is_asked_in_the_drafted_file() -> None:
    drafted = draft([rows("contests", {"contest": "mayor", "name": "Mayor"})])
    assert asked(drafted) == [
        ("contests.csv", 2, "form"),
        ("contests.csv", 2, "blank_votes"),
        ("contests.csv", 2, "null_votes"),
    ]


def test_every_row_without_its_code_is_refused_at_once() -> None:
    with pytest.raises(InputError) as refused:
        draft(
            [
                rows(
                    "stations", {"station": None, "jurisdiction": "A"}, {"station": "1", "jurisdiction": "A"}
                ),
                rows("options", {"contest": "mayor", "option": None}),
            ]
        )
    assert [(problem.place.row, problem.place.column) for problem in refused.value.problems] == [
        (2, "station"),
        (2, "option"),
    ]


LEVELS = """
[[draft]]
what = "jurisdictions"
file = "roll.csv"
null_values = ["NA"]
[[draft.levels]]
jurisdiction = { constant = "X" }
name = { constant = "Country X" }
[[draft.levels]]
jurisdiction = { column = "code", first = 1 }
name = "state"
[[draft.levels]]
jurisdiction = "code"
name = "town"
"""


def test_levels_give_a_tree_from_the_root_down() -> None:
    drafted = from_table(LEVELS, "code,state,town\nA1,North,Hill\nB1,South,Sea\nA2,North,Lake\n")
    assert [line.rstrip(",") for line in text(drafted, "jurisdictions.csv")[1:]] == [
        "X,,1,Country X,unknown",
        "A,X,2,North,unknown",
        "B,X,2,South,unknown",
        "A1,A,3,Hill,unknown",
        "A2,A,3,Lake,unknown",
        "B1,B,3,Sea,unknown",
    ]
    assert asked(drafted) == [("jurisdictions.csv", None, "frame")]


def test_a_row_that_does_not_know_its_place_gives_none_below_what_it_knows() -> None:
    drafted = from_table(LEVELS, "code,state,town\nA1,North,Hill\nNA,NA,NA\n")
    assert drafted.rows == {"jurisdictions.csv": 3}


def test_numbers_of_a_place_make_its_frame_declared() -> None:
    mapping = """
[[draft]]
what = "jurisdictions"
file = "roll.csv"
thousands = ","
[draft.columns]
jurisdiction = "code"
name = "code"
level = { constant = "1" }
stations = { count = "stations" }
registered_voters = { count = "roll" }
source = { constant = "the authority" }
"""
    drafted = from_table(mapping, 'code,stations,roll\nX,12,"4,000"\n')
    assert text(drafted, "jurisdictions.csv")[1:] == ["X,,1,X,declared,12,4000,the authority"]
    assert drafted.questions == ()


def test_stations_of_unknown_place_hang_on_the_root() -> None:
    drafted = draft([rows("stations", {"station": "1", "jurisdiction": None})], root="X")
    assert text(drafted, "stations.csv")[1:] == ["1,,X,,"]


def published(folder: str, name: str) -> list[bytes]:
    return [(DATA / folder / name).read_bytes()]


def ballots(*pairs: tuple[str, str]) -> Rows:
    return rows("ballots", *({"contest": contest, "place": place} for contest, place in pairs))


def test_where_every_station_occurs_in_every_contest_ballots_are_empty() -> None:
    drafted = draft([ballots(("mayor", "1"), ("mayor", "2"), ("council", "1"), ("council", "2"))])
    assert text(drafted, "ballots.csv") == ["contest,place,stratum"]
    assert drafted.questions == ()


def test_stations_of_some_contests_only_are_listed_and_asked() -> None:
    drafted = draft([ballots(("mayor", "1"), ("mayor", "2"), ("council", "2"))], root="X")
    assert text(drafted, "ballots.csv")[1:] == ["mayor,X,", "council,2,"]
    (question,) = drafted.questions
    assert question.value == "council"
    assert question.message.endswith("1 do not: 1")


def test_a_listed_station_without_a_row_does_not_occur() -> None:
    drafted = draft([rows("stations", {"station": "3", "jurisdiction": "A"}), ballots(("mayor", "1"))])
    assert text(drafted, "ballots.csv")[1:] == ["mayor,1,"]


def test_the_figures_of_a_table_give_its_contest_options_and_lines() -> None:
    mapping = """
[[reading]]
reader = "publisher"
[[table]]
file = "results.csv"
station = "station"
contest = { constant = "mayor" }
[table.figures]
valid_votes = "valid"
votes_red = "Red, Rosa"
line_R1 = "Red Party"
[[draft]]
what = "contests"
[[draft]]
what = "options"
[[draft]]
what = "lines"
"""
    drafts = parse_drafts(mapping.encode(), "results.toml")
    drafted = draft(rows_of_figures(drafts))
    assert text(drafted, "contests.csv")[1:] == ["mayor,mayor,,,,,"]
    assert text(drafted, "options.csv")[1:] == ['mayor,red,"Red, Rosa",,1,,,,']
    assert text(drafted, "lines.csv")[1:] == ["mayor,R1,,Red Party,1"]
    assert ("lines.csv", 2, "option") in asked(drafted)


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        ('[[reading]]\nreader = "x"\n', "draft"),
        ('[[draft]]\nwhat = "station"\n', "draft.1.what"),
        ('[[draft]]\nwhat = "stations"\nfile = "a"\n', "draft.1.columns"),
        ('[[draft]]\nwhat = "options"\n', "draft.1"),
        ('[[draft]]\nwhat = "stations"\n[draft.columns]\nstation = "a"\n', "draft.1.file"),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n[draft.columns]\nstaton = "a"\n',
            "draft.1.columns.staton",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n[draft.columns]\njurisdiction = "a"\n',
            "draft.1.columns.station",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n'
            '[draft.columns]\nstation = { column = "a", table = "t" }\n',
            "draft.1.columns.station.table",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\nencodng = "x"\n[draft.columns]\nstation = "a"\n',
            "draft.1.encodng",
        ),
        (
            '[[draft]]\nwhat = "stations"\nfile = "a"\n[[draft.levels]]\nstation = "a"\n',
            "draft.1.levels",
        ),
    ],
)
def test_what_is_wrong_in_a_draft_is_named_by_its_path(mapping: str, path: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_drafts(mapping.encode(), "roll.toml")
    assert path in [problem.place.column for problem in refused.value.problems]


LOOKED_UP = """
[[lookup]]
file = "contests.txt"
delimiter = "|"
head = ["id", "office"]
on = { contest = "id" }
take = ["office"]
[[draft]]
what = "options"
file = "candidates.txt"
delimiter = "|"
head = ["candidate", "contest", "name"]
[draft.columns]
contest = { column = "office", table = "contests" }
option = "candidate"
name = "name"
[tables.contests]
PRESIDENT = "president"
MAYOR = "skip"
"""
RELATIONAL = {
    "candidates.txt": [b"11|1|Ann|\n12|1|Bob|\n21|2|Cy|\n"],
    "contests.txt": [b"1|PRESIDENT\n2|MAYOR\n"],
}


def test_a_draft_looks_up_what_another_headerless_file_says_and_translates_it() -> None:
    drafts = parse_drafts(LOOKED_UP.encode(), "roll.toml")
    lookups = lookups_of(drafts, RELATIONAL)
    found = draft(read_drafts("candidates.txt", RELATIONAL["candidates.txt"], drafts, lookups))
    rows_of_file = [line.split(",")[:3] for line in text(found, "options.csv")]
    assert rows_of_file == [
        ["contest", "option", "name"],
        ["president", "11", "Ann"],
        ["president", "12", "Bob"],
    ]


def test_a_look_up_whose_file_is_not_given_or_that_nothing_reads_is_named() -> None:
    drafts = parse_drafts(LOOKED_UP.encode(), "roll.toml")
    with pytest.raises(InputError, match=r"contests.txt: no such file is given"):
        lookups_of(drafts, {"candidates.txt": RELATIONAL["candidates.txt"]})
    with pytest.raises(InputError, match=r"lookup.1.take.*nothing of the mapping reads it"):
        parse_drafts(LOOKED_UP.replace('take = ["office"]', 'take = ["office", "id"]').encode(), "roll.toml")


def test_a_draft_reads_every_sheet_and_takes_its_name_for_a_place() -> None:
    mapping = """
[[draft]]
what = "stations"
file = "roll.xlsx"
sheet = "Town *"
part_column = "town"
skip_lines = 1
fill_down = ["ward"]
[draft.columns]
station = { join = ["ward", "table"] }
jurisdiction = { column = "town", last = 1 }
"""
    head = [["a title"], ["ward", "table"]]
    content = workbook(
        {"Town A": [*head, ["x", 1], [None, 2]], "Town B": [*head, ["y", 1]], "Notes": [["z"]]}
    )
    drafts = parse_drafts(mapping.encode(), "roll.toml")
    found = draft(read_drafts("roll.xlsx", [content], drafts))
    assert [line.split(",")[:3] for line in text(found, "stations.csv")][1:] == [
        ["x1", "", "A"],
        ["x2", "", "A"],
        ["y1", "", "B"],
    ]


def test_every_problem_of_every_draft_of_a_table_comes_at_once() -> None:
    mapping = """
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "code"
registered_voters = { count = "roll" }
[[draft]]
what = "polling_places"
file = "roll.csv"
[draft.columns]
polling_place = { column = "code", table = "places" }
[tables.places]
1 = "school"
"""
    with pytest.raises(InputError) as refused:
        from_table(mapping, "code,roll\n1,500\n2,many\n")
    assert [(each.place.row, each.place.column, each.value) for each in refused.value.problems] == [
        (3, "roll", "many"),
        (3, "polling_place", "2"),
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["A", "B", None]), st.integers(0, 2)), min_size=1
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_neither_the_stations_nor_how_many_are_asked_of(
    given_rows: list[tuple[str, str | None, int]], order: object
) -> None:
    def drafted(of: list[tuple[str, str | None, int]]) -> Drafted:
        schema = {"station": pl.String, "polling_place": pl.String, "registered_voters": pl.Int64}
        frame = pl.DataFrame(of, schema=schema, orient="row").with_columns(jurisdiction=pl.lit("A"))
        return draft([Rows("stations", "roll.csv", (frame.with_row_index(ROW, offset=2),))])

    shuffled = list(given_rows)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = drafted(given_rows), drafted(shuffled)
    assert [line.split(",")[0] for line in text(one, "stations.csv")] == [
        line.split(",")[0] for line in text(other, "stations.csv")
    ]
    assert len(one.questions) == len(other.questions)


VENEZUELA = """
[[draft]]
what = "stations"
file = "RESULTADOS_2024_CSV_V1.csv"
[draft.columns]
station = { join = [{ column = "CENTRO", pad = 9 }, { column = "MESA", pad = 2 }], with = "." }
polling_place = { column = "CENTRO", pad = 9 }
jurisdiction = { join = [{ column = "CENTRO", pad = 9 }], first = 6 }
stratum = { join = [{ column = "CENTRO", pad = 9 }], first = 2 }
registered_voters = { count = "RE" }
"""


@pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not beside the repository")
def test_venezuelas_table_gives_the_examples_stations_byte_for_byte() -> None:
    name = "RESULTADOS_2024_CSV_V1.csv"
    drafts = parse_drafts(VENEZUELA.encode(), "v1.toml")
    drafted = draft(read_drafts(name, published("venezuela-2024", name), drafts))
    assert drafted.files["stations.csv"] == (EXAMPLE / "stations.csv").read_bytes()
    assert drafted.questions == ()


PERU = """
[[draft]]
what = "jurisdictions"
file = "presidencial-actas_ronderos.pe.csv.gz"
null_values = ["NA"]
[[draft.levels]]
jurisdiction = { constant = "PE" }
name = { constant = "Perú" }
[[draft.levels]]
jurisdiction = { column = "v1_CCODI_UBIGEO", first = 2 }
name = "v1_DEPARTAMENTO"
[[draft.levels]]
jurisdiction = { column = "v1_CCODI_UBIGEO", first = 4 }
name = "v1_PROVINCIA"
[[draft.levels]]
jurisdiction = "v1_CCODI_UBIGEO"
name = "v1_DISTRITO"
[[draft]]
what = "jurisdictions"
file = "presidencial-datos-resumen.csv.gz"
thousands = ","
[draft.columns]
jurisdiction = "ubigeo"
parent = { column = "ubigeo", first = 4 }
level = { constant = "4" }
name = "distrito"
stations = { count = "MESAS_HABILES" }
registered_voters = { count = "ELECTORES_HABIL" }
source = { constant = "ONPE, 11 May 2021" }
[[draft]]
what = "stations"
file = "presidencial-actas_ronderos.pe.csv.gz"
null_values = ["NA"]
[draft.columns]
station = "mesa"
jurisdiction = "v1_CCODI_UBIGEO"
registered_voters = { count = "v1_NNUME_HABILM" }
"""


@pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not beside the repository")
def test_perus_two_tables_give_86488_stations_and_1874_declared_districts() -> None:
    drafts = parse_drafts(PERU.encode(), "peru.toml")
    given_rows = [
        found
        for name in ("presidencial-actas_ronderos.pe.csv.gz", "presidencial-datos-resumen.csv.gz")
        for found in read_drafts(name, published("peru-2021", name), drafts)
    ]
    drafted = draft(given_rows)
    places = pl.read_csv(drafted.files["jurisdictions.csv"], infer_schema=False)
    stations = pl.read_csv(drafted.files["stations.csv"], infer_schema=False)
    declared = places.filter(pl.col("frame") == "declared")
    assert (stations.height, stations["station"].n_unique()) == (86_488, 86_488)
    assert stations.filter(pl.col("jurisdiction") == "PE").height == 9_335
    assert declared.height == 1_874
    assert declared["stations"].cast(pl.Int64).sum() == 83_048
    assert declared["registered_voters"].cast(pl.Int64).sum() == 24_290_921
    assert stations["registered_voters"].cast(pl.Int64).sum() == 22_500_606
    # 22 districts are spelled differently in the two tables; a person is asked.
    assert [each.place.column for each in drafted.questions] == ["name"] * 22 + ["frame"]
