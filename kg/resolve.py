"""Who is who: the referents of many documents gathered into entities.

A pure function of the *set* of records: their order, or in how many runs they were read, changes nothing.

1. A referent that the reader recognised by the registry is that actor.
2. Referents of one type whose names are the same words are one entity, unless their states differ. A name of one word
   tells no person (a surname, a given name), and the name of a state's body ("the ministry of defence") nothing without
   its state: such names are one only where an office, or the site that told them, is shared too.
3. Names that sound alike across spellings and scripts are one entity where the comparison reaches
   :data:`kg.names.SAME`; a shared office or state raises it, different states forbid it. Organisations, places and the
   rest must match in every word. The best pair goes first, and a group takes a new member only if it fits every name
   already there: no chain of weak matches. A name that leaves words out (a patronymic, an initial) and fits several
   that do not fit each other is left apart.
4. A person who sounds like one of the registry is that person, if the state is right or nothing is known of it.
5. A bare surname joins a full name where one alone of those that bear it has the same office, or where one alone bears
   it and is of the same state.

What people decided (``kg.decisions``) overrules all of it. Every merge is a judgement with its score and reason; so is
what was left apart for want of support. Unnamed referents are entities of their own document and are never merged.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations, product

from kg import names
from kg.model import Entity, Judgement, Member, Polarity, Record, Referent, Resolution
from kg.ontology import Ontology
from kg.registry import Registry
from kg.statements import site, statements

_PERSON = "Person"  # the kind of those who have given names and surnames
_BODY = "PublicBody"  # the kind of which every state has its own
_STATE = "Country"
_ROLES = ("title", "phrase")  # rules that read a relation off somebody's description
_SURNAME = 0.93  # a bare surname must sound this much like the full name's
_FITS = names.SAME - 0.1  # how much each two names of one entity must sound alike
_SURE = 0.95  # a known person's name where nothing else is known of its bearer
_CLEAR = 0.04  # how much better than the next the best of several must be
_OFFICE, _COMPATRIOT = 0.08, 0.03  # what a shared office or state adds
_FEW = 2  # consonants: too few to know a name by in another script
_CROWD = 400  # names that share the sounds they are looked up by: a key this common tells nobody apart
_SCRIPTS = ("en", "ru", "ar")  # languages in the order in which an entity's id takes its name

_Words = tuple[str, ...]


@dataclass(slots=True, eq=False)
class _Group:
    """Referents taken for one actor so far."""

    type: str
    members: list[Member] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)  # (language, name)
    words: set[_Words] = field(default_factory=set)
    key: str | None = None
    states: set[str] = field(default_factory=set)
    roles: set[tuple[str, str]] = field(default_factory=set)  # (relation, key of the object)
    deeds: set[tuple[str, str]] = field(default_factory=set)  # the same of what it is said to do
    sites: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)  # what decisions call it
    named: bool = True
    body: bool = False

    def absorb(self, other: _Group) -> None:
        self.members += other.members
        self.kinds += other.kinds
        self.names += other.names
        self.words |= other.words
        self.key = self.key or other.key
        self.states |= other.states
        self.roles |= other.roles
        self.deeds |= other.deeds
        self.sites |= other.sites
        self.tags |= other.tags
        self.body = self.body or other.body

    @property
    def place(self) -> tuple[str, ...]:
        """What groups are ordered by."""
        first = min(self.members)
        return (self.type, *map("\0".join, sorted(self.names)), first.document, first.referent)

    @property
    def shown(self) -> str:
        """What a judgement calls it."""
        return self.key or _best_name(self.names.items())

    @property
    def full(self) -> list[_Words]:
        """Names that tell who it is: of a person, those of several words."""
        return sorted(w for w in self.words if len(w) > 1 or self.type != _PERSON)

    @property
    def surnames(self) -> list[tuple[str, str]]:
        """The last words of a person's full names, each with the particle before it."""
        return sorted({names.surname(name) for _, name in self.names if len(names.words(name)) > 1})


def resolve(
    records: Iterable[Record],
    ontology: Ontology,
    decisions: Sequence[Judgement] = (),
    registry: Registry | None = None,
) -> Resolution:
    """Entities, statements and judgements of a set of records."""
    ordered = sorted(records, key=lambda record: record.document.id)
    who = _Who(ontology, registry or Registry.load(), decisions)
    entities, entity_of = who.entities(ordered)
    judgements = sorted(set(who.judgements), key=lambda j: (j.left, j.right, j.same, j.score, j.reason))
    return Resolution(entities, statements(ordered, entity_of, ontology), tuple(judgements), entity_of)


