"""How a command explains itself in the language of the locale, as far as the catalogue has its words.

In   a command as it is written, in English.
Out  the same with its help and its options in the language: keys `help.COMMAND` and `option.COMMAND.NAME`.
"""

import copy
from collections.abc import Iterable

import click

from testigo.cli.language import help_of

OF_CLICK = {
    # what click itself says: key of the catalogue
    "Options": "help.options",
    "Commands": "help.commands",
    "Show this message and exit.": "help.help",
    "Show the version and exit.": "help.version",
}


class SpokenFormatter(click.HelpFormatter):
    """Writes help; what click says by itself is in the language, too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how it is called."""
        super().write_usage(prog, args, help_of("help.usage", "Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_of_click(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands."""
        super().write_dl([(name, _of_click(what)) for name, what in rows], col_max, col_spacing)


def _of_click(text: str) -> str:
    return help_of(OF_CLICK[text], text) if text in OF_CLICK else text


class SpokenContext(click.Context):
    """What a command is called in."""

    formatter_class = SpokenFormatter


def in_language(command: click.Command, name: str) -> click.Command:
    """Return a command that explains itself in the language; those of a group, too.

    name  as it is called, below `testigo`: "next", "election check"
    """
    spoken = copy.copy(command)
    spoken.context_class = SpokenContext
    spoken.help = help_of(f"help.{name}", command.help or "")
    spoken.params = [copy.copy(each) for each in command.params]
    for option in spoken.params:
        if isinstance(option, click.Option) and option.help is not None:
            option.help = help_of(f"option.{name}.{option.name}", option.help)
    if isinstance(spoken, click.Group):
        spoken.commands = {each: in_language(one, f"{name} {each}") for each, one in spoken.commands.items()}
    return spoken
