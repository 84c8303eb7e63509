"""`testigo publish --sample --simulations`: what stands in the pages, who makes it again, what is refused."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from testigo.cells import Cells
from testigo.publication.format import MARK, cell_keys
from testigo.publication.page_frame import MOST_FRONT_BYTES
from testigo.snapshot import Snapshot, derive
from testigo.statistics.plan import parse_sample, plan_hash, write
from testigo.verification.allowance import UNKNOWN
from testigo.verification.disclosed import Disclosed, read_disclosed
from testigo.verification.manifest import hash_manifest, read_manifest
from testigo.verification.signatures import check_signature
from testigo.verification.source import open_folder
from tests.cli.small import Small, make_small
from tests.cli.test_sample import CODES, definition, drawn, stations_of, take
from tests.commands import run
from tests.keys import Keys, make_keys
from tests.publication.test_states import text_of

KINDS = ("estimate", "audit", "forensics")
DRAWS = "19"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"), "example.org/x")


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Small:
    """An operation whose sample is drawn and all of whose forms are in."""
    small = make_small(tmp_path_factory.mktemp("counted"), keys.fingerprint, files=definition())
    drawn(small)
    take(small, CODES)
    return small


@pytest.fixture(scope="module")
def published(counted: Small, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication with pages of its sample and of simulated tests."""
    sample = counted.folder.parent / "sample.txt"
    asked = ("--sample", sample, "--simulations", DRAWS)
    assert counted.run("publish", *keys.copied(tmp_path_factory.mktemp("b") / "k").options, *asked) == 0, (
        counted.err
    )
    return counted.folder / "public"


@pytest.fixture
def country(counted: Small, published: Path, tmp_path: Path) -> Small:
    """A copy of the operation, of which one publication is out."""
    copied = shutil.copytree(counted.folder.parent, tmp_path / "copied")
    return Small(copied / "operation")


def pages(public: Path) -> Mapping[str, str]:
    return {
        str(file.relative_to(public)): file.read_text()
        for file in public.rglob("*.html")
        if file.name.partition("-")[0].removesuffix(".html") in KINDS
    }


def read_by_a_stranger(public: Path) -> tuple[Disclosed | None, list[str]]:
    """What a stranger reads, and what of it he does not take; hashes are left to other tests."""
    source = open_folder(public)
    manifest = hash_manifest(source)
    listed = frozenset(read_manifest(source, UNKNOWN).hashes)
    disclosed, step = read_disclosed(source, listed, check_signature(source, manifest, None))
    return disclosed, [failure.code for failure in step.failures]


def published_snapshot(public: Path) -> Snapshot:
    """The snapshot that a stranger derives from a publication."""
    disclosed, failures = read_by_a_stranger(public)
    assert disclosed is not None
    assert failures == []
    return derive(disclosed.election, disclosed.profiles, disclosed.evidence)


def verified(public: Path, *options: str, code: int = 3) -> dict[str, object]:
    """The report of `testigo verify`; without a named key all that holds ends in 3."""
    small = Small(public)
    assert small.run("verify", "--json", "--processes", "1", *options) == code, small.out
    return dict(json.loads(small.out))


def test_each_has_a_page_in_each_language_and_the_way_leads_there(published: Path) -> None:
    assert set(pages(published)) == {f"{language}/{kind}.html" for language in ("es", "en") for kind in KINDS}
    assert 'href="../en/estimate.html"' in (published / "en/index.html").read_text()
    assert "Estadística" in (published / "es/index.html").read_text()


def test_every_figure_of_these_pages_is_a_cell_and_no_page_is_heavy(counted: Small, published: Path) -> None:
    cells = Cells(published_snapshot(published))
    for path, page in pages(published).items():
        marks = list(MARK.finditer(page))
        assert len(marks) > 5, path
        assert all(cell_keys(mark["cell"]) in cells for mark in marks), path
        assert len(page.encode()) < MOST_FRONT_BYTES, path
        assert not re.search("<text", page)
        assert " style=" not in page