class _Who:
    """One resolution at work."""

    def __init__(self, ontology: Ontology, registry: Registry, decisions: Sequence[Judgement]) -> None:
        self.ontology = ontology
        self.registry = registry
        self.decided = _Decided(decisions)
        self.judgements: list[Judgement] = []

    def entities(self, records: Sequence[Record]) -> tuple[tuple[Entity, ...], dict[Member, str]]:
        unnamed: list[_Group] = []
        named: list[_Group] = []
        for record in records:
            for group in self._read(record):
                (named if group.named else unnamed).append(group)
        groups = self.decided.joined(self._by_name(named), self.registry)
        groups = self._by_sound(groups)
        groups = self._by_registry(groups)
        groups = self._by_surname(groups)
        return self._written([*groups, *unnamed])

    # reading

    def _read(self, record: Record) -> Iterator[_Group]:
        roles = self._roles(record)
        deeds = self._roles(record, described=False)
        for referent in record.referents:
            group = _Group(self.ontology.type_of(referent.kind), [Member(record.document.id, referent.id)])
            group.named = referent.named
            group.key = None if self.decided.denied(referent) else referent.key
            group.kinds[referent.kind] += 1
            group.names[record.document.language, referent.name] += 1
            group.words.add(names.words(referent.name))
            group.roles = roles.get(referent.id, set())
            group.deeds = deeds.get(referent.id, set())
            known = {referent.country, *(key for _, key in group.roles)} - {None, group.key}
            group.states = {state for key in known if (state := self._state(str(key)))}
            group.sites = {site(record.document)}
            group.body = self.ontology.is_a(referent.kind, _BODY)
            yield group

    def _roles(self, record: Record, described: bool = True) -> dict[str, set[tuple[str, str]]]:
        """By referent, the relations to actors of the registry that its descriptions tell, or else its clauses."""
        keys = {referent.id: referent.key for referent in record.referents if referent.key}
        out: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for claim in record.claims:
            told = claim.evidence.rule.startswith(_ROLES) is described and claim.polarity is Polarity.POSITIVE
            if told and claim.subject and claim.object in keys:
                out[claim.subject].add((claim.relation, str(keys[claim.object])))
        return out

    def _state(self, key: str) -> str | None:
        """The state that an actor of the registry is or belongs to."""
        actor = self.registry.actor(key)
        if actor is None:
            return None
        return key if self.ontology.type_of(actor.kind) == _STATE else actor.country

    # the same words

    def _by_name(self, singles: Sequence[_Group]) -> list[_Group]:
        by_key: dict[str, _Group] = {}
        by_words: dict[tuple[str, _Words], list[_Group]] = defaultdict(list)
        for single in singles:
            if single.key is None:
                by_words[single.type, min(single.words)].append(single)
            elif single.key in by_key:
                by_key[single.key].absorb(single)
            else:
                by_key[single.key] = single
        out = list(by_key.values())
        for _, bearers in sorted(by_words.items()):
            out += self._apart(bearers)
        for group in out:
            if group.key is None and len(group.members) > 1:
                for _, name in group.names:
                    self.judgements.append(Judgement(name, group.shown, True, 1.0, "the same words"))
        return out

    def _apart(self, bearers: Sequence[_Group]) -> list[_Group]:
        """Those who bear one name, as as many as they must be."""
        if not bearers[0].full:
            return _gathered(bearers, lambda a, b: bool(a.roles & b.roles))
        if any(group.body for group in bearers):
            return _gathered(bearers, _one_body)
        out = _gathered([group for group in bearers if group.states], lambda a, b: bool(a.states & b.states))
        out.sort(key=lambda group: (-len(group.members), group.place))
        for rest in _gathered([group for group in bearers if not group.states], lambda a, b: True):
            if len(out) == 1 or (out and len(out[0].members) >= 2 * len(out[1].members)):
                out[0].absorb(rest)
            else:  # of none, or it is open of which of several states
                out.append(rest)
        return out

    # the same sounds

    def _by_sound(self, groups: Sequence[_Group]) -> list[_Group]:
        """Merge groups whose names sound alike, the best pairs first, each fitting all names of the other."""
        ordered = sorted(groups, key=lambda group: group.place)
        blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, group in enumerate(ordered):
            for key in sorted(_keys(group)):
                blocks[key].append(i)
        pairs = {pair for block in blocks.values() if len(block) <= _CROWD for pair in combinations(block, 2)}
        whole: list[tuple[_Likeness, int, int]] = []
        partial: list[tuple[_Likeness, int, int]] = []
        for i, j in sorted(pairs):
            a, b = ordered[i], ordered[j]
            if a.type == b.type and not (a.key and b.key) and not self.decided.apart(a, b):
                found = _likeness(a, b)
                if found.score >= names.SAME and not _agree(a, b) and a.type == _PERSON:
                    self._judge(a, b, False, found, "; but of different states")
                elif found.score >= names.SAME and _agree(a, b):
                    (whole if found.whole else partial).append((found, i, j))
        now = list(range(len(ordered)))

        def root(i: int) -> int:
            while now[i] != i:
                i = now[i]
            return i

        def merge(found: _Likeness, i: int, j: int) -> None:
            i, j = sorted((root(i), root(j)))
            a, b = ordered[i], ordered[j]
            if i != j and _agree(a, b) and not self.decided.apart(a, b) and _fit(a, b):
                self._judge(a, b, True, found)
                a.absorb(b)
                now[j] = i

        for found, i, j in sorted(whole, key=lambda item: (-item[0].score, *item[1:])):
            merge(found, i, j)
        longer: dict[int, list[tuple[_Likeness, int]]] = defaultdict(list)
        for found, i, j in sorted(partial, key=lambda item: (-item[0].score, *item[1:])):
            short, long = (i, j) if found.short is ordered[i] else (j, i)
            longer[short].append((found, long))
        for short, candidates in sorted(longer.items(), key=lambda item: (-item[1][0][0].score, item[0])):
            best, other = candidates[0], self._rival(ordered, root, short, candidates)
            if other is None:
                for found, long in candidates:
                    merge(found, short, long)
            else:
                self._judge(ordered[short], ordered[root(best[1])], False, best[0], f"; but so does {other.shown}")
        return [group for i, group in enumerate(ordered) if now[i] == i]

    def _rival(
        self,
        ordered: Sequence[_Group],
        root: Callable[[int], int],
        short: int,
        candidates: Sequence[tuple[_Likeness, int]],
    ) -> _Group | None:
        """Who else a shortened name may mean, as well as the best candidate, and cannot be the same as that one."""
        (best, first), *others = candidates
        top = ordered[root(first)]
        for found, long in others:
            rival = ordered[root(long)]
            near = found.score > best.score - _CLEAR and rival not in (top, ordered[root(short)])
            if near and not (_fit(top, rival) and _agree(top, rival)):
                return rival
        return None

    def _judge(self, a: _Group, b: _Group, same: bool, found: _Likeness, more: str = "") -> None:
        left, right = sorted((a.shown, b.shown))
        self.judgements.append(Judgement(left, right, same, found.score, found.reason + more))

    # known actors, surnames

    def _by_registry(self, groups: Sequence[_Group]) -> list[_Group]:
        """Persons who sound like one of the registry are that one, if state or office agree or are untold."""
        known = _known(self.registry, self.ontology)
        by_key = {group.key: group for group in groups if group.key}
        out: list[_Group] = []
        for group in groups:
            scored: dict[str, tuple[float, str]] = {}
            if group.type == _PERSON and group.key is None:
                for words in group.full:
                    for id, own in sorted({pair for key in _pairs(words) for pair in known.get(key, ())}):
                        found = names.compare(words, own)
                        score, why = self._supported(group, id, found)
                        scored[id] = max(scored.get(id, (0.0, "")), (score, f"sounds alike: {found.reason}{why}"))
            (score, reason), id, next_best = _best_two(scored)
            if score < names.SAME or score - next_best < _CLEAR or self.decided.apart_from(group, id):
                out.append(group)
                continue
            self.judgements.append(Judgement(group.shown, id, True, score, reason))
            group.key = id
            if id in by_key:
                by_key[id].absorb(group)
            else:
                by_key[id] = group
                out.append(group)
        return out

    def _supported(self, group: _Group, id: str, found: names.Comparison) -> tuple[float, str]:
        """The likeness to a known person with what supports it; nothing where it is of another state."""
        actor = self.registry.actor(id)
        offices = {(office.relation, office.of) for office in self.registry.offices(id)} & group.roles
        score, why = found.score, ""
        if offices:
            score, why = score + _OFFICE, "; {} {}".format(*min(offices))
        elif actor and actor.country in group.states:
            score, why = score + _COMPATRIOT, f"; of {actor.country}"
        elif group.states or not found.whole or found.score < _SURE:
            return 0.0, ""
        return min(1.0, round(score, 4)), why

    def _by_surname(self, groups: Sequence[_Group]) -> list[_Group]:
        """Bare surnames join the one full name that bears them and is of the same office or, alone, state."""
        bearers: dict[str, list[_Group]] = defaultdict(list)
        for group in groups:
            if group.type == _PERSON:
                called = {word for _, word in group.surnames} | {words[0] for words in group.full}
                for key in {key for word in called for key in names.keys(word)}:
                    bearers[key].append(group)
        bare = [group for group in groups if group.type == _PERSON and group.key is None and not group.full]
        targets = {id(group): target for group in bare if (target := self._bearer(group, bearers)) is not None}
        for group in bare:
            if id(group) in targets:
                targets[id(group)].absorb(group)
        return [group for group in groups if id(group) not in targets]

    def _bearer(self, group: _Group, bearers: Mapping[str, Sequence[_Group]]) -> _Group | None:
        """Who alone bears the name and shares an office, or bears it and shares a state; by a given name (King Salman)
        only who shares an office that one holds at a time."""
        if not group.roles and not group.states:
            return None
        surnames = [names.surname(name) for _, name in group.names]
        near = {id(other): other for _, word in surnames for key in names.keys(word) for other in bearers.get(key, ())}
        alike: dict[_Group, float] = {}
        for other in sorted(near.values(), key=lambda other: other.place):
            calling = other.surnames
            if any(self.registry.held(relation) for relation, _ in group.roles & other.roles):
                calling = calling + [("", words[0]) for words in other.full]
            alike[other] = max(
                (names.alike(x[1], y[1]) for x in surnames for y in calling if x[0] == y[0]), default=0.0
            )
        bearing = [other for other, score in alike.items() if score >= _SURNAME]
        of_office = [other for other in bearing if other.roles & group.roles]
        one = of_office if len(of_office) == 1 else bearing
        if len(one) != 1 or not _agree(group, one[0]) or self.decided.apart(group, one[0]):
            return None
        (found,) = one
        if shared := sorted(found.roles & group.roles):
            reason = "of those so called the only one who is {} {}".format(*shared[0])
        elif states := sorted(found.states & group.states):
            reason = f"the only one so called, and of {states[0]} too"
        else:
            return None
        self.judgements.append(Judgement(group.shown, found.shown, True, round(alike[found] - _CLEAR, 4), reason))
        return found

    # entities

    def _written(self, groups: Sequence[_Group]) -> tuple[tuple[Entity, ...], dict[Member, str]]:
        entities: list[Entity] = []
        entity_of: dict[Member, str] = {}
        taken: set[str] = set()
        for group in sorted(groups, key=lambda group: (-len(group.members), min(group.members))):
            actor = self.registry.actor(group.key) if group.key else None
            labels = _labels(group)
            aliases = set(group.names)
            if actor is not None:
                labels |= actor.names
                aliases |= set(actor.names.items()) | set(actor.aliases)
            id = group.key or (_id(group.type, labels) if group.named else "")
            if not id or id in taken:  # unnamed, or a namesake that more is said of has the id
                id = _id(group.type, labels, min(group.members))
            taken.add(id)
            kind = actor.kind if actor is not None else self._kind(group)
            members = tuple(sorted(group.members))
            identities = actor.identities if actor is not None else ()
            names_ = dict(sorted(labels.items()))
            entities.append(Entity(id, kind, names_, members, group.named, tuple(sorted(aliases)), identities))
            entity_of.update(dict.fromkeys(members, id))
        entities.sort(key=lambda entity: entity.id)
        return tuple(entities), dict(sorted(entity_of.items()))

    def _kind(self, group: _Group) -> str:
        """The kind most often read; of equals the narrowest, then the first by name."""
        return min(group.kinds, key=lambda kind: (-group.kinds[kind], -len(self.ontology.kind(kind).broader), kind))


