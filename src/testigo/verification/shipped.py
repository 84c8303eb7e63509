"""Stage 11, step 7: what lies in `assets/`, and the dictionary, is to the byte what is made here.

In   the sound files of the publication, the snapshot that was derived, the definition.
Out  what differs, by file.

A style sheet can show, hide or replace figures, a script can show anything, and words beside a figure say
what it is. So none of them is read: each is made again and compared. This costs little, unlike the pages,
which are made again only where that is asked for (`rebuild`).
"""

from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

from testigo.publication.check_data import check_files, words_file
from testigo.publication.colours import style_sheet
from testigo.publication.dataset import csv, dictionary_of
from testigo.publication.format import ASSETS, SCRIPTS, STYLE_SHEET, data_path
from testigo.publication.imprint import Imprint
from testigo.publication.search_data import search_files
from testigo.publication.shard import Site, site_of
from testigo.snapshot import Snapshot
from testigo.verification.comparison import difference, not_makeable
from testigo.verification.disclosed import Disclosed
from testigo.verification.report import Failure, Step
from testigo.verification.source import MOST_FILE_BYTES, Source, UnreadableError


def with_shipped(
    step: Step,
    source: Source,
    sound: frozenset[str],
    snapshot: Snapshot,
    disclosed: Disclosed | None,
    imprint: Imprint | None,
) -> Step:
    """Add to step 7 what is not as it is made here; made by other software, that proves nothing.

    imprint  None: the signature does not hold, which has failed before
    """
    if disclosed is None or imprint is None:
        return step
    found = tuple(shipped_failures(source, sound, snapshot, disclosed, imprint))
    if disclosed.facts.other_makers() is None:
        return replace(step, failures=(*step.failures, *found))
    return replace(step, unchecked=(*step.unchecked, *found))


def shipped_failures(
    source: Source, sound: frozenset[str], snapshot: Snapshot, disclosed: Disclosed, imprint: Imprint
) -> Iterator[Failure]:
    """Yield what is not to the byte what is made here, is missing, or is made by nobody."""
    made = set()
    try:
        for path, content in files(snapshot, disclosed, site_of(snapshot, imprint)):
            made.add(path)
            yield from held(source, sound, path, content)
    except Exception as error:  # what a stranger disclosed may be anything: that is no crash of ours
        yield not_makeable(f"{ASSETS}/", error)
        return
    others = {path for path in sound if path.startswith(f"{ASSETS}/")} - made
    yield from (Failure("shipped.not_made", path) for path in sorted(others))


def held(source: Source, sound: frozenset[str], path: str, content: bytes) -> Iterator[Failure]:
    """Yield what is wrong with one file."""
    if path not in sound:
        yield Failure("shipped.missing", path)
        return
    try:
        published = source.read(path, MOST_FILE_BYTES)
    except UnreadableError as error:
        yield Failure("file.unreadable", path, published=str(error))
        return
    if published != content:
        yield difference("shipped.differs", path, published, content)


def files(snapshot: Snapshot, disclosed: Disclosed, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file."""
    shipped = resources.files("testigo.publication") / ASSETS
    for script in SCRIPTS:
        yield f"{ASSETS}/{script}", (shipped / script).read_bytes()
    yield STYLE_SHEET, style_sheet(site, (shipped / "testigo.css").read_bytes())
    for language in site.languages:
        yield words_file(language)
    yield from search_files(snapshot, site)
    yield from check_files(snapshot, site)
    dictionary = data_path("dictionary.csv", drill=snapshot.election.drill)
    yield dictionary, csv(dictionary_of(snapshot, disclosed.definition))
