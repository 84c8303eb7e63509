"""What stands in the evidence, as the frames that everything else is derived from."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Evidence:
    """What stands at one statement: the only input of `snapshot.derive` beside the definition.

    The same type holds what is private (gathered from the evidence store) and what is disclosed
    (`record.disclose`, or read back from a publication): a stranger runs our own functions on it.

    readings          contest -> READINGS (columns.readings_schema)
    decisions         contest -> DECISIONS (columns.decisions_schema)
    claims            columns.CLAIMS
    pixel_findings    columns.FINDINGS made on pixels by `reading`; those of `checks` are recomputed
    unknown_readings  readings of unknown stations that were left out of `readings` (only a count leaves)
    """

    last_statement: int
    chain: str
    readings: Mapping[str, pl.DataFrame]
    decisions: Mapping[str, pl.DataFrame]
    claims: pl.DataFrame
    pixel_findings: pl.DataFrame
    unknown_readings: int