# ── what speaks for and against ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How alike two groups are by name and by what is known of them; ``short`` has the shorter of the two names."""

    score: float
    reason: str
    whole: bool
    short: _Group


def _likeness(a: _Group, b: _Group) -> _Likeness:
    """The best comparison of a name of the one with a name of the other."""
    foreign = {language for language, _ in a.names}.isdisjoint(language for language, _ in b.names)
    tell = names.compare if a.type == _PERSON else _abroad if foreign else _at_home
    compared = ((tell(x, y), x, y) for x in a.full for y in b.full)
    found, x, y = max(compared, key=lambda item: (item[0].score, item[0].whole, item[1:]))
    short = a if (len(x), sum(map(len, x))) <= (len(y), sum(map(len, y))) else b
    score, reason = found.score, f"sounds alike: {found.reason}"
    if foreign or not found.whole:
        alike = a.deeds & b.deeds if foreign and found.whole else set()  # in another script, what both do counts too
        if shared := sorted(a.roles & b.roles) or sorted(alike):
            score, reason = score + _OFFICE, "{}; both {} {}".format(reason, *shared[0])
        elif states := sorted(a.states & b.states):
            score, reason = score + _COMPATRIOT, f"{reason}; both of {states[0]}"
    return _Likeness(min(1.0, round(score, 4)), reason, found.whole, short)


