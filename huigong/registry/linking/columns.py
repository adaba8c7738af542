"""Which column of a file holds what: the headings that registers use, in Chinese, in pinyin initials and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from huigong.kernel import writing
from huigong.kernel.errors import DomainError, Invalid

ID, NAME, NUMBER, BIRTH, SEX = "id", "name", "number", "birth", "sex"
PHONE, HUKOU, ADDRESS, HEAD, FORMER = "phone", "hukou", "address", "head", "former"
# What is read, in the words of a Chinese sheet; the order is that of the reading.
CHINESE = {
    ID: "编号", NAME: "姓名", NUMBER: "证件号码", BIRTH: "出生日期", SEX: "性别", PHONE: "手机号",
    HUKOU: "户籍地", ADDRESS: "住址", HEAD: "户主", FORMER: "曾用名",
}  # fmt: skip
_HEADINGS = {
    ID: "id 编号 序号 人员编号 人员id 记录号 personid recordid recid rowid uid",
    NAME: "姓名 名字 人员姓名 name fullname personname xm",
    NUMBER: "证件号码 证件号 身份证号 身份证号码 身份证 公民身份号码 居民身份证号 居民身份证号码 idnumber idno idcard "
    "身份证件号码 身份证件号 公民身份证号码 公民身份证号 居民身份证 证件编号 idcardno idcardnum idcardnumber idnum certno certnumber "
    "residentnumber residentid nationalid number sfz sfzh sfzhm zjhm gmsfhm",
    BIRTH: "出生日期 出生年月日 出生年月 出生 生日 birth birthdate birthday dateofbirth dob born bornon csrq",
    SEX: "性别 sex gender xb",
    PHONE: "手机号 手机号码 手机 联系电话 联系方式 电话 电话号码 本人手机号 phone phonenumber mobile mobilephone tel "
    "telephone sjh sjhm lxdh",
    HUKOU: "户籍地 户籍地代码 户籍地区划代码 户籍地行政区划代码 户籍区划代码 户籍所在地 户口所在地 户籍 户口 户籍县 户籍地县 户籍所在县 户籍县区 户籍地县区 "
    "户籍区县 户籍地区县 户籍地县级代码 户籍县代码 hukou hukoucountycode "
    "hukoucode hukouplace hukouregion hukoucounty regioncode region county countycode hjd hjddm",
    ADDRESS: "住址 地址 家庭住址 家庭地址 现住址 居住地址 居住地 户籍地址 常住地址 详细地址 address addr residence zz",
    HEAD: "户主 户主姓名 householder headofhousehold householdhead head hz hzxm",
    FORMER: "曾用名 别名 formername othername alias cym",
}
_KNOWN = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
_BETWEEN = re.compile(r"[\s_\-:：]+|[（(].*?[）)]")
_LONGEST_NAME = 200  # characters; the kernel takes a name of fifty
_COUNTED_BY = "file_row_number"
_TELLING = (NUMBER, BIRTH, PHONE)  # without any of these a name is anybody's


@dataclass(frozen=True)
class People:
    """People as DuckDB reads them: `relation` has a row for each and numbers them as `file_row_number`; `columns` gives
    for each thing that is read the heading it stands under, `types` DuckDB's type of every heading."""

    relation: str
    columns: Mapping[str, str]
    types: Mapping[str, str]


@dataclass(frozen=True)
class File(People):
    """A Parquet file of people."""

    path: Path

    @property
    def missing(self) -> tuple[str, ...]:
        """What the file does not tell, in Chinese; a former name is not missed."""
        return tuple(CHINESE[column] for column in CHINESE if column not in self.columns and column != FORMER)

    @property
    def unread(self) -> tuple[str, ...]:
        """Headings that nothing is read from."""
        return tuple(heading for heading in self.types if heading not in self.columns.values())


def open_file(path: Path) -> File:
    """The file and what its columns are. Raises `Invalid`: `link.no_file`, `link.not_parquet`, `link.no_column`,
    `link.column_kind`, `link.ids`, `link.name_too_long`."""
    if not path.is_file():
        raise Invalid("link.no_file", what=f"找不到“{path}”这个文件", do="请写对 Parquet 文件的路径")
    try:
        with duckdb.connect() as connection:
            described = connection.execute(
                "DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)}
            ).fetchall()
            types = {str(row[0]): str(row[1]) for row in described}
            rows = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}', file_row_number = true)"
            file = File(rows, _columns_of(list(types)), types, path)
            _require_columns(file)
            _require_plain(file)
            _require_ids(file, connection)
            _require_names(file, connection)
    except duckdb.Error as error:
        raise _unreadable(path, error) from error
    return file


