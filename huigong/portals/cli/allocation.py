"""`huigong allocation verify FILE`: whether a published allocation of places is what it says, for anybody.

Reads the published file alone; needs no database, no network and nobody's leave. Verifies that the list is the one
whose digest was published, that the seed follows from its source, that everybody is in the result, that no offer has
more people than places, that the ranks follow the rules and that nobody was passed over. `--digest` is the list's
digest as it was published before the draw: without it nothing shows that the list was not changed since. No file shows when
the list was closed, whether the outcome is the true one, or whether somebody was left out of the list: compare the outcome
with what the event's own announcement says, and ask the audit trail for the rest.

Exit code 0: nothing wrong. 1: something is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from huigong.kernel import canonical
from huigong.kernel.errors import Invalid
from huigong.offers.verifying import verify
from huigong.portals.cli import plain

_MOST_SHOWN = 50


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="huigong allocation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verifying = verbs.add_parser("verify", help="核验公布的分配结果")
    verifying.add_argument("file", type=Path, help="公布的文件")
    verifying.add_argument("--digest", default="", help="抽签前公布的名单摘要")
    words = parser.parse_args(argv)
    return _verify(words.file, words.digest.strip().lower())


def _verify(file: Path, digest: str) -> int:
    document = canonical.read(_text(file))
    findings = verify(document, published_digest=digest)
    for finding in findings[:_MOST_SHOWN]:
        plain.tell(f"✗ {finding.says}。")
    if len(findings) > _MOST_SHOWN:
        print(f"另有 {len(findings) - _MOST_SHOWN} 处。")
    if not findings:
        listed = document["list"]
        print(f"✓ {len(listed['entries'])} 份申请、{len(listed['offers'])} 处名额，没有发现问题。")
        plain.tell(f"  名单摘要：{document['list_digest']}")
        if not digest:
            print("  请与抽签前公布的摘要核对；一致才说明名单后来没有改过。也可以用 --digest 给出。")
    return 1 if findings else 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(
            code="allocation.unreadable",
            about="file",
            what=f"{file} 读不出来",
            why="文件不存在，或者里面不是文字",
            do="请用公布的原文件",
        ) from error
