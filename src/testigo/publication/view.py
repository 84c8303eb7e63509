"""One contest at one place in one language: what the blocks of a page are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from testigo.election.contests import Contest, Option
from testigo.publication.figures import Row
from testigo.publication.shard import Place, Record, Site
from testigo.publication.words import Words, name, words


@dataclass(frozen=True)
class View:
    """A jurisdiction's numbers in one contest; `tally_row` and `bounds_row` are rows of those tables."""

    site: Site
    language: str
    contest: Contest
    place: Place
    tally_row: Record
    bounds_row: Record

    @cached_property
    def say(self) -> Words:
        """The words of the language."""
        return words(self.language)

    @cached_property
    def options(self) -> Mapping[str, Option]:
        """Code -> option of the contest."""
        return {option.option: option for option in self.contest.options}

    @cached_property
    def tally(self) -> Row:
        """The sums of the place."""
        return self.row("tally", self.tally_row, self.place.jurisdiction)

    @cached_property
    def bounds(self) -> Row:
        """Who is in front, and what the rest could change."""
        return self.row("bounds", self.bounds_row, self.place.jurisdiction)

    def row(self, table: str, values: Record, *keys: str) -> Row:
        """Return a row of a table of this contest."""
        return Row(values, self.language, self.say("unknown"), table, self.contest.contest, *keys)

    @property
    def pair(self) -> tuple[str, ...]:
        """The two options in front of the whole, whose figures tables of places and stations show."""
        return self.site.pairs[self.contest.contest]

    def short(self, option: str | None) -> Markup:
        """Return the name of an option for sentences and narrow columns."""
        return Markup() if option is None else name(self.options[option].called_in_short(self.language))

    def full(self, option: str) -> Markup:
        """Return the whole name of an option."""
        return name(self.options[option].called(self.language))

    def fill(self, option: str | None) -> str:
        """Return the class of an option's fill."""
        return self.site.fill(self.contest.contest, option)

    @property
    def has_votes(self) -> bool:
        """Whether any accepted form has a vote for anybody."""
        return bool(self.bounds.value("first_votes"))

    @property
    def is_first_of_its_contest(self) -> bool:
        """Whether this is the place above all others."""
        return self.place.parent is None


def option_name(option: Option, language: str, *, numbered: bool) -> Markup:
    """Return an option's name in a language, with its place on the ballot where many run."""
    called = option.called(language)
    if numbered and option.position is not None:
        return Markup("<bdi>{}. {}</bdi>").format(option.position, called)
    return name(called)
