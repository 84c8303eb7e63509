"""Follow every link of the built documentation and of README.md; print those that lead nowhere.

In   docs/_build/html, and the Markdown files of the repository's first page.
Out  exit code 0, or 1 with a line for each dead link: where it stands, what it says, what is wrong.

Links to other hosts are not fetched (the build needs no network): they must be https and name a host.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "docs" / "_build" / "html"
FIRST_PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
MARKDOWN_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:href|src|srcset)=\"([^\"]+)\"")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class Page(HTMLParser):
    """What a page links to, and the places in it that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep links and anchors."""
        for name, value in attrs:
            if value is None:
                continue
            if name in ("href", "src"):
                self.links.append(value)
            elif name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)


@cache
def page(path: Path) -> Page:
    """Return a parsed page."""
    return Page(path.read_text(encoding="utf-8"))


def fault(link: str, path: Path) -> str | None:
    """Return what is wrong with a link that stands in `path`, or None."""
    parts = urlsplit(link)
    if parts.scheme == "data" and parts.path.startswith("image/"):
        return None
    if parts.scheme or parts.netloc:
        https = parts.scheme == "https" and HOST.fullmatch(parts.netloc)
        return None if https else "a link to another host must be https and name it"
    target = path if not parts.path else path.parent / unquote(parts.path)
    if target.is_dir():
        target /= "index.html"
    if not target.exists():
        return "there is no such file"
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in page(target).anchors:
        return "the page has no such place"
    return None


def links() -> Iterator[tuple[Path, str]]:
    """Return every link with the file it stands in."""
    for path in sorted(BUILT.rglob("*.html")):
        yield from ((path, link) for link in page(path).links)
    for name in FIRST_PAGES:
        path = ROOT / name
        for found in MARKDOWN_LINK.finditer(path.read_text(encoding="utf-8")):
            yield path, found[1] or found[2]


def main() -> int:
    """Print dead links; return the exit code."""
    checked = list(links())
    faults = [(path, link, wrong) for path, link in checked if (wrong := fault(link, path))]
    for path, link, wrong in faults:
        print(f"{path.relative_to(ROOT)}: {link}: {wrong}", file=sys.stderr)
    print(f"{len(checked)} links, {len(faults)} dead")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