def held(relation: str, kinds: Iterable[str]) -> People:
    """People that stand in memory as text, under the kinds themselves."""
    kept = tuple(kinds)
    return People(relation, {kind: kind for kind in kept}, dict.fromkeys(kept, "VARCHAR"))


def _columns_of(headings: Sequence[str]) -> dict[str, str]:
    """The first heading of each kind; one that is spelled as the kind itself comes before others."""
    columns: dict[str, str] = {}
    for heading in sorted(headings, key=lambda each: _plain(each) not in CHINESE.values()):
        if column := _KNOWN.get(_plain(heading)):
            columns.setdefault(column, heading)
    return columns


def _plain(heading: str) -> str:
    return _BETWEEN.sub("", writing.line(heading)).lower()


def _require_columns(file: File) -> None:
    have = f"有的列是：{'、'.join(file.types)}"
    for column, why in ((ID, "结果靠它对回去"), (NAME, "没有姓名不能认人")):
        if column not in file.columns:
            raise Invalid(
                "link.no_column",
                what=f"“{file.path}”里没有“{CHINESE[column]}”这一列",
                why=f"{why}；{have}",
                do=f"请加一列“{CHINESE[column]}”",
            )
    if not any(column in file.columns for column in _TELLING):
        raise Invalid(
            "link.no_column",
            what=f"“{file.path}”里只有姓名，认不出人",
            why=have,
            do="请至少加上证件号码、出生日期、手机号中的一列",
        )


def _require_plain(file: File) -> None:
    """A list or a structure is no cell, and one heading is what rows are counted by."""
    for column, heading in file.columns.items():
        if file.types[heading].endswith("]") or file.types[heading].startswith(("STRUCT", "MAP", "UNION")):
            raise Invalid(
                "link.column_kind",
                what=f"“{file.path}”的“{CHINESE[column]}”一格里有好几个值",
                why=f"这一列的类型是 {file.types[heading]}",
                do="请改成一格一个值",
            )
    if any(heading.lower() == _COUNTED_BY for heading in file.types):
        raise Invalid(
            "link.column_kind",
            what=f"“{file.path}”有一列叫“{_COUNTED_BY}”",
            why="这个名字用来数行",
            do="请给这一列换个名字",
        )


def _require_names(file: File, connection: duckdb.DuckDBPyConnection) -> None:
    """Every reading of a name is worked out, so that one of a hundred thousand characters would take for ever."""
    for column in (NAME, HEAD, FORMER):
        if column in file.columns:
            heading = quoted(file.columns[column])
            row = connection.execute(
                f"SELECT count(*) FROM read_parquet($path) WHERE length(CAST({heading} AS VARCHAR)) > {_LONGEST_NAME}",
                {"path": str(file.path)},
            ).fetchone()
            if row and row[0]:
                raise Invalid(
                    "link.name_too_long",
                    what=f"“{file.path}”里有{row[0]}行的“{CHINESE[column]}”超过{_LONGEST_NAME}个字",
                    why="这不是姓名，多半是列错了位",
                    do="请核对这一列后再比对",
                )


def _require_ids(file: File, connection: duckdb.DuckDBPyConnection) -> None:
    heading = quoted(file.columns[ID])
    row = connection.execute(
        f"SELECT count(*), count({heading}), count(DISTINCT {heading}) FROM read_parquet($path)",
        {"path": str(file.path)},
    ).fetchone()
    rows, filled, distinct = row or (0, 0, 0)
    if filled < rows or distinct < rows:
        what = "有人没有编号" if filled < rows else "有人的编号和别人一样"
        raise Invalid("link.ids", what=f"“{file.path}”里{what}", do="请给每一行一个自己的编号")


def quoted(heading: str) -> str:
    """A column's name in DuckDB's SQL."""
    return '"' + heading.replace('"', '""') + '"'


def _unreadable(path: Path, error: Exception) -> DomainError:
    return Invalid(
        "link.not_parquet",
        what=f"“{path}”读不成 Parquet",
        why=str(error).splitlines()[0][:200],
        do="请给一个完好的 Parquet 文件",
    )
