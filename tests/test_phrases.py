"""What noun phrases state by themselves: titles, what belongs to whom, who is named and what it is."""

from __future__ import annotations

import pytest
from notation import Case, cases, check

from kg.extraction.rules import RuleReader


@pytest.mark.parametrize("case", cases("phrases"), ids=str)
def test_a_phrase_states(reader: RuleReader, case: Case) -> None:
    check(reader, case)
