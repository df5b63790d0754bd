"""Text into paragraphs, sentences, words and quotations. A bar in a case marks a boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import segment
from kg.model import Span

SENTENCES = [
    "He met J. Biden on Monday.| They spoke.",
    "The U.S. imposed sanctions.| Moscow protested.",
    "Он подписал закон.| Путин уехал в Сочи.",
    "Указ подписал В. Путин вчера.",
    "قال الرئيس إنه سيزور بغداد.| وأضاف أن الزيارة قريبة.",
    "هل وقع الاتفاق؟| نعم.",
    "«Мы готовы.» — сказал он.",
    '"We agree."| The minister left.',
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    text = marked.replace("|", "")
    assert "|".join(s.span.of(text) for s in segment.sentences(text)) == marked.replace("| ", "|")


def test_a_text_wrapped_at_a_fixed_width_is_not_cut_at_its_line_ends() -> None:
    line = "The leaders discussed the increasing connectivity between the regions,"
    text = "\n".join(
        [
            line,
            "and noted that challenges in one region affect the other one too, so",
            "they agreed to meet again next year in the capital of the host country.",
        ]
    )
    text += "\n\n" + text
    assert len(segment.paragraphs(text)) == 2


def test_straight_quotation_marks_nest_and_an_unclosed_one_ends_with_its_paragraph() -> None:
    text = 'He wrote: "The plan of "Big Mines", he said, will go on.\n\nNext day.'
    found = [(q.inner.of(text), q.closed, q.depth) for q in segment.quotations(text)]
    assert found == [
        ('The plan of "Big Mines", he said, will go on.', False, 0),
        ("Big Mines", True, 1),
    ]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("قال: «نعم نوافق على ذلك»", "نعم نوافق على ذلك"),
        ("“Yes, we do”", "Yes, we do"),
        ("„Да, мы готовы“", "Да, мы готовы"),
    ],
)
def test_quotation_marks_of_each_script(text: str, inner: str) -> None:
    assert [q.inner.of(text) for q in segment.quotations(text)] == [inner]


@given(st.text(max_size=300))
def test_words_and_sentences_are_slices_in_order(text: str) -> None:
    position = 0
    for sentence in segment.sentences(text):
        assert sentence.span.start >= position
        position = sentence.span.stop
        inner = sentence.span.start
        for word in segment.words(text, sentence.span):
            assert word.start >= inner and text[word.start : word.stop] == word.text
            inner = word.stop
        assert inner <= sentence.span.stop


@given(st.text(alphabet='ab "«»“”„.\n', max_size=80))
def test_quotations_lie_inside_the_text(text: str) -> None:
    for quotation in segment.quotations(text):
        assert Span(0, len(text)).covers(quotation.outer)
        assert quotation.outer.covers(quotation.inner)
