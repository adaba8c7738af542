"""`huigong pack check` reads every pack and runs every example; `new` begins one, `lock` keeps its ids, `review` puts it before a jurist.

`check` exits with 0 when nothing is wrong and with 1 when something is. `--json`
prints one object:

    {"folder": "…/policies", "documents": 5, "services": 91, "versions": 163, "adoptions": 135,
     "adoptions_late": [{"service": "…", "region": "210000", "clauses": ["…"],
                         "from": "2022-01-01", "norm": "100000/legal-aid-law"}],
     "unnoticed": [], "signed": 0, "to_sign_again": [],
     "examples": 862, "forms": 7, "clauses": 113, "clauses_linked": 108, "clauses_nothing_to_decide": 23,
     "drafts": ["210702/…/document.yaml：是草稿，还没有核对。…"],
     "errors": [{"code": "packs.unknown_name", "file": "210700/…/document.yaml",
                 "line": 12, "column": 7, "what": "…", "why": "…", "do": "…",
                 "suggestion": "…"}]}

`documents` and `clauses` are those whose text the packs were written from; `services` counts
services, `versions` what regions and periods make of them. `adoptions_late` are promises that
no service could keep from the document's first day, with the norm that came later.
`unnoticed` are changes to a rule after which every example answers as before, in the shape of
`errors`; `--strict` counts them as errors. `--all` also prints every notice with the least, the
usual and the most data. `signed` versions were signed by a jurist as they are; those
`to_sign_again` have changed since. `line` and `column` count from 1 and are 0 where the whole file is meant. A clause may be
linked to a duty and still decide nothing about anybody.

`new` writes a small pack that passes the check, and overwrites nothing. With `--from` it
reads a document and writes it as a draft, with every doubt of the reader beside its place:

    huigong pack new 210702 --from opinion.txt --into xugoubanfa-2026-9

`lock` writes the `declarations.lock` of every pack that declares forms, fields or code lists: an id
that was released keeps its meaning for ever, and `check` refuses what would change it.

`review`, `todo` and `languages` are told in `review.py`, `todo.py` and `languages.py`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NoReturn

from huigong.catalogue.checking import PackCheck, beside, check_packs
from huigong.catalogue.coverage import Later
from huigong.catalogue.services import load_catalogue
from huigong.catalogue.starter import FOLDER, starter_files
from huigong.declarations import locking
from huigong.forms.locking import SECTIONS, released
from huigong.forms.shelf import read_book
from huigong.kernel import packs, regions, writing
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.packs import PackError, Report
from huigong.policy import plainwords
from huigong.policy.comparison import find_pack
from huigong.policy.drafting import as_yaml, drafted, short_name, write_new
from huigong.policy.packs import read_library
from huigong.policy.reading import read_file
from huigong.policy.reading.recognition import MOST_PAGES
from huigong.portals.cli import languages, plain, review, telling, todo


def run(argv: list[str]) -> int:
    """The exit code; raises `DomainError` where the words were wrong or a pack is there already."""
    asked = _parser().parse_args(argv)
    folder = packs.folder()
    if asked.verb == "new" and asked.source:
        return _draft(folder, asked.region, asked.source, asked.into)
    if asked.verb == "new":
        if asked.into:
            raise Invalid(
                code="pack.into_without_source",
                what="“--into”要和“--from”一起用",
                why="它只给从一份文件起草的资料包取名",
                do="请加上 --from 文件，或者去掉 --into",
            )
        return _begin(folder, asked.region)
    if asked.verb == "review":
        return review.run(asked)
    if asked.verb == "todo":
        return todo.run(asked)
    if asked.verb == "languages":
        return languages.run(asked)
    if asked.verb == "lock":
        return _lock(folder)
    check = check_packs(folder)
    beside.run(folder, check)
    check.errors = [*check.errors, *plainwords.check(folder)]
    if asked.all and not check.errors:
        check.errors = list(telling.unprinted(folder))
    if asked.strict:
        check.errors = [*check.errors, *check.unnoticed]
        check.unnoticed = ()
    shown = as_dict(check, folder)
    told = "\n".join((*languages.summary(folder), _told(check, shown)))
    print(json.dumps(shown, ensure_ascii=False, indent=2) if asked.json else told)
    return 1 if check.errors else 0


def as_dict(check: PackCheck, folder: Path) -> dict[str, Any]:
    """The JSON of a check, in the shape of the module's docstring."""
    catalogue = check.catalogue
    clauses = check.coverage
    return {
        "folder": str(folder),
        "documents": len({clause.document.id for clause in clauses.clauses}),
        "services": len(catalogue.ids) if catalogue else 0,
        "versions": len(catalogue.services) if catalogue else 0,
        "adoptions": len(catalogue.adoptions) if catalogue else 0,
        "adoptions_late": [_later(later) for later in check.adopted_late],
        "examples": len(check.examples),
        "forms": check.forms,
        "clauses": len(clauses.clauses),
        "clauses_linked": len(clauses.linked),
        "clauses_nothing_to_decide": len(clauses.nothing_to_decide),
        "unnoticed": [as_row(error) for error in check.unnoticed],
        "signed": check.signed,
        "to_sign_again": [as_row(error) for error in check.to_sign_again],
        "drafts": [str(told) for told in check.drafts],
        "errors": [as_row(error) for error in check.errors],
    }


