"""A citation in another language: titles as they are translated, numbers by rule."""

from __future__ import annotations

from huigong.kernel.cited import figure, in_words
from tests.each import each

WORDS = {
    "中华人民共和国义务教育法": "Education Law",
    "关于实施《劳动保障监察条例》若干规定": "Provisions",
    "行政复议法": "Review Law",
    "社会救助法": "Assistance Law",
    "第{number}条": "Article {number}",
    "第{number}款": "paragraph {number}",
    "第{number}项": "item {number}",
    "《{title}》{articles}": "{title}, {articles}",
    "（{year}年起{articles}）": " (from {year}: {articles})",
    "、": ", ",
}


@each(
    "cited, told",
    [
        ("义务教育法第七条、第十二条", "Education Law, Article 7, Article 12"),
        ("《中华人民共和国义务教育法》第一百零四条", "Education Law, Article 104"),
        ("《义务教育法》（国务院令第1号）第十条第二款第（三）项", None),
        ("义务教育法第十条第二款第三项", "Education Law, Article 10 paragraph 2 item 3"),
        ("义务教育法第十条之一", "Education Law, Article 10-1"),
        ("《关于实施〈劳动保障监察条例〉若干规定》第十八条", "Provisions, Article 18"),
        ("关于实施《劳动保障监察条例》若干规定第十八条", "Provisions, Article 18"),
        ("《关于实施《劳动保障监察条例》若干规定》第十八条", "Provisions, Article 18"),
        ("行政复议法（2017年）第二十条", "Review Law (2017), Article 20"),
        ("义务教育法第七条、社会救助法第九条", "Education Law, Article 7, Assistance Law, Article 9"),
        (
            "义务教育法第七条（2026年起第八条、第九条）",
            "Education Law, Article 7 (from 2026: Article 8, Article 9)",
        ),
        ("《义务教育法》（教育〔2020〕1号）（二十三）", "Education Law, (23)"),
        ("没有译名的法第七条", None),
        ("请在第三天来", None),
        ("", None),
    ],
)
def test_a_citation_is_told_whole_or_not_at_all(cited: str, told: str | None) -> None:
    assert in_words(cited, WORDS.get) == told


@each(
    "signs, number",
    [("一", 1), ("十", 10), ("十二", 12), ("四十", 40), ("一百零四", 104), ("一千二百六十", 1260)],
)
def test_figures(signs: str, number: int) -> None:
    assert figure(signs) == number
