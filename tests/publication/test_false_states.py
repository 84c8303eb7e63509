"""No sentence stands on a page of a state in which it would be false.

Over every page of the small elections: what the page is about says which sentences would be false there, by
the table of each test; none of them is on it. Each table is also seen to bite: its sentences do stand
somewhere, and are absent elsewhere.
"""

import functools
import html
import re
from collections.abc import Iterator, Mapping

import pytest

from testigo.checks.looked import LOOKED
from testigo.columns import Answer, ErratumKind, FrameKind, Status
from testigo.election.contests import Decides
from testigo.publication.contest_list import contest_path
from testigo.publication.format import safe_name
from testigo.publication.layout import place_path
from testigo.publication.shard import Site, site_of
from testigo.publication.words import words as words_of
from testigo.snapshot import Snapshot
from tests import world
from tests.publication.conftest import made
from tests.publication.elections import IMPRINT, html_pages, site_of_election, snapshot_of
from tests.publication.test_catalogues import messages
from tests.publication.test_sentences import with_exclusion
from tests.publication.test_states import heading, text_of

SMALL = ("every state", "one option, a tie, seats", "lines and classes", "nothing yet")


@functools.cache
def as_read(text: str) -> str:
    """Return a text as it is read; the same pages are looked through for many sentences."""
    return html.unescape(text)


@functools.cache
def words_on(page: str) -> str:
    """Return the words of a page; the same pages are looked through for many sentences."""
    return text_of(page)


def says(text: str, key: str, *, whole: bool = False) -> bool:
    """Whether words hold a message of the pages, or are it, whatever stands in its places."""
    message = messages("pages", "en")[key].string
    forms = (message,) if isinstance(message, str) else tuple(message or ())
    for form in forms:
        words = re.sub(r"<[^>]+>", "", form)
        pattern = ".{0,120}?".join(re.escape(part) for part in re.split(r"\{[^}]*\}", words))
        if (re.fullmatch if whole else re.search)(pattern, as_read(text)):
            return True
    return False


@functools.cache
def pages_of(name: str) -> tuple[Snapshot, Site, dict[str, str]]:
    snapshot, files = made(name)
    pages = {path: page for path, page in html_pages(files).items() if path.startswith("en/")}
    return snapshot, site_of(snapshot, IMPRINT), pages


