"""How long real forms wait for a first look while somebody floods headquarters with junk.

100 people at 15 seconds a look, for 30 hours; 1,000,000 photos of junk against 30,000 forms. The flood has
stolen codes, begins with the first hour and claims stations that exist. Limit: 95 of 100 within 30 minutes.
"""

import numpy as np

from testigo.simulate.flood import Flood, waits

LIMIT_MINUTES = 30
SEED = 14


def run() -> None:
    """Print the waits; of photos that each come under a code of its own, too, against which nothing helps."""
    for tickets in (1_000, 20_000, 1_000_000):
        waited = waits(Flood(tickets=tickets), np.random.default_rng(SEED))
        middle, most, longest = np.percentile(waited, [50, 95, 100])
        print(
            f"{tickets:,} stolen codes, 1,000,000 of junk: first look of a form after {middle:.1f} minutes "
            f"(median), {most:.1f} (95 of 100), {longest:.1f} (longest); limit {LIMIT_MINUTES}"
        )
