"""`testigo`: the way in. Commands are loaded when they are called, so that help is quick."""

import errno
import importlib
import sys
from collections.abc import Sequence

import click

from testigo.cli.language import help_of, lines_of_error, said
from testigo.cli.spoken_help import SpokenContext, in_language
from testigo.cli.terminal import guarded_streams
from testigo.errors import StoreError, TestigoError

COMMANDS = {
    # command: (module of testigo.cli, one line of help)
    "headquarters": ("headquarters", "Work on an operation with a browser, on this machine."),
    "new": ("new", "Make a new operation, empty or from an example."),
    "election": ("election", "Check, show and seal the election definition."),
    "mapping": ("mapping", "Draft the mapping of a published table."),
    "form": ("form", "Try a form profile on texts of machine codes."),
    "key": ("key", "Make and show signing keys."),
    "import": ("imports", "Take a table of results by polling station."),
    "read": ("read", "Keep photos of forms, and read their machine codes."),
    "send": ("send", "Hand photos in at a headquarters, and keep the receipts."),
    "receipt": ("receipt", "Say whether something arrived, by the code of its receipt."),
    "claim": ("claim", "Record what the authority claims."),
    "transcribe": ("transcribe", "Take what one person typed from forms."),
    "adjudicate": ("adjudicate", "Decide on a form that is pending, disputed or quarantined."),
    "correct": ("correct", "Change what was accepted, by two persons of two organisations."),
    "withdraw": ("withdraw", "Withdraw readings, decisions and other statements."),
    "invalidate": ("invalidate", "Withdraw everything that one person typed and decided."),
    "declare": ("declare", "Record how many forms somebody says to hold and to have scanned."),
    "history": ("history", "Tell a station's whole story, statement by statement."),
    "next": ("next_step", "Say what the operation needs next, and its command."),
    "status": ("status", "Say how far the operation is."),
    "missing": ("missing", "List what is missing, pending or disputed, by place."),
    "tally": ("tally", "Add up the accepted results."),
    "compare": ("compare", "Hold the official claims against the paper."),
    "corroborate": ("corroborate", "Hold the results against the readings of others."),
    "sample": ("sample", "Plan, draw, extend and show a sample of polling stations."),
    "estimate": ("estimate", "Estimate the result from a sample: the quick count."),
    "audit": ("audit", "Test an outcome by a sample."),
    "forensics": ("forensics", "Test figures for signs of fabrication, beside clean elections."),
    "answers": ("answers", "Answer what is said against the forms, by the forms."),
    "publish": ("publish", "Write and sign the public site and dataset."),
    "changes": ("changes", "List what moved between two publications, and why."),
    "verify": ("verify", "Check a publication, as a stranger."),
    "serve": ("serve", "Show a publication on a local port."),
    "evidence": ("evidence", "Check the evidence store."),
    "doctor": ("doctor", "Look whether this machine is fit for an operation."),
    "backup": ("backup", "Copy an operation into one file."),
    "restore": ("restore", "Bring an operation back from a backup."),
    "simulate": ("simulate", "Make an operation with an invented night, to rehearse."),
    "demo": ("demo", "Run a real election from table to verified publication."),
}


STAGES = {
    # stage: its first command; the others follow as in COMMANDS
    "With a browser": "headquarters",
    "Before the vote": "new",
    "Forms come in": "import",
    "People decide": "transcribe",
    "How it stands": "history",
    "Samples and tests": "sample",
    "Published, and checked by anyone": "publish",
    "Keeping and rehearsing": "evidence",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    context_class = SpokenContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the way."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; each has its command as `command`."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"testigo.cli.{COMMANDS[cmd_name][0]}")
        return in_language(module.command, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, stage by stage, without importing them."""
        names = list(COMMANDS)
        begins = [names.index(first) for first in STAGES.values()]
        for stage, begin, end in zip(STAGES, begins, [*begins[1:], len(names)], strict=True):
            with formatter.section(help_of(f"stage.{names[begin]}", stage)):
                listed = [(name, help_of(f"command.{name}", COMMANDS[name][1])) for name in names[begin:end]]
                formatter.write_dl([(f"{name:<11}", what) for name, what in listed])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it is for."""
        spoken = click.Command(None, help=help_of("help.testigo", self.help or ""))
        spoken.format_help_text(ctx, formatter)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="testigo")
def testigo() -> None:
    """Prove an election result with paper.

    \b
    A first look, with the real election of Venezuela 2024:
        testigo demo
    Your own operation:
        testigo new my-operation
        testigo election check my-operation
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; errors become lines for people on stderr and exit code 2, never a stack."""
    with guarded_streams():
        code = _run(None if arguments is None else list(arguments))
    if code:
        sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    """Run a command and return its exit code."""
    try:
        # Outside its standalone mode click hands a command's exit code back instead of exiting with it.
        code = testigo.main(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        click.echo(said("stopped"), err=True)
        return 130
    except TestigoError as error:
        show_error(error)
        return error.exit_code
    except BrokenPipeError:
        return 1  # whoever read the output has gone, and asked for no more
    except OSError as error:
        show_error(StoreError(disk_words(error)))
        return StoreError.exit_code
    return code if isinstance(code, int) else 0


def disk_words(error: OSError) -> str:
    """Say what the disk or the system refused, where no room has said it better."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        what = said("disk.full")
    elif error.errno == errno.EROFS:
        what = said("disk.read_only")
    else:
        what = error.strerror or said("disk.refused")
    return f"{error.filename}: {what}." if error.filename else f"{what[0].upper()}{what[1:]}."


def show_error(error: TestigoError) -> None:
    """Print an error for people."""
    for line in lines_of_error(error):
        click.echo(line, err=True)
