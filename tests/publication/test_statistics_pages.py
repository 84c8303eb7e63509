"""The pages of a sample and of forensic tests: what each state says, and what it does not say."""

import datetime
import re
from dataclasses import replace

import polars as pl
import pytest

from testigo.acts.published_statistics import with_simulated
from testigo.cells import Cells
from testigo.publication.format import MARK, cell_keys
from testigo.publication.page_frame import MOST_FRONT_BYTES
from testigo.snapshot import Snapshot
from testigo.statistics.announced import announced_bytes
from testigo.statistics.disclosed import SAMPLE
from testigo.statistics.drawn import draw, frame_facts, population
from testigo.statistics.frame import frame_of
from testigo.statistics.plan import Audit, Plan, Sample, plan_hash
from tests import world
from tests.elements import strange_elements, strange_entities, stray_numerals
from tests.publication.elections import contests_by_turns, html_pages, site_of_election, snapshot_of
from tests.publication.test_states import text_of

SEED = "31415926535897932384"
AUDIT = Audit(
    method="fixed bet", bet=0.75, eta=0.555, weight=100, above=0.0275, risk_percent=5.0, largest=500
)
Pages = dict[str, str]


def country(forms: int = 12, *, red: int = 300, blue: int = 100, contests: int = 1) -> Snapshot:
    row = {"red": red, "blue": blue, "valid_votes": red + blue, "null_votes": 0, "total_votes": red + blue}
    read = [world.reading(code, **row) for code in world.STATION_CODES[:forms]]
    named = [world.contest(code="mayor" if number == 0 else f"c{number}") for number in range(contests)]
    return snapshot_of(named, {of.contest: read for of in named})


def sample_of(
    snapshot: Snapshot,
    size: int = 12,
    *,
    risk: float = 5.0,
    earlier: tuple[int, ...] = (),
    declared: int | None = None,
    largest: int = 500,
) -> bytes:
    frame = frame_of(snapshot.election, None)
    plan = Plan(
        testigo="sample plan 1",
        origin=snapshot.election.origin,
        definition=snapshot.election.seal,
        frame=frame_facts(frame, declared),
        design="simple",
        strata=None,
        size=size,
        population=population(frame, "simple"),
        allocation={"": size},
        confidence_percent=95,
        missing_may_differ_points=10,
        shown_from_response_percent=50,
        not_before=datetime.datetime(2030, 1, 7, tzinfo=datetime.UTC).isoformat(),
        audit=AUDIT.model_copy(update={"risk_percent": risk, "largest": largest}),
        signer=None,
    )
    sample = Sample(
        testigo="sample 1",
        plan=plan,
        plan_sha256=plan_hash(plan),
        plan_signature=(),
        seed=SEED,
        size=size,
        allocation={"": size},
        earlier_sizes=earlier,
        stations=draw(frame, plan, SEED, {"": size}),
        signer=None,
    )
    return announced_bytes(sample, None)


def telling(snapshot: Snapshot, sample: bytes | None = None, draws: int = 0) -> Snapshot:
    files = {} if sample is None else {SAMPLE: sample}
    told = replace(snapshot, evidence=replace(snapshot.evidence, statistics=files))
    return with_simulated(told, draws)


def pages_of(snapshot: Snapshot) -> Pages:
    return html_pages(site_of_election(snapshot))


def test_a_publication_without_a_sample_or_simulations_has_nothing_of_them() -> None:
    files = site_of_election(country())
    assert not [
        path for path in files if any(kind in path for kind in ("statistics", "estimate", "forensics"))
    ]
    assert "Statistics" not in files["en/index.html"].decode()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["estimate", "audit", "forensics"])
def test_every_figure_is_the_mark_of_a_cell_and_no_numeral_stands_elsewhere(language: str, kind: str) -> None:
    snapshot = country(11)
    snapshot = telling(snapshot, sample_of(snapshot), 19)
    page = pages_of(snapshot)[f"{language}/{kind}.html"]
    cells = Cells(snapshot)
    marks = list(MARK.finditer(page))
    assert marks
    assert all(cell_keys(mark["cell"]) in cells for mark in marks)
    assert stray_numerals(page) == []
    assert not strange_elements(page)
    assert not strange_entities(page)
    assert len(page.encode()) < MOST_FRONT_BYTES


def test_all_that_came_needs_no_judgement_and_says_so() -> None:
    snapshot = country(len(world.STATION_CODES))
    page = text_of(pages_of(telling(snapshot, sample_of(snapshot)))["en/estimate.html"])
    assert "no judgement of missing ones" in page
    assert "no adjustment repairs it" not in page


def test_what_did_not_come_is_said_with_the_judgement_and_what_it_would_take() -> None:
    snapshot = country(9)
    page = text_of(pages_of(telling(snapshot, sample_of(snapshot)))["en/estimate.html"])
    assert "no adjustment repairs it" in page
    assert "That is a judgement, announced in the plan" in page
    assert "To turn this lead" in page


def test_below_the_announced_response_there_is_no_share_at_all() -> None:
    snapshot = country(3)
    page = pages_of(telling(snapshot, sample_of(snapshot)))["en/estimate.html"]
    assert "nothing is estimated yet" in text_of(page)
    assert "share_estimate" not in page
    assert "By the design" not in text_of(page)


