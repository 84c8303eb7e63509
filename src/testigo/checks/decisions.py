"""Rules D.7xx: what settlement finds while it decides; here are their codes and weights.

So all rules are in one register. `review.settlement` makes the findings, which alone knows what counts.
"""

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

add(
    Rule(
        code="D.702",
        version=1,
        severity=Severity.WARNING,
        source="form profile, [sums], over what the readings that count agree on",
        law=None,
        find=None,
    )
)
