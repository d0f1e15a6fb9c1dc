"""`kommin` and `python -m kommin`: the one door to every command of the house."""

import sys


def main() -> None:
    """Run the command named on the command line; the exit code is the command's."""
    from kommin.site.cli import run

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
