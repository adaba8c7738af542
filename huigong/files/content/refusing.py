"""Why a file is not taken, in words: what, why, what to do instead."""

from __future__ import annotations

from huigong.kernel.errors import DomainError, Invalid

PHOTOGRAPH_IT = "请换成照片（JPG、PNG）或 PDF 再传；也可以把纸质件带到窗口"


def refused(code: str, what: str, why: str, do: str = PHOTOGRAPH_IT) -> DomainError:
    return Invalid(code=f"files.{code}", what=what, why=why, do=do)


def empty() -> DomainError:
    return refused(
        "empty", "这个文件是空的", "里面一个字节也没有，可能没有下载完", "请打开看一看，再重新选一次"
    )


def cut(what: str = "这个文件不完整") -> DomainError:
    return refused(
        "cut",
        what,
        "读到一半就没有了，多半是没有传完、没有下载完，或者存储卡坏了",
        "请在手机上打开看能不能显示完整；不能的，请重新拍照或重新下载",
    )


def encrypted(what: str) -> DomainError:
    return refused("encrypted", what, "有密码的文件，办事的人打不开，也查不了毒", "请去掉密码，另存一份再传")


def active(what: str, why: str) -> DomainError:
    """It would do something by itself when an officer opens it."""
    return refused("active", what, why, "请用“打印成 PDF”或“另存为不带宏的文件”另存一份，或者拍照上传")


def bomb() -> DomainError:
    return refused(
        "bomb",
        "这个文件展开以后太大",
        "它的内容压缩得不寻常，打开它会占满机器，所以没有打开",
        "请换一个普通的文件；照片请直接用手机拍",
    )


def too_large(size: int, most: int) -> DomainError:
    return refused(
        "too_large",
        f"这个文件太大，有 {-(-size // (1024 * 1024))} MB",
        f"这种文件一个最多 {most // (1024 * 1024)} MB",
        "照片请重新拍一张普通大小的；文件请分成几份再传",
    )


def mixed(what: str) -> DomainError:
    """Two things in one: what one program shows is not what another runs."""
    return refused(
        "mixed",
        what,
        "文件的前面或后面还接着别的内容，看到的和打开的可能不一样",
        "请用原来的程序重新导出一份",
    )


def unknown(name: str, why: str = "", do: str = "") -> DomainError:
    return refused(
        "kind",
        f"不能收{name}",
        why or "只收照片（JPG、PNG、HEIC、WebP）、PDF、Excel、CSV、Word（docx）和文本",
        do or PHOTOGRAPH_IT,
    )
