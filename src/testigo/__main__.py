"""Every way in: the command `testigo`, and `python -m testigo`."""

from testigo.safe_path import make_safe


def main() -> None:
    """Run the command line, with nothing imported from where the files of strangers lie."""
    make_safe()
    from testigo.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
