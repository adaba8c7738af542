"""What a pair rests on, in words that a clerk reads; never the name, the number or the phone itself."""

from __future__ import annotations

_WORDS = {
    "number_is": {"same": "证件号码相同", "other": "证件号码不同", "doubtful": "证件号码不同，有一个不像本人的", "old": "十五位号码相同", "slip": "证件号码差一处",
                  "slips": "证件号码差两处", "far": "证件号码差得多", "same_loose": "写错的号码相同"},
    "name_is": {"same": "姓名相同", "former": "曾用名相同", "sound": "姓名同音", "part": "姓名是另一个的一段",
                "accent": "姓名音近", "near": "姓名差一个字", "surname": "只有姓相同", "other": "姓名不同"},
    "birth_is": {"same": "出生日期相同", "swapped": "出生月日对调", "near": "出生日期差一处", "other": "出生日期不同"},
    "sex_is": {"other": "性别不同"},
    "phone_is": {"same": "手机号相同", "other": "手机号不同"},
    "hukou_is": {"same": "户籍地相同", "county": "户籍同县", "other": "户籍地不同"},
    "address_is": {"same": "住址相同", "other": "住址不同"},
    "head_is": {"same": "户主相同", "other": "户主不同"},
}  # fmt: skip


def _in_words() -> str:
    columns = (
        f"CASE {column} {' '.join(f'WHEN {outcome!r} THEN {words!r}' for outcome, words in said.items())} END"
        for column, said in _WORDS.items()
    )
    return f"concat_ws('；', {', '.join(columns)})"


IN_WORDS = _in_words()  # the evidence of a row of `pairs`, as DuckDB's SQL
