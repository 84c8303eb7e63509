"""When the definition was sealed, beside the day of the vote: both days, and nothing that may be false."""

from collections.abc import Sequence
from pathlib import Path

from testigo.acts.definition import SealDays, seal_days


def in_words(days: SealDays) -> str:
    """Say on which day the definition was sealed, and whether that is before the day of the vote."""
    if days.is_before_the_vote:
        return f"Sealed on {days.sealed}, before the day of the vote, {days.vote}."
    return (
        f"Sealed on {days.sealed}; the day of the vote is {days.vote}: it was not sealed before. "
        "Say so to who asks."
    )


def state_of_seal(folder: Path, changed: Sequence[str] | None) -> str:
    """Say whether the definition was sealed, and what changed since; None = it was not."""
    if changed is None:
        return f"Not sealed yet. Before the vote: testigo election seal {folder}"
    if not changed:
        return f"Sealed, and unchanged since. {in_words(seal_days(folder))}"
    return "Changed since it was sealed:\n  " + "\n  ".join(changed)
