"""How well a reader reads: records against articles that a person annotated.

A gold folder holds ``ID.txt`` and ``ID.json`` (entities with their verbatim mentions, relations with a verbatim
passage, quotes); ``GOLD.jsonl`` beside it is what the reader is given. What is counted:

==========  =========================================================================================
entities    aligned through their mentions, one to one; the type must agree
relations   subject, label, object; the evidence must hold a mention of a party or meet the annotator's
pairs       subject and object, whatever the label
claims      relations with speaker, polarity and modality, all right
reported    the same, of those said by somebody, denied, planned or hypothetical
quotes      overlap of at least half, right speaker
==========  =========================================================================================

and on the relations found: speaker, polarity, modality, time, amount. A relation outside the annotators' inventory
(``data/inventory.tsv``) is scored as its nearest super-relation in it, or passed over. Actors without a name, and
parties that a text leaves out, are passed over where they match nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kg import resources
from kg.errors import DocumentError
from kg.model import Claim, Modality, Polarity, Record
from kg.ontology import Ontology

MEASURES = ("entities", "relations", "pairs", "claims", "reported", "quotes")
DETAILS = ("speaker", "polarity", "modality", "time", "amount")  # on the relations found

_LONGEST_PASSAGE = 1500  # characters; evidence longer than that points at nothing


class Count(NamedTuple):
    """How many were found right, how many there are, how many were found."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    def plus(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        return self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Tally = dict[str, Count]


class Key(NamedTuple):
    """A relation of the annotation: gold ids (``?…`` for what matches none), the label last."""

    subject: str
    object: str
    label: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A relation that was missed, or found where there is none, with the passage."""

    kind: str
    label: str
    subject: str
    object: str
    passage: str
    article: str


@dataclass(frozen=True)
class Gold:
    """An annotated article. ``data`` is the annotation as its file has it."""

    id: str
    text: str
    data: Mapping[str, Any]

    @property
    def language(self) -> str:
        return str(self.data["lang"])


@dataclass
class Score:
    """The figures of one article or of many."""

    measures: Tally = field(default_factory=dict)
    relations: Tally = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, other: Score) -> None:
        _add(self.measures, other.measures)
        _add(self.relations, other.relations)
        self.mistakes += other.mistakes


def _add(tally: Tally, more: Mapping[str, Count]) -> None:
    for name, count in more.items():
        tally[name] = tally.get(name, Count()).plus(count)


def load(folder: Path) -> list[Gold]:
    """The annotated articles of a folder, by id. Raises DocumentError where there are none or one is broken."""
    gold = []
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_bytes().decode("utf-8")
            data["lang"], data["entities"], data["relations"], data["quotes"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            cure = f"an annotation needs {path.stem}.txt beside it, and lang, entities, relations, quotes"
            raise DocumentError(str(path), f"not an annotation ({error!r})", cure) from error
        gold.append(Gold(path.stem, text, data))
    if not gold:
        raise DocumentError(str(folder), "holds no annotation", "give a folder of ID.txt and ID.json")
    return gold


def evaluate(gold: Iterable[Gold], records: Iterable[Record], ontology: Ontology) -> dict[str, Score]:
    """The score of each article. One without a record counts as read empty."""
    by_id = {record.document.id: record for record in records}
    return {article.id: _Article(article, by_id.get(article.id), ontology).score() for article in gold}


def grouped(gold: Sequence[Gold], scores: Mapping[str, Score], by: str = "lang") -> dict[str, Score]:
    """Scores added up: by ``lang`` or ``article``, and ``all`` last."""
    out: dict[str, Score] = {}
    for article in sorted(gold, key=lambda article: (article.language if by == "lang" else "", article.id)):
        name = article.language if by == "lang" else article.id
        out.setdefault(name, Score()).add(scores[article.id])
    total = Score()
    for score in scores.values():
        total.add(score)
    out["all"] = total
    return out


@cache
def _inventory() -> frozenset[str]:
    return frozenset(row["relation"] for row in resources.table(resources.path("data", "inventory.tsv")))


# Letters that compatibility decomposition leaves apart and that writers use for one another.
_VARIANTS = str.maketrans({"ٱ": "ا", "ة": "ه", "ى": "ي", "ـ": None})


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_VARIANTS).casefold()
    return re.sub(r"[\W_]+", " ", text).strip()


def _forms(text: str) -> set[str]:
    """The folded text, also without an Arabic proclitic and article: a cut one letter off still aligns."""
    whole = _fold(text)
    match = re.match(r"(?:و|ف)?(?:ب|ل|ك)?(?:ال)?(.{3,})$", whole)
    return {whole, match.group(1)} if match else {whole}


def _places(text: str, passage: str) -> Iterator[tuple[int, int]]:
    start = text.find(passage)
    while start >= 0:
        yield start, start + len(passage)
        start = text.find(passage, start + 1)


def _half(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two passages share at least half of the longer."""
    return min(a[1], b[1]) - max(a[0], b[0]) >= 0.5 * max(a[1] - a[0], b[1] - b[0])


