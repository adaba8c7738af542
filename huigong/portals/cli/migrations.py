"""`huigong migrations`: fails when a model has changed and its migration is not written."""

from __future__ import annotations

import argparse

from django.core.management import call_command


def run(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="huigong migrations", description=__doc__).parse_args(argv)
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0
