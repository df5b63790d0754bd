"""Decisions are kept as they were made, in order; the last word on a pair counts, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import decisions
from kg.errors import KGError, ResourceError

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="#"), min_size=1, max_size=12)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "decisions.tsv"


def verdicts(file: Path) -> list[tuple[str, str, bool]]:
    return [(judgement.left, judgement.right, judgement.same) for judgement in decisions.load(file)]


def test_the_file_of_the_project_is_right() -> None:
    decisions.load()


def test_there_need_be_no_file(file: Path) -> None:
    assert decisions.load(file) == ()


def test_decisions_are_kept_in_order(file: Path) -> None:
    decisions.append("محمد علي", "Mohammed Ali", True, "the same office", file=file)
    decisions.append("person/a-1", "person/b-2", False, "father and son", "Anna", file=file)
    first, second = decisions.load(file)
    assert (first.left, first.right, first.same, first.reason) == ("محمد علي", "Mohammed Ali", True, "the same office")
    assert (second.same, second.by, second.score) == (False, "Anna", 1.0)


def test_the_last_word_counts_and_nothing_is_rewritten(file: Path) -> None:
    decisions.append("A One", "B Two", True, "first", file=file)
    before = file.read_text("utf-8")
    decisions.append("C", "D", True, "between", file=file)
    decisions.append("b two", "A One", False, "second thoughts", file=file)
    assert verdicts(file) == [("C", "D", True), ("b two", "A One", False)]
    assert file.read_text("utf-8").startswith(before)


def test_a_decision_can_be_taken_back(file: Path) -> None:
    decisions.append("A", "B", True, "looked so", file=file)
    decisions.append("B", "A", None, "cannot tell", file=file)
    assert decisions.load(file) == ()
    assert len(file.read_text("utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [("", "B", "x"), ("A", " ", "x"), ("Али", "али", "x"), ("A", "B", " \n"), ("#a", "#b", "x")],
)
def test_what_is_no_decision_is_refused(file: Path, left: str, right: str, why: str) -> None:
    with pytest.raises(KGError):
        decisions.append(left, right, True, why, file=file)
    assert not file.exists()


def test_a_line_that_is_wrong_is_named(file: Path) -> None:
    for line, message in (("A\tB\tmaybe\twhy\tme", "maybe"), ("A\ta\tsame\twhy\tme", "two different")):
        file.write_text(f"left\tright\tverdict\twhy\tby\nC\tD\tsame\tx\ty\n{line}\n", "utf-8")
        with pytest.raises(ResourceError, match=message) as caught:
            decisions.load(file)
        assert "3" in str(caught.value)


def test_a_file_edited_by_hand_without_a_last_line_break_goes_on(file: Path) -> None:
    file.write_text("left\tright\tverdict\twhy\tby\nC\tD\tsame\tx\ty", "utf-8")
    decisions.append("A", "B", False, "namesakes", file=file)
    assert verdicts(file) == [("C", "D", True), ("A", "B", False)]


@given(TEXT, TEXT, TEXT, st.booleans())
def test_any_text_is_one_line(tmp_path_factory: pytest.TempPathFactory, a: str, b: str, why: str, same: bool) -> None:
    file = tmp_path_factory.mktemp("decisions") / "decisions.tsv"
    try:
        decisions.append(a, b, same, why, file=file)
    except KGError:
        assert not file.exists()
        return
    (judgement,) = decisions.load(file)
    assert judgement.same is same
    assert file.read_text("utf-8").count("\n") == 2


def test_a_name_that_looks_like_a_comment_is_kept(file: Path) -> None:
    decisions.append("#MeToo", "MeToo", True, "a movement", file=file)
    assert verdicts(file) == [("MeToo", "#MeToo", True)]
