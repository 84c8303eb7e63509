"""When the definition was sealed, beside the day of the vote: both days, and nothing that may be false."""

import datetime
from pathlib import Path

from testigo.acts.operation import Operation


def beside_the_vote(folder: Path) -> str:
    """Say for people on which day a sealed operation was sealed, and on which the vote is."""
    operation = Operation(folder)
    opened = next(iter(operation.journal.statements(upto=0)))
    return in_words(opened.day, operation.sealed_election.date)


def in_words(sealed: datetime.date, vote: datetime.date) -> str:
    """Say whether a day of sealing is before the day of the vote."""
    if sealed < vote:
        return f"Sealed on {sealed}, before the day of the vote, {vote}."
    return f"Sealed on {sealed}; the day of the vote is {vote}: it was not sealed before. Say so to who asks."
