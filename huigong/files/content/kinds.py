"""The kinds of file that are taken, and nothing else."""

from __future__ import annotations

from huigong.kernel.labelled import Labelled

MEGABYTE = 1024 * 1024


class Kind(Labelled):
    """What is stored; a photograph that comes as HEIC or WebP is stored as JPEG."""

    JPEG = "jpeg", "照片"
    PNG = "png", "图片"
    PDF = "pdf", "PDF 文件"
    XLSX = "xlsx", "Excel 表格"
    XLS = "xls", "旧版 Excel 表格"
    ODS = "ods", "ODS 表格"
    CSV = "csv", "CSV 表格"
    DOCX = "docx", "Word 文档"
    TEXT = "text", "文本"

    @property
    def media_type(self) -> str:
        """What a browser is told it is, whatever the file's name says."""
        return _MEDIA_TYPES[self]

    @property
    def ending(self) -> str:
        """The end of a name, with its full stop."""
        return _ENDINGS.get(self, f".{self.value}")

    @property
    def most_bytes(self) -> int:
        """How large a file of this kind may be as it comes in."""
        return _MOST_MEGABYTES.get(self, 20) * MEGABYTE

    @property
    def is_picture(self) -> bool:
        return self in PICTURES


PICTURES = frozenset({Kind.JPEG, Kind.PNG})
TABLES = frozenset({Kind.XLSX, Kind.XLS, Kind.ODS, Kind.CSV})
EVERYTHING = frozenset(Kind) - {Kind.ODS}
"""What is taken where nothing else is said. An ODS is only read in, where a sheet is asked for."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.TEXT: "text/plain; charset=utf-8",
}
_ENDINGS = {Kind.JPEG: ".jpg", Kind.TEXT: ".txt"}
_MOST_MEGABYTES = {Kind.JPEG: 30, Kind.PNG: 30, Kind.CSV: 10, Kind.TEXT: 2}
MOST_BYTES = max(kind.most_bytes for kind in Kind)
# What a file chooser offers; the server looks at the content all the same.
ACCEPTED = {
    Kind.JPEG: "image/jpeg,image/heic,image/heif,image/webp",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.XLSX: ".xlsx",
    Kind.XLS: ".xls",
    Kind.ODS: ".ods",
    Kind.CSV: ".csv",
    Kind.DOCX: ".docx",
    Kind.TEXT: ".txt",
}
