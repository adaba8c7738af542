"""The forms of the packs ask for what the law wants the office to know, and for nothing that it forbids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from huigong import forms
from huigong.catalogue.interview import interview
from huigong.catalogue.lines import lines, still_open
from huigong.catalogue.services import catalogue
from huigong.declarations.privacy import Secrecy
from huigong.forms.drafts import Draft
from huigong.forms.fields import Form
from huigong.forms.filling import fill
from huigong.forms.kinds import ROWS, Kind, Level, Source
from huigong.forms.knowing import Known, prefilled, shareable, taken
from huigong.forms.lodging import Lodged, Problems, lodge
from huigong.forms.stating import stated
from huigong.rules.evaluate import evaluate
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN, Type
from tests.each import each
from tests.unit.portals.worker.filling import SCHOOL, WAGE

ON = date(2026, 6, 1)
LATER = date(2026, 12, 1)
"""A day on which what was retired in 2026 is no longer asked."""


@dataclass(frozen=True)
class Named:
    """A form in the region of its pack, on the day of the tests or its own first."""

    id: str
    region: str
    on: date

    def __str__(self) -> str:
        return f"{self.region}-{self.id}"

    @property
    def whole(self) -> Form:
        return forms.book().form(self.id, on=self.on, region=self.region)


FORMS = [Named(written.id, written.file.region, max(ON, written.since)) for written in forms.book().written]
PERSON = {"申请人", "申请人性别", "申请人出生日期", "职业", "住所"}
EMPLOYER = {"用人单位", "单位住所", "单位负责人", "负责人职务"}
WANTED = {
    # 若干规定第十四条; 第十八条: 两年内、有明确的单位、归谁管
    "wage-complaint": PERSON
    | EMPLOYER
    | {"经过", "投诉请求", "每月欠薪", "欠薪总额", "欠到哪天", "工作地点", "已经仲裁或打官司"},
    # 调解仲裁法第二十八条
    "labour-arbitration": PERSON | EMPLOYER | {"请求事项", "事实和理由", "证据清单", "证人", "工作地点"},
    # 义务教育法第十二条
    "school-place": {"申请人", "入学孩子", "孩子父母", "住所", "孩子户籍地", "家长有居住证"},
    # 居住证暂行条例第二条、第四条、第九条
    "residence-permit": {
        "申请人",
        "申请人性别",
        "申请人出生日期",
        "民族",
        "户籍地址",
        "住所",
        "从哪天住起",
        "申领依据",
        "本人",
    },
    # 工伤保险条例第十七条、第十八条
    "work-injury": {
        "谁来申请",
        "受伤职工",
        "用人单位",
        "参保地点",
        "劳动关系证明",
        "受伤日期",
        "受伤地点",
        "受伤经过",
        "受伤部位",
        "诊断证明",
    },
    # 居住证暂行条例第十六条
    "settlement": {"申请人", "户籍地址", "落户地址", "凭什么落户", "随迁家属"},
    "startup-loan": {"申请人", "经营主体", "经营地址", "申请贷款金额", "属于哪种人"},
}


@pytest.mark.parametrize("id", WANTED)
def test_the_office_is_told_what_the_law_wants_it_to_know(id: str) -> None:
    assert not forms.book.troubles()
    asked = {field.id for _path, field in forms.book().form(id, on=LATER).walk()}
    assert WANTED[id] <= asked


@each("form", FORMS)
def test_every_field_says_which_law_wants_it(form: Named) -> None:
    assert not [field.id for field in form.whole.fields.values() if not field.clauses]


@each("form", FORMS)
def test_sums_of_money_are_added_up(form: Named) -> None:
    """Twelve workers together: nobody adds up by hand what each is owed."""
    rows = [field for field in form.whole.fields.values() if field.kind in ROWS]
    for field in rows:
        assert {column.id for column in field.fields if column.kind is Kind.MONEY} <= set(field.totals)


@each("form", FORMS)
def test_several_children_in_one_form_are_in_one_place(form: Named) -> None:
    """A form goes to one office: with children in two places it asks for a form each."""
    of_children = {"学生", "入学孩子"} & set(form.whole.fields)
    if of_children and form.whole.where:
        asked = form.whole.fields["都在一处"]
        assert [check.level for check in asked.checks] == [Level.STOP]
        assert asked.shown_if is not None


ALIKE_FOR_ALL = {
    "同一所学校": "of all of them",
    "都在一处": "of all of them, and elsewhere a form each",
    "学校地点": "one place a form",
    "家人地点": "one place a form",
    "学校名称": "one school a form",
    "住所": "the parent's",
    "和孩子的关系": "one kind a form",
    "是孩子的谁": "the same parent's",
    "是孩子的": "the same parent's",
    "孩子父母": "the same parents'",
    "父母有居住证": "the same parents'",
    "家里照看人": "who minds all of them",
    "家里人关系": "who minds all of them",
    "照看人": "who minds all of them",
    "照看人关系": "who minds all of them",
    "自己照看": "who minds all of them",
    "受托人": "who minds all of them",
    "受托关系": "who minds all of them",
    "怎么联系孩子": "what was agreed with whoever minds all of them",
    "本人": "whom somebody else acts for",
}


@each("form", FORMS)
def test_what_differs_between_children_is_asked_of_each(form: Named) -> None:
    """Two children with hukou in two provinces: the office learns of each, and not of "the child"."""
    whole = forms.book().form(form.id, on=LATER, region=form.region)
    rows = {"学生", "入学孩子"} & set(whole.fields)
    if any(whole.fields[id].limits.most != 1 for id in rows):
        beside = [asked.id for asked in whole.fields.values() if "孩子" in asked.ask]
        assert set(beside) - rows <= ALIKE_FOR_ALL.keys()


NOT_THE_SAME = {
    ("*", "学生出生日期", "出生日期"): "the child's, not the applicant's",
    ("*", "孩子出生日期", "出生日期"): "the child's, not the applicant's",
    ("flexible-insurance", "参过保", "已参加职工社会保险"): "in a unit before, not now",
    ("insurance-complaint", "以前参过保", "已参加职工社会保险"): "elsewhere before, not there",
    ("contract-request", "提过签合同", "签合同的事已进仲裁或诉讼"): "told the employer, not a court",
    ("legal-aid-at-home", "进城务工", "援助机构认为算进城务工"): "what the agency decides of it",
    ("school-place", "孩子户籍地", "户籍地"): "the child's, not the applicant's",
    ("school-place", "户籍地址", "户籍地"): "the child's, not the applicant's",
    ("settlement", "家属户籍地", "户籍地"): "the family member's, not the applicant's",
    ("school-place", "父母有居住证", "持有居住证"): "the parents', where a grandparent applies",
    ("school-place", "父母有居住证", "另一位家长有居住证"): "either parent's, where a grandparent applies",
    ("elderly-care", "老人生日", "出生日期"): "the old person's, not the applicant's",
    ("local-exam", "父母住哪里", "现居住地"): "both parents'",
    ("vocational-admission", "学校地点", "学校所在地"): "the school of tomorrow, not of today",
    ("labour-arbitration", "请求金额", "单项请求金额"): "one of several claims, not the largest",
    (
        "housing-fund-withdrawal",
        "取的原因",
        "取公积金的原因",
    ): "whoever comes for the rent has said another reason before",
}
_KINDS = {
    Kind.DATE: Type.DATE,
    Kind.MONTH: Type.DATE,
    Kind.MONEY: Type.INT,
    Kind.INT: Type.INT,
    Kind.BOOL: Type.BOOL,
    Kind.CODE: Type.ENUM,
    Kind.PLACE: Type.TEXT,
}
ON_RECORD = {"出生日期", "性别", "户籍地", "现居住地"}
_ALIKE = 3  # characters in a row that both names have


def alike(first: str, second: str) -> bool:
    return any(first[at : at + _ALIKE] in second for at in range(len(first) - _ALIKE + 1))


@each("form", FORMS)
def test_no_field_asks_again_what_interview_or_register_know(form: Named) -> None:
    """What a field calls by the name of a fact, it is filled from; other names are for other things."""
    whole, facts = form.whole, catalogue().facts
    services = [each for each in catalogue().services if each.form == form.id and not each.valid_until]
    known = ON_RECORD.union(*(service.reads for service in services)) & set(facts)
    for path, field in whole.walk():
        above = whole.fields[path.partition(".")[0]]
        if field.fact or field.fills or field.known:
            continue
        for name in known - {name for _, name in (*field.offers, *above.offers)}:
            same_kind = _KINDS.get(field.kind) is facts[name].type
            if same_kind and facts[name].is_region is (field.kind is Kind.PLACE):
                told = alike(f"{field.id}，{field.name}", name)
                excused = {("*", field.id, name), (form.id, field.id, name)} & set(NOT_THE_SAME)
                assert not told or excused, (path, name)


def test_whoever_said_when_the_child_was_born_finds_it_in_the_form() -> None:
    form = forms.book().form("child-vaccination", on=ON)
    facts = {
        "接种儿童出生日期": Known(date(2023, 3, 1), Source.EARLIER),
        "接种儿童性别": Known("女", Source.EARLIER),
        "现居住地": Known("510421", Source.REGISTERED),
    }
    draft = prefilled(Draft.begun(form, on=ON), form, facts=facts)
    assert draft.typed("学生") == {"1.学生出生日期": "2023年3月1日", "1.学生性别": "女"}
    assert draft.typed("住所") == {"region": "四川省攀枝花市米易县"}
    assert {draft.said[id].source for id in ("学生", "住所")} == {Source.OFFERED}
    assert "家人地点" not in draft.said, "where one child lives says nothing of another"


@pytest.mark.parametrize(
    ("stage", "grade"),
    [("幼儿园", "小学一年级"), ("初中", "初中其他年级"), ("小学", None), ("没上学", "小学一年级")],
)
def test_the_child_of_the_interview_stands_in_the_first_row_of_a_school_form(
    stage: str, grade: str | None
) -> None:
    """A pupil of a primary school may change school or go on to junior school: nothing is answered for them."""
    form = forms.book().form("school-place", on=ON)
    facts = {
        "接种儿童出生日期": Known(date(2019, 8, 20), Source.EARLIER),
        "接种儿童性别": Known("女", Source.EARLIER),
        "子女学段": Known(stage, Source.EARLIER),
        "子女年龄": Known(7, Source.EARLIER),
    }
    typed = prefilled(Draft.begun(form, on=ON), form, facts=facts).typed("入学孩子")
    assert typed.get("1.上几年级") == grade
    assert (typed["1.孩子出生日期"], typed["1.孩子性别"]) == ("2019年8月20日", "女")


def test_an_older_child_out_of_school_is_asked_into_which_grade() -> None:
    form = forms.book().form("school-place", on=ON)
    facts = {"子女学段": Known("没上学", Source.EARLIER), "子女年龄": Known(8, Source.EARLIER)}
    assert not prefilled(Draft.begun(form, on=ON), form, facts=facts).typed("入学孩子")


AGES = {"子女年龄", "接种儿童出生日期"}


def test_a_form_that_asks_when_children_were_born_tells_the_office_what_the_rule_asks_of_their_age() -> None:
    known, book = catalogue(), forms.book()
    told, silent = set(), set()
    for service in known.services:
        if not (wanted := AGES & set(service.weighs)) or not service.form:
            continue
        form = book.form(service.form, on=LATER, region=service.region)
        rows = [asked for asked in form.fields.values() if any(each.role == "birth" for each in asked.fields)]
        filled = {fill.fact for asked in form.fields.values() for fill in asked.fills}
        if rows:
            (told if wanted <= filled else silent).add(form.id)
    assert told and not silent


def left_open(form: str, service: str, typed: dict[str, str], *, region: str) -> list[str]:
    """The facts that may still change what the rule says of a form that was sent without an interview."""
    today = date(2026, 11, 28)
    asked = forms.book().form(form, on=today, region=region)
    draft, by_field = Draft.begun(asked, on=today), dict[str, dict[str, str]]()
    for name, text in typed.items():
        id, _, part = name.partition(".")
        by_field.setdefault(id, {})[part] = text
    for id, parts in by_field.items():
        draft = draft.with_typed(id, parts) if id in asked.fields else draft
    outcome = lodge(asked, draft, on=today)
    assert isinstance(outcome, Lodged)
    facts, known = outcome.facts(asked), catalogue()
    values = {**interview(known, region, today).following(facts), **facts}
    wanted = known.get(service, region, today)
    return [
        fact.name
        for fact in still_open(lines(wanted, catalogue=known, region=region, on=today, values=values))
    ]


@pytest.mark.parametrize("born", ["1974年5月2日", "1985年3月12日", "2002年4月20日"])
def test_a_man_who_complains_without_an_interview_leaves_nothing_open_at_the_desk(born: str) -> None:
    typed = {**WAGE, "申请人出生日期": born, "申请人性别": "男"}
    assert left_open("wage-complaint", "arrears-complaint", typed, region="510421") == []


@pytest.mark.parametrize("field", ["在校读书", "已领养老金"])
def test_who_was_a_pupil_or_drew_a_pension_says_so_and_is_looked_at(field: str) -> None:
    typed = {**WAGE, "申请人性别": "男", "申请人出生日期": "1974年5月2日", field: "是"}
    assert left_open("wage-complaint", "arrears-complaint", typed, region="510421")


@pytest.mark.parametrize("form", ["wage-complaint", "withheld-complaint", "wage-advance"])
def test_who_comes_without_an_interview_says_who_hired_them_and_whether_they_were_at_school(
    form: str,
) -> None:
    """劳动保障监察条例第二条: whose matter it is hangs on the hirer, and an intern's on the school."""
    asked = forms.book().form(form, on=date(2026, 11, 28), region="100000").fields
    services = [each for each in catalogue().services if each.form == form and not each.valid_until]
    read = {"谁招用您", "干活时在校读书"}.intersection(*(service.reads for service in services))
    told = {each.fact for each in asked.values()} | {
        fill.fact for each in asked.values() for fill in each.fills
    }
    assert read and read <= told
    (school,) = (each for each in asked.values() if each.fact == "干活时在校读书")
    assert school.required is not None and school.unknown_words and school.shown_if is None


