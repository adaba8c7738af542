"""Files of the packs that nobody reads: with a misspelt name a region's offices would be missing without a word."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from huigong.kernel.packs.errors import PackError, Report, nearest_name
from huigong.kernel.packs.files import asked_for
from huigong.kernel.packs.places import Place


def unread(folder: Path, report: Report) -> None:
    """Tells every YAML file that no reader has asked for, once all of them have read the folder."""
    patterns = asked_for()
    read = {path for pattern in patterns for path in folder.glob(pattern)}
    for path in sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - read):
        name = path.relative_to(folder).as_posix()
        report.add(
            PackError(
                "packs.unread_file",
                what=f"没有谁读{name}",
                why="文件或文件夹的名称不在认得的里面，里面写的不起作用",
                do=f"请改名，相近的是“{_nearest(path, patterns)}”；不要的请删掉",
                place=Place(name),
            )
        )


def _nearest(path: Path, patterns: frozenset[str]) -> str:
    """`offices.yaml` for `offcies.yaml`, `services/*.yaml` for `service/x.yaml`."""
    known = {PurePosixPath(pattern) for pattern in patterns}
    files = {each.name for each in known if "*" not in each.name}
    folders = {each.parent.name for each in known if "*" in each.name and "*" not in each.parent.name}
    folder = nearest_name(path.parent.name, folders)
    return nearest_name(path.with_suffix(".yaml").name, files) or (
        f"{folder}/*.yaml" if folder else "document.yaml"
    )