def test_verify_makes_all_again_and_says_that_it_did_not_simulate(published: Path) -> None:
    report = verified(published)
    assert "open.simulations" in json.dumps(report["cannot_be_checked"])


def test_verify_simulations_makes_the_simulated_figures_again(published: Path) -> None:
    report = verified(published, "--simulations")
    assert "open.simulations" not in json.dumps(report["cannot_be_checked"])
    assert '"simulated": 1' in json.dumps(report["steps"])


def test_the_estimate_holds_the_sum_and_says_what_it_is_not(published: Path) -> None:
    page = text_of(pages(published)["en/estimate.html"])
    assert "With 24 stations drawn by lot: Rosa Red, between" in page
    assert "It does not say whether the forms are genuine." in page
    assert "neither a poll nor a proclamation" in page
    assert "Every station of the sample came" in page
    assert "Nobody signed the plan" in page


def test_the_audit_says_what_it_leaves_out(published: Path) -> None:
    page = text_of(pages(published)["en/audit.html"])
    assert "Drawn beyond the random order" in page
    assert "Official figures by station are not tested by this draw" in page


def test_the_whole_table_of_tests_stands_there_sorted(published: Path) -> None:
    page = pages(published)["en/forensics.html"]
    values = [
        int(float(found) * 1000) for found in re.findall(r'<td class="r"><b><data value="([^"]*)"', page)
    ]
    assert len(values) == 16  # seven tests of two options, one of turnout, stations far from their place
    assert values == sorted(values)
    assert "16 forensic tests, and here are all of them" in text_of(page)
    assert page.count("stations/") >= 1  # the way to outlying stations


def test_a_simulated_figure_that_was_changed_is_found_only_by_simulating(country: Small, keys: Keys) -> None:
    """Who changes it must sign it: the hashes hold, the pages are made of it, and only the draws tell."""
    from testigo.acts import published_statistics
    from testigo.statistics.simulate import simulate as honest

    def odd(*given: object, **more: object) -> object:
        made = honest(*given, **more)  # type: ignore[arg-type]
        assert made is not None
        first = made.tests[0].model_copy(update={"as_odd": (made.tests[0].as_odd + 7) % made.draws})
        return made.model_copy(update={"tests": (first, *made.tests[1:])})

    patched = pytest.MonkeyPatch()
    patched.setattr(published_statistics, "simulate", odd)
    take(country, CODES[:59])  # a new release: something changed
    own = keys.copied(country.folder.parent / "own")
    assert country.run("publish", *own.options) == 0, country.err
    patched.undo()
    public = country.folder / "public"
    verified(public)
    report = verified(public, "--simulations", code=1)
    assert "simulated again, the figures are others" in json.dumps(report)
    assert '"simulated.differs"' in json.dumps(report)


def test_what_was_published_once_is_in_the_next_publication_too_until_it_is_taken_back(
    country: Small, keys: Keys
) -> None:
    take(country, CODES[:59])
    own = keys.copied(country.folder.parent / "own")
    assert country.run("publish", *own.options) == 0, country.err
    assert len(pages(country.folder / "public")) == 6
    assert country.run("publish", *own.options, "--sample", "none", "--simulations", "0") == 0, country.err
    public = country.folder / "public"
    assert not pages(public)
    assert not (public / "data/statistics").exists()
    assert "estimate.html" not in (public / "en/index.html").read_text()


def test_below_the_announced_response_no_share_is_shown(tmp_path: Path, keys: Keys) -> None:
    small = make_small(tmp_path, keys.fingerprint, files=definition())
    sample = drawn(small, size=24)
    take(small, stations_of(sample)[:3])
    own = keys.copied(tmp_path / "own")
    assert small.run("publish", *own.options, "--sample", sample) == 0, small.err
    page = text_of((small.folder / "public/en/estimate.html").read_text())
    assert "Of 24 stations drawn by lot, 3 came: nothing is estimated yet" in page
    assert "no figure is shown before" in page
    assert not (small.folder / "public/data/statistics/estimates.csv").exists()
    verified(small.folder / "public")


