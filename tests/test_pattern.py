"""The pattern notation compiled: where the trigger, the slots and the required words of a pattern are."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import language, ontology
from kg.errors import OntologyError
from kg.extraction.frames import Frames
from kg.model import Span
from kg.pattern import Frame, Slot, compile_pattern

PREPOSITIONS = {"to", "on", "with", "in", "on behalf of", "в", "против", "إلى", "في", "behind"}


def is_preposition(words: Sequence[str]) -> bool:
    return " ".join(words) in PREPOSITIONS


def frame(pattern: str) -> Frame:
    return compile_pattern("test", pattern, str.casefold, is_preposition)


def test_a_verb_has_its_subject_before_it_and_its_object_after_it() -> None:
    found = frame("{subject} Attack {object}")
    assert found.triggers == ("attack",)
    assert found.slots == (Slot("subject", (), "", None, True), Slot("object", (), "", None, False))
    assert (found.relation, found.text) == ("test", "{subject} Attack {object}")


@pytest.mark.parametrize(
    ("pattern", "preposition"),
    [
        ("{subject} invest in {object}", ("in",)),
        ("{subject} sign (with|to) {object}", ("with", "to")),
        ("{subject} act on behalf of {object}", ("on behalf of",)),
        ("{subject} act (with|on behalf of) {object}", ("with", "on behalf of")),
        ("{subject} استثمر في {object}", ("في",)),
        ("{subject} visit [official] to {object}", ("to",)),
    ],
)
def test_a_slot_may_stand_after_a_preposition(pattern: str, preposition: tuple[str, ...]) -> None:
    slot = frame(pattern).slot("object")
    assert slot is not None and slot.prepositions == preposition


@pytest.mark.parametrize(
    ("pattern", "triggers"),
    [
        ("{subject} (attack|shell) {object}", ("attack", "shell")),
        ("{subject} [soon] attack {object}", ("attack",)),
        ("visit {subject} to {object}", ("visit",)),
        ("{subject} ввести санкции против {object}", ("ввести",)),
        ("in {object} {subject} build", ("build",)),
        ("{subject} behind {object} !verb", ("behind",)),
    ],
)
def test_the_first_word_that_is_neither_slot_nor_optional_nor_preposition_triggers(
    pattern: str, triggers: tuple[str, ...]
) -> None:
    assert frame(pattern).triggers == triggers


@pytest.mark.parametrize(
    ("pattern", "context"),
    [
        ("{subject} attack {object}", ()),
        ("{subject} ввести санкции против {object}", (("санкции",),)),
        ("{subject} hold (talks|a meeting) with {object}", (("talks", "a meeting"),)),
        ("{subject} provide {object} with [much] aid", (("with",), ("aid",))),
    ],
)
def test_further_words_are_required_beside_the_trigger(pattern: str, context: tuple[tuple[str, ...], ...]) -> None:
    assert frame(pattern).context == context


def test_a_slot_may_name_a_case_and_a_kind() -> None:
    assert frame("{subject@Country} назначить {object:acc@Person}").slots == (
        Slot("subject", (), "", "Country", True),
        Slot("object", (), "acc", "Person", False),
    )


def test_one_party_is_enough() -> None:
    found = frame("arrest {object}")
    assert found.slot("subject") is None and found.slot("object") is not None


def test_flags_say_how_the_claim_stands_and_what_the_trigger_is() -> None:
    found = frame("{subject} quit {object} !negative !ended !verb")
    assert found.flags == {"negative", "ended", "verb"}
    assert (found.verb_only, found.noun_only) == (True, False)
    assert frame("visit {subject} to {object} !noun").noun_only


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "trigger"),
        ("attack", "slot"),
        ("{subject} {object}", "trigger"),
        ("{subject} in {object}", "trigger"),
        ("{subject} [attack] {object}", "trigger"),
        ("{subject} attack {subject}", "twice"),
        ("{subject} attack {target}", "not a slot"),
        ("{subject} attack {object:}", "not a slot"),
        ("{subject} attack {object} !maybe", "unknown flag"),
    ],
)
def test_a_wrong_pattern_is_refused_with_its_relation_and_text(pattern: str, problem: str) -> None:
    with pytest.raises(OntologyError, match=problem) as error:
        frame(pattern)
    assert "test" in str(error.value) and repr(pattern) in str(error.value)


MARKS = "{subject} {object} {object:gen} {object@Person} {x} { } ( ) [ ] | ! !verb !not (a|b) (a (b|) [c] in to attack"
PARTS = st.sampled_from(MARKS.split())


@given(st.text(max_size=40) | st.lists(PARTS, max_size=8).map(" ".join) | st.lists(PARTS, max_size=8).map("".join))
def test_any_text_is_a_pattern_or_refused(pattern: str) -> None:
    try:
        found = frame(pattern)
    except OntologyError:
        return
    assert found.slots and len({slot.role for slot in found.slots}) == len(found.slots)


@pytest.mark.parametrize("code", language.codes())
def test_every_pattern_is_triggered_by_its_own_words_in_a_text(code: str) -> None:
    known, pack = ontology.load(), language.load(code)
    frames = Frames(pack, known)
    for relation in known.relations.values():
        for pattern in relation.patterns.get(code, ()):
            text = re.sub(r"[()|]", " ", pattern)
            tokens = pack.tokens(text, Span(0, len(text)))
            assert any(f.text == pattern for token in tokens for f in frames.triggered(token)), pattern