_OTHER = names.Comparison(0.0, "another name", False)


def _at_home(x: _Words, y: _Words) -> names.Comparison:
    """Names in one language, not of persons: of several words, and every one of them as in the other name."""
    if (
        len(x) != len(y)
        or len(x) < 2
        or any(names.keys(a).isdisjoint(names.keys(b)) for a, b in zip(x, y, strict=True))
    ):
        return _OTHER
    found = names.compare(x, y)
    return found if found.whole and found.score >= _SURE else _OTHER


def _abroad(x: _Words, y: _Words) -> names.Comparison:
    """Names in two languages, not of persons: every word of the one in the other, with enough to tell them by."""
    if min(names.consonants(x), names.consonants(y)) <= _FEW:
        return _OTHER
    found = names.compare(x, y)
    return found if found.whole else _OTHER


def _agree(a: _Group, b: _Group) -> bool:
    """Nothing known of the two speaks against their being one: neither type, registry id nor state."""
    if a.type != b.type or (a.key and b.key and a.key != b.key):
        return False
    if a.body or b.body:
        return _one_body(a, b)
    return not a.states or not b.states or bool(a.states & b.states)


def _one_body(a: _Group, b: _Group) -> bool:
    """Whether bodies of one name are of one state, or untold but on one site."""
    return bool(a.states & b.states) or (not a.states and not b.states and bool(a.sites & b.sites))


