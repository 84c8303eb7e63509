"""Stage 3: the finding R.603, which only who looked at the pixels can make.

In   a `Look` from which no figures were read.
Out  the finding, as a *read* statement holds it; `checks` has its code and weight in the register of rules.
"""

from typing import TYPE_CHECKING

from testigo.evidence.statements import Json
from testigo.findings import Severity

if TYPE_CHECKING:
    from testigo.reading.look import Look

CODE, VERSION, SEVERITY = "R.603", 1, Severity.WARNING


def finding_on(look: "Look") -> Json:
    """Return the finding on a photo without a readable code: its measures, none where it was not decoded."""
    figures: dict[str, Json] = {} if look.quality is None else dict(look.quality.figures())
    return {"code": CODE, "version": VERSION, "severity": SEVERITY.value, "figures": figures}
