"""What the authority claims, as printed, and where it cannot be true."""

from decimal import Decimal

import polars as pl
import pytest

from testigo.election.definition import Election
from testigo.errors import InputError
from testigo.official.claimed_votes import read_votes
from testigo.official.claims import read_claims
from testigo.official.percentages import made_of_percentages, results_that_are_percentages
from testigo.official.printed import Printed, printed
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.world import STATION_CODES, reading

HEADER = "claim,source,date,place,contest,figure,value,thousands\n"
ELECTION = world.election(
    frames={"X": ("declared", 20, 10_000), **dict.fromkeys("AB", ("unknown", None, None))}
)


def claims(*rows: str, place: str = "X") -> pl.DataFrame:
    lines = [f"b1,authority,2030-01-07,{place},mayor,{row}\n" for row in rows]
    return read_claims("claims.csv", (HEADER + "".join(lines)).encode(), ELECTION)


def derived(said: pl.DataFrame, election: Election = ELECTION) -> Snapshot:
    """Our forms: red 100 and blue 50 in each of 12 stations, 3 in every town."""
    read = world.readings([reading(code, red=100, blue=50) for code in STATION_CODES])
    return derive(election, {"form": world.PROFILE}, world.evidence({"mayor": read}, claims=said))


def compared(*rows: str) -> Snapshot:
    """Our forms: red 1,200 and blue 600 in 12 of 20 stations."""
    return derived(claims(*rows))


def at_places(snapshot: Snapshot) -> list[tuple[str, str, str, int, int]]:
    return snapshot.contradictions.select("place", "kind", "figure", "votes", "stations").rows()


def kinds(snapshot: Snapshot) -> dict[str, tuple[int | None, int | None]]:
    rows = snapshot.contradictions.select("kind", "votes", "stations").iter_rows()
    return {kind: (votes, stations) for kind, votes, stations in rows}


@pytest.mark.parametrize(
    ("value", "thousands", "lowest", "highest"),
    [
        ("5150092", None, "5150092", "5150092"),
        ("5,150,092", ",", "5150092", "5150092"),
        ("5.150.092", ".", "5150092", "5150092"),
        ("51.20 %", None, "51.195", "51.205"),
        ("51,2%", None, "51.15", "51.25"),
        ("80 %", None, "79.5", "80.5"),
        ("100 %", None, "99.5", "100"),
    ],
)
def test_a_printed_figure_is_the_interval_that_rounds_to_it(
    value: str, thousands: str | None, lowest: str, highest: str
) -> None:
    is_share = value.endswith("%")
    assert printed(value, thousands) == Printed(Decimal(lowest), Decimal(highest), is_share)


@pytest.mark.parametrize(
    "value", ["5,150,092", "1.234", "12,34", "-5", "5e3", "", "about 80 %", "٥", "80 %%"]
)
def test_a_figure_that_needs_guessing_is_refused(value: str) -> None:
    assert printed(value, None) is None


def test_every_problem_of_a_claims_file_is_reported_at_once_with_its_place() -> None:
    bad = "b1,a,yesterday,Y,mayor,votes_green,12x,\nb1,a,2030-01-07,X,council,votes_red,1,\nshort\n"
    with pytest.raises(InputError) as raised:
        read_claims("claims.csv", (HEADER + bad).encode(), ELECTION)
    places = [(problem.place.row, problem.place.column) for problem in raised.value.problems]
    expected = [(2, "date"), (2, "place"), (2, "figure"), (2, "value"), (3, "contest"), (4, None)]
    assert places == expected


@pytest.mark.parametrize(
    "content", [b"", b"claim,source\n", HEADER.encode(), b"\xff\xfe", HEADER.encode() * 2]
)
def test_a_file_that_is_no_claims_file_is_one_clear_error(content: bytes) -> None:
    with pytest.raises(InputError):
        read_claims("claims.csv", content, ELECTION)


def test_a_claimed_share_differs_only_outside_all_that_rounds_to_it() -> None:
    snapshot = compared("share_red,67 %,", "share_blue,33.3 %,")
    differences = dict(snapshot.discrepancies.select("figure", "difference").iter_rows())
    assert differences == {"share_red": 0, "share_blue": 0}
    assert compared("share_red,60 %,").discrepancies["difference"].to_list() == [6050 - 6667]


def test_a_part_cannot_exceed_the_whole() -> None:
    found = kinds(compared("votes_red,1150,"))
    assert found["fewer votes than the forms"] == (50, 1)


def test_even_without_the_most_favourable_forms_that_the_claim_can_leave_out() -> None:
    found = kinds(compared("votes_red,700,", "share_of_stations_counted,80 %,"))
    assert found["fewer votes than the forms without the most favourable"] == (100, 4)  # 20 x 20.5 %


def test_a_claim_that_can_leave_out_enough_forms_is_not_called_impossible() -> None:
    assert kinds(compared("votes_red,800,", "share_of_stations_counted,80 %,")) == {}


def test_nothing_is_proven_where_nobody_knows_how_many_stations_a_claim_leaves_out() -> None:
    unknown = world.election(frames=dict.fromkeys("XAB", ("unknown", None, None)))
    partial = claims("votes_red,800,", "share_of_stations_counted,80 %,")
    assert kinds(derived(partial, unknown)) == {}
    assert kinds(derived(claims("votes_red,800,"), unknown)) == {"fewer votes than the forms": (400, 4)}


