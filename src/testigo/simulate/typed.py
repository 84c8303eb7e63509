"""Stage 5, invented: what reviewers type of the drawn forms, as tables that `testigo transcribe` takes.

In   a night, the exhibit that each photo becomes.
Out  reviewer -> the CSV of what that person typed, a row a form and contest, errors of the night included.
"""

from collections.abc import Mapping

import polars as pl

from testigo.columns import Method
from testigo.simulate.night import ContestNight, Night


def typed_tables(night: Night, exhibits: Mapping[str, str]) -> dict[str, bytes]:
    """Return the tables by the reviewer's code.

    exhibits  photo -> SHA-256 of its bytes
    """
    typed = pl.concat([_typed(one, exhibits) for one in night.contests.values()], how="diagonal")
    return {
        str(reader): rows.drop("reader").write_csv().encode()
        for (reader,), rows in sorted(typed.partition_by("reader", as_dict=True).items())
    }


def _typed(one: ContestNight, exhibits: Mapping[str, str]) -> pl.DataFrame:
    by_persons = one.readings.filter(pl.col("method") == Method.PERSON.value)
    return by_persons.select(
        "reader",
        pl.col("exhibit").replace_strict(exhibits),
        "station",
        pl.lit(one.contest.contest).alias("contest"),
        *one.figures,
    )
