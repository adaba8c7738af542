"""The check names everything wrong at once, with file and line, and passes what is right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from huigong.catalogue.checking import check_packs
from huigong.catalogue.checking.references import LONGEST_POINT
from huigong.catalogue.starter import starter_files
from huigong.kernel import regions

POLICIES = Path(__file__).resolve().parents[3] / "policies"
COUNTY = "210782"
PACK = f"{COUNTY}/first-document"
SERVICE = f"{PACK}/services/job-seeker-registration.yaml"
PLACES = """places:
  residence: {words: 现在住的地方, facts: [现居住地], here: true, verified: false}
  hukou: {words: 户口所在地, facts: [户籍地], verified: false}
"""
EXAMPLES = f"{PACK}/examples/job-seeker-registration.yaml"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A policies folder with the nation's offices, the facts, the systems, two kinds of place and one starter pack."""
    (tmp_path / "100000").mkdir()
    (tmp_path / "places.yaml").write_text(PLACES, encoding="utf-8")
    for name in ("facts.yaml", "systems.yaml", "100000/offices.yaml"):
        shutil.copy(POLICIES / name, tmp_path / name)
    shutil.copytree(POLICIES / "100000/messages", tmp_path / "100000/messages")
    for name, text in starter_files(regions.find(COUNTY)).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def change(packs: Path, file: str, old: str, new: str) -> None:
    text = (packs / file).read_text(encoding="utf-8")
    assert old in text
    (packs / file).write_text(text.replace(old, new), encoding="utf-8")


def test_the_starter_pack_has_no_errors(packs: Path) -> None:
    found = check_packs(packs)
    assert found.errors == []
    assert found.catalogue is not None
    assert [service.region for service in found.catalogue.services] == [COUNTY]
    assert len(found.examples) == 6
    assert [one.clause.number for one in found.coverage.nothing_to_decide] == ["（二）"]


@pytest.mark.parametrize("code", ["100000", "220000", "510400", "210782"])
def test_a_starter_suits_every_level(packs: Path, code: str) -> None:
    shutil.rmtree(packs / COUNTY)
    for name, text in starter_files(regions.find(code)).items():
        path = packs / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert check_packs(packs).errors == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        (SERVICE, "条件: 正在失业", "条件: 正在失夜", 14, "是不是“正在失业”"),
        (SERVICE, "name: 求职登记", "nmae: 求职登记", 2, "是不是“name”"),
        (SERVICE, 'clauses: ["#（一）"]', 'clauses: ["#（七）"]', 11, "（七）"),
        (SERVICE, "system: S2", "system: S99", 8, "S99"),
        (SERVICE, "line: hrss", "line: hrsss", 19, "hrsss"),
        (
            SERVICE,
            "refused:",
            "remedy: [no-such-review]\nrefused:",
            0,
            "没有可以接着办的事项“no-such-review”",
        ),
        (EXAMPLES, "answer: 否", "answer: 是", 8, "应当答“是”"),
        (EXAMPLES, "虚构甲", "张三", 6, "虚构"),
        (EXAMPLES, ", boundary: true", "", 0, "刚好够"),
        (EXAMPLES, "because: 居住月数, boundary", "because: 性别, boundary", 7, "性别"),
        (f"{PACK}/document.yaml", "systems: [S2]", "systems: [S99]", 18, "S99"),
        (
            f"{PACK}/document.yaml",
            "    nothing_to_decide: 只管政府内部的分工，不对哪个人作决定。",
            "    note: 没有分工。",
            23,
            "nothing_to_decide",
        ),
        (f"{PACK}/parameters.yaml", "value: 3", "value: 几个", 6, "读不懂"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    packs: Path, file: str, old: str, new: str, line: int, words: str
) -> None:
    change(packs, file, old, new)
    said = [error for error in check_packs(packs).errors if words in error.words]
    assert said, check_packs(packs).errors
    assert said[0].file == (file if line else SERVICE)
    assert not line or said[0].line == line


