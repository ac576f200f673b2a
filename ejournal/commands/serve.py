"""python -m ejournal serve: check, migrate, build and serve the school on one port."""

import argparse


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("serve", help="check, migrate, build and serve on one port")
    parser.add_argument("--dev", action="store_true", help="build again on every change of a file")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from ejournal.serve.start import serve

    return serve(dev=given.dev)
