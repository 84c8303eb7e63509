"""What the authority claims, as printed, and where it cannot be true."""

from decimal import Decimal

import polars as pl
import pytest

from testigo.columns import Compared, Made
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
    assert printed(value, thousands, Made.ROUNDED) == Printed(Decimal(lowest), Decimal(highest), is_share)


@pytest.mark.parametrize(
    ("value", "shares", "lowest", "highest"),
    [
        ("59.62 %", Made.CUT_OFF, "59.62", "59.63"),
        ("59.62 %", None, "59.615", "59.63"),  # either way
        ("100 %", Made.CUT_OFF, "100", "100"),
        ("0 %", None, "0", "1"),
    ],
)
def test_a_share_is_also_what_is_cut_off_to_it_unless_it_is_said_to_be_rounded(
    value: str, shares: Made | None, lowest: str, highest: str
) -> None:
    assert printed(value, None, shares) == Printed(Decimal(lowest), Decimal(highest), is_share=True)


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
    ("row", "meant"),
    [
        ("A11,mayor,votes_red", None),
        ("town-a1,mayor,votes_red", None),
        ("a1,mayor,votes_red", "A1"),
        ("X,Mayor,votes_red", "mayor"),
        ("X,mayors,votes_red", "mayor"),
        ("X,mayor,votes_reed", "votes_red"),
        ("X,mayor,share_bleu", "share_blue"),
        ("X,mayor,share_of_ballots_null_vote", "share_of_ballots_null_votes"),
    ],
)
def test_the_place_contest_or_figure_that_may_be_meant_is_proposed(row: str, meant: str | None) -> None:
    value = "1 %" if "share" in row else "1"
    with pytest.raises(InputError) as raised:
        read_claims("claims.csv", f"{HEADER}b1,a,2030-01-07,{row},{value},\n".encode(), ELECTION)
    (problem,) = raised.value.problems
    assert (f"Did you mean '{meant}'?" in str(problem.remedy)) == (meant is not None)


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
    rounded = claims("share_red,60 %,").with_columns(shares=pl.lit(Made.ROUNDED.value))
    assert derived(rounded).discrepancies["difference"].to_list() == [6050 - 6667]
    cut_off_or_rounded = compared("share_red,60 %,").discrepancies
    assert cut_off_or_rounded["difference"].to_list() == [6100 - 6667]  # below 61 it may be cut off


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
        compared("votes_red,2000,", "votes_blue,1000,", "share_red,65 %,")
    )
    assert "a share that its votes do not give" not in kinds(
        compared("votes_red,2000,", "votes_blue,1000,", "share_red,66 %,")  # cut off
    )
    assert "a share that its votes do not give" not in kinds(
        compared("votes_red,2000,", "votes_blue,1000,", "share_red,67 %,")
    )


def test_a_claim_that_the_forms_can_be_a_part_of_contradicts_nothing() -> None:
    assert kinds(compared("votes_red,2000,", "votes_blue,1000,")) == {}


def test_what_is_claimed_changes_no_sum_no_status_and_no_bound() -> None:
    with_, without = compared("votes_red,2000,", "votes_blue,1,"), derived(claims("votes_red,1,").clear())
    assert with_.discrepancies.height > without.discrepancies.height
    for one, other in (
        (with_.tallies, without.tallies),
        (with_.bounds, without.bounds),
        (with_.results, without.results),
    ):
        assert one["mayor"].equals(other["mayor"])


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


def thirds(*rows: str, shares: str = "") -> Snapshot:
    """Our forms: red 2,400, blue 1,200, no null vote, 3,600 ballots; shares as given."""
    said = "".join(f"b1,authority,2030-01-07,X,mayor,{row},{shares}\n" for row in rows)
    table = read_claims("claims.csv", (HEADER.replace("\n", ",shares\n") + said).encode(), ELECTION)
    read = world.readings(
        [
            reading(code, red=200, blue=100, valid_votes=300, null_votes=60, total_votes=360)
            for code in STATION_CODES
        ]
    )
    whole = world.election()
    return derive(whole, {"form": world.PROFILE}, world.evidence({"mayor": read}, claims=table))


@pytest.mark.parametrize(
    ("share", "shares", "difference"),
    [
        ("66.67 %", "", 0),
        ("66.66 %", "", 0),  # cut off, and nobody says how it was made
        ("66.66 %", "cut off", 0),
        ("66.66 %", "rounded", -1),
        ("66.67 %", "cut off", 1),
        ("66.6666 %", "", 0),
        ("66.6667 %", "", 0),
        ("66.6667 %", "rounded", 0),
        ("66.6668 %", "", 1),
        ("66.65 %", "", -1),
    ],
)
def test_a_share_differs_only_where_no_way_that_the_claim_allows_gives_it(
    share: str, shares: str, difference: int
) -> None:
    rows = ("votes_red,2400,", "votes_blue,1200,", f"share_red,{share},")
    snapshot = thirds(*rows, shares=shares)
    found = snapshot.discrepancies.filter(pl.col("figure") == "share_red")
    assert found["difference"].to_list() == [difference]
    accused = "a share that its votes do not give" in kinds(snapshot)
    assert accused == (difference != 0)