def _later(later: Later) -> dict[str, Any]:
    adoption = later.adoption
    return {
        "service": adoption.service_id,
        "region": adoption.region,
        "clauses": list(adoption.clauses),
        "from": adoption.valid_from.isoformat(),
        "norm": later.norm.id if later.norm else None,
    }


def as_row(error: PackError) -> dict[str, Any]:
    """One error for a program; `line` and `column` count from 1, 0 where unknown."""
    return {
        "code": error.code,
        "file": error.file,
        "line": error.line,
        "column": error.column,
        "what": error.what,
        "why": error.why,
        "do": error.do,
        "suggestion": error.suggestion,
    }


def _told(check: PackCheck, shown: dict[str, Any]) -> str:
    lines = [*shown["drafts"], *(writing.shown(str(error)) for error in check.errors)]
    lines.append(
        f"事项 {shown['services']} 个（{shown['versions']} 个版本，{shown['adoptions']} 处承接，"
        f"其中 {len(check.adopted_late)} 处文件施行时还没有可承接的事项），"
        f"示例 {shown['examples']} 个，表单 {shown['forms']} 张"
    )
    lines.append(
        f"文件 {shown['documents']} 份，共 {shown['clauses']} 条："
        f"{shown['clauses_linked']} 条有事项、分工或目标，"
        f"{shown['clauses_nothing_to_decide']} 条说明了为什么没有事项"
    )
    if check.unnoticed:
        lines.append(f"改动规则而没有示例察觉的 {len(check.unnoticed)} 处（--strict 逐个列出，算作错误）")
    lines += [writing.shown(str(error)) for error in check.to_sign_again]
    lines.append(
        f"懂法律的人审核签字的 {check.signed} 个版本，改动以后要再签的 {len(check.to_sign_again)} 个"
    )
    lines.append(f"有 {len(check.errors)} 处要改" if check.errors else "没有错误")
    return "\n".join(lines)


def _lock(folder: Path) -> int:
    report = Report()
    book = read_book(folder, report, parameters=load_catalogue(folder).parameters)
    report.refuse()
    sections, ids = locking.registered(folder)
    for name in locking.lock(folder, [*SECTIONS, *sections], [*released(book), *ids]):
        print(f"  {name}")
    print(f"{len(book.ids)} 张表单和其他各类声明的名称、类型、单位、代码和隐私等级都锁定了。")
    return 0


def _begin(folder: Path, code: str) -> int:
    region = regions.find(code)
    pack = folder / region.code / FOLDER
    if pack.exists():
        raise Conflict(
            code="pack.exists",
            what=f"{pack} 已经有了，没有改动",
            why="新建不会覆盖已有的资料包",
            do="请先把那个文件夹改成文件的简称，再新建",
        )
    for name, text in starter_files(region).items():
        path = folder / name
        if path.exists():
            print(f"  {name} 已经有了，没有改动")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"  {name}")
    print(f"{region.full_name}的资料包建好了。照文件改写，每改一处运行一次 huigong pack check。")
    return 0


def _draft(folder: Path, code: str, source: Path, into: str) -> int:
    region = regions.find(code)
    read = read_file(source, scanned_pages=MOST_PAGES)
    report = Report()
    known = read_library(folder, report)
    same = find_pack(read, known)
    if same:
        raise Conflict(
            code="pack.known_document",
            what=f"这份文件已经有资料包了：{same.id}",
            why="题名、文号或各条的标题与它相同",
            do="请用 huigong read 文件 --check 逐条核对",
        )
    content = drafted(read, region, known.documents.values())
    document_id = f"{region.code}/{into or short_name(read)}"
    path = write_new(folder, document_id, as_yaml(content))
    print(f"  {path.relative_to(folder)}")
    for error in report:
        plain.tell(f"  有错、没有拿来比对的资料：{error}")
    print(_left_to_do(content))
    return 0


def _left_to_do(content: dict[str, Any]) -> str:
    clauses = content["clauses"]
    doubts = [
        *content.get("doubts", ()),
        *(doubt for clause in clauses for doubt in clause.get("doubts", ())),
    ]
    lines = [f"  存疑：{doubt}" for doubt in doubts]
    lines.append(
        f"{content['title'] or '（没有题名）'}：{len(clauses)} 条，{len(doubts)} 处存疑。"
        "这是草稿，不影响任何答复。请对照原文逐条核对，写好概述和系统，再删去 verified: false。"
    )
    return "\n".join(lines)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Invalid(code="pack.arguments", what="命令写得不对", why=message, do="请看 huigong pack --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="huigong pack", description="检查政策资料包，或者新建一个")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|new|lock|review|todo|languages")
    check = verbs.add_parser("check", help="读所有资料包，运行所有示例，列出每一处要改的地方")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.add_argument("--strict", action="store_true", help="没有日期的依据、没有示例察觉的改动也算错误")
    check.add_argument("--all", action="store_true", help="把每份文书用最少、最多和生僻的字都排一遍")
    new = verbs.add_parser("new", help="给一个地区新建资料包")
    new.add_argument("region", metavar="区划代码", help="六位行政区划代码")
    new.add_argument("--from", dest="source", type=Path, metavar="文件", help="读这份文件，写成草稿")
    new.add_argument(
        "--into", default="", metavar="简称", help="文件夹名，小写拼音和数字，例如 panbanfa-2016-10"
    )
    verbs.add_parser("lock", help="把各表单的名称、类型、单位、代码写进 declarations.lock，发布以后不能删改")
    review.add_to(verbs)
    todo.add_to(verbs)
    languages.add_to(verbs)
    return parser
