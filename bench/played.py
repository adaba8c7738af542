"""Journeys of the tests, played for what they say they took."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from bench.rules import ROOT

Taken = dict[str, str]


def played(journeys: str) -> Iterator[Taken]:
    """What each journey of that file took once, by the names of the properties that it records."""
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        report = Path(folder) / "report.xml"
        report_as = (f"--junitxml={report}", "-o", "junit_family=xunit1")
        words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--all", *report_as, journeys]
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
        for journey in ElementTree.parse(report).iter("testcase"):
            yield {said.attrib["name"]: said.attrib["value"] for said in journey.iter("property")}