def test_whoever_was_hired_by_a_foreman_leaves_nothing_open_at_the_desk_once_they_say_whose_work_it_was() -> (
    None
):
    """保障农民工工资支付条例 30, 36: behind a foreman stands whoever gave the work out."""
    foreman = {**WAGE, "谁招的": "包工头个人", "申请人性别": "男", "申请人出生日期": "1974年5月2日"}
    said = {"公司包出来的": "是", "发包单位.name": "虚构建工集团有限公司", "在工地": "是"}
    assert left_open("wage-complaint", "arrears-complaint", {**foreman, **said}, region="510421") == []
    unknown = {**foreman, **said, "公司包出来的.?": "不清楚", "公司包出来的": ""}
    assert "活是公司包出来的" in left_open("wage-complaint", "arrears-complaint", unknown, region="510421")


def test_every_form_that_asks_who_hired_them_asks_a_foremans_worker_who_gave_the_work_out() -> None:
    for form in forms.book().forms(on=date(2026, 11, 28)):
        known = catalogue().services
        reads = {
            name for each in known if each.form == form.id and not each.valid_until for name in each.reads
        }
        if "谁招用您" in form.stated and "活是公司包出来的" in reads:
            assert "活是公司包出来的" in form.stated, form.id


def test_a_school_form_of_parents_who_live_there_leaves_nothing_open_at_the_desk() -> None:
    typed = {**SCHOOL, "住所.region": SCHOOL["学校地点.region"]}
    assert left_open("school-place", "schooling-of-accompanying-children", typed, region="510421") == []