def _fit(a: _Group, b: _Group) -> bool:
    """Whether every full name of the one sounds like every one of the other, unless the registry vouches for one."""
    if a.key or b.key:
        return True
    return all(names.compare(x, y).score >= _FITS for x in a.full for y in b.full)


def _gathered(groups: Sequence[_Group], one: Callable[[_Group, _Group], bool]) -> list[_Group]:
    """Groups merged with the first that they are one with, in the order of their members."""
    out: list[_Group] = []
    for group in sorted(groups, key=lambda group: min(group.members)):
        found = next((other for other in out if one(other, group)), None)
        if found is None:
            out.append(group)
        else:
            found.absorb(group)
    return out


def _keys(group: _Group) -> set[tuple[str, ...]]:
    """What a group is looked up by among those of its type that may sound like it."""
    return {(group.type, *key) for words in group.full for key in _pairs(words, group.type == _PERSON)}


def _pairs(words: _Words, anywhere: bool = True) -> set[tuple[str, ...]]:
    """Keys of the words of a name two by two in any order, or of its first and last word, or of its only one."""
    if len(words) == 1:
        return {(key,) for key in names.keys(words[0])}
    chosen = combinations(words, 2) if anywhere else ((words[0], words[-1]),)
    return {tuple(sorted(pair)) for x, y in chosen for pair in product(names.keys(x), names.keys(y))}


def _known(registry: Registry, ontology: Ontology) -> Mapping[tuple[str, ...], tuple[tuple[str, _Words], ...]]:
    """The persons of the registry with each of their full names, by what these are looked up by."""
    out: dict[tuple[str, ...], set[tuple[str, _Words]]] = defaultdict(set)
    for actor in registry:
        if ontology.type_of(actor.kind) == _PERSON:
            for name in {*actor.names.values(), *(alias for _, alias in actor.aliases)}:
                if len(words := names.words(name)) > 1:
                    for key in _pairs(words):
                        out[key].add((actor.id, words))
    return {key: tuple(sorted(found)) for key, found in out.items()}


