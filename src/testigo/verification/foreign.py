"""Stage 11, publications that another software made, where their bytes are not those that are made here.

In   a file as it is published and as it is made here.
Out  what proves that it is wrong; and that it was not compared byte by byte.

An earlier or later Testigo says the same in other words, so a difference proves nothing by itself. What
decides then is what no version changes: the cells of derived tables, the marks of figures, which figures a
page must show; and that a page has nothing that could show, hide or replace a figure beside the marks. Each
tag of it stands in ours too or is plain text structure, each word with a numeral stands in ours, links lead
below the publication or to https, styles and scripts are those of a release. Words: spec/publication.md.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from testigo.file_name import safe_name
from testigo.publication.format import CARDS_LIST
from testigo.publication.imprint import Imprint
from testigo.snapshot import Snapshot
from testigo.verification.differences import difference, explained, same_content
from testigo.verification.foreign_assets import of_asset
from testigo.verification.foreign_pages import of_text
from testigo.verification.foreign_tables import (
    FIGURES_IN,
    FINDINGS,
    SPELLING,
    of_cards,
    of_findings,
    of_numbers,
)
from testigo.verification.remaking import SAME, Compared, Judge, Judged, Published
from testigo.verification.report import Failure
from testigo.verification.source import UnreadableError

MOST_STRANGE_BYTES = 32 << 20
NEEDED = re.compile(
    r"[a-z]{2}/(?:index|contest-[^/]+)\.html|[a-z]{2}/.*/(?!.*_(?:p[0-9]+|k-[^/]*)\.)[^/]+\.html"
    r"|data/(?:.*/)?(?:DRILL-)?(?:results|tally|bounds|readings|decisions)-[^/]+"
)
"""Files without which nobody sees what was counted; older publications may lack others."""
MAP_OF_COVERAGE = re.compile(r"[a-z]{2}/map-coverage(?:-[A-Za-z0-9._-]+)?\.html")
STEP_OF_MAP = re.compile(r'<(?:path|rect) class="s[1-4u]" (?:d="[MLlz0-9 -]*"?|width="100%"/?>)')


def foreign_judge(imprint: Imprint, snapshot: Snapshot) -> Judge:
    """Return what judges the files of a publication by another software."""
    whole = safe_name(snapshot.election.root)
    return functools.partial(judged, imprint.address, whole, key=imprint.fingerprint)


def judged(address: str | None, root: str, path: str, published: bytes, made: bytes, key: str = "") -> Judged:
    """Judge a file that differs from what is made here.

    address  under which the publication says that it can be reached; None where it does not say
    root     file name of the whole
    key      fingerprint of the key that signs
    """
    if same_content(path, published, made):
        return SAME
    unchecked = (Failure("foreign.differs", path),)
    if path.endswith((".html", ".svg")):
        found, marks = of_text(address, root, path, published, made, key)
        return Judged(tuple(found), unchecked, tuple((path, each) for each in marks))
    if path.endswith((".css", ".js")):
        return Judged(tuple(of_asset(path, published, made)), unchecked)
    if path.endswith(".xlsx"):
        return Judged((difference(path, published, made),), unchecked)
    if FINDINGS.fullmatch(path):
        return Judged(tuple(of_findings(path, published, made)), unchecked)
    if FIGURES_IN.fullmatch(path):
        cells = (one for one in explained(path, published, made, earlier=True) if one.code not in SPELLING)
        return Judged(tuple(cells), unchecked)
    if path == CARDS_LIST:
        return Judged(tuple(of_cards(path, published, made)), unchecked)
    if path.endswith(".json"):
        return Judged(tuple(of_numbers(path, published, made)), unchecked)
    return Judged((), unchecked)


def of_foreign_files(published: Published, missing: Iterable[str], strange: Iterable[str]) -> Compared:
    """Judge files that ours has and theirs not, and those that nobody makes here."""
    found = Compared()
    for path in missing:
        if NEEDED.fullmatch(path):
            found.failures.append(Failure("page.missing", path))
        else:
            found.unchecked.append(Failure("foreign.missing", path))
    for path in strange:
        found.unchecked.append(Failure("foreign.not_made", path))
        if path not in published.unsound:
            found.failures += of_strange(published, path)
    return found


def of_strange(published: Published, path: str) -> Iterator[Failure]:
    """Yield what is wrong with a file that nobody makes here: nothing in it may be more than plain."""
    if "/stations/" in path:
        yield Failure("page.no_station", path)
        return
    text = path.endswith((".html", ".svg"))
    try:
        content = published.source.read(path, MOST_STRANGE_BYTES)
        like = published.source.read(page_like(path), MOST_STRANGE_BYTES) if text else b""
    except UnreadableError as error:
        yield Failure("file.unreadable", path, published=str(error))
        return
    if text:
        found, _ = of_text(None, "", path, content, like)
        yield from (one for one in found if not (one.code == "page.tag" and is_of_map(path, one.published)))
    elif path.endswith((".css", ".js")):
        yield from of_asset(path, content, None)


def page_like(path: str) -> str:
    """Return the page of the publication that a strange one may only hold what it holds.

    Releases before had a map of coverage where nobody knew how many stations there are, like their others.
    """
    if of_coverage(path):
        return path.replace("/map-coverage", "/map-turnout", 1)
    return f"{path[:2]}/index.html"


def of_coverage(path: str) -> bool:
    """Say whether a page is a map of coverage, of the first contest or another."""
    return MAP_OF_COVERAGE.fullmatch(path) is not None


def is_of_map(path: str, tag: str | None) -> bool:
    """Say whether a tag is a shape or a swatch of a map of coverage, in one of its four steps."""
    return of_coverage(path) and tag is not None and STEP_OF_MAP.match(tag) is not None