def about_places() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield each page of a contest or place: its address, its words, and the (contest, place) it is of."""
    for name in SMALL:
        snapshot, site, pages = pages_of(name)
        voted = {code: set(tally["jurisdiction"]) for code, tally in snapshot.tallies.items()}
        for contest in snapshot.election.contests:
            path = f"en/{contest_path(site, contest.contest)}"
            yield f"{name}: {path}", pages[path], [(contest.contest, site.root)]
        for place in site.places.values():
            path = f"en/{place_path(place)}"
            here = [
                (code, place.jurisdiction) for code, places in voted.items() if place.jurisdiction in places
            ]
            if place.parent is not None and path in pages:
                yield f"{name}: {path}", pages[path], here


def row_of(name: str, frame: str, contest: str, place: str) -> Mapping[str, object]:
    snapshot = made(name)[0]
    table = {"tally": snapshot.tallies, "bounds": snapshot.bounds}[frame][contest]
    (row,) = table.filter(table["jurisdiction"] == place).iter_rows(named=True)
    return row


ANSWERS = {
    "decided.short.no": {Answer.NO},
    "decided.short.yes": {Answer.YES},
    "decided.short.complete": {Answer.COMPLETE},
    "decided.short.tied": {Answer.TIED},
    "decided.tied": {Answer.TIED},
    "decided.complete": {Answer.COMPLETE},
    "decided.no": {Answer.NO},
    "decided.yes": {Answer.YES},
    "lead.decided": {Answer.NO},
    "lead.open": {Answer.YES},
    "decided.wait": {Answer.YES},
    "decided.if": {Answer.NO, Answer.COMPLETE},
    "decided.nothing_yet": {Answer.NO_VOTES},
    "decided.rule": {Answer.ANOTHER_RULE},
    "decided.alone": {Answer.ALONE},
    "decided.unread": {Answer.VOTES_UNREAD},
    "decided.frame_unknown": {Answer.FRAME_UNKNOWN},
    "decided.roll_unknown": {Answer.ROLL_UNKNOWN},
    "half.valid_unknown": {Answer.VALID_VOTES_UNKNOWN},
}


@pytest.mark.parametrize("key", ANSWERS)
def test_what_is_said_of_the_answer_is_said_where_it_is_the_answer(key: str) -> None:
    for address, page, of in about_places():
        answers = {Answer(str(row_of(address.split(":")[0], "bounds", *each)["answer"])) for each in of}
        assert not says(words_on(page), key) or answers & ANSWERS[key], address


LEADS = ("place.tie", "national.tie", "place.alone", "national.alone", "place.double", "national.double",
         "place.ahead", "national.ahead", "place.none", "national.none")  # fmt: skip


def lead_of(bounds: Mapping[str, object], tally: Mapping[str, object]) -> str:
    if not tally["stations_accepted"]:
        return "none"
    if bounds["second"] is None:
        return "alone"
    return "ahead" if bounds["lead"] else "tie"


@pytest.mark.parametrize("key", LEADS)
def test_who_is_ahead_level_or_alone_is_said_where_it_is_so(key: str) -> None:
    expected = "ahead" if key.endswith("double") else key.rpartition(".")[2]
    on = 0
    for address, page, of in about_places():
        name, first = address.split(":")[0], of[0]
        if says(heading(page), key, whole=True):
            lead = lead_of(row_of(name, "bounds", *first), row_of(name, "tally", *first))
            assert lead == expected, address
            on += 1
    assert on


FRAMES = (
    "lead.coverage",
    "coverage.heading",
    "coverage.heading.unknown",
    "coverage.unknown",
    "coverage.note",
)


@pytest.mark.parametrize("key", FRAMES)
def test_how_many_stations_there_are_is_said_where_it_is_known(key: str) -> None:
    is_of_unknown = "unknown" in key
    for address, page, of in about_places():
        known = {row_of(address.split(":")[0], "tally", *each)["stations"] is not None for each in of}
        assert not says(words_on(page), key) or (not is_of_unknown) in known, address


def test_that_some_places_do_not_know_their_stations_is_said_where_some_do_not() -> None:
    read = {"mayor": [world.reading(code, red=2, blue=1) for code in world.STATION_CODES]}
    listed = html_pages(site_of_election(snapshot_of([world.contest()], read)))["en/method.html"]
    assert not says(words_on(listed), "method.unknown.frames")
    snapshot, _, pages = pages_of("every state")
    assert FrameKind.UNKNOWN.value in snapshot.election.jurisdictions["frame"].to_list()
    assert says(words_on(pages["en/method.html"]), "method.unknown.frames")


def about_stations() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the page of each station: its address, its words, and contest -> its status there."""
    for name in SMALL:
        snapshot, _, pages = pages_of(name)
        for path, page in pages.items():
            if "/stations/" not in path:
                continue
            statuses = {
                contest: str(row["status"])
                for contest, results in snapshot.results.items()
                for row in results.iter_rows(named=True)
                if path.endswith(f"/stations/{safe_name(row['station'])}.html")
            }
            yield f"{name}: {path}", page, statuses


OF_STATUS = {
    f"{kind}{status.value}{end}": status
    for status in (Status.PENDING, Status.DISPUTED, Status.QUARANTINED, Status.MISSING)
    for kind, end in (("station.", ""), ("alert.", ".heading"), ("alert.", ""), ("way.", ""))
} | {"way.accepted": Status.ACCEPTED, "station.basis": Status.ACCEPTED}


ONE_HEADING = ("alert.pending.heading", "alert.disputed.heading")
"""`This station does not count yet`: the words are the same."""


@pytest.mark.parametrize("key", OF_STATUS)
def test_what_is_said_of_a_status_is_said_of_stations_of_that_status(key: str) -> None:
    on, off = 0, 0
    for address, page, statuses in about_stations():
        own = {OF_STATUS[key].value} | ({"pending", "disputed"} if key in ONE_HEADING else set())
        assert not says(words_on(page), key) or own & set(statuses.values()), address
        on += says(words_on(page), key)
        off += not says(words_on(page), key)
    assert on, "the sentence is seen nowhere"
    assert off


@pytest.mark.parametrize("key", [key for key in OF_STATUS if "quarantined" in key])
def test_a_form_that_people_excluded_is_not_said_to_wait_in_quarantine(key: str) -> None:
    assert not says(words_on(with_exclusion(["r0"])), key)


@pytest.mark.parametrize(
    "key", ["station.excluded", "alert.excluded.heading", "alert.excluded", "way.excluded"]
)
def test_only_a_form_that_people_excluded_is_said_to_be_excluded(key: str) -> None:
    assert says(words_on(with_exclusion(["r0"])), key)
    assert [address for address, page, _ in about_stations() if says(words_on(page), key)] == []


CHECKED = tuple(key for key in messages("pages", "en") if key.startswith("checked.") and key[8:9].isupper())


@pytest.mark.parametrize("key", CHECKED)
def test_a_rule_is_said_to_have_found_nothing_where_it_looked_and_found_nothing(key: str) -> None:
    code = key.removeprefix("checked.")
    on = 0
    for address, page, statuses in about_stations():
        snapshot = made(address.split(":")[0])[0]
        if len(statuses) != 1 or not says(words_on(page), key):
            continue
        own = snapshot.findings.filter(code=code)["station"].to_list()
        assert not any(address.endswith(f"/{safe_name(each)}.html") for each in own), address
        on += 1
    assert "station" in LOOKED
    assert on or code in {"N.501", "C.401", "R.601"}, "said of no station of the small elections"


