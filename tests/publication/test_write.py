"""What stands on the disk: whole publications only, one after the other, none made twice."""

import datetime
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from testigo.errors import StoreError
from testigo.publication import folders as standing
from testigo.publication import write as writer
from testigo.publication.folders import Folders, current
from testigo.publication.format import MANIFEST, NOTE, parse_manifest
from testigo.publication.write import Order, Written, finish, write
from testigo.snapshot import Snapshot
from tests.publication.elections import DEFINITION, every_state, nothing_yet

DAY = datetime.date(2030, 1, 7)


def order(source: str = "source", derive: Callable[[], Snapshot] = every_state) -> Order:
    return Order(
        source=source,
        derive=derive,
        definition=DEFINITION,
        day=DAY,
        signing_key="example.org/x+00000000+AAAA",
        fingerprint="ab12" * 16,
        software="testigo 0",
        check=lambda site, text: None,
        sign=lambda text: f"{text}\n— example.org/x AAAA\n".encode(),
    )


def silent(done: int, total: int) -> None:
    """Show no progress."""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "public", tmp_path / "publications")


def publish(folders: Folders, what: Order | None = None) -> Written:
    return write(folders, what or order(), 1, silent)


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """One publication, which tests do not change."""
    folder = tmp_path_factory.mktemp("first")
    folders = Folders(folder / "public", folder / "publications")
    publish(folders)
    return folders


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_checks_the_list_without_our_software(first: Folders) -> None:
    command = ["sha256sum", "--quiet", "--strict", "-c", MANIFEST]
    checked = subprocess.run(command, cwd=first.public, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


def test_the_list_names_every_file_but_itself_and_its_note(first: Folders) -> None:
    listed = parse_manifest((first.public / MANIFEST).read_bytes())
    assert set(listed) | {MANIFEST, NOTE} == set(bytes_below(first.public))


def test_another_folder_gets_the_same_bytes(first: Folders, folders: Folders) -> None:
    publish(folders)
    assert bytes_below(folders.public) == bytes_below(first.public)


def test_no_file_tells_the_hour_of_the_publication(first: Folders) -> None:
    """Nor a folder: midnight, and a second for the number."""
    seconds = {int(path.stat().st_mtime) for path in (first.public, *first.public.rglob("*"))}
    assert [second % 86_400 for second in seconds] == [1]


def test_no_two_publications_of_a_day_have_one_time(folders: Folders) -> None:
    """A server that goes by the time of a file would answer that the page of before is still the page."""
    publish(folders)
    before = {path.stat().st_mtime_ns for path in folders.public.rglob("*")}
    publish(folders, order("other", nothing_yet))
    assert before.isdisjoint({path.stat().st_mtime_ns for path in folders.public.rglob("*")})


def test_half_a_publication_gives_way_to_the_whole_one_beside_it(folders: Folders) -> None:
    """As two runs at once left it: `public` with a few files, the whole one as `replaced`."""
    one, whole = publish(folders), bytes_below(folders.public)
    shutil.copytree(folders.public, folders.replaced)
    for lost in ("es", "data", "assets"):
        shutil.rmtree(folders.public / lost)
    assert publish(folders).announcement == one.announcement
    assert bytes_below(folders.public) == whole


@pytest.mark.parametrize("lost", [NOTE, MANIFEST, "signing-key.txt"])
def test_half_a_publication_is_made_again_also_without_its_note_or_list(folders: Folders, lost: str) -> None:
    one, whole = publish(folders), bytes_below(folders.public)
    shutil.rmtree(folders.public / "es")
    (folders.public / lost).unlink()
    assert publish(folders).announcement == one.announcement
    assert bytes_below(folders.public) == whole


def test_after_half_a_publication_comes_the_next_where_more_was_said(folders: Folders) -> None:
    one = publish(folders)
    shutil.rmtree(folders.public / "es")
    (folders.kept(1) / "signing-key.txt").unlink()
    two = publish(folders, order("other", nothing_yet))
    assert (two.announcement.number, two.announcement.previous) == (2, one.announcement.manifest)


def refused(*_: object) -> NoReturn:
    raise StoreError("a stranger would refuse it")


def test_what_the_check_refuses_is_not_signed_and_leaves_all_as_it_was(folders: Folders) -> None:
    publish(folders)
    before = bytes_below(folders.public)
    unsigned = replace(order("other", nothing_yet), check=refused, sign=refused)
    with pytest.raises(StoreError, match="a stranger would refuse it"):
        publish(folders, unsigned)
    assert bytes_below(folders.public) == before
    assert not list(folders.publications.glob("*.partial/site/manifest.note"))


def test_the_check_sees_the_whole_site_with_its_list_and_no_signature(folders: Folders) -> None:
    seen: list[tuple[set[str], str]] = []

    def check(site: Path, text: str) -> None:
        seen.append((set(bytes_below(site)), text))

    publish(folders, replace(order(), check=check))
    ((files, text),) = seen
    assert files == set(bytes_below(folders.public)) - {NOTE}
    assert (folders.public / NOTE).read_text().startswith(text)


def test_what_was_checked_and_perhaps_signed_is_put_in_place_before_anything_else(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number may be known: another publication under it would be a second story."""
    cut_at(folders, writer, "put_in_place", monkeypatch)
    one = finish(folders, order().sign)
    assert one is not None
    assert one.number == 1
    two = publish(folders, order("other", nothing_yet))
    assert (two.announcement.number, two.announcement.previous) == (2, one.manifest)


def test_an_unchanged_source_is_not_published_again_and_not_derived(folders: Folders) -> None:
    publish(folders)
    before = {path: path.stat().st_mtime_ns for path in folders.public.rglob("*")}

    def never() -> Snapshot:
        raise AssertionError("there is nothing to publish")

    again = write(folders, replace(order(), derive=never, day=DAY + datetime.timedelta(1)), 1, silent)
    assert not again.is_new
    assert again.announcement.number == 1
    assert {path: path.stat().st_mtime_ns for path in folders.public.rglob("*")} == before


def test_a_changed_source_makes_the_next_publication_which_names_the_one_before(folders: Folders) -> None:
    one = publish(folders)
    two = publish(folders, order("other", nothing_yet))
    assert two.announcement.number == 2
    assert two.announcement.previous == one.announcement.manifest
    assert two.removed > 0
    assert current(folders.public) == two.announcement


def test_list_note_and_dataset_of_every_publication_are_kept(folders: Folders) -> None:
    publish(folders)
    one = bytes_below(folders.public)
    publish(folders, order("other", nothing_yet))
    kept = bytes_below(folders.kept(1))
    assert kept[MANIFEST] == one[MANIFEST]
    assert kept[NOTE] == one[NOTE]
    assert kept["data/results-mayor.csv"] == one["data/results-mayor.csv"]
    assert (folders.kept(2) / "data" / "definition" / "election.toml").exists()


def test_lost_files_are_made_again_under_the_same_number(folders: Folders) -> None:
    publish(folders)
    before = bytes_below(folders.public)
    shutil.rmtree(folders.public / "es")
    assert publish(folders).announcement.number == 1
    assert bytes_below(folders.public) == before


class PowerError(Exception):
    """The power fails here."""


STEPS = (
    (writer, "make_front"),
    (writer, "make_shards"),
    (writer, "write_manifest"),
    (writer, "write_announcement"),
    (standing, "keep"),
)


@pytest.mark.parametrize(("module", "step"), STEPS)
def test_a_run_that_was_cut_at_any_step_goes_on_to_the_same_publication(
    first: Folders, folders: Folders, module: ModuleType, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_at(folders, module, step, monkeypatch)
    publish(folders)
    assert bytes_below(folders.public) == bytes_below(first.public)
    assert bytes_below(folders.publications) == bytes_below(first.publications)


def cut_at(folders: Folders, module: ModuleType, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish until the power fails at a step."""

    def cut(*_: object) -> None:
        raise PowerError

    with monkeypatch.context() as patch:
        patch.setattr(module, step, cut)
        with pytest.raises(PowerError):
            publish(folders)


LEFT = b"as an earlier run left it"


def leave_a_mark_in_every_page(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Cut a run after its shards, and write into every page that they made; the pages."""
    cut_at(folders, writer, "write_announcement", monkeypatch)
    site = folders.partial(1) / "site"
    made = [path for note in notes(folders) for path in json.loads(note.read_text())]
    for path in made:
        (site / path).write_bytes(LEFT)
    return [folders.public / path for path in made]


def notes(folders: Folders) -> list[Path]:
    """The notes of the shards that are done."""
    return sorted((folders.partial(1) / "done").glob("*.json"))


def test_no_page_of_a_shard_that_is_done_is_made_again(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = leave_a_mark_in_every_page(folders, monkeypatch)
    publish(folders)
    assert len(pages) > 20
    assert {page.read_bytes() for page in pages} == {LEFT}


def test_every_page_of_a_shard_that_is_not_done_is_made_again(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = leave_a_mark_in_every_page(folders, monkeypatch)
    for note in notes(folders):
        note.unlink()
    publish(folders)
    assert LEFT not in {page.read_bytes() for page in pages}


def test_several_processes_write_the_same_bytes(first: Folders, folders: Folders) -> None:
    write(folders, order(), 2, silent)
    assert bytes_below(folders.public) == bytes_below(first.public)


def test_a_run_that_was_cut_while_the_old_one_was_away_brings_it_back(folders: Folders) -> None:
    one = publish(folders)
    folders.public.rename(folders.replaced)
    assert publish(folders).announcement == one.announcement
    assert not folders.replaced.exists()


def test_a_reader_never_finds_half_a_publication(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(folders)
    before = bytes_below(folders.public)
    with monkeypatch.context() as patch:
        patch.setattr(writer, "write_announcement", lambda _: (_ for _ in ()).throw(PowerError))
        with pytest.raises(PowerError):
            publish(folders, order("other", nothing_yet))
    assert bytes_below(folders.public) == before


def test_a_disk_that_refuses_is_an_error_in_words(folders: Folders) -> None:
    folders.publications.parent.mkdir(exist_ok=True)
    folders.publications.write_text("a file where a folder must be")
    with pytest.raises(StoreError, match="Run it again"):
        publish(folders)