def test_whoever_applies_fills_in_a_form() -> None:
    """Every version of every service that persons apply for has a form, or says why nobody fills in any."""
    empty = [service for service in catalogue().services if not service.form and not service.without_form]
    assert not sorted({service.id for service in empty})


@each("form", FORMS)
def test_an_empty_form_is_not_sent_and_says_why_in_words(form: Named) -> None:
    outcome = lodge(form.whole, Draft.begun(form.whole, on=ON), on=ON)
    assert isinstance(outcome, Problems)
    assert all(mistake.error.what.startswith("还没有") for mistake in outcome.mistakes)


def test_a_school_asks_for_no_paper_and_no_trade_of_the_parents() -> None:
    """E11: no preschool record, no family planning, nobody's post or income."""
    form = forms.book().form("school-place", on=ON)
    asked = " ".join(f"{field.ask} {field.name}" for _, field in form.walk())
    assert not [word for word in ("职业", "收入", "工资", "单位", "生育", "幼儿园", "社保") if word in asked]


def test_a_complaint_asks_where_the_work_was_and_takes_where_somebody_lives_for_nothing_else() -> None:
    form = forms.book().form("wage-complaint", on=ON)
    draft = Draft.begun(form, on=ON).with_typed("住所", {"region": "锦州市"})
    assert fill(form, draft, on=ON).fields["工作地点"].value is None


