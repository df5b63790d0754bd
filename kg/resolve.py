"""Who is who: the referents of many documents gathered into entities, and their claims into statements.

A pure function of the *set* of records: their order, or in how many runs they were read, changes nothing.

1. A referent that the reader recognised by the registry is that actor.
2. Referents of one type whose names are the same words are one entity, unless their countries differ.
3. Names that sound alike across spellings and scripts are one entity where the comparison reaches
   :data:`kg.names.SAME`; shared offices and countries raise it, different countries forbid it. The best pair goes
   first, and a group takes a new member only if it fits every name already there: no chain of weak matches.
4. A bare surname joins a full name only where one alone bears it and office or country agree.

What people decided (``kg.decisions``) overrules all of it. Every merge is a judgement with its score and reason.
Unnamed referents are entities of their own document and are never merged.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg import names
from kg.model import (
    ClaimAddress,
    Entity,
    Judgement,
    Member,
    Modality,
    Polarity,
    Record,
    Referent,
    Resolution,
    Statement,
    Status,
)
from kg.morphology import fold
from kg.ontology import Ontology
from kg.registry import Registry

_SURNAME = 0.93  # a bare surname must sound this much like the full name's, besides being supported


@dataclass(slots=True, eq=False)
class _Group:
    """Referents taken for one actor so far."""

    type: str
    members: list[Member] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)  # (language, name)
    words: set[tuple[str, ...]] = field(default_factory=set)
    key: str | None = None
    countries: set[str] = field(default_factory=set)
    roles: set[tuple[str, str]] = field(default_factory=set)  # (relation, key of the object)
    named: bool = True

    def absorb(self, other: _Group) -> None:
        self.members += other.members
        self.kinds += other.kinds
        self.names += other.names
        self.words |= other.words
        self.key = self.key or other.key
        self.countries |= other.countries
        self.roles |= other.roles

    @property
    def sort_key(self) -> tuple[str, ...]:
        return (self.type, *(name for _, name in sorted(self.names)), str(min(self.members)))


def resolve(
    records: Iterable[Record],
    ontology: Ontology,
    decisions: Sequence[Judgement] = (),
    registry: Registry | None = None,
) -> Resolution:
    """Entities, statements and judgements of a set of records."""
    registry = registry or Registry.load()
    ordered = sorted(records, key=lambda record: record.document.id)
    judgements: list[Judgement] = []
    groups = _exact(ordered, ontology)
    forbidden = _Decisions(decisions)
    groups = forbidden.split_and_join(groups, judgements)
    groups = _by_sound(groups, forbidden, judgements)
    groups = _to_registry(groups, registry, ontology, forbidden, judgements)
    groups = _surnames(groups, forbidden, judgements)
    entities, entity_of = _entities(groups, registry, ontology)
    statements = _statements(ordered, entity_of, ontology)
    judgements.sort(key=lambda j: (j.left, j.right, j.same, j.reason))
    return Resolution(entities, statements, tuple(dict.fromkeys(judgements)), entity_of)


# ── grouping ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _exact(records: Sequence[Record], ontology: Ontology) -> list[_Group]:
    """Referents with one registry id, or with the same words as a name and no different country."""
    by_key: dict[str, _Group] = {}
    by_words: dict[tuple[str, tuple[str, ...]], list[_Group]] = defaultdict(list)
    out: list[_Group] = []
    for record in records:
        roles = _roles(record)
        for referent in record.referents:
            single = _single(record, referent, roles.get(referent.id, set()), ontology)
            if not referent.named:
                single.named = False
                out.append(single)
            elif referent.key is not None:
                if referent.key in by_key:
                    by_key[referent.key].absorb(single)
                else:
                    by_key[referent.key] = single
                    out.append(single)
            else:
                slot = by_words[single.type, next(iter(single.words))]
                found = next((group for group in slot if _agree(group, single)), None)
                if found is None:
                    slot.append(single)
                    out.append(single)
                else:
                    found.absorb(single)
    return out


def _single(record: Record, referent: Referent, roles: set[tuple[str, str]], ontology: Ontology) -> _Group:
    group = _Group(ontology.type_of(referent.kind), [Member(record.document.id, referent.id)], key=referent.key)
    group.kinds[referent.kind] += 1
    group.names[record.document.language, referent.name] += 1
    group.words.add(names.words(referent.name))
    group.roles = roles
    if referent.country and referent.country != referent.key:
        group.countries.add(referent.country)
    group.countries |= {key for _, key in roles if key.startswith("country/")}
    return group


def _roles(record: Record) -> dict[str, set[tuple[str, str]]]:
    """By referent, the relations it stands in to actors of the registry."""
    keys = {referent.id: referent.key for referent in record.referents if referent.key}
    out: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for claim in record.claims:
        if claim.subject and claim.object in keys:
            out[claim.subject].add((claim.relation, str(keys[claim.object])))
    return out


def _agree(a: _Group, b: _Group) -> bool:
    """Nothing known of the two speaks against their being one: neither type, registry id nor country."""
    if a.type != b.type or (a.key and b.key and a.key != b.key):
        return False
    return not a.countries or not b.countries or bool(a.countries & b.countries)


def _full(group: _Group) -> bool:
    return any(len(words) > 1 for words in group.words)


def _by_sound(groups: list[_Group], forbidden: _Decisions, judgements: list[Judgement]) -> list[_Group]:
    """Merge groups whose full names sound alike, the best pairs first, each fitting all names of the other."""
    named = [group for group in groups if group.named and (_full(group) or group.type != "Person")]
    blocks: dict[tuple[str, str], list[_Group]] = defaultdict(list)
    for group in named:
        for key in {s for words in group.words for word in words if len(s := names.skeleton(word)) > 1}:
            blocks[group.type, key].append(group)
    pairs: dict[tuple[int, int], tuple[_Group, _Group]] = {}
    order = {id(group): number for number, group in enumerate(sorted(named, key=lambda g: g.sort_key))}
    for block in blocks.values():
        if len(block) > 200:  # a word this common tells nobody apart
            continue
        for i, a in enumerate(block):
            for b in block[i + 1 :]:
                x, y = sorted((a, b), key=lambda g: order[id(g)])
                pairs[order[id(x)], order[id(y)]] = (x, y)
    scored = []
    for place, (a, b) in sorted(pairs.items()):
        if _agree(a, b) and not forbidden.apart(a, b):
            score, reason = _likeness(a, b)
            if score >= names.SAME:
                scored.append((-score, place, a, b, reason))
    scored.sort(key=lambda item: item[:2])
    return _merge(groups, scored, forbidden, judgements)


def _merge(
    groups: list[_Group],
    scored: Sequence[tuple[float, tuple[int, int], _Group, _Group, str]],
    forbidden: _Decisions,
    judgements: list[Judgement],
) -> list[_Group]:
    into: dict[int, _Group] = {}

    def now(group: _Group) -> _Group:
        while id(group) in into:
            group = into[id(group)]
        return group

    for negative, _, first, second, reason in scored:
        a, b = now(first), now(second)
        if a is b or not _agree(a, b) or forbidden.apart(a, b):
            continue
        # complete linkage: every name of the one fits every name of the other
        if min(names.compare(x, y).score for x in a.words for y in b.words) < names.SAME - 0.1:
            continue
        judgements.append(Judgement(_shown(a), _shown(b), True, round(-negative, 4), reason))
        a.absorb(b)
        into[id(b)] = a
    return [group for group in groups if id(group) not in into]


def _likeness(a: _Group, b: _Group) -> tuple[float, str]:
    best = max(
        ((names.compare(x, y), x, y) for x in sorted(a.words) for y in sorted(b.words)), key=lambda item: item[0].score
    )[0]
    score, reason = best.score, f"sounds alike: {best.reason}"
    shared = sorted(a.roles & b.roles)
    if shared and score > 0.7:
        score, reason = score + 0.08, f"{reason}; both {shared[0][0]} {shared[0][1]}"
    elif a.countries & b.countries and score > 0.7:
        score, reason = score + 0.03, f"{reason}; both of {min(a.countries & b.countries)}"
    return min(1.0, round(score, 4)), reason


def _to_registry(
    groups: list[_Group],
    registry: Registry,
    ontology: Ontology,
    forbidden: _Decisions,
    judgements: list[Judgement],
) -> list[_Group]:
    """Groups that sound like an actor of the registry with whom they share a country are that actor."""
    wanted: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for actor in registry:
        if ontology.type_of(actor.kind) == "Person" and actor.country:
            for name in actor.names.values():
                words = names.words(name)
                wanted[names.skeleton(words[-1])].append((actor.id, actor.country, words))
    by_key = {group.key: group for group in groups if group.key}
    out: list[_Group] = []
    for group in groups:
        match = None
        if group.named and group.key is None and group.type == "Person" and _full(group):
            tried = {s for words in group.words for word in words if (s := names.skeleton(word))}
            options = [
                (names.compare(words, own).score, id)
                for skeleton in sorted(tried)
                for id, country, words in wanted.get(skeleton, ())
                if country in group.countries
                for own in sorted(group.words)
            ]
            match = max(options, default=None)
        if match is None or match[0] < names.SAME or forbidden.separated(group, match[1]):
            out.append(group)
            continue
        score, key = match
        judgements.append(Judgement(_shown(group), key, True, score, "sounds like a known actor of the same country"))
        group.key = key
        if key in by_key:
            by_key[key].absorb(group)
        else:
            by_key[key] = group
            out.append(group)
    return out


def _surnames(groups: list[_Group], forbidden: _Decisions, judgements: list[Judgement]) -> list[_Group]:
    """A bare surname joins the only full name that bears it, if an office or country supports it."""
    by_surname: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        if group.type == "Person" and group.named and _full(group):
            for words in group.words:
                by_surname[names.skeleton(words[-1])].append(group)
    out: list[_Group] = []
    for group in groups:
        target = None
        if group.type == "Person" and group.named and not _full(group) and group.key is None:
            (surname,) = sorted(group.words)[0][:1]
            bearers = {
                id(other): other
                for other in by_surname.get(names.skeleton(surname), ())
                if any(names.alike(surname, words[-1]) >= _SURNAME for words in other.words)
            }
            if len(bearers) == 1:
                (candidate,) = bearers.values()
                supported = group.roles & candidate.roles or group.countries & candidate.countries
                if supported and _agree(group, candidate) and not forbidden.apart(group, candidate):
                    target = candidate
        if target is None:
            out.append(group)
        else:
            reason = "the only bearer of the surname, of the same office or country"
            judgements.append(Judgement(_shown(group), _shown(target), True, 0.9, reason))
            target.absorb(group)
    return out


def _shown(group: _Group) -> str:
    return group.key or min(name for _, name in group.names)


class _Decisions:
    """What people decided, asked by groups."""

    def __init__(self, decisions: Sequence[Judgement]) -> None:
        self.decisions = decisions

    def _is(self, group: _Group, side: str) -> bool:
        return side == group.key or fold(side) in {fold(name) for _, name in group.names}

    def apart(self, a: _Group, b: _Group) -> bool:
        return any(
            not d.same
            and ((self._is(a, d.left) and self._is(b, d.right)) or (self._is(a, d.right) and self._is(b, d.left)))
            for d in self.decisions
        )

    def separated(self, group: _Group, key: str) -> bool:
        return any(
            not d.same
            and ((self._is(group, d.left) and d.right == key) or (self._is(group, d.right) and d.left == key))
            for d in self.decisions
        )

    def split_and_join(self, groups: list[_Group], judgements: list[Judgement]) -> list[_Group]:
        """Join what people said is one; what they said is two is kept apart later on."""
        for decision in self.decisions:
            judgements.append(decision)
            if not decision.same:
                continue
            left = [g for g in groups if g.named and self._is(g, decision.left)]
            right = [g for g in groups if g.named and self._is(g, decision.right) and g not in left]
            if left and right:
                target = left[0]
                for other in right:
                    target.absorb(other)
                groups = [g for g in groups if g not in right]
        return groups


# ── entities ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _entities(
    groups: Sequence[_Group], registry: Registry, ontology: Ontology
) -> tuple[tuple[Entity, ...], dict[Member, str]]:
    entities: list[Entity] = []
    entity_of: dict[Member, str] = {}
    taken: Counter[str] = Counter()
    for group in sorted(groups, key=lambda g: g.sort_key):
        actor = registry.actor(group.key) if group.key else None
        labels = _labels(group)
        aliases = set(group.names)
        if actor is not None:
            labels = labels | dict(actor.names)
            aliases |= set(actor.names.items()) | set(actor.aliases)
        kind = actor.kind if actor is not None else _kind(group, ontology)
        id = group.key or _slug(group, labels)
        taken[id] += 1
        if taken[id] > 1:  # two groups of one name that speak against being one
            id = f"{id}-{taken[id]}"
        entities.append(
            Entity(
                id,
                kind,
                dict(sorted(labels.items())),
                tuple(sorted(group.members)),
                group.named,
                tuple(sorted(aliases)),
                actor.identities if actor is not None else (),
            )
        )
        entity_of.update(dict.fromkeys(group.members, id))
    entities.sort(key=lambda entity: entity.id)
    return tuple(entities), dict(sorted(entity_of.items()))


def _kind(group: _Group, ontology: Ontology) -> str:
    """The kind most often read; of equals the narrowest, then the first by name."""
    return max(group.kinds, key=lambda k: (group.kinds[k], len(ontology.kind(k).broader), k))


def _labels(group: _Group) -> dict[str, str]:
    """By language, the fullest name; of those as full, the one most often read."""
    best: dict[str, tuple[int, int, str]] = {}
    for (language, name), count in sorted(group.names.items()):
        rank = (len(names.words(name)), count, name)
        if language not in best or rank > best[language]:
            best[language] = rank
    return {language: name for language, (_, _, name) in best.items()}


def _slug(group: _Group, labels: Mapping[str, str]) -> str:
    """``<type>/<name in Latin letters>-<six digits of a hash>``.

    The name is the English label, else the Russian, else the Arabic one, else another; the hash is of its folded
    words, and for an unnamed actor of its place in its document.
    """
    from anyascii import anyascii

    language = next((code for code in ("en", "ru", "ar") if code in labels), min(labels))
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(labels[language]).lower()).strip("-")[:48].strip("-") or "unnamed"
    basis = " ".join(names.words(labels[language])) if group.named else str(min(group.members))
    digest = hashlib.sha256(f"{group.type} {basis}".encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{group.type.lower()}/{plain}-{digest}"


# ── statements ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _statements(
    records: Sequence[Record], entity_of: Mapping[Member, str], ontology: Ontology
) -> tuple[Statement, ...]:
    found: dict[tuple[str, str, str], list[tuple[ClaimAddress, Record]]] = defaultdict(list)
    for record in records:
        for index, claim in enumerate(record.claims):
            if claim.subject is None or claim.object is None:
                continue
            subject = entity_of[Member(record.document.id, claim.subject)]
            object_ = entity_of[Member(record.document.id, claim.object)]
            if subject == object_:
                continue
            if ontology.relation(claim.relation).symmetric:
                subject, object_ = sorted((subject, object_))
            found[subject, claim.relation, object_].append((ClaimAddress(record.document.id, index), record))
    return tuple(
        Statement(
            subject,
            relation,
            object_,
            tuple(address for address, _ in claims),
            _status(claims),
            len({_source(record) for _, record in claims}),
        )
        for (subject, relation, object_), claims in sorted(found.items())
    )


def _status(claims: Sequence[tuple[ClaimAddress, Record]]) -> Status:
    """What the claims say together.

    Affirmed and denied: disputed. Only denied: denied. Otherwise the strongest of: asserted by a document itself;
    reported as said by somebody; ended; planned; hypothetical.
    """
    read = [record.claims[address.index] for address, record in claims]
    positive = [c for c in read if c.polarity is Polarity.POSITIVE and c.modality is not Modality.HYPOTHETICAL]
    negative = [c for c in read if c.polarity is Polarity.NEGATIVE and c.modality is not Modality.HYPOTHETICAL]
    if positive and negative:
        return Status.DISPUTED
    if negative or all(c.polarity is Polarity.NEGATIVE for c in read):
        return Status.DENIED
    held = [c for c in positive if c.modality is Modality.ASSERTED]
    if any(not c.ended for c in held):
        return Status.ASSERTED if any(c.speaker is None and not c.ended for c in held) else Status.REPORTED
    if held:
        return Status.ENDED
    return Status.PLANNED if positive else Status.HYPOTHETICAL


def _source(record: Record) -> str:
    """What counts as one source: the site a document came from, else the document's text (a copy adds nothing)."""
    host = urlsplit(record.document.source or "").hostname
    return host or record.document.sha256
