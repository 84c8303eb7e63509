"""Files, a folder or a ZIP held against the list in the reader's own browser, without a command."""

import hashlib
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from testigo.catalogue import LANGUAGES, catalogue
from testigo.publication.format import MANIFEST, write_manifest
from testigo.publication.mirror import write_zip
from tests.publication.elections import IMPRINT


@pytest.fixture
def check(browser: Browser, site: Path) -> Page:
    """The page, opened from a disk, without network."""
    page = browser.new_context(viewport={"width": 360, "height": 740}, offline=True).new_page()
    page.goto((site / "en/files.html").as_uri())
    expect(page.locator("#files-form")).to_be_visible()
    return page


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A small publication: its list and three files, one in a folder."""
    files = {"data/a.csv": b"station,votes\n01,5\n" * 900, "en/index.html": b"<p>5</p>", "index.html": b""}
    whole = tmp_path / "copy"
    for path, content in files.items():
        (whole / path).parent.mkdir(parents=True, exist_ok=True)
        (whole / path).write_bytes(content)
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    (whole / MANIFEST).write_bytes(write_manifest(hashes))
    return whole


def zipped(folder: Path) -> Path:
    """The ZIP that `publish --zip` would write."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = sorted((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
    made = io.BytesIO()
    write_zip(files, "publication-0003", made, IMPRINT.day, IMPRINT.number)
    (folder.parent / "site.zip").write_bytes(made.getvalue())
    return folder.parent / "site.zip"


def test_a_whole_zip_holds_and_the_hash_of_its_list_is_shown(check: Page, copy: Path) -> None:
    check.locator("#file").set_input_files(zipped(copy))
    expect(check.locator("#files-answer h2")).to_have_text(
        "Every file is as the list says. Files compared: 3"
    )
    shown = check.locator("#files-answer .hash").inner_text()
    assert shown.replace(" ", "") == hashlib.sha256((copy / MANIFEST).read_bytes()).hexdigest()


def test_a_changed_a_missing_and_a_strange_file_are_named(check: Page, copy: Path) -> None:
    (copy / "data/a.csv").write_bytes(b"station,votes\n01,6\n")
    (copy / "index.html").unlink()
    (copy / "en/strange.html").write_bytes(b"new")
    check.locator("#file").set_input_files(zipped(copy))
    expect(check.locator("#files-answer h2")).to_have_text("Not everything is as the list says. Files: 3")
    said = check.locator("#files-answer").inner_text()
    for line in ("Changed: 1\n", "data/a.csv", "Not in the list: 1\n", "en/strange.html", "Missing: 1\n"):
        assert line in said


def test_one_saved_page_is_held_against_the_list_without_the_others(check: Page, copy: Path) -> None:
    (copy / "saved.html").write_bytes((copy / "en/index.html").read_bytes())
    check.locator("#file").set_input_files([copy / MANIFEST, copy / "saved.html"])
    expect(check.locator("#files-answer h2")).to_have_text(
        "Every file is as the list says. Files compared: 1"
    )


def test_a_whole_folder_is_held_against_its_list(check: Page, copy: Path) -> None:
    check.locator("#folder").set_input_files(copy)
    expect(check.locator("#files-answer h2")).to_have_text(
        "Every file is as the list says. Files compared: 3"
    )


def test_without_a_list_or_with_a_broken_zip_nothing_is_said_to_hold(check: Page, copy: Path) -> None:
    check.locator("#file").set_input_files(copy / "index.html")
    expect(check.locator("#files-answer h2")).to_contain_text("There is not one list")
    (copy.parent / "broken.zip").write_bytes(zipped(copy).read_bytes()[:-30])
    check.locator("#file").set_input_files(copy.parent / "broken.zip")
    expect(check.locator("#files-answer h2")).to_contain_text("could not be read")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_it_says_what_to_do_instead(page: Page, site: Path, language: str) -> None:
    page.goto((site / language / "files.html").as_uri())
    expect(page.locator("#files-without")).to_have_text(catalogue("pages", language).text("files.without"))
    expect(page.locator("#files-form")).to_be_hidden()