def test_a_table_ascends_on_every_day_that_its_dated_bounds_change(packs: Path) -> None:
    months = next(
        line for line in starter_files(regions.find(COUNTY))[SERVICE].splitlines() if "参数:" in line
    )
    name = months.split("参数:")[1].split(",")[0]
    table = f"分段(居住月数, 不超过 2个月 则 否, 不超过 参数:{name} 则 正在失业, 其余 是)"
    change(packs, SERVICE, f"居住月数 >= 参数:{name}", f'"{table}"')
    told = [error for error in check_packs(packs).errors if "分段" in error.what]
    assert told == []

    later = '    - {value: 1, from: 2026-07-01, clause: "#（一）"}\n'
    path = packs / PACK / "parameters.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + later, encoding="utf-8")
    (told,) = [error for error in check_packs(packs).errors if "分段" in error.what]
    assert (told.file, told.line) == (SERVICE, 15)
    assert "2026-07-01" in told.what


def test_a_parameter_that_only_another_region_declares_is_told(packs: Path) -> None:
    """With the packs of that region set aside, the service would be gone too."""
    elsewhere = packs / "100000" / "law"
    elsewhere.mkdir(parents=True)
    (packs / PACK / "parameters.yaml").rename(elsewhere / "parameters.yaml")
    assert "pack.foreign_parameter" not in {error.code for error in check_packs(packs).errors}
    (packs / "510411").mkdir()
    elsewhere.rename(packs / "510411" / "law")
    (told,) = [error for error in check_packs(packs).errors if error.code == "pack.foreign_parameter"]
    assert (told.file, "510411" in told.what) == (SERVICE, True)


def test_everything_wrong_is_told_at_once(packs: Path) -> None:
    change(packs, SERVICE, "line: hrss", "line: hrsss")
    change(packs, EXAMPLES, "answer: 否", "answer: 是")
    (packs / PACK / "services" / "broken.yaml").write_text("id: [\n", encoding="utf-8")
    files = {error.file for error in check_packs(packs).errors}
    assert files == {SERVICE, EXAMPLES, f"{PACK}/services/broken.yaml"}


def test_a_facts_file_that_cannot_be_read_is_an_error_and_no_crash(packs: Path) -> None:
    (packs / "facts.yaml").write_text("年龄: {type: int}\n", encoding="utf-8")
    found = check_packs(packs)
    assert found.catalogue is None
    assert found.errors[0].file == "facts.yaml"


@pytest.mark.parametrize(
    ("services", "without", "what"),
    [
        ("[job-seeker-registraton]", "", "没有叫“job-seeker-registraton”的事项"),
        ("[job-seeker-registration-210782]", "", "那时还没有"),
        ("[]", "job-seeker-registraton: 不用申请", "没有叫“job-seeker-registraton”的事项"),
        (
            "[job-seeker-registration-210782]",
            "job-seeker-registration-210782: 不用申请",
            "有表，又写着不用填表",
        ),
    ],
)
def test_what_forms_say_of_services_is_checked(packs: Path, services: str, without: str, what: str) -> None:
    form = f"""id: enrolling
name: 报名表
from: 2099-01-01
services: {services}
clauses: ["#（一）"]
parts: [{{id: 班, title: 班, fields: [{{id: 想上的班, type: text, ask: 想上什么班？}}]}}]
"""
    (packs / PACK / "forms").mkdir()
    (packs / PACK / "forms" / "enrolling.yaml").write_text(form, encoding="utf-8")
    if without:
        (packs / PACK).parent.joinpath("without_form.yaml").write_text(
            f"services: {{{without}}}\n", encoding="utf-8"
        )
    errors = check_packs(packs).errors
    assert any(what in error.what for error in errors), [str(error) for error in errors]
    assert all(error.file for error in errors if error.code == "form.service")


