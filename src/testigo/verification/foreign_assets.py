"""Stage 11, style sheets and scripts of another software: those of a release, or data without code.

In   a file as it is published and as it is made here.
Out  what is wrong with it.
"""

import hashlib
import re
from collections.abc import Iterator

from testigo.election.colour import Mode, is_legible
from testigo.errors import ProofError
from testigo.publication.format import ASSETS, SCRIPTS, STYLE_SHEET, parse_script, script_path
from testigo.verification.differences import values
from testigo.verification.releases import ASSETS_OF_RELEASES
from testigo.verification.report import Failure

OF_PALETTES = rb"(?:\.k[0-9]+\{--c1:#[0-9a-f]{6}(?:;--c2:#[0-9a-f]{6})?\})*"
COLOURS = re.compile(
    rb"@media screen\{(?P<light>%s)\}\n"
    rb"@media screen and \(prefers-color-scheme:dark\)\{(?P<dark>%s)\}\n(?P<patterns>.*)\Z"
    % (OF_PALETTES, OF_PALETTES),
    re.DOTALL,
)
PALETTE = re.compile(rb"\.(k[0-9]+)\{")
COLOUR = re.compile(rb"#[0-9a-f]{6}")


def of_asset(path: str, published: bytes, made: bytes | None) -> Iterator[Failure]:
    """Yield what is wrong with a style sheet or a script: none but those of a release, and data without code.

    made  ours; None where none is made here
    """
    name = path.removeprefix(f"{ASSETS}/")
    code = without_colours(published, made) if path == STYLE_SHEET and made is not None else published
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


def without_colours(published: bytes, made: bytes) -> bytes:
    """Return a style sheet without the colours at its end, where they can do no harm; else whole.

    They have the form of ours, for the same contests, and are seen on every ground. Which of a contest's two
    is whose, only its own version knows: up to the first release they stood in the order of the ballot.
    """
    theirs, ours = COLOURS.search(published), COLOURS.search(made)
    if theirs is None or ours is None:
        return published
    palettes = PALETTE.findall(ours["light"])
    earlier = b"".join(b".%s .f2{fill:url(#p2%s)}\n" % (palette, palette) for palette in palettes)
    harmless = theirs["patterns"] in (ours["patterns"], earlier) and all(
        PALETTE.findall(theirs[mode.name.lower()]) == palettes
        and all(is_legible(colour.decode(), mode) for colour in COLOUR.findall(theirs[mode.name.lower()]))
        for mode in Mode
    )
    return published[: theirs.start()] if harmless else published


def of_script_figures(path: str, theirs: object, ours: object) -> Iterator[Failure]:
    """Yield the figures of a file of data that are not those of ours."""
    for place, one, other in values(theirs, ours):
        if isinstance(one, int) and isinstance(other, int):
            yield Failure("page.script_figure", path, place, str(one)[:80], str(other))
