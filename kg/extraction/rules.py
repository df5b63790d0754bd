"""The reader of this project: a cascade of small, explainable stages over the language pack and the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg import amounts, dates, language, ontology, segment
from kg.extraction.clauses import NOUN, Clauses, Predicate
from kg.extraction.context import Context, context
from kg.extraction.frames import Frames, Match
from kg.extraction.phrases import Link, Phrase, PhraseFinder, TitleUse, Words, nested
from kg.extraction.reference import Actor, Discourse
from kg.extraction.speech import Speech, SpeechFinder
from kg.language import Language
from kg.model import (
    Amount,
    Claim,
    Document,
    Evidence,
    Mention,
    MentionForm,
    Quote,
    Record,
    Referent,
    Span,
    Time,
)

NAME = "rules/1"


@dataclass(slots=True)
class _Draft:
    """A claim before its referents have ids."""

    relation: str
    subject: Actor | None
    object: Actor | None
    span: Span
    at: int
    rule: str
    confidence: float
    context: Context = field(default_factory=Context)
    time: Time | None = None
    amount: Amount | None = None
    identifying: bool = False
    inferred: bool = False


class Reading:
    """One document on its way to a record; each stage's result stays here for ``kg why``."""

    def __init__(self, document: Document, reader: RuleReader) -> None:
        self.document = document
        self.language = language.load(document.language)
        self.reader = reader
        self.frames, finder = reader.tools(self.language)
        self.ontology = reader.ontology
        text = document.text
        self.words = [
            Words(text, sentence, self.language.tokens(text, sentence.span), self.language)
            for sentence in segment.sentences(text, self.language.abbreviations)
        ]
        finder.begin()
        self.phrases = [finder.find(words) for words in self.words]
        self.discourse = Discourse(self.language, self.ontology, document.published, document.source)
        self.discourse.gather(zip(self.words, self.phrases, strict=True))
        self.clauses: list[Clauses] = []
        carried: list[Phrase] = []
        speech = SpeechFinder(self.discourse, segment.quotations(text))
        for words, phrases in zip(self.words, self.phrases, strict=True):
            meant = self.discourse.resolve(words, phrases)
            units = [p for p in meant if p.referent or p.titles]
            clauses = Clauses(words, units, self.language, carried)
            speech.read(clauses)
            spoken = self.discourse.first_person(words, units, lambda at: _speaker_at(speech.found, at))
            if spoken:
                clauses = Clauses(words, sorted([*units, *spoken], key=lambda p: p.first), self.language, carried)
            self.clauses.append(clauses)
            carried = clauses.main_subject() or carried
        self.speech = sorted(speech.found, key=lambda s: (s.span.start, -s.span.stop))
        self.times = dates.find(text, document.language, document.published)
        self.amounts = amounts.find(text, document.language)

    # ── claims ─────────────────────────────────────────────────────────────────────────────────────────────────

    def drafts(self) -> Iterator[_Draft]:
        for words, phrases, clauses in zip(self.words, self.phrases, self.clauses, strict=True):
            for phrase in nested(phrases):
                yield from self._phrase_claims(words, phrase)
            for match in self.frames.matches(clauses):
                yield from self._frame_claims(clauses, match)

    def _phrase_claims(self, words: Words, phrase: Phrase) -> Iterator[_Draft]:
        for link in phrase.links:
            yield from self._link_claims(words, link)
        holders = _actors(phrase)
        for use in phrase.titles:
            if len(holders) == 1:
                yield from self._title_claims(words, phrase, use, holders[0])

    def _link_claims(self, words: Words, link: Link) -> Iterator[_Draft]:
        for subject in _actors(link.subject):
            for object_ in _actors(link.object):
                if subject is not object_:
                    span = words.span(link.first, link.last)
                    yield _Draft(
                        link.relation,
                        subject,
                        object_,
                        span,
                        span.start,
                        link.rule,
                        0.9,
                        Context(ended=link.ended),
                        identifying=True,
                    )

    def _title_claims(self, words: Words, phrase: Phrase, use: TitleUse, holder: Actor) -> Iterator[_Draft]:
        first, last = min(use.first, phrase.first), max(use.last, phrase.last)
        span = words.span(first, last)
        stated = False
        complements = [(mark, actor) for mark, part in use.complements for actor in _actors(part)]
        if use.implied and not complements:
            complements.insert(0, ("of", self.discourse.known(use.implied)))
        for mark, actor in complements:
            relations = use.title.relations if mark != "at" else tuple(reversed(use.title.relations))
            for relation in relations:
                if actor is not holder and self.ontology.admits(relation, holder.kind, actor.kind):
                    stated = True
                    yield _Draft(
                        relation,
                        holder,
                        actor,
                        span,
                        span.start,
                        f"title {use.title.form}",
                        0.9,
                        Context(ended=use.ended),
                        identifying=True,
                    )
                    if mark != "at" and actor.kind and self.ontology.type_of(actor.kind) == "Country":
                        holder.country = holder.country or actor
                    break
            else:
                # "the Turkish journalist A. B.": no office, so a nationality
                nationality = self.ontology.kind(holder.kind).adjectival
                plain = mark == "" and not use.title.relations and actor is not holder
                if plain and nationality is not None and self.ontology.type_of(actor.kind) == "Country":
                    rule = f"title {use.title.form}"
                    yield _Draft(nationality, holder, actor, span, span.start, rule, 0.8, identifying=True)
        # a rank or a membership says nothing without a complement of its own
        alone = "complement" not in use.title.features
        state = holder.country or self.discourse.home()
        if not stated and alone and not complements and state is not None and phrase.form is MentionForm.NAME:
            for relation in use.title.relations:
                known = holder.country is not None or self._of_states(relation)
                if known and self.ontology.admits(relation, holder.kind, state.kind):
                    rule = f"title {use.title.form}, country from the text"
                    over = Context(ended=use.ended)
                    yield _Draft(relation, holder, state, span, span.start, rule, 0.7, over, identifying=True)
                    break

    def _of_states(self, relation: str) -> bool:
        """Whether an office is one of states only (minister), not of any body (director, official)."""
        return all(
            self.ontology.type_of(kind) in ("Country", "Place") for kind in self.ontology.relation(relation).range
        )

    def _frame_claims(self, clauses: Clauses, match: Match) -> Iterator[_Draft]:
        subjects = [actor for phrase in match.subject for actor in _actors(phrase)]
        objects = [actor for phrase in match.object for actor in _actors(phrase)]
        if not subjects or not objects:
            return
        around = context(clauses, match.predicate, match.frame.flags)
        span = self._clause_span(clauses, match)
        at = clauses.token(match.predicate.unit).start
        time, amount = self._time(clauses, match.predicate, span), self._amount(clauses, match.predicate, span)
        for subject in subjects:
            for object_ in objects:
                if subject is not object_:
                    yield _Draft(
                        match.frame.relation,
                        subject,
                        object_,
                        span,
                        at,
                        f"pattern {match.frame.text}",
                        0.8,
                        around,
                        time,
                        amount,
                    )

    def _clause_span(self, clauses: Clauses, match: Match) -> Span:
        firsts = [clauses.units[match.predicate.unit].first, *(p.first for p in (*match.subject, *match.object))]
        lasts = [clauses.units[match.predicate.unit].last, *(p.last for p in (*match.subject, *match.object))]
        return clauses.words.span(min(firsts), max(lasts))

    def _time(self, clauses: Clauses, predicate: Predicate, span: Span) -> Time | None:
        """The date of a predicate: the nearest one in its sentence, if no other verb stands between."""
        sentence = clauses.words.sentence.span
        at = clauses.token(predicate.unit).start
        inside = [t for t in self.times if sentence.covers(t.span)]
        if not inside or (predicate.usage == NOUN and len(inside) > 1):
            return None
        return min(inside, key=lambda t: abs(t.span.start - at))

    def _amount(self, clauses: Clauses, predicate: Predicate, span: Span) -> Amount | None:
        """A sum or count in the predicate's clause."""
        low, high = span.start - 60, span.stop + 80
        sentence = clauses.words.sentence.span
        inside = [a for a in self.amounts if sentence.covers(a.span) and low <= a.span.start <= high]
        return inside[0] if inside else None

    # ── the record ─────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def record(self) -> Record:
        drafts = self._distinct(self._speaker(draft) for draft in self.drafts())
        speeches = [s for s in self.speech if s.speakers]
        used: set[int] = set()
        for draft, speaker in drafts:
            used.update(id(a) for a in (draft.subject, draft.object, speaker) if a is not None)
        for speech in speeches:
            used.update(id(a) for a in speech.speakers)
        actors = [
            a for a in self.discourse.actors if a.mentions and (id(a) in used or (a.named and not self._adjectival(a)))
        ]
        actors.sort(key=lambda a: (min(a.mentions), a.kind, a.name))
        ids = {id(actor): f"e{number}" for number, actor in enumerate(actors, 1)}
        referents = tuple(
            Referent(
                ids[id(a)],
                a.kind,
                a.name,
                a.named,
                tuple(Mention(span, form) for span, form in sorted(a.mentions.items())),
                a.key,
                a.country.key if a.country is not None else None,
            )
            for a in actors
        )
        claims = [
            Claim(
                d.relation,
                ids.get(id(d.subject)),
                ids.get(id(d.object)),
                Evidence(d.span, d.span.of(self.document.text), d.rule, d.confidence),
                d.context.polarity,
                d.context.modality,
                ids.get(id(speaker)) if speaker is not None else None,
                d.time,
                d.amount,
                d.context.ended,
                d.inferred,
            )
            for d, speaker in drafts
            if id(d.subject) in ids and id(d.object) in ids
        ]
        claims.sort(key=lambda c: (c.evidence.span, c.relation, c.subject or "", c.object or "", c.speaker or ""))
        quotes = [
            Quote(ids[id(speaker)], speech.span, speech.direct)
            for speech in speeches
            for speaker in speech.speakers
            if id(speaker) in ids
        ]
        quotes.sort(key=lambda q: (q.span, q.speaker))
        return Record(self.document, NAME, referents, tuple(claims), tuple(quotes))

    def _adjectival(self, actor: Actor) -> bool:
        """A region of which only the adjective stands in the text ("European") and nothing is said."""
        return self.ontology.type_of(actor.kind) == "Place" and actor.mentions.keys() <= actor.adjectives

    def _speaker(self, draft: _Draft) -> tuple[_Draft, Actor | None]:
        """The innermost reported passage that holds the claim gives its speaker."""
        around = [s for s in self.speech if s.span.start <= draft.at < s.span.stop]
        if draft.identifying:
            # a title or a possessor inside somebody's words is the article's own knowledge, unless it stands only there
            around = [s for s in around if s.direct and draft.subject not in s.speakers]
            if any(not self._spoken(span) for span in draft.subject.mentions) if draft.subject else True:
                return draft, None
        inner = min(around, key=lambda s: len(s.span), default=None)
        return draft, inner.speakers[0] if inner is not None and inner.speakers else None

    def _spoken(self, span: Span) -> bool:
        return any(s.direct and s.span.covers(span) for s in self.speech)

    def _distinct(self, drafts: Iterable[tuple[_Draft, Actor | None]]) -> list[tuple[_Draft, Actor | None]]:
        """One claim per parties, relation, speaker, polarity and modality: the first; it takes a later one's time."""
        kept: dict[tuple[object, ...], tuple[_Draft, Actor | None]] = {}
        for draft, speaker in drafts:
            parties: tuple[int, ...] = (id(draft.subject), id(draft.object))
            if self.ontology.relation(draft.relation).symmetric:
                parties = tuple(sorted(parties))
            key = (
                draft.relation,
                parties,
                id(speaker),
                draft.context.polarity,
                draft.context.modality,
                draft.context.ended,
            )
            if key not in kept:
                kept[key] = (draft, speaker)
            else:
                first, _ = kept[key]
                kept[key] = (
                    replace(first, time=first.time or draft.time, amount=first.amount or draft.amount),
                    speaker,
                )
        return list(kept.values())


def _speaker_at(speeches: Iterable[Speech], at: int) -> Actor | None:
    around = [s for s in speeches if s.span.start <= at < s.span.stop and s.speakers]
    return min(around, key=lambda s: len(s.span)).speakers[0] if around else None


def _actors(phrase: Phrase) -> list[Actor]:
    found = phrase.referent
    return [actor for actor in found if isinstance(actor, Actor)] if isinstance(found, list) else []


class RuleReader:
    """Reads documents by rules. Makes each language's tools once."""

    name = NAME

    def __init__(self) -> None:
        self.ontology = ontology.load()
        self._tools: dict[str, tuple[Frames, PhraseFinder]] = {}

    def tools(self, pack: Language) -> tuple[Frames, PhraseFinder]:
        if pack.code not in self._tools:
            self._tools[pack.code] = (Frames(pack, self.ontology), PhraseFinder(pack, self.ontology))
        return self._tools[pack.code]

    def analyse(self, document: Document) -> Reading:
        """All stages of a document's reading, for explanation."""
        return Reading(document, self)

    def read(self, document: Document) -> Record:
        """The record of a document. Raises LanguageError where its language has no pack."""
        return self.analyse(document).record