@each("form", FORMS)
def test_who_somebody_is_where_they_live_and_what_ails_them_is_at_least_sensitive(form: Named) -> None:
    for path, field in form.whole.walk():
        if field.kind in ("person", "file") or ("受伤" in path and field.kind in ("long", "text")):
            assert field.privacy.rank >= Secrecy.SENSITIVE.rank, path


@each("form", FORMS)
def test_questions_are_short_and_end_where_they_should(form: Named) -> None:
    """What a worker reads at once: a question of a line, help of two."""
    for _, field in form.whole.walk():
        assert len(field.ask) <= 30, field.ask
        assert len(field.help) <= 70, field.help


def warned(id: str, field: str, typed: dict[str, str], *, on: date = ON) -> list[str]:
    form = forms.book().form(id, on=on, region="210702")
    draft = Draft.begun(form, on=on).with_typed(field, typed)
    return [finding.check.id for finding in fill(form, draft, on=on).every_finding]


def test_what_the_law_counts_is_told_from_its_own_numbers() -> None:
    assert warned("wage-complaint", "欠到哪天", {"": "2024-05-20"}) == ["超过两年"]
    assert warned("wage-complaint", "欠到哪天", {"": "2024-06-03"}) == []
    assert warned("startup-loan", "申请贷款金额", {"": "40万"}) == ["超过最高额"]
    assert warned("startup-loan", "申请贷款金额", {"": "30万"}) == []
    child = {"1.孩子.name": "王小明", "1.上几年级": "小学一年级", "1.孩子出生日期": "2022-03-01"}
    assert warned("school-place", "入学孩子", child) == ["没到年龄"]
    assert warned("school-place", "入学孩子", child | {"1.孩子出生日期": "2020-03-01"}) == []


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("rental-filing.房屋地点", "deed-tax.房屋地点"),
        ("rental-filing.房屋地点", "housing-fund-withdrawal.房屋地点"),
        ("housing-fund-withdrawal.房屋地点", "housing-fund-loan.房屋地点"),
        ("child-registration.家人地点", "elderly-care.家人地点"),
        ("elderly-care.家人地点", "entrusted-carer.家人地点"),
        ("community-election-registration.选举地点", "election-registration.选举地点"),
        ("child-vaccination.学生", "kindergarten-place.学生"),
        ("pupil-aid.学校名称", "kindergarten-place.学校名称"),
        ("pupil-aid.学校地点", "vocational-admission.学校地点"),
        ("pupil-aid.学校地点", "school-fee-complaint.学校地点"),
        ("child-registration.家人地点", "child-vaccination.家人地点"),
    ],
)
def test_what_was_said_of_one_matter_does_not_stand_in_the_form_of_another(said: str, asked: str) -> None:
    """税收征管法 14, 未保法 43, 居委会组织法 16: each house, person, election and child has its own office."""
    (first, first_id), (second, second_id) = (path.split(".") for path in (said, asked))
    before, form = (forms.book().form(id, on=ON) for id in (first, second))
    field, typed = before.fields[first_id], {"region": "黑山县", "address": "虚构路1号", "": "虚构小学"}
    typed |= {"1.学生姓名.name": "王小明", "1.学生性别": "男", "1.学生出生日期": "2020-03-01"}
    draft = Draft.begun(before, on=ON).with_typed(first_id, typed)
    shared = taken(form, shareable(fill(before, draft, on=ON), [first_id], until=None), on=ON)
    facts = {field.fact: Known("210726", Source.SAID)} if field.fact else {}
    known = prefilled(Draft.begun(form, on=ON), form, facts=facts, shared=shared)
    assert second_id in form.fields and second_id not in known.said


