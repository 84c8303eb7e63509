"""Stage 1, invented: the photos of a night, each drawn and damaged when it is asked for.

In   a night, a source of chance.
Out  JPEG bytes of a photo, and the damage that was done to it.

A photo whose code cannot be read shows a form whose foot is torn off. Two photos of one paper differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from testigo.simulate.chance import Chance
from testigo.simulate.damage import Damage, mild_damage, photographed
from testigo.simulate.draw import draw
from testigo.simulate.night import Night
from testigo.simulate.sheet import Sheets


@dataclass(frozen=True)
class Photo:
    """One photo: JPEG bytes, and what happened to it."""

    content: bytes
    damage: Damage


@dataclass(frozen=True)
class Photographer:
    """Makes any photo of a night.

    damage  draws what happens to a photo; by default it is mild
    """

    night: Night
    chance: Chance
    damage: Callable[[Chance], Damage] = mild_damage

    def photo(self, name: str) -> Photo:
        """Return a photo; KeyError where the night has none of that name.

        RefusedError where its form is not of the Venezuelan kind (sheet.code_text).
        """
        contest, paper, readable = self._photos[name]
        sheet = self._sheets[contest].sheet(paper, with_code=readable)
        source = self.chance.to(name)
        damage = self.damage(source.to("damage"))
        return Photo(photographed(draw(sheet), damage, source), damage)

    @cached_property
    def _sheets(self) -> Mapping[str, Sheets]:
        return {contest: Sheets(self.night, contest) for contest in self.night.contests}

    @cached_property
    def _photos(self) -> Mapping[str, tuple[str, str, bool]]:
        return {
            photo: (contest, paper, readable)
            for contest, one in self.night.contests.items()
            for photo, paper, readable in one.papers.photos.select("photo", "paper", "readable").iter_rows()
        }
