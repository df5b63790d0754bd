"""Who says what: the speaker of each claim and each quotation of a text."""

from __future__ import annotations

import pytest
from notation import Case, cases, check

from kg.extraction.rules import RuleReader


@pytest.mark.parametrize("case", cases("speech"), ids=str)
def test_a_speaker_says(reader: RuleReader, case: Case) -> None:
    check(reader, case)
