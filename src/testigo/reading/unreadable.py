"""Stage 3: the finding R.603, which only who looked at the pixels can make.

In   a `Look` from which no figures were read.
Out  the finding, as a *read* statement holds it; what of its measures may be told: one word.
     `checks` has its code and weight in the register of rules.

The measures are a fingerprint: of forty-one photos forty had their own. They stay in the evidence.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from testigo.evidence.statements import Json
from testigo.findings import Severity

if TYPE_CHECKING:
    from testigo.reading.look import Look

CODE, VERSION, SEVERITY = "R.603", 2, Severity.WARNING

LEAST_SIDE = 700
"""px of the shorter side; below it a code of a hundred modules has no pixel to spare."""
LEAST_SHARPNESS = 50
LEAST_CONTRAST = 60


def finding_on(look: "Look") -> Json:
    """Return the finding on a photo without a readable code: its measures, none where it was not decoded."""
    figures: dict[str, Json] = {} if look.quality is None else dict(look.quality.figures())
    return {"code": CODE, "version": VERSION, "severity": SEVERITY.value, "figures": figures}


def told_of(measures: Mapping[str, int | None]) -> dict[str, int]:
    """Return the one class of a photo that may be told, with the value 1; empty where nothing stands out.

    measures  those of `quality.Quality`, by name; a photo that was not decoded has none
    """
    width, height = measures.get("width"), measures.get("height")
    sharpness, contrast = measures.get("sharpness"), measures.get("contrast")
    if width is not None and height is not None and min(width, height) < LEAST_SIDE:
        return {"too_small": 1}
    if contrast is not None and contrast < LEAST_CONTRAST:
        return {"faint": 1}
    if sharpness is not None and sharpness < LEAST_SHARPNESS:
        return {"blurred": 1}
    return {}
