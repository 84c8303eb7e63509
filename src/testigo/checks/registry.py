"""The rules of stage 4: their codes, weights and sources, each registered where its function stands.

A rule is a function from READINGS of one contest to the readings it speaks of. It changes no figure, and a
figure that was not read contradicts nothing. What a rule says in words stands in `locale/*/checks.po`, and
what it means and does not mean in docs/rules/<code>.md; a test holds all of them complete.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl

from testigo.columns import FINDING_FIGURE, TEXT, DocumentClass, empty
from testigo.election.contests import Contest
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.forms.profile import FormProfile


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the readings.

    voting   the stations that vote in this contest (codes)
    """

    contest: Contest
    profile: FormProfile
    voting: pl.Series


Find = Callable[[pl.DataFrame, Context], pl.DataFrame]
"""A rule's function. In: READINGS of one contest, with two columns of their station in the definition,
`roll` (registered voters, null where it has none) and `polling_place`. Out: a frame made by `found`."""


@dataclass(frozen=True)
class Rule:
    """One rule: `severity` is the shipped one, and `version` grows whenever its answer may change.

    source   where the rule comes from: the form, the definition, a paper
    law      the principle of election law behind it; None where it is arithmetic or statistics alone
    find     None where another stage makes the finding (settlement makes D.7xx)
    """

    code: str
    version: int
    severity: Severity
    source: str
    law: str | None
    find: Find | None


FAMILIES = "ISTCNRD"
"""Identity, sums, turnout, copies, neighbours, reading, decisions: the order in which rules are shown."""

RULES: dict[str, Rule] = {}
"""Code -> rule, in the order of the families; filled by `rule` as the files of this room load."""


def rule(
    code: str, severity: Severity, *, source: str, law: str | None = None, version: int = 1
) -> Callable[[Find], Find]:
    """Register the function below as the rule `code`; two rules of one code are a mistake of ours."""

    def register(find: Find) -> Find:
        """Add the rule, and leave its function as it is."""
        add(Rule(code, version, severity, source, law, find))
        return find

    return register


def add(new: Rule) -> None:
    """Register a rule, in its place."""
    if new.code in RULES:
        raise ValueError(f"two rules have the code {new.code}")
    known = sorted([*RULES.values(), new], key=lambda each: (FAMILIES.index(each.code[0]), each.code))
    RULES.clear()
    RULES.update({each.code: each for each in known})


def severity_of(code: str, policy: Policy) -> Severity:
    """Return how heavy a rule is in this election: as the policy says, else as shipped.

    KeyError where there is no rule of that code.
    """
    return policy.severity.get(code, RULES[code].severity)


def named(name: str, value: pl.Expr) -> pl.Expr:
    """Return one number of a finding under its name (columns.FINDING_FIGURE)."""
    return pl.struct(pl.lit(name).alias("name"), value.cast(pl.Int64).alias("value"))


def found(
    readings: pl.DataFrame,
    when: pl.Expr,
    figures: Mapping[str, pl.Expr] | pl.Expr,
    related: pl.Expr | None = None,
) -> pl.DataFrame:
    """Return a row for each reading where `when` is true: station, reading, figures, related.

    `when` that is null (a figure was not read) is no finding. `figures` are the numbers involved, in the
    order in which the sentence names them, or a list of `named`; `related` is another station that the
    finding names.
    """
    if not isinstance(figures, pl.Expr):
        numbers = [named(name, value) for name, value in figures.items()]
        figures = pl.concat_list(numbers) if numbers else pl.lit([])
    fitting = readings.filter(when)
    if fitting.is_empty():
        return none_found()
    return fitting.select(
        "station",
        "reading",
        figures.cast(pl.List(FINDING_FIGURE)).alias("figures"),
        (pl.lit(None, pl.String) if related is None else related).alias("related"),
    )


@cache
def none_found() -> pl.DataFrame:
    """Return no finding, in the shape of `found`; most rules find none in most contests."""
    figures = pl.List(FINDING_FIGURE)
    return empty({"station": TEXT, "reading": TEXT, "figures": figures, "related": TEXT})


def is_result() -> pl.Expr:
    """True where the paper is a result, or nobody declared what it is; others have no votes to compare."""
    return pl.col("document_class").fill_null(DocumentClass.RESULT.value) == DocumentClass.RESULT.value