def test_before_the_polls_close_a_sample_is_not_published(tmp_path: Path, keys: Keys) -> None:
    small = make_small(tmp_path, keys.fingerprint, files=definition(date="2099-01-06"))
    sample = drawn(small, size=24)
    own = keys.copied(tmp_path / "own")
    assert small.run("publish", *own.options, "--sample", sample) == 2
    assert "polls" in small.err


def test_a_sample_that_was_drawn_by_hand_is_refused_here_and_by_a_stranger(
    country: Small, keys: Keys
) -> None:
    sample = country.folder.parent / "sample.txt"
    said = json.loads(sample.read_text())
    other = next(code for code in CODES if code not in said["stations"])
    said["stations"][0] = other
    sample.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    own = keys.copied(country.folder.parent / "own")
    assert country.run("publish", *own.options, "--sample", sample) == 2
    assert "this sample is not of this list of stations" in country.err


def rewritten(sample: Path, **of_plan: str) -> None:
    """Change a plan inside a sample, with every hash made anew: only what it says is wrong."""
    read = parse_sample("sample.txt", sample.read_text())
    plan = read.plan.model_copy(update=of_plan)
    sample.write_text(write(read.model_copy(update={"plan": plan, "plan_sha256": plan_hash(plan)})))


@pytest.mark.parametrize(
    ("of_plan", "code"),
    [
        ({"origin": "example.org/another"}, "sample.another"),
        ({"definition": "0" * 64}, "sample.another"),
        ({"not_before": "2020-01-06T08:00:00+00:00"}, "sample.too_early"),  # people could still vote
        ({"not_before": "2099-01-06T08:00:00+00:00"}, "sample.too_early"),  # published before its own hour
        ({"not_before": "at night"}, "sample.not_drawn"),
        ({"design": "size"}, "sample.not_drawn"),
    ],
)
def test_a_stranger_takes_no_sample_of_another_plan_than_the_announced(
    country: Small, of_plan: dict[str, str], code: str
) -> None:
    public = country.folder / "public"
    rewritten(public / "data/statistics/sample.txt", **of_plan)
    assert read_by_a_stranger(public)[1] == [code]


@pytest.mark.parametrize("content", ["", "{}", "sample", '{"testigo": "sample 1"}'])
def test_a_stranger_takes_nothing_that_is_no_sample_and_no_simulation(country: Small, content: str) -> None:
    public = country.folder / "public"
    sample = public / "data/statistics/sample.txt"
    before = sample.read_text()
    sample.write_text(content)
    assert read_by_a_stranger(public)[1] == ["sample.unreadable"]
    sample.write_text(before)
    (public / "data/statistics/simulated-mayor.json").write_text(content)
    assert read_by_a_stranger(public)[1] == ["simulated.broken"]


def test_a_stranger_takes_no_station_that_was_chosen_by_hand(country: Small) -> None:
    public = country.folder / "public"
    sample = public / "data/statistics/sample.txt"
    read = parse_sample("sample.txt", sample.read_text())
    other = next(code for code in CODES if code not in read.stations)
    sample.write_text(write(read.model_copy(update={"stations": (other, *read.stations[1:])})))
    assert read_by_a_stranger(public)[1] == ["sample.not_drawn"]


@pytest.mark.parametrize("draws", ["1", "18"])
def test_too_few_clean_elections_are_refused(country: Small, keys: Keys, draws: str) -> None:
    own = keys.copied(country.folder.parent / "own")
    assert country.run("publish", *own.options, "--simulations", draws) == 2
    assert "too few" in country.err


def test_no_command_is_left_to_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", "--help") == 0
    assert "--simulations" in capsys.readouterr().out
