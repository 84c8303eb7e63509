"""One command at a time writes into an operation: `publish`, `import`, `read` and all others that do."""

import functools
from pathlib import Path

import click

from testigo.cli.arguments import Function


def alone(command: Function) -> Function:
    """Let no two commands write into one operation at once; a dry run writes nothing, and may.

    The command has the operation's folder as `folder`. RefusedError, with nothing changed, where another is
    at work there.
    """

    @functools.wraps(command)
    def locked(*arguments: object, **options: object) -> object:
        from testigo.acts.at_work import at_work

        folder = options["folder"]
        if options.get("dry_run") or not isinstance(folder, Path):
            return command(*arguments, **options)
        with at_work(folder, click.get_current_context().command_path):
            return command(*arguments, **options)

    return locked
