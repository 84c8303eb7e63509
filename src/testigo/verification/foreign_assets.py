"""Stage 11, style sheets and scripts of another software: those of a release, or data without code.

In   a file as it is published and as it is made here.
Out  what is wrong with it.
"""

import hashlib
from collections.abc import Iterator

from testigo.errors import ProofError
from testigo.publication.format import ASSETS, SCRIPTS, STYLE_SHEET, parse_script, script_path
from testigo.verification.differences import values
from testigo.verification.releases import ASSETS_OF_RELEASES
from testigo.verification.report import Failure


def of_asset(path: str, published: bytes, made: bytes | None) -> Iterator[Failure]:
    """Yield what is wrong with a style sheet or a script: none but those of a release, and data without code.

    made  ours; None where none is made here
    """
    name = path.removeprefix(f"{ASSETS}/")
    code = published
    if path == STYLE_SHEET and made is not None:
        colours = made[made.rfind(b"@media screen{") :] if b"@media screen{" in made else b""
        code = published.removesuffix(colours)
    if name in SCRIPTS or path.endswith(".css"):
        if hashlib.sha256(code).hexdigest() not in ASSETS_OF_RELEASES:
            yield Failure("page.script", path)
        return
    try:
        called, value = parse_script(published)
    except ProofError:
        called, value = "", None
    if script_path(called) != path:
        yield Failure("page.script", path)
    elif made is not None:
        yield from of_script_figures(path, value, parse_script(made)[1])


def of_script_figures(path: str, theirs: object, ours: object) -> Iterator[Failure]:
    """Yield the figures of a file of data that are not those of ours."""
    for place, one, other in values(theirs, ours):
        if isinstance(one, int) and isinstance(other, int):
            yield Failure("page.script_figure", path, place, str(one)[:80], str(other))
