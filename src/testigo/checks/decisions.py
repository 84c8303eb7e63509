"""Rule D.7xx: what settlement finds while it decides; here are its code and weight, so that all rules are
in one register. `review.settlement` makes the finding, since it alone knows which readings count."""

from testigo.checks.registry import Rule, add
from testigo.findings import Severity

add(
    Rule(
        code="D.701",
        version=1,
        severity=Severity.WARNING,
        source="readings that count differ on a figure other than options",
        law=None,
        find=None,
    )
)
