"""What a pair rests on, in words that a clerk reads; never the name, the number or the phone itself."""

from __future__ import annotations

from huigong.kernel.sentences import wording

BETWEEN = "；"
_WORDS = {
    "number_is": {"same": wording("证件号码相同"), "other": wording("证件号码不同"), "doubtful": wording("证件号码不同，有一个不像本人的"), "old": wording("十五位号码相同"), "slip": wording("证件号码差一处"),
                  "slips": wording("证件号码差两处"), "far": wording("证件号码差得多"), "same_loose": wording("写错的号码相同")},
    "name_is": {"same": wording("姓名相同"), "former": wording("曾用名相同"), "sound": wording("姓名同音"), "part": wording("姓名是另一个的一段"),
                "accent": wording("姓名音近"), "near": wording("姓名差一个字"), "surname": wording("只有姓相同"), "other": wording("姓名不同")},
    "birth_is": {"same": wording("出生日期相同"), "swapped": wording("出生月日对调"), "near": wording("出生日期差一处"), "other": wording("出生日期不同")},
    "sex_is": {"other": wording("性别不同")},
    "phone_is": {"same": wording("手机号相同"), "other": wording("手机号不同")},
    "hukou_is": {"same": wording("户籍地相同"), "county": wording("户籍同县"), "other": wording("户籍地不同")},
    "address_is": {"same": wording("住址相同"), "other": wording("住址不同")},
    "head_is": {"same": wording("户主相同"), "other": wording("户主不同")},
}  # fmt: skip


def _in_words() -> str:
    columns = (
        f"CASE {column} {' '.join(f'WHEN {outcome!r} THEN {words!r}' for outcome, words in said.items())} END"
        for column, said in _WORDS.items()
    )
    return f"concat_ws('{BETWEEN}', {', '.join(columns)})"


IN_WORDS = _in_words()  # the evidence of a row of `pairs`, as DuckDB's SQL
