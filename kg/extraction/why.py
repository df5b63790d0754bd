"""What each stage of the reader saw in a text, and which rule fired or nearly did: the text behind ``kg why``."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.clauses import Clauses, Predicate
from kg.extraction.phrases import Phrase, Words, nested
from kg.extraction.reference import Actor
from kg.extraction.rules import Reading
from kg.model import Record


def lines(reading: Reading) -> Iterator[str]:
    """The account of a reading, line by line, sentence after sentence, then the record that came of it."""
    for words, phrases, clauses in zip(reading.words, reading.phrases, reading.clauses, strict=True):
        yield f"sentence  {words.sentence.span.of(reading.document.text)}"
        yield "  words   " + " ".join(_word(words, index) for index in range(len(words)))
        for phrase in nested(phrases):
            yield f"  phrase  {_phrase(words, phrase)}"
        yield from _predicates(reading, clauses)
    for speech in reading.speech:
        speakers = ", ".join(actor.name for actor in speech.speakers)
        kind = "direct" if speech.direct else "indirect"
        yield f"speech    {speakers} ({kind}): {speech.span.of(reading.document.text)}"
    yield from _record(reading.record)


def _word(words: Words, index: int) -> str:
    token = words.tokens[index]
    functions = "|".join(sorted({f.kind for f in words.functions[index][1]}))
    readings = "|".join(dict.fromkeys(f"{r.lemma}:{r.pos}" for r in token.readings[:3]))
    return f"{token.text}[{functions or readings or '?'}]"


def _phrase(words: Words, phrase: Phrase) -> str:
    referents = phrase.referent if isinstance(phrase.referent, list) else []
    names = ", ".join(actor.name for actor in referents if isinstance(actor, Actor)) or "nobody known"
    text = words.span(phrase.first, phrase.last).of(words.text)
    titles = "".join(f"; title {use.title.form}" for use in phrase.titles)
    return f"{text!r} ({phrase.form}, {phrase.kind or 'kind open'}{titles}) → {names}"


def _predicates(reading: Reading, clauses: Clauses) -> Iterator[str]:
    for unit in range(len(clauses.units)):
        if clauses.phrase(unit) is not None:
            continue
        frames = reading.frames.triggered(clauses.token(unit))
        if not frames:
            continue
        predicate = clauses.predicate(unit)
        word = clauses.token(unit).text
        if predicate is None:
            yield f"  trigger {word}: used as neither verb nor noun here"
            continue
        voice = " passive" if predicate.passive else ""
        yield f"  trigger {word} as {predicate.usage}{voice}: {_arguments(clauses, predicate)}"
        for frame in frames:
            match = reading.frames.match(frame, predicate, clauses)
            if match is not None and match.subject and match.object:
                yield f"    fired   {frame.relation}: {frame.text}"
            elif match is not None:
                missing = "subject" if not match.subject else "object"
                yield f"    nearly  {frame.relation}: {frame.text} (no {missing})"
            else:
                yield f"    no      {frame.relation}: {frame.text}"


def _arguments(clauses: Clauses, predicate: Predicate) -> str:
    parts = []
    for argument in predicate.arguments:
        group = ", ".join(clauses.words.span(p.first, p.last).of(clauses.words.text) for p in argument.group)
        via = f" through {argument.via.text}" if argument.via is not None else ""
        parts.append(f"{argument.mark} = {group}{via}")
    return "; ".join(parts) or "no arguments"


def _record(record: Record) -> Iterator[str]:
    names = {referent.id: referent.name for referent in record.referents}
    for claim in record.claims:
        said = f", says {names[claim.speaker]}" if claim.speaker else ""
        subject, object_ = names.get(claim.subject or "", "somebody"), names.get(claim.object or "", "somebody")
        yield (
            f"claim     {subject} — {claim.relation} → {object_} ({claim.polarity}, {claim.modality}{said}) "
            f"by {claim.evidence.rule}: {claim.evidence.quote!r}"
        )
