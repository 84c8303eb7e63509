"""The arguments and options that several commands take, each written once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Function = Callable[..., Any]

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

folder_argument = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
"""The folder of an operation."""

tables_argument = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
"""Tables, and the files that they look things up in."""


def mapping_option(says: str) -> Callable[[Function], Function]:
    """Add `--mapping`, which must be given.

    says  what the mapping tells this command, for its help
    """
    return click.option(
        "--mapping", "mapping_file", metavar="MAP.toml", required=True, type=EXISTING_FILE, help=says
    )