def _best_two(scored: Mapping[str, tuple[float, str]]) -> tuple[tuple[float, str], str, float]:
    """Score and reason of the best, its id, and the score of the next."""
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], item[0]))
    if not ranked:
        return (0.0, ""), "", 0.0
    return ranked[0][1], ranked[0][0], ranked[1][1][0] if len(ranked) > 1 else 0.0


# ── what people decided ────────────────────────────────────────────────────────────────────────────────────────────


class _Decided:
    """Decisions, asked by groups. A group's ``tags`` are the sides of decisions that are about it."""

    def __init__(self, decisions: Sequence[Judgement]) -> None:
        self._decisions = decisions
        self._sides = {side for decision in decisions for side in (decision.left, decision.right)}
        self._different = {
            frozenset((decision.left, decision.right)): place
            for place, decision in enumerate(decisions)
            if not decision.same
        }

    def denied(self, referent: Referent) -> bool:
        """Whether people said that a referent of this name is not the known actor that the reader took it for."""
        return referent.key is not None and any(
            referent.key in pair and names.words(referent.name) in map(names.words, pair - {referent.key})
            for pair in self._different
        )

    def joined(self, groups: Sequence[_Group], registry: Registry) -> list[_Group]:
        """The groups, those joined that people said are one; the others are kept apart by :meth:`apart`."""
        out = list(groups)
        if not self._decisions:
            return out
        for group in out:
            group.tags = self._about(group)
        for place, decision in enumerate(self._decisions):
            if decision.same:
                sides = {decision.left, decision.right}
                about = [group for group in out if sides & group.tags]
                for other in about[1:]:
                    if not self.apart(about[0], other, place):
                        about[0].absorb(other)
                        out.remove(other)
                known = sorted(side for side in sides if registry.actor(side))
                if about and known and about[0].key is None:
                    about[0].key = known[0]
        return out

    def _about(self, group: _Group) -> set[str]:
        """Sides that name the group: its registry id, one of its names, or an entity id made of one of its names."""
        own = {group.key, *(name for _, name in group.names)}
        ids = {side for side in self._sides if side.startswith(group.type.lower() + "/")}
        if ids:
            own |= {_id(group.type, dict([pair])) for pair in group.names}
            own |= {_id(group.type, dict([pair]), member) for pair in group.names for member in group.members}
        return {side for side in self._sides if side in own or (side not in ids and names.words(side) in group.words)}

    def apart(self, a: _Group, b: _Group, after: int = -1) -> bool:
        """Whether people (in a decision after that place) said that the two are different."""
        return bool(a.tags and b.tags) and any(
            place > after and any(left in a.tags and right in b.tags for left, right in permutations(pair))
            for pair, place in self._different.items()
        )

    def apart_from(self, group: _Group, key: str) -> bool:
        """Whether people said that a group is not a known actor."""
        return any(key in pair and pair - {key} <= group.tags for pair in self._different)


# ── names and ids ──────────────────────────────────────────────────────────────────────────────────────────────────


def _labels(group: _Group) -> dict[str, str]:
    """The best name by language."""
    by_language: dict[str, list[tuple[tuple[str, str], int]]] = defaultdict(list)
    for (language, name), count in sorted(group.names.items()):
        by_language[language].append(((language, name), count))
    return {language: _best_name(found) for language, found in by_language.items()}


def _best_name(counted: Iterable[tuple[tuple[str, str], int]]) -> str:
    """Of names the one to show: of several words and not all in capitals, then the one most often read, the longest."""

    def rank(item: tuple[tuple[str, str], int]) -> tuple[bool, bool, int, int, str]:
        (_, name), count = item
        several = len(names.words(name)) > 1
        return several, not (several and name.isupper()), count, len(name), name

    return max(counted, key=rank)[0][1]


def _id(type: str, labels: Mapping[str, str], member: Member | None = None) -> str:
    """``<type>/<name in Latin letters>-<digits of a hash>``.

    The name is the English label, else the Russian, else the Arabic one, else another. The hash is of its folded words
    alone (six digits); of the first referent too (ten) for what has no name, and for a namesake of what has the id.
    """
    from anyascii import anyascii

    language = next((code for code in _SCRIPTS if code in labels), min(labels))
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(labels[language]).lower()).strip("-")[:48].strip("-") or "unnamed"
    basis = " ".join((type, *names.words(labels[language]), *((member.document, member.referent) if member else ())))
    digest = hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{type.lower()}/{plain}-{digest[: 10 if member else 6]}"
