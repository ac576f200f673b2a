"""`python -m ejournal …`: the commands of the operator."""

import argparse
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what it says."""
    given = _parser().parse_args(arguments)
    return int(given.run(given) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ejournal", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="check, migrate, build and serve on one port")
    serve.add_argument("--dev", action="store_true", help="build again on every change of a file")
    serve.set_defaults(run=_serve)
    return parser


# Each command imports its own room when it runs: a broken room stops only its command.


def _serve(given: argparse.Namespace) -> int:
    from ejournal.serve import serve

    return serve(dev=given.dev)


if __name__ == "__main__":
    sys.exit(main())
