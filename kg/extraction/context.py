"""Denied, planned, supposed or over: what the words around a predicate do to it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.clauses import NOUN, Clauses, Predicate
from kg.model import Modality, Polarity

REACH = 7


@dataclass(frozen=True, slots=True)
class Context:
    """Polarity and modality of a predicate, and whether what it says is over."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ASSERTED
    ended: bool = False


def context(clauses: Clauses, predicate: Predicate, flags: frozenset[str]) -> Context:
    """Read the words that govern the predicate, back to the edge of its clause.

    A negation or a verb of refusing turns it; verbs of intending, promising and agreeing to, and the future, make it
    planned; conditions, modals of possibility and calls make it hypothetical. ``flags`` are the frame's own.
    """
    negative = "negative" in flags
    modality = (
        Modality.PLANNED
        if "planned" in flags
        else Modality.HYPOTHETICAL
        if "hypothetical" in flags
        else Modality.ASSERTED
    )
    ended = "ended" in flags
    language = clauses.language
    token = clauses.token(predicate.unit)
    if predicate.usage != NOUN and token.readings and all("future" in r.features for r in token.readings[:1]):
        modality = Modality.PLANNED
    index = predicate.unit - 1
    steps = 0
    phrases = 0
    while index >= 0 and steps < REACH:
        unit = clauses.units[index]
        if unit.phrase is not None:
            phrases += 1
            if phrases > 1 or (
                language.order == "svo" and predicate.usage != NOUN and not _infinitive(clauses, predicate.unit)
            ):
                break
            index -= 1
            steps += 1
            continue
        if clauses.sign(index, ';؛:.!?؟"«»“”') or clauses.is_function(index, "rel"):
            break
        if clauses.is_function(index, "that") and language.order != "vso":
            break
        token = clauses.token(index)
        if "future" in token.features:
            modality = _stronger(modality, Modality.PLANNED)
        if clauses.is_function(index, "neg") and steps < 3:
            negative = not negative
        for kind in ("modal", "aux", "sub", "neg"):
            function = clauses.words.function(unit.first, kind)
            if function is not None:
                if "planned" in function.features:
                    modality = _stronger(modality, Modality.PLANNED)
                if "hypothetical" in function.features:
                    modality = Modality.HYPOTHETICAL
        length, cues = language.cues.longest(clauses.words.tokens, unit.first)
        for cue in cues if length else ():
            if (cue.kind == "negation" and steps < 3 and not clauses.is_function(index, "neg")) or cue.kind in (
                "refuse",
                "fail",
                "deny",
            ):
                negative = not negative
            elif cue.kind in ("plan", "promise"):
                modality = _stronger(modality, Modality.PLANNED)
            elif cue.kind == "hypothetical":
                modality = Modality.HYPOTHETICAL
            elif cue.kind == "end":
                ended = True
        if clauses.finite(index) and not clauses.is_function(index, "aux", "modal") and not (length and cues):
            break
        index -= 1
        steps += 1
    return Context(Polarity.NEGATIVE if negative else Polarity.POSITIVE, modality, ended)


def _infinitive(clauses: Clauses, unit: int) -> bool:
    return unit > 0 and clauses.token(unit - 1).form == "to"


def _stronger(a: Modality, b: Modality) -> Modality:
    order = [Modality.ASSERTED, Modality.PLANNED, Modality.HYPOTHETICAL]
    return max(a, b, key=order.index)