def test_nothing_above_names_what_only_a_place_below_offers(packs: Path) -> None:
    nation = packs / "100000"
    nation.mkdir(exist_ok=True)
    (nation / "without_form.yaml").write_text(
        f"services: {{job-seeker-registration-{COUNTY}: 不用申请}}\n", encoding="utf-8"
    )
    (told,) = [error for error in check_packs(packs).errors if error.code == "form.service"]
    assert "下面的地方才有的事项" in told.what
    assert COUNTY in told.do
    (nation / "without_form.yaml").rename(packs / COUNTY / "without_form.yaml")
    assert not [error for error in check_packs(packs).errors if error.code == "form.service"]


@pytest.mark.parametrize(("fact", "refused"), [("户籍地", True), ("现居住地", False)])
def test_a_form_that_sends_the_case_to_another_place_than_its_service_is_refused(
    packs: Path, fact: str, refused: bool
) -> None:
    form = f"""id: enrolling
name: 报名表
from: 2000-01-01
where: 去哪里办
services: [job-seeker-registration-{COUNTY}]
clauses: ["#（一）"]
parts:
  - id: 班
    title: 班
    fields:
      - {{id: 去哪里办, type: place, fact: {fact}, ask: 在哪里？, needs: [地区], required: true, privacy: personal}}
"""
    shutil.copytree(POLICIES / "facts", packs / "facts")
    (packs / PACK / "forms").mkdir()
    (packs / PACK / "forms" / "enrolling.yaml").write_text(form, encoding="utf-8")
    errors = [error for error in check_packs(packs).errors if error.code == "form.service"]
    assert ["归现在住的地方的部门办" in error.what for error in errors] == [True] * refused, errors


@pytest.mark.parametrize(
    ("kind", "end", "told"),
    [
        ("date", "", True),
        ("month", "", True),
        ("date", ", max: 今天", False),
        ("date", ", max: 2030-12-31", False),
        ("month", ", max: 不限", False),
        ("text", "", False),
    ],
)
def test_a_day_says_how_late_it_may_be_or_that_it_may_lie_ahead(
    packs: Path, kind: str, end: str, told: bool
) -> None:
    form = packs / PACK / "forms/try-out.yaml"
    form.parent.mkdir()
    form.write_text(
        'id: try-out\nname: 虚构的表\nfrom: 2026-07-01\nclauses: ["#（一）"]\nparts:\n'
        f"  - {{id: 一, title: 第一步, fields: [{{id: 哪天, type: {kind}, ask: 是哪天？{end}}}]}}\n",
        encoding="utf-8",
    )
    said = [error for error in check_packs(packs).errors if "没有写最晚是哪天" in error.words]
    assert [error.file for error in said] == ([f"{PACK}/forms/try-out.yaml"] if told else [])


def test_only_a_day_has_no_end(packs: Path) -> None:
    form = packs / PACK / "forms/try-out.yaml"
    form.parent.mkdir()
    form.write_text(
        'id: try-out\nname: 虚构的表\nfrom: 2026-07-01\nclauses: ["#（一）"]\nparts:\n'
        "  - {id: 一, title: 第一步, fields: [{id: 几个, type: int, ask: 几个？, max: 不限}]}\n",
        encoding="utf-8",
    )
    assert any("应当写一个数" in error.words for error in check_packs(packs).errors)


def test_what_to_know_is_told_point_by_point_and_no_point_is_long(packs: Path) -> None:
    """One text is the only point; a paragraph of a hundred and more characters is not read on a phone."""
    long = f"{'字' * LONGEST_POINT}。"
    change(packs, SERVICE, "refused:\n", f"caution: [先做要紧的。, '{long}']\nrefused:\n")
    found = check_packs(packs)
    (error,) = found.errors
    assert error.code == "pack.long_point" and "分成几条" in error.do
    change(packs, SERVICE, long, long[1:])
    found = check_packs(packs)
    assert found.errors == [] and found.catalogue
    (service,) = found.catalogue.services
    assert service.caution == ("先做要紧的。", long[1:])
    assert service.refused[0] == "请窗口写明理由。"
    change(packs, SERVICE, f"caution: [先做要紧的。, '{long[1:]}']", "caution: 先做要紧的。")
    found = check_packs(packs)
    assert found.catalogue and found.catalogue.services[0].caution == ("先做要紧的。",)
