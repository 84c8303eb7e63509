"""The command line as a person types it, for tests."""

from testigo.cli.main import main


def run(*arguments: object) -> int:
    """Run a command; its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0
