"""The levels of a geography, as somebody asks for them."""

from testigo.election.definition import Election
from testigo.errors import Message, RefusedError


def refuse_an_unknown_level(election: Election, level: int) -> None:
    """Raise RefusedError where the geography has no such level; 1 = the whole."""
    levels = election.levels
    if not 1 <= level <= len(levels):
        named = ", ".join(f"{number} = {name}" for number, name in enumerate(levels, start=1))
        raise RefusedError(Message("level.unknown", level=level, levels=named))
