"""`testigo verify`: check a publication as a stranger, from a folder, a ZIP or an address."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from testigo.catalogue import LANGUAGES
from testigo.cli.arguments import EXISTING_FILE
from testigo.cli.language import language_of_environment
from testigo.cli.progress import progress_bar
from testigo.cli.web import Web
from testigo.errors import InputError, Place, Problem, ProofError
from testigo.record.keys import parse_fingerprint
from testigo.verification.bringing import fetch, fetch_file, unpack
from testigo.verification.source import (
    MOST_FETCHED_BYTES,
    Progress,
    Source,
    open_folder,
)

if TYPE_CHECKING:
    pass

ZIP = ".zip"


@click.command()
@click.argument("address", metavar="PATH|ZIP|URL")
@click.option("--key", metavar="FINGERPRINT", help="Fingerprint of the key that must have signed.")
@click.option(
    "--newer",
    "notes",
    metavar="NOTE",
    multiple=True,
    type=EXISTING_FILE,
    help="A manifest.note that you have from elsewhere: says whether this copy is older than that.",
)
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=None,
    help="That make pages again at the same time; else as many as the machine has cores.",
)
@click.option(
    "--simulations", is_flag=True, help="Also make simulated figures again: minutes, for a large country."
)
@click.option("--rebuild", is_flag=True, help="Does nothing: every verification makes everything again.")
@click.option("--deep", is_flag=True, help="Does nothing: every verification makes everything again.")
@click.option("--schema", metavar="FILE", type=EXISTING_FILE, help="Does nothing, as --deep.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report for programs.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the report; else that of LANG.")
def command(
    address: str,
    key: str | None,
    notes: tuple[Path, ...],
    processes: int | None,
    *,
    simulations: bool,
    rebuild: bool,
    deep: bool,
    schema: Path | None,
    as_json: bool,
    language: str | None,
) -> None:
    """Check a publication, as a stranger: hashes, signature, and every byte, which is made again.

    Take the fingerprint for --key from radio, a newspaper or the sealed definition, never from the
    publication itself.

    \b
    Examples:
        testigo verify public
        testigo verify public --key "6add f68c 8ce1 dc1b ..."
        testigo verify publication-0001.zip
        testigo verify https://example.org/ --json
        testigo verify copy-of-last-week --newer manifest.note
        testigo verify public --simulations
    Exit codes:
        0  everything holds, and the key is the one named by --key
        1  something does not hold
        2  there is no publication to check
        3  everything holds, but without --key nobody knows who signed
        4  nothing fails, but another software made it, and some files could not be compared byte by byte
    """
    from testigo.acts.verify import verify_publication
    from testigo.verification.report_words import in_json, in_words

    expected = None if key is None else fingerprint_of(key)
    for option, given in (("--rebuild", rebuild), ("--deep", deep), ("--schema", schema is not None)):
        if given:
            click.echo(f"{option} does nothing any more: all is made again, every time.", err=True)
    with open_publication(address, key=expected) as source, shown_progress() as progress:
        at_once = processes or os.cpu_count() or 1
        report = verify_publication(source, expected, notes, at_once, progress, simulations=simulations)
    language = language or language_of_environment()
    click.echo(in_json(report, language) if as_json else in_words(report, language), nl=False)
    click.get_current_context().exit(report.exit_code)


def fingerprint_of(text: str) -> str:
    """Read --key; InputError where it is no fingerprint."""
    try:
        return parse_fingerprint(text)
    except ProofError as error:
        remedy = "Give all 64, in quotes if there are spaces; `testigo key show` prints them."
        raise InputError([Problem(Place("--key"), text, str(error), remedy)]) from None


@contextmanager
def open_publication(address: str, below: str = "", key: str | None = None) -> Iterator[Source]:
    """Give the publication at a path or address; what is fetched or unpacked is thrown away afterwards.

    below  from an address bring only the files in this folder
    key    that must have signed: what it did not sign is not brought
    """
    parts = urlsplit(address)
    if parts.scheme == "file":
        yield open_folder(Path(url2pathname(parts.path)))
    elif parts.scheme in ("http", "https") and parts.path.endswith(ZIP):
        with tempfile.TemporaryDirectory() as folder, shown_progress() as progress:
            yield fetch_zip(address, Path(folder), progress, key)
    elif parts.scheme in ("http", "https"):
        with tempfile.TemporaryDirectory() as folder, shown_progress() as progress:
            yield fetch(address, Web(address).open, Path(folder), progress, key, below)
    elif address.endswith(ZIP) and Path(address).is_file():
        with tempfile.TemporaryDirectory() as folder, shown_progress() as progress:
            yield unpack(Path(address), Path(folder), progress, key=key)
    else:
        yield open_folder(Path(address))


def fetch_zip(address: str, folder: Path, progress: Progress, key: str | None) -> Source:
    """Bring the ZIP at an address into a folder and unpack it there; InputError where it cannot be had."""
    whole, inside = folder / f"whole{ZIP}", folder / "inside"
    if fetch_file(address, Web(address).open, whole, MOST_FETCHED_BYTES) is None:
        remedy = "See that the address is right and answers in a browser; a ZIP on disk works too."
        raise InputError([Problem(Place(address), None, "cannot be fetched", remedy)])
    return unpack(whole, inside, progress, address, key)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Give a function that shows how far each step is."""
    with progress_bar("verify") as show:

        def tell(_step: str, done: int, total: int) -> None:
            show(done, total)

        yield tell
