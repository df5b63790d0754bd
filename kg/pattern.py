"""The pattern notation: sentences with slots, compiled into frames that trigger words index.

``{subject} استثمر في {object}`` · ``{subject} ввести санкции против {object}`` · ``{subject} visit to {object}``

The words are dictionary forms. The first content word is the trigger. A bare slot before a verb is its grammatical
subject, a bare slot after it its object, a slot after a preposition that phrase; a bare slot of an event noun is its
complement in any form. ``(a|b)`` gives alternatives, ``[x]`` an optional word; other words must follow the trigger in
its clause. A slot may name a case and a narrower kind: ``{object:dat@Person}``. Flags after the pattern say more:
``!negative !planned !hypothetical !ended !noun !verb``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.errors import OntologyError

_PART = re.compile(r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]|![a-z]+|[^\s{}()\[\]!]+")
_SLOT = re.compile(r"\{(subject|object)(?::([a-z]+))?(?:@(\w+))?\}")
_FLAGS = {"negative", "planned", "hypothetical", "ended", "noun", "verb"}
ROLES = ("subject", "object")


@dataclass(frozen=True, slots=True)
class Slot:
    """A party's place. ``prepositions`` are folded alternatives (none: bare); ``before`` the trigger or after it."""

    role: str
    prepositions: tuple[str, ...]
    case: str
    kind: str | None
    before: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled pattern. ``triggers`` are the keys of its trigger word, ``context`` words its clause must hold."""

    relation: str
    text: str
    triggers: tuple[str, ...]
    context: tuple[tuple[str, ...], ...]
    slots: tuple[Slot, ...]
    flags: frozenset[str]

    @property
    def noun_only(self) -> bool:
        return "noun" in self.flags

    @property
    def verb_only(self) -> bool:
        return "verb" in self.flags

    def slot(self, role: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.role == role), None)


def compile_pattern(
    relation: str,
    text: str,
    key: Callable[[str], str],
    is_preposition: Callable[[Sequence[str]], bool],
) -> Frame:
    """Compile one pattern. ``key`` gives the lexicon key of a word, ``is_preposition`` tells whether words are one.

    Raises OntologyError for a pattern without a trigger or a slot, with an unknown flag or a role used twice.
    """

    def wrong(problem: str) -> OntologyError:
        return OntologyError(f"pattern of {relation}: {text!r}: {problem}")

    slots: list[Slot] = []
    words: list[tuple[str, ...]] = []  # the alternatives of each word that is neither slot nor optional
    flags: set[str] = set()
    pending: list[tuple[str, ...]] = []  # words since the last slot or the trigger
    trigger: tuple[str, ...] | None = None
    forced = "!verb" in text or "!noun" in text  # a word that is also a preposition: خلف (behind, succeeded)
    for part in _PART.findall(text):
        slot = _SLOT.fullmatch(part)
        if slot:
            role, case, kind = slot.groups()
            if any(s.role == role for s in slots):
                raise wrong(f"{role} stands twice")
            prepositions, rest = _preposition(pending, is_preposition)
            if trigger is None and rest:
                trigger, rest = rest[0], rest[1:]
                words += rest
                slots.append(Slot(role, prepositions, case or "", kind, False))
            else:
                words += rest
                slots.append(Slot(role, prepositions, case or "", kind, trigger is None))
            pending = []
        elif part.startswith("!"):
            if part[1:] not in _FLAGS:
                raise wrong(f"unknown flag {part}")
            flags.add(part[1:])
        elif part.startswith("["):
            continue
        elif part.startswith("{"):
            raise wrong(f"not a slot: {part}")
        else:
            alternatives = tuple(part[1:-1].split("|")) if part.startswith("(") else (part,)
            pending.append(tuple(a.strip() for a in alternatives if a.strip()))
            if trigger is None and (forced or not is_preposition([alternatives[0].strip()])):
                trigger, pending = pending[-1], []
    words += pending
    if trigger is None or not slots:
        raise wrong("a pattern needs a trigger word and a slot")
    return Frame(
        relation,
        text,
        tuple(key(word) for word in trigger),
        tuple(tuple(key(word) for word in alternatives) for alternatives in words),
        tuple(slots),
        frozenset(flags),
    )


def _preposition(
    pending: list[tuple[str, ...]], is_preposition: Callable[[Sequence[str]], bool]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The preposition that the last words before a slot make, and the words before it."""
    for length in range(min(4, len(pending)), 0, -1):
        tail = pending[-length:]
        if length == 1:
            found = tuple(alternative for alternative in tail[0] if is_preposition(alternative.split()))
            if found and len(found) == len(tail[0]):
                return found, pending[:-1]
        elif all(len(word) == 1 for word in tail) and is_preposition([word[0] for word in tail]):
            return (" ".join(word[0] for word in tail),), pending[:-length]
    return (), pending
