"""Catalogues of other languages: read as translators' tools write them, and honest about what is stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huigong.kernel import packs
from huigong.kernel.packs import PackError
from huigong.kernel.sentences import CHINESE, say
from huigong.policy.languages import Speaker, brought_up_to_date, report, words
from huigong.policy.languages.catalogues import Entry, read, written

PLACEHOLDER = re.compile(r"\{[^}]+\}")
IN_BRACKETS = re.compile(r"\([^)]*\)|\"[^\"]*\"|3万")
EVENTS = """events:
  unpaid: {name: 没拿到工钱, says: 欠工资, icon: money, urgent: true, ask_first: [], services: []}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "life_events.yaml").write_text(EVENTS, encoding="utf-8")
    brought_up_to_date(tmp_path, "en")
    return tmp_path


def translate(folder: Path, text: str, translation: str) -> None:
    path = folder / "languages" / "en" / "events.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            f'msgid "{text}"\nmsgstr ""', f'msgid "{text}"\nmsgstr "{translation}"'
        ),
        encoding="utf-8",
    )


def events(folder: Path) -> tuple[int, int, int]:
    row = next(row for row in report(folder, "en") if row.domain == "events")
    return row.done, len(row.missing), len(row.stale)


def test_what_was_written_reads_back() -> None:
    entries = [
        Entry("一句“话”", 'with "quotes" and \\ slash', ("a.yaml:x", "b.yaml:y")),
        Entry("改过的", "proposal", ("a.yaml:z",), True, "原来的"),
        Entry("没有译文"),
        Entry("天", "days", ("c.yaml:x",), forms=("day", "days")),
    ]
    assert read(written(entries, code="en")) == entries


def test_long_lines_that_a_tool_has_wrapped_are_one_text() -> None:
    assert read('msgid ""\n"两行"\n"成一句"\nmsgstr ""\n"one "\n"sentence"\n') == [
        Entry("两行成一句", "one sentence")
    ]


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PackError) as error:
        read('msgid "好"\nmsgstr nonsense\n', file="languages/en/events.po")
    assert str(error.value.place) == "languages/en/events.po:2:1"


def test_a_new_language_begins_with_everything_missing(small: Path) -> None:
    assert events(small) == (0, 2, 0)
    translate(small, "欠工资", "Unpaid wages")
    assert events(small) == (1, 1, 0)


def test_a_changed_text_takes_its_old_translation_along_but_does_not_show_it(small: Path) -> None:
    translate(small, "没拿到工钱", "Not paid")
    assert words(small)["en"] == {"没拿到工钱": "Not paid"}
    changed = EVENTS.replace("没拿到工钱", "没拿到钱")
    (small / "life_events.yaml").write_text(changed, encoding="utf-8")
    assert events(small) == (0, 1, 1)
    brought_up_to_date(small, "en")
    text = (small / "languages/en/events.po").read_text(encoding="utf-8")
    assert '#, fuzzy\n#| msgid "没拿到工钱"\nmsgid "没拿到钱"\nmsgstr "Not paid"' in text
    assert events(small) == (0, 1, 1)


def test_the_english_of_the_packs_is_complete() -> None:
    left = {row.domain: [*row.missing, *row.stale] for row in report(packs.folder(), "en")}
    assert not any(left.values()), (
        "run `huigong pack languages en --write` and fill in or check the English in policies/languages/en"
    )


def test_english_keeps_what_is_filled_in_and_holds_no_chinese() -> None:
    """Chinese only in brackets behind its English: `5 March 1985 (1985年3月5日)`."""
    for text, english in words()["en"].items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english)), text
        outside = IN_BRACKETS.sub("", PLACEHOLDER.sub("", english))
        assert not CHINESE.search(outside), english


def test_one_chinese_term_has_one_english_word() -> None:
    terms = packs.load_file(packs.folder() / "languages" / "en" / "terms.yaml")
    never = {word.lower(): term for term, row in terms.items() for word in row["never"]}
    wrong = {
        english: f"{never[word]}: {terms[never[word]]['say']}"
        for english in words()["en"].values()
        for word in never
        if re.search(rf"\b{re.escape(word)}\b", english.lower())
    }
    assert not wrong


def test_what_is_filled_in_is_said_as_the_packs_at_hand_say_it(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another folder was read before."""
    speaker = Speaker("en", lambda text, _count: text)
    assert speaker.said("虚构甲没拿到虚构的钱") == "虚构甲没拿到虚构的钱"
    (small / "life_events.yaml").write_text(
        EVENTS.replace("没拿到工钱", '"{who}没拿到{what}"'), encoding="utf-8"
    )
    brought_up_to_date(small, "en")
    translate(small, "{who}没拿到{what}", "{who} was not paid {what}")
    monkeypatch.setenv("HUIGONG_POLICIES", str(small))
    assert speaker.said("虚构甲没拿到虚构的钱") == "虚构甲 was not paid 虚构的钱"


COUNTED = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: life_events.yaml:events.unpaid.says
msgid "欠工资"
msgid_plural "欠工资"
msgstr[0] "wage owed"
msgstr[1] "wages owed"
"""


def test_a_text_that_counts_has_a_form_for_each_count(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (small / "languages" / "en" / "events.po").write_text(COUNTED, encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(small))
    speaker = Speaker("en", lambda text, _count: "{number} {what}" if text == "{number}{what}" else text)
    for number, english in ((1, "1 wage owed"), (2, "2 wages owed"), (0, "0 wages owed")):
        assert speaker.said(say("{number}{what}", number=number, what="欠工资")) == english
    assert speaker.said("欠工资") == "wages owed"
    brought_up_to_date(small, "en")
    kept = (small / "languages" / "en" / "events.po").read_text(encoding="utf-8")
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in kept
    assert 'msgid_plural "欠工资"\nmsgstr[0] "wage owed"\nmsgstr[1] "wages owed"' in kept
