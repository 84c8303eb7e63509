"""Stage 0, invented: the roster of the persons who type and decide on an invented night.

In   a night, its seed.
Out  `people.csv` and its salt, as files of the definition's folder: no person, and no secret.
"""

import hashlib

import polars as pl

from testigo.columns import Method
from testigo.election.people import FILE, SALT_FILE
from testigo.simulate.night import Night

ORGANISATIONS = ("observers", "university")
JUDGES = 4


def people_files(night: Night, seed: int) -> dict[str, bytes]:
    """Return the roster: each reviewer of the night, and judges of two organisations, who also coordinate.

    An operation draws its salt; here it follows from the seed, so that the same seed makes the same seal.
    """
    readers = sorted(
        {
            reader
            for readings in night.readings.values()
            for reader in readings.filter(pl.col("method") == Method.PERSON.value)["reader"].drop_nulls()
        }
    )
    rows = [f"{reader},{ORGANISATIONS[place % 2]},reader" for place, reader in enumerate(readers)]
    rows += [
        f"judge-{number},{ORGANISATIONS[number % 2]},adjudicator coordinator"
        for number in range(1, JUDGES + 1)
    ]
    salt = hashlib.sha256(f"salt of an invented roster {seed}".encode()).hexdigest()
    table = "".join(f"{row}\n" for row in ("person,organisation,roles", *rows))
    return {FILE: table.encode(), SALT_FILE: f"{salt}\n".encode()}
