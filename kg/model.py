"""The nouns of the project: frozen dataclasses, standard library only.

Spans are half-open ``[start, stop)`` and count Unicode code points of the document's text as read:
never bytes, never a normalised copy. Whatever was read out of a text points back into it.

One document's reading is a :class:`Record` (referents, claims, quotes). Resolution turns many records
into entities and statements (:class:`Resolution`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Polarity(StrEnum):
    """Whether a passage affirms or denies what it is about."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """Whether it happened or holds, is to happen, or is only supposed, called for or conditional."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


class MentionForm(StrEnum):
    """How a mention refers: by a proper name, by a description, or by a pronoun or dropped subject."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Status(StrEnum):
    """What the corpus, taken together, says of a statement."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    ENDED = "ended"
    DENIED = "denied"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A passage: half-open, in code points of the text as read."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a span: [{self.start}, {self.stop})")

    def __len__(self) -> int:
        return self.stop - self.start

    def of(self, text: str) -> str:
        return text[self.start : self.stop]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.stop <= self.stop

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True)
class Document:
    """A text exactly as read. ``published`` is an ISO date, month or year (``2022-10-18``, ``2022-10``, ``2022``)."""

    id: str
    text: str
    language: str
    title: str | None = None
    source: str | None = None
    published: str | None = None

    @property
    def sha256(self) -> str:
        """Hex digest of the text as UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that refers to something."""

    span: Span
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Referent:
    """Who or what the mentions of one document refer to.

    ``id`` is unique in its document (``e1``, ``e2`` … by first mention). ``kind`` is a class of the ontology.
    ``name`` is the fullest name the text gives, in its dictionary form (no clitics, nominative); for an unnamed
    referent (gunmen, three soldiers) it is the description. ``key`` is the id of a known actor (``data/actors.tsv``)
    that the reader recognised. ``country`` is the ``key`` of the state it belongs to, where the text says so.
    """

    id: str
    kind: str
    name: str
    named: bool
    mentions: tuple[Mention, ...]
    key: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """When: ``value`` is an ISO 8601 date, month or year, or an interval ``start/stop``; ``span`` the words."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Amount:
    """How much: a sum of money (ISO 4217 unit), a percentage (``percent``) or a count (the thing counted)."""

    value: float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: ``quote == document.text[span.start:span.stop]``, re-checkable for ever.

    ``rule`` names the rule or pattern that read it, ``confidence`` is in (0, 1].
    """

    span: Span
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says, and who says it. Parties and speaker are ids of referents of the same document.

    A party that the text leaves out ("ten were killed") is None. ``ended`` marks a former post or state.
    ``inferred`` marks a party that was not named but looked up (a title's holder at the article's date).
    """

    relation: str
    subject: str | None
    object: str | None
    evidence: Evidence
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ASSERTED
    speaker: str | None = None
    time: Time | None = None
    amount: Amount | None = None
    ended: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words reported: direct (in quotation marks) or indirect; the speaker is a referent's id."""

    speaker: str
    span: Span
    direct: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One document's reading: the durable seam between extraction and resolution."""

    document: Document
    extractor: str
    referents: tuple[Referent, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def referent(self, id: str) -> Referent:
        for referent in self.referents:
            if referent.id == id:
                return referent
        raise KeyError(id)


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A referent's address in a corpus: its document's id and its own."""

    document: str
    referent: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Who is meant, across documents and scripts.

    ``id`` is a path below the base IRI: a known actor's (``country/KZ``) or a readable slug with a short hash
    (``person/tokayev-3f2a9c``). ``names`` holds the preferred label by language, ``aliases`` every name read,
    as (language, name). ``identities`` are IRIs of the same thing elsewhere.
    """

    id: str
    kind: str
    names: Mapping[str, str]
    members: tuple[Member, ...]
    named: bool = True
    aliases: tuple[tuple[str, str], ...] = ()
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why two names are one actor, or are not. ``left`` and ``right`` say what was compared, ``by`` who judged."""

    left: str
    right: str
    same: bool
    score: float
    reason: str
    by: str = "rule"


@dataclass(frozen=True, slots=True, order=True)
class ClaimAddress:
    """A claim's address in a corpus: its document's id and its position in the record."""

    document: str
    index: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What the corpus says: subject and object are entity ids; supporting *and* denying claims are kept."""

    subject: str
    relation: str
    object: str
    claims: tuple[ClaimAddress, ...]
    status: Status
    sources: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities and statements of a set of records, with the judgements behind them."""

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    judgements: tuple[Judgement, ...]
    entity_of: Mapping[Member, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: lemma, part of speech and inflection; an empty string where the language has none.

    ``pos`` is one of noun, name, verb, participle, gerund, adjective, adverb, preposition, pronoun, numeral,
    particle; ``case`` is nom, gen, dat, acc, ins or loc; ``number`` is s, d or p; ``gender`` m, f or n;
    ``person`` 1, 2 or 3. ``features`` adds what only some words have: passive, past, present, future, infinitive,
    definite, possessive …
    """

    lemma: str
    pos: str
    case: str = ""
    number: str = ""
    gender: str = ""
    person: str = ""
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a sentence: ``document.text[start:stop] == text``, also for a split Arabic clitic.

    ``form`` is the folded text that lexicons are looked up by; ``keys`` are the form and the lemmas of *all*
    readings; ``known`` tells whether a dictionary has the word.
    """

    start: int
    stop: int
    text: str
    form: str
    readings: tuple[Reading, ...]
    keys: tuple[str, ...]
    known: bool = True
    features: frozenset[str] = frozenset()

    def has(self, *pos: str) -> bool:
        """Whether any reading is of one of these parts of speech."""
        return any(reading.pos in pos for reading in self.readings)