def test_a_station_is_of_no_contest_of_several_or_of_an_unknown_place_where_it_is_said_to_be() -> None:
    for address, page, statuses in about_stations():
        snapshot = made(address.split(":")[0])[0]
        assert not says(words_on(page), "station.no_contest") or not statuses, address
        assert not says(words_on(page), "station.several") or len(statuses) > 1, address
        root = snapshot.election.stations.filter(jurisdiction=snapshot.election.root)["station"]
        hangs = any(address.endswith(f"/{safe_name(each)}.html") for each in root)
        assert says(words_on(page), "station.unknown_place") == hangs, address


def test_stations_are_said_to_have_no_pages_where_they_have_none() -> None:
    for name in SMALL:
        _, _, pages = pages_of(name)
        for path, page in pages.items():
            own = path.split("/")[1]
            has = any(each.startswith(f"en/{own}/stations/") for each in pages)
            assert not (says(words_on(page), "polling_places.no_pages") and has), (name, path)
            assert not (says(words_on(page), "polling_places.text") and not has), (name, path)


@pytest.mark.parametrize("kind", ErratumKind)
def test_only_the_kinds_of_correction_that_there_are_have_their_text(kind: ErratumKind) -> None:
    for name in SMALL:
        snapshot, _, pages = pages_of(name)
        has = kind.value in snapshot.evidence.errata["kind"].to_list()
        key = f"errata.{kind.value}.text".replace(" ", "_")
        key = key if key in messages("pages", "en") else key.replace("_", " ")
        assert says(words_on(pages["en/errata.html"]), key) == has, name
        assert not says(words_on(pages["en/errata.html"]), "errata.no_reason") or has


def test_what_is_in_doubt_is_counted_by_what_it_is_and_nothing_else_is_named() -> None:
    read = {"mayor": [world.reading("A1-1.01", red=5, blue=3)]}
    nothing = words_on(html_pages(site_of_election(snapshot_of([world.contest()], read)))["en/errata.html"])
    headings = ("doubt.heading.under review", "doubt.heading.to be incorporated", "doubt.heading.corrected")
    for key in (
        *headings,
        "doubt.could",
        "doubt.cannot",
        "doubt.unknown",
        "doubt.could.half",
        "doubt.cannot.half",
    ):
        assert not says(nothing, key), key
    for name in SMALL:
        snapshot, _, pages = pages_of(name)
        decides = {contest.decides.by_half for contest in snapshot.election.contests}
        for key in ("doubt.could.half", "doubt.cannot.half", "doubt.unknown.half"):
            assert not says(words_on(pages["en/errata.html"]), key) or True in decides, (name, key)
        excludes = any(
            "exclude" in each["decision"].to_list() for each in snapshot.evidence.decisions.values()
        )
        assert excludes or not says(words_on(pages["en/errata.html"]), "doubt.excluded.note"), name


def test_a_result_is_said_to_rest_on_its_own_basis_and_on_no_other() -> None:
    words, on = words_of("en"), 0
    for address, page, statuses in about_stations():
        snapshot = made(address.split(":")[0])[0]
        if list(statuses.values()) != [Status.ACCEPTED.value]:
            continue
        (results,) = [snapshot.results[contest] for contest in statuses]
        (basis,) = [
            row["basis"]
            for row in results.iter_rows(named=True)
            if address.endswith(f"/{safe_name(row['station'])}.html")
        ]
        assert f"on this basis: {words.basis(basis)}." in words_on(page).replace(" .", "."), address
        on += 1
    assert on


def test_an_option_is_said_to_be_first_in_places_where_some_place_has_votes() -> None:
    for name in SMALL:
        snapshot, _, pages = pages_of(name)
        has = any((tally["valid_votes"].sum() or 0) > 0 for tally in snapshot.tallies.values())
        assert has or not says(words_on(pages["en/index.html"]), "places.leads"), name


@pytest.mark.parametrize(("missing", "complete"), [(0, True), (1, False)])
def test_of_a_majority_no_station_is_said_to_be_missing_where_none_is(
    missing: int, *, complete: bool
) -> None:
    codes = world.STATION_CODES[missing:]
    read = {"mayor": [world.reading(code, red=20, blue=10) for code in codes]}
    contest = world.contest(decides=Decides("majority", None))
    front = words_on(html_pages(site_of_election(snapshot_of([contest], read)))["en/index.html"])
    assert says(front, "half.short.complete") == complete
    assert says(front, "half.complete") == complete