def test_a_larger_sample_says_that_it_was_extended_and_a_plan_that_nobody_signed_it() -> None:
    snapshot = country()
    plain = text_of(pages_of(telling(snapshot, sample_of(snapshot)))["en/estimate.html"])
    grown = text_of(pages_of(telling(snapshot, sample_of(snapshot, earlier=(6,))))["en/estimate.html"])
    assert ("was extended" in plain, "was extended" in grown) == (False, True)
    assert "Nobody signed the plan" in plain


def test_an_outcome_is_shown_only_at_the_announced_risk_and_never_refuted() -> None:
    clear, tied = country(red=490, blue=1), country(red=201, blue=200)
    shown = text_of(pages_of(telling(clear, sample_of(clear, risk=40.0)))["en/audit.html"])
    not_shown = text_of(pages_of(telling(tied, sample_of(tied)))["en/audit.html"])
    assert "The forms drawn by lot show that" in shown
    assert "do not show yet who is first" in not_shown
    assert "does not say that it is false" in not_shown


def test_a_form_that_did_not_come_counts_for_the_other_side_and_it_is_said() -> None:
    some, every = country(9), country(12)
    missing = text_of(pages_of(telling(some, sample_of(some)))["en/audit.html"])
    none = text_of(pages_of(telling(every, sample_of(every)))["en/audit.html"])
    assert "as if all their voters had voted for the other side" in missing
    assert "as if all their voters had voted for the other side" not in none


def test_the_whole_table_of_tests_stands_there_whatever_it_says() -> None:
    snapshot = telling(country(), draws=19)
    page = pages_of(snapshot)["en/forensics.html"]
    simulated = re.findall(r'data-cell="forensics/mayor/([^/"]+)/[^"]*/decimal_p"', page)
    table = next(one for name, one in tables_of(snapshot) if name == "forensics")
    assert set(simulated) == set(table["test"])
    assert "nor that it was not" in text_of(page)


def tables_of(snapshot: Snapshot) -> list[tuple[str, pl.DataFrame]]:
    from testigo.statistics.tables import tables

    return [(one.name, one.frame) for one in tables(snapshot)]


def test_each_contest_has_its_pages_and_ways_lead_from_one_to_the_other() -> None:
    snapshot = country(contests=2)
    pages = pages_of(telling(snapshot, sample_of(snapshot), 19))
    for kind in ("estimate", "audit", "forensics"):
        assert f'href="{kind}-c1.html"' in pages[f"en/{kind}.html"]
        assert f'href="{kind}.html"' in pages[f"en/{kind}-c1.html"]


def test_the_answer_on_copies_stands_there_where_its_simulation_is_disclosed() -> None:
    snapshot = country()
    assert "copies of one form" not in text_of(pages_of(snapshot)["en/answers.html"])
    page = text_of(pages_of(telling(snapshot, draws=19))["en/answers.html"])
    assert "copies of one form" in page
    assert "clean elections simulated on the same stations" in page


def test_the_textbook_is_shown_only_beside_why_it_must_not_be_used() -> None:
    page = text_of(pages_of(telling(country(), draws=19))["en/forensics.html"])
    assert "Clean ones it rejects" in page


def test_a_list_that_lacks_stations_says_so() -> None:
    snapshot = country()
    whole, part = sample_of(snapshot), sample_of(snapshot, declared=40)
    assert "there are said to be" not in text_of(pages_of(telling(snapshot, whole))["en/estimate.html"])
    assert "there are said to be 40" in text_of(pages_of(telling(snapshot, part))["en/estimate.html"])


def test_stations_of_the_sample_that_do_not_vote_in_a_contest_are_told() -> None:
    snapshot = contests_by_turns(2)
    pages = pages_of(telling(snapshot, sample_of(snapshot, size=8)))
    some = [text_of(page) for path, page in pages.items() if path.startswith("en/estimate")]
    assert any("Stations of the sample that do not vote here" in page for page in some)
    everywhere = country()
    page = pages_of(telling(everywhere, sample_of(everywhere)))["en/estimate.html"]
    assert "do not vote here" not in text_of(page)


def test_a_form_with_more_votes_than_the_largest_roll_gives_no_test() -> None:
    snapshot = country()
    page = text_of(pages_of(telling(snapshot, sample_of(snapshot, largest=150)))["en/audit.html"])
    assert "A form has more votes than the largest roll" in page
    assert "The forms drawn by lot show" not in page


def test_where_one_option_runs_nothing_is_tested() -> None:
    alone = world.contest("mayor", ("only",))
    read = [
        world.reading(code, only=4, valid_votes=4, null_votes=0, total_votes=4)
        for code in world.STATION_CODES
    ]
    snapshot = snapshot_of([alone], {"mayor": read})
    page = text_of(pages_of(telling(snapshot, sample_of(snapshot)))["en/audit.html"])
    assert "There is one option only" in page


def test_repeated_vectors_are_told_only_where_there_are_any() -> None:
    same = telling(country(), draws=19)
    read = []
    for number, code in enumerate(world.STATION_CODES):
        valid = 300 + 4 * number
        votes = {"red": 200 + 3 * number, "blue": 100 + number}
        read.append(world.reading(code, **votes, valid_votes=valid, null_votes=0, total_votes=valid))
    other = telling(snapshot_of([world.contest()], {"mayor": read}), draws=19)
    told = "Stations with the same votes for every option"
    assert told in text_of(pages_of(same)["en/forensics.html"])
    assert told not in text_of(pages_of(other)["en/forensics.html"])