@pytest.mark.parametrize("place", ["A", "A1"])
def test_a_claim_of_any_place_is_held_against_the_forms_of_that_place(place: str) -> None:
    ours = 600 if place == "A" else 300
    found = at_places(derived(claims(f"votes_red,{ours - 150},", place=place)))
    assert found == [(place, "fewer votes than the forms", "votes_red", 150, 2)]
    assert at_places(derived(claims(f"votes_red,{ours},", place=place))) == []
    assert at_places(derived(claims(f"votes_red,{ours + 150},", place=place))) == []


def test_what_a_claim_leaves_out_of_the_whole_may_all_lie_in_one_place() -> None:
    whole = "share_of_stations_counted,90 %,"  # 10.5 % of 20: 2 stations at most
    part = claims("votes_red,90,", place="A1")
    assert at_places(derived(part)) == [("A1", "fewer votes than the forms", "votes_red", 210, 3)]
    assert at_places(derived(pl.concat([claims(whole), part]))) == [
        ("A1", "fewer votes than the forms", "votes_red", 210, 3),
        ("A1", "fewer votes than the forms without the most favourable", "votes_red", 10, 2),
    ]
    enough = claims("votes_red,100,", place="A1")
    assert at_places(derived(pl.concat([claims(whole), enough]))) == []


def test_what_is_said_of_one_place_bounds_no_other() -> None:
    partial = claims("share_of_stations_counted,50 %,", place="B")
    assert at_places(derived(pl.concat([partial, claims("votes_red,500,", place="A")]))) == [
        ("A", "fewer votes than the forms", "votes_red", 100, 1)
    ]


def test_two_claims_about_one_place_are_held_apart() -> None:
    first = claims("votes_red,500,", place="A")
    second = claims("votes_red,600,", place="A").with_columns(claim=pl.lit("b2"))
    assert derived(pl.concat([first, second])).contradictions["claim"].to_list() == ["b1"]


def test_more_for_one_than_for_all_is_not_said_where_the_stations_left_out_explain_it() -> None:
    adds = ("votes_red,1050,", "votes_blue,800,")  # red -150, blue +200: 150 more than in all
    kind = "adds more votes for one than for all"
    assert kinds(compared(*adds))[kind] == (150, None)
    one_left_out = kinds(compared(*adds, "share_of_stations_counted,95 %,"))
    assert one_left_out[kind] == (150, None)  # its 100 red votes do not explain 150
    assert kind not in kinds(compared(*adds, "share_of_stations_counted,90 %,"))


def test_of_many_places_one_that_looks_strange_by_chance_is_not_called_so() -> None:
    three = world.election((world.contest(options=("red", "blue", "green")),))

    def strange(**red_votes_at: int) -> list[str]:
        rows = [
            f"b1,authority,2030-01-07,{place},mayor,votes_{option},{votes},\n"
            for place, red in red_votes_at.items()
            for option, votes in (("red", red), ("blue", 12_000), ("green", 28_000 - red))
        ]
        said = read_claims("claims.csv", (HEADER + "".join(rows)).encode(), three)
        return made_of_percentages(read_votes(said, three))["place"].to_list()

    assert strange(A=20_000) == ["A"]  # one result in 1,596 is so
    assert strange(A=20_000, B=20_003) == []  # and of two places one is so in one of 798 elections
    assert strange(B=20_003) == []


def test_more_forms_cannot_add_more_for_one_than_for_all() -> None:
    found = kinds(compared("votes_red,1100,", "votes_blue,800,"))
    assert found["adds more votes for one than for all"] == (100, None)


def test_a_claim_is_held_against_forms_without_valid_votes_too() -> None:
    closed = world.readings([reading(code, document_class="not installed") for code in STATION_CODES])
    said = claims("votes_red,900,", "votes_blue,700,")
    snapshot = derive(ELECTION, {"form": world.PROFILE}, world.evidence({"mayor": closed}, claims=said))
    assert kinds(snapshot) == {}


def test_a_printed_share_must_be_the_quotient_of_the_printed_votes() -> None:
    assert "a share that its votes do not give" in kinds(
        compared("votes_red,2000,", "votes_blue,1000,", "share_red,66 %,")
    )
    assert "a share that its votes do not give" not in kinds(
        compared("votes_red,2000,", "votes_blue,1000,", "share_red,67 %,")
    )


def test_a_claim_that_the_forms_can_be_a_part_of_contradicts_nothing() -> None:
    assert kinds(compared("votes_red,2000,", "votes_blue,1000,")) == {}


def test_how_many_results_are_exact_percentages_is_counted_and_not_estimated() -> None:
    assert results_that_are_percentages(2, 2) == 6  # every result of two votes in three groups
    assert results_that_are_percentages(10_058_774, 1000) == 376_479  # the bulletin's total, shares in tenths


def test_an_option_that_some_forms_lack_is_not_called_added_to() -> None:
    contest = world.contest(options=("red", "blue", "writein"), optional=("writein",))
    rows = [reading(code, red=100, blue=50, valid_votes=160) for code in STATION_CODES]  # 10 written in
    election = world.election((contest,), frames={"X": ("declared", 20, 10_000)})
    claimed = ["votes_red,1200,", "votes_blue,600,", "votes_writein,130,"]
    lines = [f"b1,authority,2030-01-07,X,mayor,{row}\n" for row in claimed]
    said = read_claims("claims.csv", (HEADER + "".join(lines)).encode(), election)
    read = world.readings([*rows[:-1], {**rows[-1], "votes_writein": 10}], contest)
    snapshot = derive(election, {"form": world.PROFILE}, world.evidence({"mayor": read}, claims=said))
    assert "adds more votes for one than for all" not in kinds(snapshot)
