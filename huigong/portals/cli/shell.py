"""What commands have in common: words that are missing, days, folders to write to, a bar that tells how far it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from huigong.kernel import days
from huigong.kernel.errors import Invalid
from huigong.portals.cli import plain


class Parser(argparse.ArgumentParser):
    """Says in Chinese what is missing."""

    def error(self, message: str) -> NoReturn:
        raise Invalid(
            "screen.arguments", what="命令没有写对", why=message, do=f"{self.prog} --help 有详细说明"
        )


def day(text: str) -> date:
    """A date as people write it on the command line."""
    return days.read(text)


def require_folder(out: Path) -> None:
    """Raises `DomainError` where nothing can be written to `out`."""
    if not out.parent.is_dir():
        raise Invalid("screen.no_folder", what=f"没有“{out.parent}”这个文件夹", do="请先建好，或换一个 --out")


@contextmanager
def bar(title: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on the error stream, so that the output stays clean; takes what is done, 0 to 1."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=plain.errors()), transient=True) as progress:
        task = progress.add_task(title, total=1.0)
        yield lambda done: progress.update(task, completed=done)
