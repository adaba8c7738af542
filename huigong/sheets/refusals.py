"""Why a file cannot be read as a table, in words for whoever brought it."""

from __future__ import annotations

from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say


def encrypted() -> DomainError:
    return _refused("encrypted", "这个表格有密码", "请打开表格，去掉密码，另存一份再交")


def damaged() -> DomainError:
    return _refused("damaged", "这个表格打不开，文件不完整或已损坏", "请用表格软件打开检查，另存为 xlsx 再交")


def empty() -> DomainError:
    return _refused("empty", "这个文件是空的", "请检查是不是选错了文件")


def unknown() -> DomainError:
    return _refused("kind", "这个文件不是表格", "请交 xlsx、xls、ods 或 csv 文件")


def web_page() -> DomainError:
    return _refused("web_page", "这个文件其实是网页，只是名字像表格", "请用表格软件打开，另存为 xlsx 再交")


def undecodable() -> DomainError:
    return _refused(
        "encoding", "这个文本表格的文字编码认不出来", "请用表格软件打开，另存为 xlsx 或 UTF-8 的 csv 再交"
    )


def open_quote(line: int) -> DomainError:
    return _refused(
        "quote",
        say("第{line}行有一个引号没有配对，后面的行都混进了一格", line=line),
        "请在那一行删掉多余的引号，或者另存为 xlsx 再交",
    )


def too_large(what: str) -> DomainError:
    return _refused("too_large", say("这个表格太大：{what}", what=what), "请分成几个文件，一个一个交")


def _refused(kind: str, what: str, do: str) -> DomainError:
    return Invalid(code=f"sheets.{kind}", about="file", what=what, do=do)
