"""Patterns of the ontology at work: frames indexed by their trigger words, matched against predicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extraction.clauses import AGENT, BARE, NOUN, OBJECT, SUBJECT, Argument, Clauses, Predicate
from kg.extraction.phrases import Phrase
from kg.language import Language
from kg.model import Token
from kg.morphology import fold
from kg.ontology import Ontology, Relation
from kg.pattern import Frame, Slot, compile_pattern


@dataclass(frozen=True, slots=True)
class Match:
    """A frame met by a predicate: the phrases of both parties (one may be empty: the text leaves it out)."""

    frame: Frame
    predicate: Predicate
    subject: tuple[Phrase, ...]
    object: tuple[Phrase, ...]
    distance: int


class Frames:
    """All frames of one language."""

    def __init__(self, language: Language, ontology: Ontology) -> None:
        self.language = language
        self.ontology = ontology
        self._by_trigger: dict[str, list[Frame]] = {}
        for relation in ontology.relations.values():
            for text in relation.patterns.get(language.code, ()):
                frame = compile_pattern(relation.name, text, self._key, self._is_preposition)
                slots = tuple(replace(s, prepositions=tuple(map(fold, s.prepositions))) for s in frame.slots)
                frame = replace(frame, slots=slots)
                for trigger in frame.triggers:
                    for key in (trigger, "v:" + trigger) if not language.capitals else (trigger,):
                        self._by_trigger.setdefault(key, []).append(frame)

    def _key(self, word: str) -> str:
        keys = self.language.keys(word)
        return keys[0] if keys else word

    def _is_preposition(self, words: Sequence[str]) -> bool:
        tokens = self.language.entry(" ".join(words))
        if not tokens:
            return False
        length, functions = self.language.functions.longest(tokens, 0)
        return length == len(tokens) and any(f.kind == "prep" for f in functions)

    def triggered(self, token: Token) -> list[Frame]:
        """The frames that a token may trigger."""
        out: list[Frame] = []
        for key in token.keys:
            for frame in self._by_trigger.get(key, ()):
                if frame not in out:
                    out.append(frame)
        return out

    def matches(self, clauses: Clauses) -> Iterator[Match]:
        """The frames that predicates meet: of one relation's the fullest, of two relations the narrower."""
        for unit in range(len(clauses.units)):
            if clauses.phrase(unit) is not None:
                continue
            frames = self.triggered(clauses.token(unit))
            if not frames:
                continue
            predicate = clauses.predicate(unit)
            if predicate is None:
                continue
            best: dict[str, Match] = {}
            for frame in frames:
                match = self.match(frame, predicate, clauses)
                if match is not None:
                    kept = best.get(frame.relation)
                    if kept is None or _rank(match) > _rank(kept):
                        best[frame.relation] = match
            for match in best.values():
                # who extradited somebody expelled them: of two relations of the same parties the narrower is said
                if not any(
                    match.frame.relation in self.ontology.broader(relation)
                    and (match.subject, match.object) == (other.subject, other.object)
                    for relation, other in best.items()
                ):
                    yield match

    def match(self, frame: Frame, predicate: Predicate, clauses: Clauses) -> Match | None:
        """The frame's parties at this predicate, or None where a required word or both parties are missing."""
        if (frame.noun_only and predicate.usage != NOUN) or (frame.verb_only and predicate.usage == NOUN):
            return None
        if predicate.usage == NOUN and not frame.noun_only and self._verbal(frame):
            return None
        if not self._context(frame, predicate, clauses):
            return None
        relation = self.ontology.relation(frame.relation)
        parties: dict[str, Argument] = {}
        used: set[int] = set()
        for slot in sorted(frame.slots, key=lambda s: not s.prepositions):
            argument = self._fill(slot, frame, predicate, relation, used)
            if argument is not None:
                parties[slot.role] = argument
                used.update(map(id, argument.group))
        subject, object_ = parties.get("subject"), parties.get("object")
        if relation.symmetric and (subject is None or object_ is None):
            for argument in predicate.arguments:  # "ties between A and B", العلاقات بين أ وب
                group = [p for p in argument.group if self._admits(frame.slots[0], relation, p)]
                if "between" in argument.features and len(group) == 2:
                    return Match(frame, predicate, (group[0],), (group[1],), 0)
        if relation.symmetric and object_ is None and subject is not None and len(subject.group) == 2:
            a, b = subject.group
            return Match(frame, predicate, (a,), (b,), 0)
        if relation.symmetric and subject is None and object_ is not None and len(object_.group) == 2:
            a, b = object_.group
            return Match(frame, predicate, (a,), (b,), 0)
        if subject is None and object_ is None:
            return None
        distance = sum(abs(a.unit - predicate.unit) for a in parties.values())
        return Match(
            frame,
            predicate,
            tuple(subject.group) if subject else (),
            tuple(object_.group) if object_ else (),
            distance,
        )

    def _verbal(self, frame: Frame) -> bool:
        """A pattern whose slots stand around its trigger without a preposition is about the verb."""
        bare = [slot for slot in frame.slots if not slot.prepositions]
        return any(slot.before for slot in bare) and any(not slot.before for slot in bare)

    def _context(self, frame: Frame, predicate: Predicate, clauses: Clauses) -> bool:
        """Whether the clause holds the further words of the frame, after the trigger or not far before it."""
        if not frame.context:
            return True
        first = clauses.units[predicate.unit].first
        window = clauses.words.tokens[max(0, first - 8) : first + (26 if frame.noun_only else 16)]
        return all(any(key in token.keys for token in window for key in alternatives) for alternatives in frame.context)

    def _fill(
        self, slot: Slot, frame: Frame, predicate: Predicate, relation: Relation, used: set[int]
    ) -> Argument | None:
        for argument in predicate.arguments:
            if not self._marked(slot, frame, predicate, argument):
                continue
            if argument.via is not None and not self._transparent(argument.via, frame, relation, slot):
                continue
            group = [p for p in argument.group if id(p) not in used and self._admits(slot, relation, p)]
            if group:
                return Argument(argument.mark, group, argument.via, argument.unit, argument.features)
        return None

    def _marked(self, slot: Slot, frame: Frame, predicate: Predicate, argument: Argument) -> bool:
        if slot.prepositions:
            return argument.mark in slot.prepositions
        if predicate.usage == NOUN:
            if slot.case == "dat":
                return argument.mark == "dat"
            other = next((s for s in frame.slots if s is not slot), None)
            if slot.before:
                # قامت إسرائيل باغتيال هنية: of two bare parties after the noun's support verb, its subject acts
                alone = other is None or bool(other.prepositions) or self.language.adjective == "before"
                return argument.mark == AGENT or (alone and argument.mark == BARE)
            if other is not None and not other.prepositions and other.before:
                return argument.mark == BARE
            return argument.mark in (BARE, AGENT) if slot.role == "subject" else argument.mark == BARE
        if slot.before:
            return argument.mark == (slot.case if slot.case and slot.case != "nom" else SUBJECT)
        return argument.mark == (slot.case if slot.case and slot.case != "acc" else OBJECT)

    def _transparent(self, via: Token, frame: Frame, relation: Relation, slot: Slot) -> bool:
        """Whether a possessed common noun stands for its owner here."""
        if any(key in via.keys for alternatives in frame.context for key in alternatives):
            return True
        if slot.role != "object":
            return False
        _, carriers = self.language.carriers.longest([via], 0)
        return relation.through or any("people" in carrier.features for carrier in carriers)  # «жителям Газы»

    def _admits(self, slot: Slot, relation: Relation, phrase: Phrase) -> bool:
        kind = phrase.kind
        if phrase.referent and isinstance(phrase.referent, list):
            kind = phrase.referent[0].kind
        if slot.kind and (kind is None or not self.ontology.is_a(kind, slot.kind)):
            return False
        return self.ontology.admits(
            relation.name, kind if slot.role == "subject" else None, kind if slot.role == "object" else None
        )


def _rank(match: Match) -> tuple[bool, int, int, int]:
    return (
        bool(match.subject) and bool(match.object),
        len(match.frame.context),
        len(match.frame.slots),
        -match.distance,
    )