class _Article:
    """One article's annotation beside its record, aligned."""

    def __init__(self, gold: Gold, record: Record | None, ontology: Ontology) -> None:
        self.gold, self.record, self.ontology = gold, record, ontology
        self.referents = record.referents if record else ()
        self.claims = record.claims if record else ()
        self.entities: list[Mapping[str, Any]] = list(gold.data["entities"])
        self.pairs = self._align()
        self.back = {referent: entity for entity, referent in self.pairs.items()}
        self.unnamed = {r.id for r in self.referents if not r.named and r.id not in self.back}
        self.spans = {r.id: [(m.span.start, m.span.stop) for m in r.mentions] for r in self.referents}

    def score(self) -> Score:
        score = Score({"entities": self._entities(), "quotes": self._quotes()})
        self._relations(score)
        return score

    def _align(self) -> dict[str, str]:
        """Gold entity to referent, one to one by shared mentions, the heaviest pair first.

        An exact name weighs 2, an exact description or half a span in common 1. A referent without a name can only
        be a gold entity without one.
        """
        named: dict[str, set[str]] = defaultdict(set)
        described: dict[str, set[str]] = defaultdict(set)
        places: list[tuple[tuple[int, int], str]] = []
        for entity in self.entities:
            for forms, key in ((named, "mentions"), (described, "nominal")):
                for mention in entity.get(key, []):
                    for form in _forms(mention):
                        forms[form].add(entity["id"])
                    places += [(place, entity["id"]) for place in _places(self.gold.text, mention)]
        nameless = {entity["id"] for entity in self.entities if not entity["mentions"]}
        weight: Counter[tuple[str, str]] = Counter()
        for referent in self.referents:
            for mention in referent.mentions:
                span = mention.span
                forms_read = _forms(self.gold.text[span.start : span.stop])
                exact = {id for form in forms_read for id in named.get(form, ())}
                near = {id for form in forms_read for id in described.get(form, ())}
                if not exact | near:
                    near = {id for place, id in places if _half(place, (span.start, span.stop))}
                if not referent.named:
                    exact, near = set(), (exact | near) & nameless
                weight.update({(id, referent.id): 2 for id in exact})
                weight.update({(id, referent.id): 1 for id in near - exact})
        pairs: dict[str, str] = {}
        used: set[str] = set()
        for (entity_id, referent_id), _ in sorted(weight.items(), key=lambda item: (-item[1], item[0])):
            if entity_id not in pairs and referent_id not in used:
                pairs[entity_id] = referent_id
                used.add(referent_id)
        return pairs

    def _entities(self) -> Count:
        types = {referent.id: self.ontology.type_of(referent.kind) for referent in self.referents}
        named = [entity for entity in self.entities if entity["mentions"]]
        right = sum(types.get(self.pairs.get(entity["id"], "")) == entity["type"] for entity in named)
        names = {entity["id"] for entity in named}
        passed_over = {r for r, entity in self.back.items() if entity not in names} | self.unnamed
        return Count(right, len(named), len([r for r in self.referents if r.id not in passed_over]))

    def _key(self, subject: str, label: str, object: str) -> Key:
        relation = self.ontology.relations.get(label)
        if relation and relation.symmetric:
            subject, object = sorted((subject, object))
        return Key(subject, object, label)

    def _gold_id(self, referent: str | None) -> str | None:
        return referent and self.back.get(referent, "?" + referent)

    def _found(self, passages: Mapping[Key, Sequence[tuple[int, int]]]) -> dict[Key, list[Claim]]:
        found: dict[Key, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if claim.subject is None or claim.object is None or {claim.subject, claim.object} & self.unnamed:
                continue
            labels = [
                label for label in (claim.relation, *self.ontology.broader(claim.relation)) if label in _inventory()
            ]
            if not labels:
                continue
            subject = self.back.get(claim.subject, "?" + claim.subject)
            object = self.back.get(claim.object, "?" + claim.object)
            key = self._key(subject, labels[0], object)
            if not self._grounded(claim, passages.get(key, ())):
                key = self._key(subject, "ungrounded " + labels[0], object)
            found[key].append(claim)
        return found

    def _grounded(self, claim: Claim, passages: Sequence[tuple[int, int]]) -> bool:
        """Whether the evidence holds a mention of a party, or meets the passage that the annotator chose."""
        start, stop = claim.evidence.span.start, claim.evidence.span.stop
        parties = self.spans.get(claim.subject or "", []) + self.spans.get(claim.object or "", [])
        return 0 < stop - start <= _LONGEST_PASSAGE and (
            any(start <= a and b <= stop for a, b in parties) or any(start < b and a < stop for a, b in passages)
        )

    def _relations(self, score: Score) -> None:
        wanted: dict[Key, list[Mapping[str, Any]]] = defaultdict(list)
        passages: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        for row in self.gold.data["relations"]:
            key = self._key(row["s"], row["r"], row["o"])
            wanted[key].append(row)
            passages[key] += _places(self.gold.text, row["evidence"])
        found = self._found(passages)
        hits = wanted.keys() & found.keys()
        score.measures["relations"] = Count(len(hits), len(wanted), len(found))
        for key in sorted(wanted.keys() | found.keys()):
            _add(score.relations, {key.label: Count(key in hits, key in wanted, key in found)})
        wanted_pairs = {frozenset(key[:2]) for key in wanted}
        found_pairs = {frozenset(key[:2]) for key in found}
        score.measures["pairs"] = Count(len(wanted_pairs & found_pairs), len(wanted_pairs), len(found_pairs))
        plain = (None, Polarity.POSITIVE, Modality.ASSERTED)
        wanted_claims = {(key, _stated(row)) for key, rows in wanted.items() for row in rows}
        found_claims = {(key, self._read(claim)) for key, claims in found.items() for claim in claims}
        for name, kept in (("claims", lambda c: True), ("reported", lambda c: c[1] != plain)):
            right = sum(map(kept, wanted_claims & found_claims))
            score.measures[name] = Count(right, sum(map(kept, wanted_claims)), sum(map(kept, found_claims)))
        for key in sorted(hits):
            _add(score.measures, self._details(wanted[key], found[key]))
        score.mistakes += [
            self._mistake("missed", key, wanted[key][0]["evidence"]) for key in sorted(wanted) if key not in hits
        ]
        score.mistakes += [
            self._mistake("wrong", key, found[key][0].evidence.quote) for key in sorted(found) if key not in hits
        ]

    def _read(self, claim: Claim) -> tuple[str | None, str, str]:
        return self._gold_id(claim.speaker), claim.polarity, claim.modality

    def _details(self, rows: Sequence[Mapping[str, Any]], claims: Sequence[Claim]) -> Tally:
        """What is said about a relation found: the claim nearest to the annotation's first row counts."""
        stated = _stated(rows[0])
        nearest = max(
            (self._read(claim) for claim in claims),
            key=lambda read: sum(x == y for x, y in zip(read, stated, strict=True)),
        )
        out = {
            name: Count(x == y, 1, 1)
            for name, x, y in zip(("speaker", "polarity", "modality"), nearest, stated, strict=True)
        }
        times = [row["time"] for row in rows if row.get("time")]
        read = [claim.time.value for claim in claims if claim.time]
        out["time"] = Count(any(x.startswith(t) for t in times for x in read), bool(times), bool(read))
        amounts = [row["amount"] for row in rows if row.get("amount")]
        sums = [claim.amount for claim in claims if claim.amount]
        same = any(a["value"] == b.value and _fold(str(a["unit"])) == _fold(b.unit) for a in amounts for b in sums)
        out["amount"] = Count(same, bool(amounts), bool(sums))
        return out

    def _mistake(self, kind: str, key: Key, passage: str) -> Mistake:
        names = {entity["id"]: str(entity["name"]) for entity in self.entities}
        names |= {"?" + referent.id: "?" + referent.name for referent in self.referents}
        return Mistake(
            kind,
            key.label,
            names.get(key.subject, key.subject),
            names.get(key.object, key.object),
            passage,
            self.gold.id,
        )

    def _quotes(self) -> Count:
        quotes = [q for q in (self.record.quotes if self.record else ()) if q.speaker not in self.unnamed]
        free = list(quotes)
        hit = 0
        for row in self.gold.data["quotes"]:
            places = list(_places(self.gold.text, row["text"]))
            for quote in free:
                span = (quote.span.start, quote.span.stop)
                if self.back.get(quote.speaker) == row["speaker"] and any(_half(place, span) for place in places):
                    hit += 1
                    free.remove(quote)
                    break
        return Count(hit, len(self.gold.data["quotes"]), len(quotes))


def _stated(row: Mapping[str, Any]) -> tuple[str | None, str, str]:
    return row.get("speaker"), row.get("polarity", Polarity.POSITIVE), row.get("modality", Modality.ASSERTED)