def told_of_children(*born: str) -> dict[str, Any]:
    form = forms.book().form("school-place", on=ON)
    rows = {f"{row}.孩子出生日期": day for row, day in enumerate(born, 1)}
    read = fill(form, Draft.begun(form, on=ON).with_typed("入学孩子", rows), on=ON)
    return stated(form, {"入学孩子": read.fields["入学孩子"].value}, on=ON)


def test_the_ages_of_the_children_follow_from_their_birth_dates() -> None:
    """So the officer's panel says yes or no where it is the same for every child, and stays open where it is not."""
    rule = parse_condition("子女年龄 >= 6", facts=catalogue().facts)
    for born, answer in (
        (("2018-03-01",), True),
        (("2018-03-01", "2015-03-01"), True),
        (("2023-03-01", "2022-03-01"), False),
        (("2018-03-01", "2022-03-01"), UNKNOWN),
    ):
        assert evaluate(rule, values=told_of_children(*born), on=ON) is answer, born


def test_a_severance_claim_is_told_the_reason_and_the_kind_of_work() -> None:
    """劳动合同法 44, 46, 68: without these the officer cannot tell whether severance is owed."""
    form = forms.book().form("labour-arbitration", on=ON)
    assert {"离职原因", "非全日制用工", "领取养老金"} <= form.stated.keys()
    reasons = {option.code for option in form.fields["为什么离开"].options}
    assert reasons == set(catalogue().facts["离职原因"].values)


