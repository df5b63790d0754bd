"""Who is meant: the mentions of one document gathered into referents.

Full names first, wherever they stand; then shorter names, descriptions and pronouns in reading order, each resolved
to a referent that agrees in kind, number, gender and country. What cannot be resolved stays unresolved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kg.extraction.phrases import Phrase, TitleUse, Words, nested
from kg.language import Language
from kg.model import MentionForm, Span
from kg.ontology import Ontology


@dataclass(slots=True, eq=False)
class Actor:
    """A referent in the making."""

    kind: str
    name: str
    named: bool
    tokens: tuple[str, ...] = ()
    key: str | None = None
    country: Actor | None = None
    gender: str = ""
    plural: bool = False
    mentions: dict[Span, MentionForm] = field(default_factory=dict)
    adjectives: set[Span] = field(default_factory=set)  # the mentions that are adjectives of its name
    titles: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    last_seen: int = -1
    inferred: bool = False

    def mention(self, span: Span, form: MentionForm, at: int) -> None:
        self.mentions.setdefault(span, form)
        self.last_seen = max(self.last_seen, at)


class Discourse:
    """The actors of one document, as they become known."""

    def __init__(
        self, language: Language, ontology: Ontology, published: str | None, source: str | None = None
    ) -> None:
        self.language = language
        self.ontology = ontology
        self.registry = language.registry
        self.published = published
        self.host = urlsplit(source).hostname if source and "://" in source else None
        self.actors: list[Actor] = []
        self._by_key: dict[str, Actor] = {}
        self._by_name: dict[tuple[str, ...], Actor] = {}
        self._people: list[Actor] = []
        self._aliases: dict[tuple[str, ...], Actor] = {}
        self._countries: Counter[str] = Counter()
        self._name_words: dict[str, frozenset[str]] = {}
        self._topics: list[list[Actor]] = []  # what the latest sentences speak of, in order of mention
        self._clock = 0
        self._company: list[Actor] = []  # persons named together, each with an office, in the latest such sentence

    # ── pass one: full names ───────────────────────────────────────────────────────────────────────────────────

    def gather(self, sentences: Iterable[tuple[Words, list[Phrase]]]) -> None:
        """Learn every full name of the document before anything is resolved."""
        for words, phrases in sentences:
            for phrase in nested(phrases):
                if phrase.demonym or phrase.form is not MentionForm.NAME:
                    if phrase.actor:
                        self._countries[phrase.actor] += 1
                    continue
                if phrase.actor:
                    self._countries[phrase.actor] += 1
                    actor = self._known(phrase.actor, phrase.kind)
                    if self._type(actor.kind) == "Person":
                        self._learn(actor, self.name_tokens(words, phrase))
                elif phrase.kind == "Person" and phrase.sure and phrase.stop - phrase.start > 1:
                    self._person(words, phrase)
                if phrase.titles and phrase.kind == "Person":
                    person = self._by_name.get(self.name_tokens(words, phrase))
                    if person is not None:
                        self._announce(person, phrase)

    def _announce(self, person: Actor, phrase: Phrase) -> None:
        """Learn what office a name is given, so that a description standing before the name finds it too."""
        for use in phrase.titles:
            person.titles.add(use.title.form)
            person.relations.update(use.title.relations)
            for mark, part in use.complements:
                if mark != "at" and part.actor and person.country is None and self._type(part.kind) == "Country":
                    person.country = self._known(part.actor, part.kind)

    def name_tokens(self, words: Words, phrase: Phrase) -> tuple[str, ...]:
        """The words of a name, folded and in the nominative, without signs and particles."""
        surfaces = tuple(
            words.tokens[i].text
            for i in range(phrase.start, phrase.stop)
            if words.is_word(i) and words.tokens[i].text != "."
        )
        from kg.morphology import fold

        base = self.language.morphology.nominative(surfaces, phrase.gender) if phrase.kind == "Person" else surfaces
        return tuple(fold(b) for b in base)

    def _type(self, kind: str | None) -> str:
        return self.ontology.type_of(kind) if kind else ""

    def _known(self, key: str, kind: str | None = None) -> Actor:
        actor = self._by_key.get(key)
        if actor is None:
            entry = self.registry.actor(key)
            name = entry.names.get(self.language.code) if entry is not None else None
            actor = Actor(entry.kind if entry else kind or "Organization", name or key, True, key=key)
            self._by_key[key] = actor
            self.actors.append(actor)
            if entry is not None and entry.country and entry.country != key and entry.country != key:
                actor.country = None
            if self._type(actor.kind) == "Person":
                self._people.append(actor)
                from kg.morphology import fold

                if name:
                    self._learn(actor, tuple(fold(part) for part in name.split()))
        return actor

    def known(self, key: str) -> Actor:
        """The referent of a registry id."""
        return self._known(key)

    def _learn(self, actor: Actor, tokens: tuple[str, ...]) -> None:
        if len(tokens) > len(actor.tokens):
            actor.tokens = tokens
        self._by_name.setdefault(tokens, actor)

    def _person(self, words: Words, phrase: Phrase) -> Actor:
        tokens = self.name_tokens(words, phrase)
        found = self._by_name.get(tokens) or self._same_person(tokens, phrase)
        if found is None:
            found = Actor("Person", self._surface(words, phrase), True, tokens, gender=phrase.gender)
            self.actors.append(found)
            self._people.append(found)
        elif len(tokens) > len(found.tokens) and found.key is None:
            found.name = self._surface(words, phrase)
        self._learn(found, tokens)
        return found

    def _surface(self, words: Words, phrase: Phrase) -> str:
        surfaces = tuple(words.tokens[i].text for i in range(phrase.start, phrase.stop))
        if phrase.kind == "Person":
            alpha = self.language.morphology.nominative(surfaces, phrase.gender)
            spaces = ["" if i == phrase.start or words.near(i) else " " for i in range(phrase.start, phrase.stop)]
            return "".join(space + word for space, word in zip(spaces, alpha, strict=True))
        first, last = phrase.proper or (phrase.start, phrase.stop)
        return " ".join(words.span(first, last).of(words.text).split())

    def _same_person(self, tokens: tuple[str, ...], phrase: Phrase) -> Actor | None:
        """The person whose name these words shorten or lengthen: one shares the surname and contradicts in nothing."""
        candidates = []
        for person in self._people:
            if not person.tokens or not tokens:
                continue
            short, long = sorted((tokens, person.tokens), key=len)
            if phrase.gender and person.gender and phrase.gender != person.gender:
                continue
            if all(any(_alike(a, b) for b in long) for a in short) and (
                len(short) == 1 or _alike(short[-1], long[-1]) or _alike(short[0], long[0])
            ):
                candidates.append(person)
        if len(candidates) > 1:
            last = [p for p in candidates if _alike(p.tokens[-1], tokens[-1])]
            candidates = last or candidates
            candidates = (
                [max(candidates, key=lambda p: p.last_seen)]
                if any(p.last_seen >= 0 for p in candidates)
                else candidates[:1]
            )
        return candidates[0] if candidates else None

    # ── pass two: everything, in reading order ─────────────────────────────────────────────────────────────────

    def resolve(self, words: Words, phrases: list[Phrase]) -> list[Phrase]:
        """Give every phrase of a sentence its referents (``phrase.referent`` is a list of actors, maybe empty).

        Returns the phrases in order with the pronouns that could be resolved among them.
        """
        covered = {i for phrase in phrases for i in range(phrase.first, phrase.last)}
        pronouns = [p for i in range(len(words)) if i not in covered and (p := self._pronoun_at(words, i)) is not None]
        out: list[Phrase] = []
        self._topics = [[], *self._topics[:2]]
        for phrase in sorted([*phrases, *pronouns], key=lambda p: p.first):
            if phrase.form is MentionForm.PRONOUN:
                phrase.referent = self._stands_for(phrase)
                for actor in phrase.referent:
                    actor.mention(words.span(phrase.start, phrase.stop), phrase.form, self._clock)
                if phrase.referent:
                    out.append(phrase)
                continue
            self._resolve(words, phrase)
            out.append(phrase)
            if isinstance(phrase.referent, list) and not phrase.demonym:
                self._topics[0] += phrase.referent
        people = [
            actor
            for phrase in phrases
            if phrase.titles and phrase.form is MentionForm.NAME
            for actor in (phrase.referent if isinstance(phrase.referent, list) else [])
        ]
        if len(people) > 1:
            self._company = list(dict.fromkeys(people))
        return out

    def first_person(
        self, words: Words, phrases: list[Phrase], speaker_at: Callable[[int], Actor | None]
    ) -> list[Phrase]:
        """ "We", "our country", بلدنا inside reported speech: the speaker, or the speaker's side.

        ``speaker_at`` gives the speaker at a place of the text. "I" is the speaker; "we" the state a person speaks
        for, or the body itself.
        """
        covered = {i for phrase in phrases for i in range(phrase.first, phrase.last)}
        out: list[Phrase] = []
        for at in range(len(words)):
            if at in covered:
                continue
            phrase = self._pronoun_at(words, at, "1")
            if phrase is None:
                continue
            speaker = speaker_at(words.tokens[at].start)
            side = self._side(speaker) if phrase.plural else speaker
            if side is None:
                continue
            owned = at - 1 if "suffix" in phrase.features else at + 1
            if phrase.possessive and 0 <= owned < len(words) and owned not in covered:
                _, nominals = self.language.nominals.longest(words.tokens, owned)
                if any(self._type(n.kind) == "Country" and not n.features & {"dual", "plural"} for n in nominals):
                    phrase.first, phrase.last = min(at, owned), max(at, owned) + 1
                    phrase.start, phrase.stop, phrase.head = phrase.first, phrase.last, owned
                    phrase.form, phrase.possessive = MentionForm.NOMINAL, False
            phrase.referent = [side]
            side.mention(words.span(phrase.start, phrase.stop), phrase.form, self._clock)
            out.append(phrase)
        return out

    def _side(self, speaker: Actor | None) -> Actor | None:
        if speaker is None or self._type(speaker.kind) != "Person":
            return speaker
        return speaker.country

    def _pronoun_at(self, words: Words, at: int, wanted: str = "3") -> Phrase | None:
        """A personal or possessive pronoun of a person (1 or 3), or a suffix of one, as a phrase."""
        token = words.tokens[at]
        reading = next((r for r in token.readings if "suffix" in r.features), None)
        if reading is not None:
            person, number, gender, possessive = reading.person, reading.number, reading.gender, True
        else:
            function = words.function(at, "pron")
            if function is None or function.features & {"dem", "refl", "indefinite", "expletive", "reciprocal"}:
                return None
            marks = next((f for f in function.features if f[:1] in "123" and len(f) <= 3), "")
            if not marks:
                return None
            person, number = marks[0], "p" if marks.endswith("p") else "d" if marks.endswith("d") else "s"
            gender = next((g for g in marks[1:] if g in "mfn"), "")
            possessive = "poss" in function.features
        if person != wanted:
            return None
        phrase = Phrase(at, at + 1, at, at + 1, MentionForm.PRONOUN, None, at, gender=gender, possessive=possessive)
        phrase.features = frozenset({"suffix"}) if reading is not None else frozenset()
        phrase.plural = number != "s"
        return phrase

    def _stands_for(self, phrase: Phrase) -> list[Actor]:
        """The referents of a third-person pronoun: what the sentence, or the one before, began with and agrees."""
        if phrase.plural:
            return list(self._company) if len(self._company) > 1 else []
        semitic = self.language.adjective == "after"
        if phrase.gender == "n":
            types: tuple[str, ...] = ("Country", "Organization", "Media")
        elif phrase.gender == "f" and semitic:
            types = ("Country", "Organization", "Media", "Person")
        elif not phrase.gender:
            types = ("Person", "Country", "Organization")
        else:
            types = ("Person",)
        for topic in self._topics:
            for actor in topic:
                kind = self._type(actor.kind)
                if kind not in types or actor.plural:
                    continue
                if kind == "Person" and phrase.gender and (actor.gender or "m") != phrase.gender:
                    continue
                return [actor]
        return []

    def _resolve(self, words: Words, phrase: Phrase) -> None:
        for part in phrase.parts:
            if "alias" not in part.features:
                self._resolve(words, part)
        self._clock += 1
        found = self._referents(words, phrase)
        phrase.referent = found
        for actor in found:
            span = (
                words.span(phrase.start, phrase.stop)
                if phrase.form is MentionForm.NAME
                else words.span(phrase.start, self._described_end(phrase))
            )
            if len(found) == 1:
                actor.mention(span, phrase.form, self._clock)
                if phrase.demonym:
                    actor.adjectives.add(span)
                if phrase.proper is not None:  # the name without its head word names too
                    actor.mention(words.span(*phrase.proper), MentionForm.NAME, self._clock)
            else:
                actor.last_seen = self._clock
            for use in phrase.titles:
                if phrase.form is MentionForm.NAME and actor.country is None:
                    actor.country = self._state(use) or self._known_state(actor)
                actor.titles.add(use.title.form)
                actor.relations.update(use.title.relations)
            if phrase.titles and phrase.form is MentionForm.NAME:
                self._described(words, phrase, actor)
        for part in phrase.parts:
            if "alias" in part.features and found:
                part.referent = found[:1]
                found[0].mention(words.span(part.start, part.stop), MentionForm.NAME, self._clock)
                self._aliases[tuple(words.tokens[i].form for i in range(part.start, part.stop) if words.is_word(i))] = (
                    found[0]
                )
        if phrase.country is not None and found and phrase.country.referent:
            for actor in found:
                actor.country = actor.country or self._first(phrase.country)

    def _described_end(self, phrase: Phrase) -> int:
        return max([phrase.stop, *(p.last for p in phrase.parts if p.last <= phrase.last)])

    def _described(self, words: Words, phrase: Phrase, actor: Actor) -> None:
        """The titles beside a name are descriptions of its holder too."""
        for use in phrase.titles:
            last = max([use.last, *(p.last for _, p in use.complements if p.last <= phrase.first + 40)])
            if last > use.first and (use.title.relations or use.complements):
                first = use.first
                if first < phrase.start < last:
                    last = phrase.start
                span = words.span(first, last)
                actor.mentions.setdefault(span, MentionForm.NOMINAL)

    def _first(self, phrase: Phrase) -> Actor | None:
        found = phrase.referent
        return found[0] if isinstance(found, list) and found else None

    def _referents(self, words: Words, phrase: Phrase) -> list[Actor]:
        if phrase.actor:
            if self._type(phrase.kind) == "Place" and phrase.stop - phrase.start == 1 and not phrase.demonym:
                person = self._same_person(self._nominative(words, phrase), phrase)
                if person is not None and len(person.tokens) > 1:  # a surname that is a city's name too
                    return [person]
            return [self._known(phrase.actor, phrase.kind)]
        if phrase.form is MentionForm.NAME:
            return self._name(words, phrase)
        if phrase.unnamed:
            return [self._unnamed(words, phrase)]
        if phrase.kind == "Person":
            return self._titled(words, phrase)
        return self._nominal(words, phrase)

    def _name(self, words: Words, phrase: Phrase) -> list[Actor]:
        forms = tuple(words.tokens[i].form for i in range(phrase.start, phrase.stop) if words.is_word(i))
        alias = self._aliases.get(forms)
        if alias is not None:
            return [alias]
        if phrase.kind == "Person":
            tokens = self.name_tokens(words, phrase)
            if len(tokens) > 1 or phrase.titles or self._same_person(tokens, phrase) or phrase.sure:
                return [self._person(words, phrase)]
            return []
        if phrase.kind is None:
            person = self._same_person(self._nominative(words, phrase), phrase)
            if person is not None:
                return [person]
            guess = self._guess(words, phrase)
            if guess is None:
                return []
            phrase.kind = guess
            if guess == "Person":
                return [self._person(words, phrase)]
        country = self._first(phrase.country) if phrase.country is not None else None
        return [self._thing(words, phrase, forms, country)]

    def _nominative(self, words: Words, phrase: Phrase) -> tuple[str, ...]:
        kind, phrase.kind = phrase.kind, "Person"
        tokens = self.name_tokens(words, phrase)
        phrase.kind = kind
        return tokens

    def _guess(self, words: Words, phrase: Phrase) -> str | None:
        """The kind of an unknown name by what stands before it; a run of two or three words is a person's."""
        function = words.function(phrase.first - 1, "prep")
        length = sum(words.is_word(i) for i in range(phrase.start, phrase.stop))
        if function is not None and "in" in function.features and length <= 2:
            return "Place"
        if 2 <= length <= 4 and "weak" not in phrase.features:
            return "Person"
        return None

    def _thing(self, words: Words, phrase: Phrase, forms: tuple[str, ...], country: Actor | None) -> Actor:
        """An organisation, place or other thing by its words: the same words of the same country are the same thing."""
        kind = phrase.kind or "Organization"
        first, last = phrase.proper or (phrase.start, phrase.stop)
        lemmas = tuple(
            words.tokens[i].readings[0].lemma if words.tokens[i].readings else words.tokens[i].form
            for i in range(first, last)
            if words.is_word(i) and not self._within_country(phrase, i)
        )
        for actor in self.actors:
            if (
                actor.key is None
                and self._type(actor.kind) == self._type(kind)
                and actor.tokens
                and (actor.country is None or country is None or actor.country is country)
            ):
                short, long = sorted((lemmas, actor.tokens), key=len)
                if short == long or (len(short) >= 2 and long[: len(short)] == short and (country is actor.country)):
                    if country is not None and actor.country is None:
                        actor.country = country
                    return actor
        actor = Actor(kind, self._surface(words, phrase), True, lemmas, country=country)
        self.actors.append(actor)
        return actor

    def _within_country(self, phrase: Phrase, index: int) -> bool:
        country = phrase.country
        return country is not None and country.first <= index < country.last

    def _unnamed(self, words: Words, phrase: Phrase) -> Actor:
        actor = Actor(
            phrase.kind or "Person",
            " ".join(words.span(phrase.start, phrase.stop).of(words.text).split()),
            False,
            plural=phrase.plural,
        )
        if phrase.country is not None:
            actor.country = self._first(phrase.country)
        self.actors.append(actor)
        return actor

    # descriptions of persons by their office

    def _titled(self, words: Words, phrase: Phrase) -> list[Actor]:
        use = phrase.titles[0] if phrase.titles else None
        if use is None:
            return self._nominal(words, phrase)
        state = self._state(use)
        if not self._definite(words, phrase):
            return []
        if phrase.plural:
            states = [actor for _, p in use.complements if (actor := self._first(p)) is not None]
            return self._holders(use, states) or (self._company if not states else [])
        matches = [
            person for person in self._people if self._holds(person, use) and (state is None or person.country is state)
        ]
        if not matches and state is not None and not use.ended:
            # "the Russian diplomat": the only person of that country spoken of, if no other office is meant
            wanted = {
                broad for relation in use.title.relations for broad in (relation, *self.ontology.broader(relation))
            }
            matches = [
                person
                for person in self._people
                if person.last_seen >= 0
                and person.country is state
                and sum(p.country is state for p in self._people) == 1
                and (not wanted or any(wanted & {r, *self.ontology.broader(r)} for r in person.relations))
                and not any(r in person.relations for r in use.title.relations)
                and not self._offices(use)
            ]
        if matches:
            return [max(matches, key=lambda p: p.last_seen)]
        if state is not None and state.key:
            for relation in use.title.relations:
                if use.ended:
                    break
                holder = self.registry.holder(relation, state.key, self.published) if self.published else None
                if holder is not None:
                    actor = self._known(holder.id, holder.kind)
                    actor.inferred = actor.inferred or not actor.mentions
                    actor.country = actor.country or state
                    return [actor]
        return []

    def _definite(self, words: Words, phrase: Phrase) -> bool:
        """Whether a description picks somebody out, by an article, a possessor or a complement."""
        if self.language.genitive == "case":
            return True
        if self.language.adjective == "after":
            return "definite" in words.tokens[phrase.head].features or any(use.complements for use in phrase.titles)
        before = words.function(phrase.first - 1, "det", "pron")
        if before is not None:
            return "indefinite" not in before.features
        return bool(phrase.titles and phrase.titles[0].complements and phrase.titles[0].complements[0][0] == "")

    def _offices(self, use: TitleUse) -> bool:
        """Whether a title means one office of a state (president), not any of its officials (diplomat)."""
        return any(self.registry.held(relation) for relation in use.title.relations)

    def _holds(self, person: Actor, use: TitleUse) -> bool:
        return use.title.form in person.titles or bool(
            set(use.title.relations) & person.relations
            and use.title.relations
            and "counterpart" not in use.title.features
        )

    def _holders(self, use: TitleUse, states: list[Actor]) -> list[Actor]:
        """ "The two ministers", "the presidents of A and B": the holders already known."""
        people = [
            p for p in self._people if self._holds(p, use) and p.last_seen >= 0 and (not states or p.country in states)
        ]
        people.sort(key=lambda p: -p.last_seen)
        return people[:2] if len(people) >= 2 else []

    def _state(self, use: TitleUse) -> Actor | None:
        if use.implied:
            return self._known(use.implied)
        for mark, phrase in use.complements:
            if mark != "at" and (actor := self._first(phrase)) is not None:
                return actor
        return None

    def home(self) -> Actor | None:
        """The state that an office named without one is of: the publisher's, else the one spoken of by far the most.

        A paper names the state of foreign ministers, and leaves out that of its own.
        """
        state = self.registry.publisher_state(self.host) if self.host else None
        if state is not None and self._countries[state]:
            return self._known(state)
        (top, count), (_, second) = [*self._countries.most_common(2), ("", 0), ("", 0)][:2]
        if state is not None or count < 3 or count < 2 * second or self._type(self._known(top).kind) != "Country":
            return None
        return self._known(top)

    def _known_state(self, actor: Actor) -> Actor | None:
        """The state of a person of the registry, if the text speaks of that state."""
        entry = self.registry.actor(actor.key) if actor.key else None
        if entry is None or not entry.country or not self._countries[entry.country]:
            return None
        return self._known(entry.country)

    # other descriptions

    def _nominal(self, words: Words, phrase: Phrase) -> list[Actor]:
        kind = phrase.kind or "Organization"
        if not self._definite(words, phrase):
            return []
        wanted = self._type(kind)
        country = self._first(phrase.country) if phrase.country is not None else None
        candidates = [
            actor
            for actor in self.actors
            if actor.last_seen >= 0
            and actor.named
            and (
                self.ontology.is_a(actor.kind, kind)
                or (wanted == self._type(actor.kind) and wanted in ("Country", "Person"))
            )
            and (country is None or actor.country in (None, country))
        ]
        candidates.sort(key=lambda actor: -actor.last_seen)
        if wanted == "Country" and not phrase.plural:
            word = words.tokens[phrase.head].keys
            formal = [a for a in candidates if a.key and self._named_with(a.key, word)]
            candidates = formal or candidates
        if phrase.plural:
            return candidates[:2] if "dual" in phrase.features or "side" in phrase.features else []
        if candidates and (phrase.organization is None or self.ontology.is_a(candidates[0].kind, kind)):
            return candidates[:1]
        return []

    def _named_with(self, key: str, word: tuple[str, ...]) -> bool:
        """Whether a formal name of the actor has the word: المملكة is a kingdom, الجمهورية a republic."""
        if key not in self._name_words:
            entry = self.registry.actor(key)
            names = [] if entry is None else [n for code, n in entry.aliases if code == self.language.code]
            self._name_words[key] = frozenset(
                k
                for name in names
                if " " in name
                for token in self.language.entry(name)
                for k in (*token.keys, *self.language.keys(token.text))
            )
        return bool(self._name_words[key] & set(word))


def _alike(a: str, b: str) -> bool:
    """Whether two words of a name are the same word, up to an inflected ending or the Arabic article."""
    if a == b or a.removeprefix("ال") == b.removeprefix("ال"):
        return True
    if len(a) > 4 and len(b) > 4 and a.isalpha() and b.isalpha() and not a.isascii() and "а" <= a[0] <= "я":
        common = 0
        for x, y in zip(a, b, strict=False):
            if x != y:
                break
            common += 1
        return common >= max(len(a), len(b)) - 2 and common >= 4
    return (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
