"""The dated parameters of the packs, without the services that other commands read beside them."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.parameters import ParameterBook, merge, read_parameters
from huigong.kernel.packs import Kept, Report, files


def _read(policies: Path, report: Report) -> ParameterBook:
    written = [
        parameter
        for file in files(policies, "*/parameters.yaml")
        if (raw := file.read(report)) is not None
        for parameter in read_parameters(raw, file, report)
    ]
    return merge(written, report)


parameters = Kept(_read, told=False)  # the catalogue tells what is wrong with them
