"""Why a file is not taken, in words: what, why, what to do instead."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huigong.files.content.kinds import MEGABYTE, Kind
from huigong.kernel.errors import DomainError, Invalid

Words = str | Promise
PHOTOGRAPH_IT = gettext_lazy("请换成照片（JPG、PNG）或 PDF 再传；也可以把纸质件带到窗口")


def refused(code: str, what: Words, why: Words, do: Words = PHOTOGRAPH_IT) -> DomainError:
    """In the current reader's language."""
    return Invalid(code=f"files.{code}", what=str(what), why=str(why), do=str(do))


def empty() -> DomainError:
    return refused(
        "empty",
        _("这个文件是空的"),
        _("里面一个字节也没有，可能没有下载完"),
        _("请打开看一看，再重新选一次"),
    )


def cut(what: Words = "") -> DomainError:
    return refused(
        "cut",
        what or _("这个文件不完整"),
        _("读到一半就没有了，多半是没有传完、没有下载完，或者存储卡坏了"),
        _("请在手机上打开看能不能显示完整；不能的，请重新拍照或重新下载"),
    )


def encrypted(what: Words) -> DomainError:
    return refused(
        "encrypted",
        what,
        _("有密码的文件，办事的人打不开，也查不了毒"),
        _("请去掉密码，另存一份再传"),
    )


def active(what: Words, why: Words) -> DomainError:
    """It would do something by itself when an officer opens it."""
    return refused("active", what, why, _("请用“打印成 PDF”或“另存为不带宏的文件”另存一份，或者拍照上传"))


def bomb() -> DomainError:
    return refused(
        "bomb",
        _("这个文件展开以后太大"),
        _("它的内容压缩得不寻常，打开它会占满机器，所以没有打开"),
        _("请换一个普通的文件；照片请直接用手机拍"),
    )


def too_dear() -> DomainError:
    """Examining it took more time or memory than a file gets."""
    return refused(
        "too_dear",
        _("这个文件检查不完，所以没有收"),
        _("它的内容太复杂，检查它要的时间或内存超过了限度"),
        _("请换一个普通的文件，或者分成几份再传；照片请直接用手机拍"),
    )


def too_large(size: int, most: int) -> DomainError:
    return refused(
        "too_large",
        _("这个文件太大，有 %(size)s MB") % {"size": -(-size // MEGABYTE)},
        _("这种文件一个最多 %(most)s MB") % {"most": most // MEGABYTE},
        _("照片请重新拍一张普通大小的；文件请分成几份再传"),
    )


def mixed(what: Words) -> DomainError:
    """Two things in one: what one program shows is not what another runs."""
    return refused(
        "mixed",
        what,
        _("文件的前面或后面还接着别的内容，看到的和打开的可能不一样"),
        _("请用原来的程序重新导出一份"),
    )


def unknown(name: Words, why: Words = "", do: Words = "") -> DomainError:
    """`name` is what it seems to be."""
    return refused(
        "kind",
        _("不能收%(name)s") % {"name": name},
        why or _("只收照片（JPG、PNG、HEIC、WebP）、PDF、Excel、CSV、Word（docx）和文本"),
        do or PHOTOGRAPH_IT,
    )


def not_wanted(kind: Kind, wanted: Collection[Kind]) -> DomainError:
    """A kind that is taken elsewhere, and not in this place."""
    names = _("、").join(dict.fromkeys(_(each.label) for each in Kind if each in wanted))
    return unknown(_(kind.label), _("这里只收%(names)s") % {"names": names})