def required_in(id: str, **typed: str) -> set[str]:
    form, draft = forms.book().form(id, on=ON), Draft.begun(forms.book().form(id, on=ON), on=ON)
    for field, text in typed.items():
        draft = draft.with_typed(field, {"": text})
    return {field for field, standing in fill(form, draft, on=ON).fields.items() if standing.required}


@pytest.mark.parametrize("form", ["labour-arbitration", "labour-lawsuit", "wage-note-lawsuit"])
@pytest.mark.parametrize(
    ("born", "living", "asked"),
    [
        ("2008-06-01", "", set()),
        ("2008-06-02", "", {"自己挣钱"}),
        ("2008-06-02", "是", {"自己挣钱"}),
        ("2008-06-02", "否", {"自己挣钱", "监护人"}),
        ("2010-06-01", "是", {"自己挣钱"}),
        ("2010-06-02", "", {"监护人"}),
    ],
)
def test_who_is_under_age_and_does_not_live_on_wages_names_a_guardian(
    form: str, born: str, living: str, asked: set[str]
) -> None:
    """民法典 17, 18, 19 (B01, B02, B03): of age at eighteen, at sixteen whoever lives on their own wages."""
    required = required_in(form, 申请人出生日期=born, 自己挣钱=living)
    assert required & {"自己挣钱", "监护人"} == asked


def test_who_has_no_guardian_says_so_and_sends_all_the_same() -> None:
    """调解仲裁法 25 (B09): the commission appoints somebody."""
    for id in ("labour-arbitration", "labour-lawsuit"):
        assert forms.book().form(id, on=ON).fields["监护人"].unknown_words == ("没有，或者联系不上",)


@pytest.mark.parametrize(
    "id", ["wage-complaint", "overtime-complaint", "labour-arbitration", "labour-mediation", "wage-advance"]
)
def test_who_let_the_work_is_asked_of_those_on_sites_only(id: str) -> None:
    """工资条例 30, 36: the general contractor and whoever let the work answer for what is owed on sites."""
    form = forms.book().form(id, on=ON)

    def asked(on_site: str, hired_by: str) -> bool:
        draft = Draft.begun(form, on=ON).with_typed("在工地", {"": on_site})
        return fill(form, draft, facts={"谁招用您": hired_by}, on=ON).fields["发包单位"].shown

    assert asked("是", "公司或别的单位")
    assert not asked("否", "公司或别的单位"), "a waiter"
    assert asked("否", "包工头个人")
