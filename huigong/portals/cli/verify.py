"""`huigong verify FILE|- …`: who signed what was taken away, when, what it is, and whether it is whole.

Reads a PDF with the signed data attached, the JSON, or the text of a QR code; needs no network and no database.
What is verified is the data, not how it is printed: `--show` writes it out, to be held against the paper.
A code too small for the content proves the content of a file that is given beside it: `huigong verify CODE FILE`.
The first line is the fingerprint of the key: what stands below it, the file says of itself. Whose key it is is known from `--key`: a public key (64 hexadecimal digits) or the file that the maker
publishes at /.well-known/huigong-keys.json; without it the fingerprint is to be compared by eye.

Exit code 0: whole, and signed with a key that was given. 1: changed, forged, or a key that was not given.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from huigong.kernel import canonical, takeaways
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.takeaways import Signed, Verdict
from huigong.kernel.writing import shown

ATTACHED_AS = ".huigong.json"  # how the name of the signed data ends that a PDF carries
_MOST_BYTES = 30 * 1024 * 1024
_KEY = re.compile(r"[0-9a-fA-F]{64}")


def run(argv: list[str]) -> int:
    words = arguments(argv)
    trusted = {key for text in words.key for key in _keys(text)}
    signed = [takeaways.read(text) for file in words.file for text in _texts(file)]
    signed = [_completed(each, signed) for each in signed]
    verdicts = [takeaways.verify(each, trusted=trusted) for each in signed]
    for each, verdict in zip(signed, verdicts, strict=True):
        if words.json:
            print(shown(json.dumps(as_dict(verdict), ensure_ascii=False)))
        else:
            print(in_words(verdict, has_keys=bool(trusted)))
        if words.show and each.document is not None:
            print("\n".join(written_out(each.document)))
    return 0 if all(verdict.is_good for verdict in verdicts) else 1


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="huigong verify", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="+", help="PDF、JSON 或存着二维码文字的文件；- 表示从标准输入读")
    parser.add_argument("--key", action="append", default=[], help="信得过的公钥，或者公布的公钥文件")
    parser.add_argument("--show", action="store_true", help="同时显示签名的内容，用来与印出来的字核对")
    parser.add_argument("--json", action="store_true", help="机器读的结果，一行一个")
    return parser.parse_args(argv)


def in_words(verdict: Verdict, *, has_keys: bool) -> str:
    seal = verdict.seal
    lines = [
        f"公钥指纹：{seal.fingerprint}",  # first: what follows is what the file says of itself
        _conclusion(verdict, has_keys=has_keys),
        f"  名称：{shown(seal.what)}",
        f"  签发：{shown(seal.by)}",
        f"  时间：{shown(seal.at)}",
    ]
    if verdict.is_whole is None and verdict.is_genuine:
        lines.append(
            "  二维码里只有签名，没有内容；请和带内容的 PDF 或 JSON 文件一起核验：huigong verify 二维码 文件"
        )
    if verdict.is_genuine and not has_keys:
        lines.append(
            "  请把第一行的指纹与签发单位公布的逐字核对；一致才是它签发的。也可以用 --key 给出公钥。"
        )
    return "\n".join(lines)


def as_dict(verdict: Verdict) -> dict[str, object]:
    seal = verdict.seal
    return {
        "good": verdict.is_good,
        "genuine": verdict.is_genuine,
        "whole": verdict.is_whole,
        "known_key": verdict.is_known,
        "what": seal.what,
        "by": seal.by,
        "at": seal.at,
        "fingerprint": seal.fingerprint,
    }


def written_out(value: Any, *, indent: str = "  ") -> Iterator[str]:
    """The content a line for each value, as it stands on the paper: names before it, the members of a list numbered."""
    members = enumerate(value, start=1) if isinstance(value, list) else dict(value).items()
    for name, member in members:
        if isinstance(member, dict | list) and member:
            yield f"{indent}{shown(str(name))}："
            yield from written_out(member, indent=indent + "  ")
        else:
            yield f"{indent}{shown(str(name))}：{_value(member)}"


def _value(value: Any) -> str:
    match value:
        case True:
            return "是"
        case False:
            return "否"
        case None | "" | [] | {}:
            return "—"
        case _:
            return shown(str(value))


def _completed(signed: Signed, given: list[Signed]) -> Signed:
    """A seal alone, with the content that another file brings for it."""
    if signed.document is not None:
        return signed
    contents = (each.document for each in given if each.document is not None)
    return replace(
        signed,
        document=next(
            (each for each in contents if canonical.digest(dict(each)) == signed.seal.digest), None
        ),
    )


def _conclusion(verdict: Verdict, *, has_keys: bool) -> str:
    if not verdict.is_genuine:
        return "✗ 签名不对：签发信息被改过，或者是伪造的。"
    if verdict.is_whole is False:
        return "✗ 内容被改过：签名是真的，但内容不是当时签的。"
    if has_keys and not verdict.is_known:
        return "✗ 签名完整，但不是用给出的公钥签的：不要当作它签发的。"
    sign = "✓" if has_keys else "？ 还不知道是谁签的："
    if verdict.is_whole is None:
        return f"{sign} 签名完整；内容没有给，没有比对。"
    return f"{sign} 签名完整，签了名的数据没有改动。纸上和页面上印的字没有比对：请加 --show 把数据显示出来，逐字核对。"


def _texts(file: str) -> list[str]:
    data = sys.stdin.buffer.read(_MOST_BYTES + 1) if file == "-" else _read(Path(file))
    if len(data) > _MOST_BYTES:
        raise _unreadable("文件太大，不像是带走的文件")
    if data.startswith(b"%PDF-"):
        return _attached(data)
    try:
        return [data.decode("utf-8-sig")]
    except UnicodeDecodeError as error:
        raise _unreadable("里面不是文字，也不是 PDF") from error


def _attached(data: bytes) -> list[str]:
    from huigong.files.content import pdfs  # only a PDF needs its reader

    files = pdfs.attachments(data)
    texts = [
        content.decode("utf-8", "replace") for name, content in files.items() if name.endswith(ATTACHED_AS)
    ]
    if not texts:
        raise _unreadable("这个 PDF 里没有附着签名的数据")
    return texts


def _keys(text: str) -> list[str]:
    """From a key, or from the file that the maker publishes."""
    if _KEY.fullmatch(text):
        return [text.lower()]
    published = canonical.read(_read(Path(text)).decode("utf-8", "replace"))
    try:
        keys = [str(key["public"]) for key in published["keys"]]
    except (TypeError, KeyError) as error:
        raise _unreadable(f"{text} 不是公布的公钥文件") from error
    return [key.lower() for key in keys if _KEY.fullmatch(key)]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(f"{path} 读不出来（{error.strerror}）") from error


def _unreadable(why: str) -> DomainError:
    return Invalid(
        code="verify.unreadable",
        what="这个文件没法核验",
        why=why,
        do="请用原件：下载的 PDF 或 JSON，或者二维码扫出来的那串文字（HG1: 开头）",
    )
