"""Lists services whose pack does not say in full whom they are for."""

from __future__ import annotations

from collections.abc import Iterator

from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError

_SAID = {"age": "年龄", "population": "哪些人"}


def left_open(catalogue: Catalogue) -> Iterator[PackError]:
    """One for each version that leaves out the age, or for which people it is."""
    for service in catalogue.services:
        missing = [_SAID[word] for word in service.audience.missing]
        if missing:
            yield PackError(
                "pack.for_whom",
                what=f"“{service.name}”的 for_whom 没有写{'、'.join(missing)}",
                why="没有写的，谁都可能被答“可以”，孩子和不该办的人也在内",
                do="请写明给谁办：年龄（或 none 和原因）、哪些人，附上条款",
                place=service.place,
            )