@pytest.mark.parametrize(
    ("figure", "share", "difference"),
    [
        ("share_of_ballots_red", "55.56 %", 0),  # 2,400 of 4,320
        ("share_red", "55.56 %", 5557 - 6667),
        ("share_of_ballots_null_votes", "16.67 %", 0),  # 720 of 4,320
        ("share_of_ballots_both:red+blue", "83.33 %", 0),
        ("share_of_ballots_valid_votes", "83 %", 0),
    ],
)
def test_a_share_of_the_ballots_cast_is_held_against_the_ballots_cast(
    figure: str, share: str, difference: int
) -> None:
    snapshot = thirds(f"{figure},{share},")
    assert snapshot.discrepancies.select("ours_stations", "difference").rows() == [(12, difference)]


def test_a_share_of_ballots_must_be_the_quotient_of_the_claims_own_ballots() -> None:
    own = ("votes_red,2400,", "total_votes,4320,")
    assert kinds(thirds(*own, "share_of_ballots_red,55.55 %,")) == {}
    assert "a share that its votes do not give" in kinds(thirds(*own, "share_of_ballots_red,66.67 %,"))


def test_a_count_where_a_share_belongs_is_refused() -> None:
    with pytest.raises(InputError, match="share"):
        claims("share_red,66,")
    with pytest.raises(InputError, match="share"):
        claims("votes_red,66 %,")


def test_how_shares_were_made_and_the_order_are_checked() -> None:
    header = HEADER.replace("\n", ",shares,order\n")
    bad = "b1,a,2030-01-07,X,mayor,share_red,66 %,,guessed,first\n"
    with pytest.raises(InputError) as raised:
        read_claims("claims.csv", (header + bad).encode(), ELECTION)
    assert [one.place.column for one in raised.value.problems] == ["shares", "order"]


def cases(snapshot: Snapshot) -> dict[str, str]:
    return dict(snapshot.discrepancies.select("figure", "case").iter_rows())


def test_a_sum_that_some_forms_lack_is_at_least_and_no_larger_claim_differs_from_it() -> None:
    """Eleven of twelve forms say how many null votes there are."""
    rows = [reading(code, red=100, blue=50, null_votes=10) for code in STATION_CODES]
    rows[-1]["null_votes"] = None
    said = claims("null_votes,120,", "total_votes,9,")

    def compared_to(said: pl.DataFrame) -> Snapshot:
        read = world.evidence({"mayor": world.readings(rows)}, claims=said)
        return derive(world.election(), {"form": world.PROFILE}, read)

    found = compared_to(said).discrepancies.filter(pl.col("figure") == "null_votes").row(0, named=True)
    assert (found["ours"], found["ours_stations"], found["at_least"]) == (110, 11, True)
    assert found["case"] == Compared.INCOMPLETE
    assert cases(compared_to(claims("null_votes,109,")))["null_votes"] == Compared.DIFFERS
    assert cases(compared_to(claims("null_votes,110,")))["null_votes"] == Compared.AGREES
    assert cases(compared_to(claims("votes_red,1201,")))["votes_red"] == Compared.DIFFERS


def test_a_station_that_was_not_installed_lacks_no_figure() -> None:
    rows = [reading(code, red=100, blue=50) for code in STATION_CODES[1:]]
    closed = reading(STATION_CODES[0], document_class="not installed")
    read = world.evidence({"mayor": world.readings([closed, *rows])}, claims=claims("votes_red,1200,"))
    found = derive(world.election(), {"form": world.PROFILE}, read).discrepancies.row(0, named=True)
    assert (found["at_least"], found["case"]) == (False, Compared.DIFFERS)


@pytest.mark.parametrize(("counted", "expected"), [("10", "incomplete"), ("12", "differs")])
def test_a_claim_that_says_how_many_stations_it_covers_is_not_taken_for_the_whole(
    counted: str, expected: str
) -> None:
    snapshot = thirds("votes_red,2300,", f"stations_counted,{counted},")
    assert cases(snapshot)["votes_red"] == expected
    assert cases(thirds("votes_red,2300,"))["votes_red"] == "differs"


def test_the_number_of_stations_that_a_claim_covers_bounds_what_it_leaves_out() -> None:
    """Two stations hold 400 red votes at most: 100 of the forms do not fit."""
    found = kinds(thirds("votes_red,1900,", "stations_counted,10,"))
    assert found["fewer votes than the forms without the most favourable"] == (100, 2)
    assert kinds(thirds("votes_red,2000,", "stations_counted,10,")) == {}
