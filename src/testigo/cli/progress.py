"""How far a long command is: a bar on stderr, and nothing at all where there is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import MofNCompleteColumn, Progress, ProgressColumn, Task
from rich.text import Text

from testigo.characters import printable_line
from testigo.cli.terminal import unguarded


class Rate(ProgressColumn):
    """How many a second, as of the last half minute."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        """Write the rate; nothing before there is one."""
        return Text("" if not task.speed else f"{task.speed:.1f} {self._unit}/s")


@contextmanager
def progress_bar(label: str, unit: str | None = None) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how much is done, of how much; the bar goes when the work ends.

    unit  of what is counted: with it the bar shows how many are done and how many a second
    """
    console = Console(file=unguarded(sys.stderr))
    columns = [*Progress.get_default_columns(), *([] if unit is None else [MofNCompleteColumn(), Rate(unit)])]
    # What is said meanwhile goes its own, guarded way: rich would draw it on the console that is not.
    bars = Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal,
    )
    with bars as progress:
        bar = progress.add_task(escape(printable_line(label)), total=None)

        def show(done: int, total: int) -> None:
            progress.update(bar, completed=done, total=total)

        yield show
