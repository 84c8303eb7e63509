"""`python -m benchmarks [NAME ...]`: print every benchmark, or those named, each beside a peer or limit."""

import importlib
import sys

NAMES = (
    "tally",
    "definition",
    "intake",
    "elections",
    "evidence",
    "reading",
    "checks",
    "false_alarms",
    "publication",
    "verification",
    "simulate",
    "night",
    "search",
    "scale",
    "statistics",
    "headquarters",
)


def main(names: list[str]) -> None:
    """Run the benchmarks of those names, all where none is given."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}. Known are: {', '.join(NAMES)}.")
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").run()
        print(flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
