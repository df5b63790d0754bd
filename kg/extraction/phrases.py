"""Noun phrases that mean an actor, a place, an agreement or an event, with what they state by themselves.

"The Russian ambassador to Kazakhstan, A. B." is one phrase: a title with two complements and its holder. The phrase
is found whole, the names inside it are its parts, and the relations between them (ambassador_of, accredited_to) are
its links. Clause rules see only the outermost phrases.

The same grammar reads all languages; what differs (adjectives before or after, complements by adjacency, by case or
by preposition, capitals or none) is said in the language pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.language import Carrier, Function, Head, Language, Nominal, Title
from kg.model import MentionForm, Span, Token
from kg.ontology import Ontology
from kg.segment import Sentence

MAX_PHRASE = 40


@dataclass(slots=True, eq=False)
class Link:
    """A relation that a phrase states between two of its parts: title's holder and state, body and its country."""

    relation: str
    subject: Phrase
    object: Phrase
    first: int
    last: int
    rule: str
    ended: bool = False
    reverse: bool = False


@dataclass(slots=True, eq=False)
class Phrase:
    """A noun phrase: tokens ``[first, last)`` of its sentence, the name or description proper being ``[start, stop)``.

    ``names`` tells whether it names or describes; ``kind`` is an ontology kind or None where only context can tell;
    ``actor`` the id of a known actor; ``of`` the phrases that complete it; ``case`` its possible cases.
    """

    first: int
    last: int
    start: int
    stop: int
    form: MentionForm
    kind: str | None
    head: int
    actor: str | None = None
    titles: list[TitleUse] = field(default_factory=list)
    parts: list[Phrase] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    country: Phrase | None = None
    plural: bool = False
    gender: str = ""
    features: frozenset[str] = frozenset()
    sure: bool = True
    possessive: bool = False
    demonym: bool = False
    unnamed: bool = False
    organization: Head | None = None
    referent: object = None
    proper: tuple[int, int] | None = None  # the tokens of the name proper, where a head word stands before it


@dataclass(slots=True, eq=False)
class TitleUse:
    """A title as it stands in a phrase: its entry, its words, and what completes it."""

    title: Title
    first: int
    last: int
    complements: list[tuple[str, Phrase]] = field(default_factory=list)  # (mark, phrase): "" or "of" or "at"
    ended: bool = False
    bodies: list[Phrase] = field(default_factory=list)
    head: int = -1  # the title's own first word, past a demonym before it
    implied: str | None = None  # the state that the title names by itself, or through the title it is completed by


class Words:
    """A sentence's tokens with what the pack says of each: function words, and the phrase tables by position."""

    def __init__(self, text: str, sentence: Sentence, tokens: list[Token], language: Language) -> None:
        self.text = text
        self.sentence = sentence
        self.tokens = tokens
        self.language = language
        self.functions: list[tuple[int, list[Function]]] = []
        for index, token in enumerate(tokens):
            # علي is the name, على the preposition
            self.functions.append((0, []) if "given" in token.features else language.functions.longest(tokens, index))

    def __len__(self) -> int:
        return len(self.tokens)

    def function(self, index: int, *kinds: str) -> Function | None:
        """The function word that begins at ``index``, if it is of one of these classes."""
        if 0 <= index < len(self.tokens):
            for function in self.functions[index][1]:
                if function.kind in kinds:
                    return function
        return None

    def width(self, index: int) -> int:
        """How many tokens the function word at ``index`` has (0: none)."""
        return self.functions[index][0] if 0 <= index < len(self.tokens) else 0

    def is_sign(self, index: int, signs: str) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].text in signs and len(self.tokens[index].text) == 1

    def is_word(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and any(c.isalpha() for c in self.tokens[index].text)

    def capital(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and "capital" in self.tokens[index].features

    def span(self, first: int, last: int) -> Span:
        """The passage of tokens ``[first, last)``; the ل of للـ belongs to the word it is written with."""
        start = self.tokens[first].start - ("lil" in self.tokens[first].features)
        return Span(start, self.tokens[last - 1].stop)

    def near(self, index: int) -> bool:
        """Whether the token stands directly against the one before it, without white space."""
        return 0 < index < len(self.tokens) and self.tokens[index].start == self.tokens[index - 1].stop


class PhraseFinder:
    """Finds the phrases of a sentence, left to right, the longest reading at each place."""

    def __init__(self, language: Language, ontology: Ontology) -> None:
        self.language = language
        self.ontology = ontology
        self.registry = language.registry
        self.before = language.adjective == "before"
        self.genitive = language.genitive
        self._latest: Title | None = None  # the office named last in the sentence, which "counterpart" repeats

    def begin(self) -> None:
        """Forget what the document before spoke of."""
        self._latest = None

    def find(self, words: Words) -> list[Phrase]:
        """Outermost phrases in order, not overlapping."""
        out: list[Phrase] = []
        index = 0
        while index < len(words):
            phrase = self.phrase(words, index)
            if phrase is None:
                inside = self.genitive == "case" and words.function(index, "prep", "sub", "that", "adv", "such")
                index += max(1, words.width(index)) if inside else 1  # no «глава» in «во главе с»
                continue
            out.append(phrase)
            index = max(phrase.last, index + 1)
        return out

    # ── one phrase ─────────────────────────────────────────────────────────────────────────────────────────────

    def phrase(self, words: Words, at: int, depth: int = 0) -> Phrase | None:
        """The phrase that begins at token ``at``, or None."""
        if depth > 6 or at >= len(words) or not (words.is_word(at) or words.tokens[at].text in "«“\"„'‘"):
            return None
        if words.function(at, "pron", "prep", "and", "that", "rel", "neg", "aux", "modal") and not self._name_at(
            words, at
        ):
            return None
        phrase = self._titled(words, at, depth)
        if phrase is None:
            # a known name before a longer description that begins with it ("الولايات المتحدة" is no "ولايات")
            known = self._actor(words, at)
            headed = self._plural_description(words, at, depth) or self._headed(words, at, depth)
            if known is not None and self.language.capitals and self._namesake(words, known):
                phrase = self._run(words, at)
            elif known is not None and (
                headed is None or headed.last <= known.last or headed.form is MentionForm.NOMINAL
            ):
                phrase = known
            else:
                phrase = headed or self._named(words, at, depth) or self._described(words, at, depth)
        if phrase is not None and phrase.last > at:
            return self._extended(words, phrase, depth)
        return None

    def _namesake(self, words: Words, known: Phrase) -> bool:
        """A one-word place that is the first name of somebody here: Лариса Шеслер, Victoria Nuland."""
        if known.last - known.first > 1 or self.ontology.type_of(known.kind or "Person") != "Place":
            return False
        run = self._run(words, known.first)
        return run is not None and run.last > known.last and run.kind == "Person"

    def _plural_description(self, words: Words, at: int, depth: int) -> Phrase | None:
        """ "The two countries", gunmen: descriptions that no organisation's head word may shadow."""
        length, nominals = self.language.nominals.longest(words.tokens, at)
        if not length or not nominals[0].features & {"dual", "side", "unnamed"}:
            return None
        if self.language.heads.longest(words.tokens, at)[0] > length:
            return None
        return self._described(words, at, depth)

    def _name_at(self, words: Words, at: int) -> bool:
        """Whether a known name begins here that only looks like a function word: US, WHO, IS."""
        length, width = self.language.actors.longest(words.tokens, at)[0], words.width(at)
        return length > width or (
            length == width and len(words.tokens[at].text) > 1 and words.tokens[at].text.isupper()
        )

    # known actors, demonyms, names

    def _actor(self, words: Words, at: int) -> Phrase | None:
        """A name that the registry knows."""
        length, actors = self.language.actors.longest(words.tokens, at)
        if not length or (self.language.capitals and not words.capital(at)):
            return None
        known = [a for a in (self.registry.actor(i) for i in actors) if a is not None]
        if not known:
            return None
        if not self.language.capitals and length == 1 and self._ordinary(words, at, known[0].kind):
            return None
        if self.language.genitive == "case" and length == 1 and at == 0 and self._no_name(words.tokens[at]):
            return None
        actor = known[0]
        seat = self.registry.represented(actor.id)
        if seat is not None and length == 1 and not self._at_place(words, at):
            state = self.registry.actor(seat)  # "Moscow and Astana agreed": the capital stands for its government
            actor = state if state is not None else actor
        person = self.ontology.type_of(actor.kind) == "Person"
        if person and length == 1 and not self.language.capitals and words.tokens[at].has("verb"):
            return None
        return Phrase(at, at + length, at, at + length, MentionForm.NAME, actor.kind, at, actor.id)

    def _no_name(self, token: Token) -> bool:
        """A Russian word that begins a sentence and that a dictionary has, but not as a name: «Тем не менее»."""
        names = {"given", "family", "place", "organization"}
        return (
            token.known
            and len(token.text) > 1
            and not token.text.isupper()
            and not any(r.features & names for r in token.readings)
        )

    def _at_place(self, words: Words, at: int) -> bool:
        """Whether a preposition of place or a noun before it makes a capital's name that of the place."""
        before = at - 1
        if words.function(before, "det"):
            before -= 1
        function = None
        for back in (3, 2, 1):  # the longest preposition that ends here: من قبل (by) is no قبل (before)
            if words.width(before - back + 1) == back:
                function = function or words.function(before - back + 1, "prep")
        if function is not None:
            return bool(function.features & {"in", "from", "to", "at"}) and not function.features & {"between", "with"}
        if before >= 0 and words.is_word(before) and self.language.heads.longest(words.tokens, before)[0]:
            return True
        return words.sentence.span.start == words.tokens[at].start and words.is_sign(at + 1, ",،—–-(")

    def _ordinary(self, words: Words, at: int, kind: str) -> bool:
        """A one-word Arabic name that is an ordinary word too (فتح, الجديدة): taken for a name only after the head
        word of such names or in quotation marks. Names of countries are taken as they stand."""
        token = words.tokens[at]
        if self.ontology.type_of(kind) == "Country" or not self._is_common(token):
            return False
        if words.tokens[at - 1].text in '"«“' and at:
            return False
        for back in (1, 2):
            length, heads = self.language.heads.longest(words.tokens, at - back)
            if length == back and any(
                self.ontology.is_a(kind, head.kind) or self.ontology.is_a(head.kind, kind) for head in heads
            ):
                return False
        return True

    def _demonym(self, words: Words, at: int) -> Phrase | None:
        """An adjective of a country ("Russian", الروسي, российский) as a mention of the country."""
        length, actors = self.language.demonyms.longest(words.tokens, at)
        if not length:
            return None
        actor = self.registry.actor(actors[0])
        if actor is None:
            return None
        return Phrase(at, at + length, at, at + length, MentionForm.NAME, actor.kind, at, actor.id, demonym=True)

    def _named(self, words: Words, at: int, depth: int) -> Phrase | None:
        actor = self._actor(words, at)
        run = self._run(words, at)
        if actor is not None and (
            run is None or run.last <= actor.last or (run.kind is None and not self.language.capitals)
        ):
            return actor
        demonym = self._demonym(words, at)
        if run is not None and (demonym is None or run.last > demonym.last):
            return run
        if actor is None and words.tokens[at].text in '"«“„':
            quoted = self._quoted(words, at)
            if quoted is not None and self._quoted_name(words, quoted):
                return quoted
        return demonym if actor is None else actor

    def _quoted_name(self, words: Words, quoted: Phrase) -> bool:
        """Whether a few words in quotation marks are a name: known, capitalised, or in Arabic no ordinary words."""
        inside = self._actor(words, quoted.start)
        if inside is not None and inside.last == quoted.stop:
            quoted.actor, quoted.kind = inside.actor, inside.kind
            return True
        tokens = [words.tokens[i] for i in range(quoted.start, quoted.stop) if words.is_word(i)]
        if not 1 <= len(tokens) <= 5:
            return False
        if self.language.capitals:
            named = all("capital" in t.features for t in tokens) and not any(
                words.function(i, "pron", "aux", "modal") for i in range(quoted.start, quoted.stop)
            )
        else:
            named = sum(not t.known or not self._is_common(t) for t in tokens) * 2 > len(tokens)
        if named:
            quoted.kind, quoted.sure = "Organization", True
        return named

    def _quoted(self, words: Words, at: int) -> Phrase | None:
        """A short name in quotation marks, as after the head of an organisation: شركة "كاز مينيرال"."""
        if not (0 <= at < len(words)) or words.tokens[at].text not in '"«“„':
            return None
        for end in range(at + 1, min(at + 10, len(words))):
            if words.tokens[end].text in '"»”“' and end > at + 1:
                return Phrase(at, end + 1, at + 1, end, MentionForm.NAME, None, at + 1, sure=False)
        return None

    def _is_name_word(self, words: Words, at: int, first: bool) -> bool:
        """Whether the token can be part of a proper name."""
        if not words.is_word(at):
            return False
        token = words.tokens[at]
        classes = self.language.name_class(token)
        if not classes and not first and "definite" in token.features:
            classes = self.language.name_classes.get(token.form[2:], frozenset())  # الصالح after سامي
        if self.language.capitals:
            if len(token.text) == 1 and words.is_sign(at + 1, ".") and words.capital(at) and words.near(at + 1):
                return True  # an initial, though «В», «А» and "A" are words too
            if "capital" not in token.features or (token.form in self.language.calendar and not classes):
                return False
            if words.function(
                at, "pron", "prep", "det", "that", "sub", "and", "aux", "modal", "rel", "neg", "adv", "but"
            ) and not (classes and not first):
                return False
            if first and token.start == words.sentence.span.start and token.known and not classes:
                return bool(words.capital(at + 1)) and self.language.dictionary.get(token.form) is None
            return True
        if words.function(at, "pron", "prep", "that", "sub", "and", "rel", "neg", "but", "adv", "det"):
            return False
        if "clitic" in token.features or (token.text.isascii() is False and len(token.text) < 2):
            return False
        if classes:
            # a particle, or a name that is an ordinary word too (جمال, سعيد), begins a name only beside another or
            # after a title
            alone = "particle" in classes or ("word" in classes and not (at and self._title_at(words, at - 1)))
            return not first or not alone or self._is_name_word(words, at + 1, False)
        if "given" in token.features:
            return True
        if token.known:
            return not first and "definite" in token.features and not self._is_common(token)
        return not (first and "definite" in token.features)

    def _is_common(self, token: Token) -> bool:
        """A word that an Arabic dictionary has as noun, verb or adjective, not only as a name."""
        return any(
            r.pos in ("noun", "verb", "adjective", "participle", "adverb", "preposition", "particle")
            for r in token.readings
        )

    def _run(self, words: Words, at: int) -> Phrase | None:
        """A run of name words: capitals in Russian and English, names and unknown words in Arabic."""
        if not self._is_name_word(words, at, True):
            return None
        last = at + 1
        while last < len(words) and last - at < 9:
            token = words.tokens[last]
            classes = self.language.name_class(token)
            if self._acronym_ends(words, at, last):
                break
            if self._is_name_word(words, last, False) and (
                not self._title_at(words, last) or (classes & {"given", "family"} and not self.language.capitals)
            ):
                last += 1
            elif (
                ("particle" in classes and last + 1 < len(words) and self._is_name_word(words, last + 1, False))
                or (
                    token.text in ".-–"
                    and words.near(last)
                    and words.near(last + 1)
                    and self._is_name_word(words, last + 1, False)
                )
                or (
                    token.text == "."
                    and words.near(last)
                    and last - at >= 1
                    and len(words.tokens[last - 1].text) <= 2
                    and self._is_name_word(words, last + 1, False)
                )
                or (self.language.capitals and self._inner_link(words, at, last))
            ):
                last += 2
            else:
                break
        return self._classified(words, at, last)

    def _acronym_ends(self, words: Words, first: int, index: int) -> bool:
        """Whether a person's name begins after an acronym: лидер ЛДПР | Леонид Слуцкий."""
        letters = words.tokens[first].text
        after = words.tokens[index]
        return (
            self.genitive == "case"
            and index == first + 1
            and 1 < len(letters) < 7
            and letters.isupper()
            and not after.text.isupper()
            and bool({"given"} & (self.language.name_class(after) | self._tagged(after)))
        )

    def _inner_link(self, words: Words, at: int, index: int) -> bool:
        """The "of", "for", "and" inside a capitalised name: League for the Defence of Human Rights."""
        function = words.function(index, "prep", "and", "det")
        if function is None or words.width(index) != 1 or not words.capital(index + 1):
            return False
        heads = any(self.language.heads.longest(words.tokens, i)[0] for i in range(at, index))
        if function.kind == "prep" and "of" in function.features:
            return heads and not self.language.actors.longest(words.tokens, index + 1)[0]
        return False

    def _classified(self, words: Words, first: int, last: int) -> Phrase | None:
        """A run of name words as a phrase: its kind by the heads, given names and titles in and around it."""
        kind: str | None = None
        sure = False
        head: Head | None = None
        if self.language.capitals:
            for index in range(first, last):
                length, found = self.language.heads.longest(words.tokens, index)
                if length and last - first > 1:
                    head, kind, sure = found[0], found[0].kind, True
        tokens = words.tokens[first:last]
        classes: list[frozenset[str]] = [self.language.name_class(t) | self._tagged(t) for t in tokens]
        if kind is None and any("given" in c for c in classes):
            kind, sure = "Person", last - first > 1
        elif kind is None and last - first == 1 and "family" in classes[0]:
            kind = "Person"
            sure = self.genitive == "case" and "family" in self.language.name_class(tokens[0])  # known from the news
        if not any(len(t.text) > 2 or t.text.isupper() for t in tokens):
            return None
        if kind is None and last - first == 1 and self.language.capitals:
            if tokens[0].text.isupper() and len(tokens[0].text) > 1:
                kind = "Organization"
            elif first == 0 and tokens[0].known:
                return None
        if (
            kind is None
            and self.language.capitals
            and all(t.known for t in tokens)
            and words.sentence.heading
            and last - first == 1
        ):
            return None
        if not self.language.capitals and not self._name_like(tokens, classes):
            kind, sure = None, False
        phrase = Phrase(first, last, first, last, MentionForm.NAME, kind, first, sure=sure, organization=head)
        if not self.language.capitals and kind is None and not self._name_like(tokens, classes):
            phrase.features = frozenset({"weak"})
        if head is not None:
            demonym = self._demonym(words, first)
            if demonym is not None and demonym.last < last:
                self._belongs(phrase, demonym)
        phrase.gender = next((g for c in classes for g in ("f", "m") if g in c), "")
        return phrase

    def _name_like(self, tokens: list[Token], classes: list[frozenset[str]]) -> bool:
        """Whether an Arabic run has more words that are only names, or unknown, than ordinary words."""
        strong = sum(
            (bool(c - {"particle"}) and not self._is_common(t)) or (not t.known and not c)
            for t, c in zip(tokens, classes, strict=True)
        )
        return strong * 2 >= sum("particle" not in c for c in classes) and strong > 0

    def _tagged(self, token: Token) -> frozenset[str]:
        """What a morphological dictionary says of the token as a name."""
        best = token.readings[:3]
        return frozenset(
            feature
            for r in best
            for feature in ("given", "family", "patronymic")
            if feature in r.features and token.known
        )

    # organisations, places and other things by head word

    def _headed(self, words: Words, at: int, depth: int) -> Phrase | None:
        premodifier, start = self._premodifier(words, at)
        length, heads = self.language.heads.longest(words.tokens, start)
        named = False
        if not length and premodifier is None:
            start = self._past_adjectives(words, at)
            named = start > at
            length, heads = self.language.heads.longest(words.tokens, start) if named else (0, [])
        if not length or (self.language.capitals and self._run_longer(words, start, start + length)):
            return None
        if words.tokens[start].has("verb") and (
            not words.tokens[start].has("noun") or self._clause_begins(words, start)
        ):
            return None
        head = heads[0]
        last = start + length
        phrase = Phrase(
            at, last, start, last, MentionForm.NOMINAL, head.kind, start, organization=head, features=head.features
        )
        if named:
            phrase.form, phrase.start = MentionForm.NAME, at
        if premodifier is not None:
            self._belongs(phrase, premodifier)
            if self._named_by_country(head):
                phrase.form = MentionForm.NAME
            phrase.start = premodifier.start
        if length > 1 and "definite" in words.tokens[last - 1].features:
            phrase.form = MentionForm.NAME  # وزارة الخارجية names a ministry, الحكومة does not name a government
        last = self._complete(words, phrase, head, last, depth)
        phrase.last = last
        phrase.plural = self._plural(words.tokens[start])
        if phrase.plural and phrase.actor is None and head.complement != "country":
            # "Kazakh enterprises" are no enterprise of that name
            phrase.form, phrase.unnamed = MentionForm.NOMINAL, True
            phrase.links = []
        if phrase.form is MentionForm.NOMINAL and head.complement == "name" and "alone" not in head.features:
            phrase.sure = False
        return phrase

    def _past_adjectives(self, words: Words, at: int) -> int:
        """The index of the head noun of a Russian name whose first adjective has a capital: «Международный
        общественный трибунал»; ``at`` where there is none, or where a sentence gives the capital."""
        if self.genitive != "case" or at == 0 or not words.capital(at) or words.function(at, "det", "pron"):
            return at
        index = at
        while index < len(words) and index - at < 5 and words.tokens[index].has("adjective"):
            index += 1
        agrees = index < len(words) and any(
            adjective.case == noun.case and adjective.case and noun.pos == "noun"
            for adjective in words.tokens[at].readings
            for noun in words.tokens[index].readings
        )
        return (
            index
            if agrees and index > at and words.tokens[index].text.islower() and not words.is_sign(at - 1, '«“"(')
            else at
        )

    def _clause_begins(self, words: Words, at: int) -> bool:
        """Arabic: where a clause begins, a word that may be a verb is one: وكتب (and he wrote), not books."""
        if self.language.order != "vso" or "definite" in words.tokens[at].features:
            return False
        if at == 0:
            return not words.sentence.heading
        return at == 1 and words.function(0, "and") is not None

    def _run_longer(self, words: Words, at: int, last: int) -> bool:
        """A head inside a longer capitalised name belongs to that name."""
        return (
            words.capital(at)
            and words.capital(last)
            and not self.language.actors.longest(words.tokens, last)[0]
            and not self._title_at(words, last)
            and words.language.genitive != "case"
        )

    def _complete(self, words: Words, phrase: Phrase, head: Head, last: int, depth: int) -> int:
        """What follows a head: adjectives and portfolio words, a demonym or country, a name, a quoted name."""
        start = phrase.start
        descriptive = head.complement in ("phrase", "any")
        while last < len(words) and last - start < MAX_PHRASE:
            token = words.tokens[last]
            quoted = self._quoted(words, last)
            if quoted is not None and head.complement in ("name", "any", "phrase") and quoted.last - quoted.first <= 9:
                phrase.form, phrase.stop, phrase.sure = MentionForm.NAME, quoted.last, True
                inside = self._actor(words, quoted.start)
                if inside is not None and inside.last == quoted.stop and self._same_kind(inside.kind, head.kind):
                    phrase.actor, phrase.kind = inside.actor, inside.kind
                    phrase.proper = (quoted.start, quoted.stop)
                elif head.complement != "phrase" and last == start + len(head.form.split()):
                    phrase.proper = (quoted.start, quoted.stop)  # компания «KAZ Minerals» is called KAZ Minerals
                return quoted.last
            demonym = self._demonym(words, last)
            if demonym is not None and not self.before:
                self._belongs(phrase, demonym)
                if self._named_by_country(head) or phrase.stop > phrase.head + 1:
                    phrase.form = MentionForm.NAME
                phrase.stop = last = demonym.last
                continue
            if words.function(last, "prep"):
                function = words.function(last, "prep")
                assert function is not None
                inner = last + words.width(last)
                if "of" in function.features:
                    complement = self.phrase(words, inner + bool(words.function(inner, "det")), depth + 1)
                    if complement is not None and complement.kind and self._possessor(complement):
                        self._belongs(phrase, complement)
                        phrase.form, phrase.stop = MentionForm.NAME, complement.last
                        return complement.last
                    if descriptive and self.genitive == "preposition" and words.capital(inner):
                        last = inner + 1
                        phrase.form, phrase.stop = MentionForm.NAME, last
                        continue
                return last
            actor = self._actor(words, last)
            if actor is not None and self.genitive != "preposition":
                if head.complement in ("name", "any") and self._same_kind(actor.kind, head.kind):
                    # the head word of a name that is known without it: حركة حماس, جمهورية رواندا
                    phrase.form, phrase.stop, phrase.actor, phrase.kind = (
                        MentionForm.NAME,
                        actor.last,
                        actor.actor,
                        actor.kind,
                    )
                    phrase.proper = (actor.start, actor.stop)
                    return actor.last
                self._belongs(phrase, actor)
                phrase.form, phrase.stop = MentionForm.NAME, actor.last
                return actor.last
            if (
                self.genitive == "adjacent"
                and "definite" in token.features
                and token.has("noun", "adjective", "participle")
                and not token.has("name")
            ):
                if head.complement == "name" and not token.has("adjective"):
                    return last
                last += 1
                if descriptive or token.has("adjective"):
                    phrase.stop = last
                    phrase.form = MentionForm.NAME if descriptive else phrase.form
                while (
                    words.function(last, "and")
                    and "definite" in (words.tokens[last + 1].features if last + 1 < len(words) else ())
                    and descriptive
                    and words.tokens[last + 1].has("noun")
                    and self._demonym(words, last + 1) is None
                ):
                    last += 2
                    phrase.stop = last
                continue
            if (
                self.genitive == "adjacent"
                and descriptive
                and token.has("noun")
                and not token.has("verb", "name", "preposition")
                and last == phrase.head + 1
            ):
                last += 1
                continue
            if (
                self.genitive == "case"
                and descriptive
                and token.text.islower()
                and token.has("noun", "adjective")
                and any(r.case == "gen" for r in token.readings)
            ):
                last += 1
                phrase.form, phrase.stop = MentionForm.NAME, last
                if (
                    words.function(last, "and")
                    and last + 1 < len(words)
                    and words.tokens[last + 1].text.islower()
                    and any(r.case == "gen" for r in words.tokens[last + 1].readings)
                ):
                    last += 1
                continue
            run = self._run(words, last) if head.complement in ("name", "any") else None
            if (run is not None and run.kind not in ("Person",)) or (run is not None and head.complement == "name"):
                assert run is not None
                phrase.form, phrase.stop, phrase.sure = MentionForm.NAME, run.last, True
                return run.last
            return last
        return last

    def _named_by_country(self, head: Head) -> bool:
        """The Russian army is one; a Russian company is any."""
        return head.complement == "country" or "role" in head.features or " " in head.form

    def _same_kind(self, a: str | None, b: str) -> bool:
        return a is not None and (self.ontology.is_a(a, b) or self.ontology.is_a(b, a))

    def _possessor(self, phrase: Phrase) -> bool:
        return self.ontology.type_of(phrase.kind or "Person") in ("Country", "Place", "Organization", "Media")

    def _belongs(self, phrase: Phrase, to: Phrase) -> None:
        """Record the country or body that a body belongs to, and the relation its kind states with it."""
        phrase.parts.append(to)
        if phrase.country is None:
            phrase.country = to
        features = phrase.organization.features if phrase.organization is not None else frozenset()
        stated = next((f.removeprefix("states:") for f in sorted(features) if f.startswith("states:")), None)
        relation = stated or (self.ontology.kind(phrase.kind).adjectival if phrase.kind else None)
        if relation is not None and self.ontology.admits(relation, phrase.kind, to.kind):
            link = Link(relation, phrase, to, min(phrase.first, to.first), max(phrase.last, to.last), "phrase")
            phrase.links.append(link)

    def _premodifier(self, words: Words, at: int) -> tuple[Phrase | None, int]:
        """A country before its noun: "Russian", "US", "Russia's", российский. Also where the noun begins."""
        if not self.before:
            return None, at
        # in Russian only an adjective stands before its noun: российский президент, президент России
        phrase = self._demonym(words, at) or (self._actor(words, at) if self.genitive != "case" else None)
        if phrase is None:
            return None, at
        index = phrase.last
        if index < len(words) and "possessive" in (
            words.tokens[index].readings[0].features if words.tokens[index].readings else ()
        ):
            phrase.possessive = True
            index += 1
        while (
            index < len(words)
            and index - phrase.last < 3
            and words.tokens[index].has("adjective")
            and not words.capital(index)
            and not words.tokens[index].has("verb")
            and not self._title_at(words, index)
        ):
            index += 1
        return phrase, index

    # titles and their holders

    def _titles(self, words: Words, at: int) -> tuple[int, list[Title]]:
        """The longest title at a token. One that is listed with the article needs it: الفريق is a rank, فريق a team."""
        length, titles = self.language.titles.longest(words.tokens, at)
        if length and not self.language.capitals and "definite" not in words.tokens[at].features:
            titles = [title for title in titles if not title.form.startswith("ال")]
        return (length, titles) if titles else (0, [])

    def _title_at(self, words: Words, at: int) -> list[Title]:
        return self._titles(words, at)[1]

    def _titled(self, words: Words, at: int, depth: int) -> Phrase | None:
        uses: list[TitleUse] = []
        parts: list[Phrase] = []
        index = at
        stop = at
        holder: Phrase | None = None
        while index < len(words) and index - at < MAX_PHRASE:
            use, end = self._title_use(words, index, depth)
            if use is None or (index > at and not self._joined(words, uses[-1], use)):
                break
            uses.append(use)
            parts += [phrase for _, phrase in use.complements] + use.bodies
            stop = index = end
            if (words.function(index, "and") and self._next_title(words, index + 1)) or (
                words.is_sign(index, ",،") and self._next_title(words, index + 1) and not self.before
            ):
                index += 1
            else:
                holder = self._holder(words, index, uses)
                if holder is not None:
                    break
                if words.is_sign(index, ",،") and self._next_title(words, index + 1):
                    index += 1
        if not uses:
            return None
        if holder is None and self._plain_word(uses):
            return None
        first_title = uses[0]
        if holder is None:
            phrase = Phrase(
                at, stop, at, stop, MentionForm.NOMINAL, "Person", first_title.head, titles=uses, parts=parts
            )
            phrase.plural = any("pl" in use.title.features for use in uses) or self._plural(
                words.tokens[first_title.head]
            )
        else:
            phrase = Phrase(
                at,
                holder.last,
                holder.start,
                holder.stop,
                MentionForm.NAME,
                "Person",
                first_title.head,
                holder.actor,
                uses,
                parts,
            )
            phrase.gender = holder.gender
            stop = holder.last
        for use in uses:
            if "f" in use.title.features:
                phrase.gender = "f"
        phrase.last = stop
        return phrase

    def _plural(self, token: Token) -> bool:
        return (
            bool(token.readings)
            and all(r.number in ("p", "d") for r in token.readings if r.pos == "noun")
            and token.has("noun")
        )

    def _plain_word(self, uses: list[TitleUse]) -> bool:
        """Honorifics and professions alone ("Dr", "journalist") name nobody."""
        return all(not use.title.relations and not use.title.implies for use in uses)

    def _next_title(self, words: Words, at: int) -> bool:
        if self._title_at(words, at):
            return True
        _, index = self._premodifier(words, at)
        return index != at and bool(self._title_at(words, index))

    def _title_use(self, words: Words, at: int, depth: int) -> tuple[TitleUse | None, int]:
        """A title with its complements, and the index after them."""
        ended = False
        while (cue := self._former(words, at)) and at < len(words):
            ended = True
            at += cue
        premodifiers: list[Phrase] = []
        start = at
        premodifier, index = self._premodifier(words, at)
        if premodifier is None and self.before:
            premodifier = self._possessing(words, at, depth)
            if premodifier is not None:
                index = premodifier.last + 1
        if premodifier is not None:
            premodifiers.append(premodifier)
            while cue := self._former(words, index):
                ended = True
                index += cue
        length, titles = self._titles(words, index)
        if not length:
            return None, at
        if self._verbal(words, index, length):
            return None, at
        title = titles[0]
        use = TitleUse(
            title, start, index + length, [("", p) for p in premodifiers], ended or "former" in title.features
        )
        use.head = index
        use.implied = title.implies
        if "counterpart" in title.features:
            pronoun = words.tokens[use.last] if use.last < len(words) else None
            if pronoun is not None and any("suffix" in r.features for r in pronoun.readings):
                use.last += 1
                length += 1
            if self._latest is not None:
                use.title = replace(title, relations=self._latest.relations)
        elif title.relations:
            self._latest = title
        last = self._complements(words, use, index + length, depth)
        use.last = last
        if self.genitive != "adjacent":
            self._body(words, use, index, length)
        return use, last

    def _body(self, words: Words, use: TitleUse, at: int, length: int) -> None:
        """The body inside an office's name: the foreign ministry in «глава МИД России»."""
        for index in range(at + 1, at + length):
            width, heads = self.language.heads.longest(words.tokens, index)
            if width and index + width == at + length and heads[0].complement != "name":
                last = max([at + length, *(p.last for _, p in use.complements if p.first >= at + length)][:2])
                body = Phrase(index, last, index, last, MentionForm.NAME, heads[0].kind, index, organization=heads[0])
                for _, part in use.complements[:1]:
                    if self.ontology.type_of(part.kind or "Person") == "Country":
                        self._belongs(body, part)
                        body.parts = []
                if body.links:
                    use.bodies.append(body)
                return

    def _verbal(self, words: Words, at: int, length: int) -> bool:
        token = words.tokens[at]
        if length != 1:
            return False
        if token.has("verb") and self._clause_begins(words, at):
            return True
        if token.has("participle") and "definite" not in token.features:
            # مشيرا إلى (pointing out) is no field marshal
            return all(r.case == "acc" for r in token.readings if r.pos == "noun")
        return token.has("verb") and not token.has("noun", "name")

    def _former(self, words: Words, at: int) -> int:
        if at >= len(words):
            return 0
        length, cues = self.language.cues.longest(words.tokens, at)
        return length if any(cue.kind == "former" for cue in cues) else 0

    def _possessing(self, words: Words, at: int, depth: int) -> Phrase | None:
        """A body before a title: "White House press secretary", "NATO's secretary general"."""
        run = self._run(words, at) if words.capital(at) else None
        if run is None or run.kind == "Person" or run.last >= len(words) or run.last - at > 5:
            return None
        index = run.last
        if words.tokens[index].form == "'s" and self._title_at(words, index + 1) and run.kind is not None:
            return run
        return None

    def _complements(self, words: Words, use: TitleUse, at: int, depth: int) -> int:
        """Take in what completes a title, from ``at`` on; the index after it."""
        last = at
        steps = 0
        while last < len(words) and steps < 8:
            steps += 1
            if not self.before:
                demonym = self._demonym(words, last)
                if demonym is not None:
                    use.complements.append(("", demonym))
                    last = demonym.last
                    continue
            if (cue := self._former(words, last)) and not self.before:
                use.ended = True
                last += cue
                continue
            function = words.function(last, "prep")
            if function is not None:
                inner = last + words.width(last)
                if "topic" in function.features and self._topic(words, inner) > inner:
                    last = self._topic(words, inner)
                    continue
                if not function.features & {"of", "at", "in"}:
                    return last
                if not function.features & {"of", "at"}:  # وزير الخارجية بدولة قطر
                    state = self.phrase(words, inner, depth + 1) if not use.complements else None
                    if (
                        state is None
                        or self.ontology.type_of(state.kind or "Person") != "Country"
                        or not use.title.relations
                    ):
                        return last
                    use.complements.append(("of", state))
                    last = state.last
                    continue
                inner += bool(words.function(inner, "det"))
                complement = self.phrase(words, inner, depth + 1)
                if (
                    complement is None
                    or not self._possessor(complement)
                    or (complement.form is MentionForm.NOMINAL and not complement.kind)
                ):
                    skipped = self._portfolio(words, inner) if "of" in function.features else inner
                    if skipped > inner:
                        last = skipped
                        continue
                    return last
                mark = "at" if "at" in function.features and "of" not in function.features else "of"
                use.complements.append((mark, complement))
                last = complement.last
                last = self._coordinated(words, use, mark, last, depth)
                continue
            if self.genitive == "adjacent":
                if self._title_at(words, last) and not self._honorific_only(words, last):
                    # a title that is not complete takes the next one as its complement: سفير خادم الحرمين الشريفين
                    if (
                        use.title.relations
                        and not use.complements
                        and "definite" not in words.tokens[last - 1].features
                    ):
                        nested_use, after = self._title_use(words, last, depth + 1)
                        if nested_use is not None:
                            use.complements += nested_use.complements
                            use.implied = use.implied or nested_use.implied
                            last = after
                            continue
                    return last
                complement = self._complement_phrase(words, last, depth)
                if complement is not None:
                    use.complements.append(("of", complement))
                    last = complement.last
                    continue
                skipped = self._portfolio(words, last)
                if skipped > last:
                    last = skipped
                    continue
            if self.genitive == "case":
                complement = self._complement_phrase(words, last, depth)
                if complement is not None and self._genitive(words, complement):
                    use.complements.append(("of", complement))
                    state = self._actor(words, complement.last)
                    if (
                        state is not None
                        and self.ontology.type_of(complement.kind or "Person") == "Organization"
                        and self.ontology.type_of(state.kind or "Person") == "Country"
                        and self._genitive(words, state)
                    ):  # спикер Госдумы РФ
                        self._belongs(complement, state)
                        complement.last = complement.stop = state.last
                    last = self._coordinated(words, use, "of", complement.last, depth)
                    continue
                skipped = self._portfolio(words, last)
                if skipped > last:
                    last = skipped
                    continue
            return last
        return last

    def _topic(self, words: Words, at: int) -> int:
        """The index after what an office is about: the words after «по» in «вице-премьер по делам Донбасса»."""
        last = at
        while last < len(words) and last - at < 12:
            state = self._actor(words, last) if words.capital(last) else None
            if state is not None and self._possessor(state) and (last == at or words.function(last - 1, "and", "prep")):
                last = state.last
            elif self._title_at(words, last) or not words.is_word(last) or words.capital(last):
                break
            elif words.function(last, "and", "prep") or words.tokens[last].has("noun", "adjective"):
                last += 1
            else:
                break
        while last > at and words.function(last - 1, "and", "prep"):
            last -= 1
        return last

    def _coordinated(self, words: Words, use: TitleUse, mark: str, last: int, depth: int) -> int:
        """More complements after commas and "and": the foreign ministers of Hungary, Slovakia and Russia."""
        if "pl" not in use.title.features and not self._plural(words.tokens[use.head]):
            return last
        while last < len(words) and (words.is_sign(last, ",،") or words.function(last, "and")):
            index = last + 1 + bool(words.is_sign(last, ",،") and words.function(last + 1, "and"))
            index += bool(words.function(index, "det"))
            complement = self._actor(words, index)
            if complement is None:
                return last
            use.complements.append((mark, complement))
            last = complement.last
        return last

    def _honorific_only(self, words: Words, at: int) -> bool:
        titles = self._title_at(words, at)
        return bool(titles) and all(not t.relations for t in titles)

    def _complement_phrase(self, words: Words, at: int, depth: int) -> Phrase | None:
        phrase = self._actor(words, at)
        if phrase is None or self.ontology.type_of(phrase.kind or "") == "Person":
            headed = self._headed(words, at, depth + 1)
            return (
                headed if headed is not None and headed.kind and self._possessor(headed) and headed.last > at else None
            )
        return phrase

    def _genitive(self, words: Words, phrase: Phrase) -> bool:
        readings = words.tokens[phrase.head].readings
        return not readings or any(r.case == "gen" or "fixed" in r.features for r in readings)

    def _portfolio(self, words: Words, at: int) -> int:
        """Common nouns that say which office it is (وزير الشباب والثقافة, министр по делам …); the index after them."""
        last = at
        while last < len(words) and last - at < 9:
            token = words.tokens[last]
            if (
                not words.is_word(last)
                or self._title_at(words, last)
                or self._demonym(words, last)
                or self._actor(words, last)
            ):
                break
            if self.genitive == "adjacent":
                if (
                    words.function(last, "and")
                    and last > at
                    and last + 1 < len(words)
                    and "definite" in words.tokens[last + 1].features
                    and not self._demonym(words, last + 1)
                    and not self._title_at(words, last + 1)
                ):
                    last += 1
                    continue
                if (
                    "definite" in token.features
                    and token.has("noun", "adjective", "participle")
                    and not token.has("name", "preposition")
                ):
                    last += 1
                    continue
                break
            if self.genitive == "case":
                if token.text.islower() and (
                    any(r.case == "gen" and r.pos in ("noun", "adjective") for r in token.readings)
                    or (
                        words.function(last, "prep", "and")
                        and last > at
                        and last + 1 < len(words)
                        and words.tokens[last + 1].text.islower()
                    )
                ):
                    last += 1
                    continue
                break
            if (
                token.has("noun", "adjective", "name")
                and (token.text.islower() or words.capital(last))
                and not words.function(last, "prep", "that", "sub", "rel")
            ):
                last += 1
                continue
            break
        while last > at and words.function(last - 1, "and", "prep"):
            last -= 1
        return last

    def _holder(self, words: Words, at: int, uses: list[TitleUse]) -> Phrase | None:
        """The person's name after a title, past honorifics, a comma or a bracket."""
        index = at
        commas = 0
        while index < len(words):
            length, titles = self._titles(words, index)
            if length and all(not t.relations for t in titles) and not self._verbal(words, index, length):
                index += length
                index += words.is_sign(index, ".")
                continue
            if words.is_sign(index, ",،") and not commas and self._full(uses):
                commas += 1
                index += 1
                continue
            break
        if commas and self.language.capitals and not words.capital(index):
            return None
        name = self._person_name(words, index, bool(commas))
        if name is not None:
            if self.genitive == "case" and not self._same_case(words, uses, name):
                return None
            name.last = max(name.last, name.stop)
        return name

    def _joined(self, words: Words, one: TitleUse, other: TitleUse) -> bool:
        """Whether two titles in a row may be of one holder: in Russian they stand in one case."""
        a, b = _cases(words.tokens[one.head]), _cases(words.tokens[other.head])
        return self.genitive != "case" or not a or not b or bool(a & b)

    def _same_case(self, words: Words, uses: list[TitleUse], name: Phrase) -> bool:
        """Whether a Russian name may stand in the case of a title before it: no «советник Трампа», «военным Путин»."""
        titles = frozenset[str]().union(*(_cases(words.tokens[use.head]) for use in uses))
        # only of words that the dictionary has as names the case is sure: Токаев is no genitive of Токай
        sure = [t for t in words.tokens[name.start : name.stop] if t.known and self._tagged(t)]
        cases = [_cases(token) for token in sure]
        return not titles or not any(cases) or any(c & titles for c in cases if c)

    def _full(self, uses: list[TitleUse]) -> bool:
        """A comma may stand between a title and its holder only where the title is complete."""
        return any(use.complements or len(use.title.form.split()) > 1 for use in uses)

    def _person_name(self, words: Words, at: int, after_comma: bool) -> Phrase | None:
        actor = self._actor(words, at)
        type_ = self.ontology.type_of(actor.kind or "Person") if actor is not None else ""
        if actor is not None and (type_ != "Place" or actor.last - actor.first > 1):
            return actor if type_ == "Person" else None
        run = self._run(words, at)
        if actor is not None and (run is None or (run.last == actor.last and run.kind != "Person")):
            return None
        if run is None or run.kind not in (None, "Person"):
            return None
        if run.last - run.first == 1 and self.genitive == "case" and self.language.heads.longest(words.tokens, at)[0]:
            return None  # заместитель командующего Росгвардией
        if after_comma and run.kind is None and (run.last - run.first < 2):
            return None
        run.kind = "Person"
        return run

    # descriptions

    def _described(self, words: Words, at: int, depth: int) -> Phrase | None:
        """Carrier nouns, definite descriptions and unnamed actors."""
        carrier = self._carried(words, at, depth)
        if carrier is not None:
            return carrier
        premodifier, index = self._premodifier(words, at)
        length, nominals = self.language.nominals.longest(words.tokens, index)
        if not length:
            return None
        nominal: Nominal = nominals[0]
        last = index + length
        parts: list[Phrase] = [premodifier] if premodifier else []
        while last < len(words) and not self.before and (demonym := self._demonym(words, last)) is not None:
            parts.append(demonym)
            last = demonym.last
        phrase = Phrase(
            at, last, at, last, MentionForm.NOMINAL, nominal.kind, index, features=nominal.features, parts=parts
        )
        phrase.plural = bool(nominal.features & {"dual", "plural"}) or self._plural(words.tokens[index])
        phrase.unnamed = "unnamed" in nominal.features
        phrase.country = parts[0] if parts else None
        if (
            self.language.capitals is False
            and "definite" not in words.tokens[index].features
            and not parts
            and not phrase.unnamed
        ):
            return None
        if self.genitive == "preposition" and not phrase.unnamed and not self._definite_before(words, at) and not parts:
            return None
        return phrase

    def _definite_before(self, words: Words, at: int) -> bool:
        function = words.function(at - 1, "det", "pron")
        return function is not None and not function.features & {"indefinite"}

    def _carried(self, words: Words, at: int, depth: int) -> Phrase | None:
        """A transparent noun with its country stands for the country: سلطات روسيا, Russian authorities."""
        premodifier, index = self._premodifier(words, at)
        length, carriers = self.language.carriers.longest(words.tokens, index)
        if not length:
            return None
        carrier: Carrier = carriers[0]
        if "people" in carrier.features:
            return None
        last = index + length
        country = premodifier
        if country is None:
            if not self.before:
                scan = last
                while (
                    scan < len(words)
                    and scan - last < 2
                    and words.tokens[scan].has("adjective")
                    and self._demonym(words, scan) is None
                ):
                    scan += 1
                country = self._demonym(words, scan) or (self._actor(words, last) if scan == last else None)
            elif self.genitive == "case":
                country = self._actor(words, last)
                country = country if country is not None and self._genitive(words, country) else None
            else:
                function = words.function(last, "prep")
                if function is not None and "of" in function.features:
                    inner = last + words.width(last)
                    country = self._actor(words, inner + bool(words.function(inner, "det")))
            if country is not None:
                last = country.last
        if country is None or not self._possessor(country):
            return None
        if "unnamed" in carrier.features:
            phrase = Phrase(
                at, last, at, last, MentionForm.NOMINAL, "Person", index, parts=[country], unnamed=True, plural=True
            )
            phrase.country = country
            return phrase
        return Phrase(
            at,
            last,
            country.start,
            country.stop,
            MentionForm.NAME,
            country.kind,
            index,
            country.actor,
            demonym=country.demonym,
        )

    # apposition and aliases

    def _extended(self, words: Words, phrase: Phrase, depth: int) -> Phrase:
        """Take in what follows in apposition: a title after a name, a bracketed acronym, "of X" after a holder."""
        if depth:
            return phrase
        if phrase.kind in (None, "Person") and phrase.form is MentionForm.NAME:
            self._after_name(words, phrase, depth)
        elif phrase.form is MentionForm.NAME and not phrase.demonym:
            self._own_country(words, phrase)
            self._whereabouts(words, phrase, depth)
        if (
            words.tokens[phrase.last - 1].form != "'s"
            and phrase.last < len(words)
            and words.tokens[phrase.last].form == "'s"
        ):
            phrase.possessive = True
        if words.is_sign(phrase.last, "(") and phrase.kind != "Person":
            close = next(
                (i for i in range(phrase.last + 2, min(phrase.last + 6, len(words))) if words.is_sign(i, ")")), None
            )
            if close is not None:
                inner = phrase.last + 1
                alias = Phrase(
                    inner, close, inner, close, MentionForm.NAME, phrase.kind, inner, phrase.actor, sure=False
                )
                if (
                    all(words.is_word(i) or words.tokens[i].text in '"«»“”' for i in range(inner, close))
                    and close - inner <= 3
                ):
                    known = self._actor(words, inner)
                    if known is not None and known.actor != phrase.actor:
                        return phrase
                    alias.features = frozenset({"alias"})
                    phrase.parts.append(alias)
                    phrase.last = close + 1
        return phrase

    def _own_country(self, words: Words, phrase: Phrase) -> None:
        """The country that a known body's name holds: مجلس الاتحاد الروسي, "U.S. Senate"."""
        entry = self.registry.actor(phrase.actor) if phrase.actor else None
        if entry is None or not entry.country or phrase.links:
            return
        after = None
        if self.genitive == "case":
            after = self._actor(words, phrase.last)
            after = after if after is not None and self._genitive(words, after) else None
        elif self.genitive == "adjacent":
            after = self._demonym(words, phrase.last)
        if after is not None and after.actor == entry.country:  # ФСБ России
            self._belongs(phrase, after)
            phrase.last = phrase.stop = after.last
            return
        for index in range(phrase.first, phrase.last):
            inner = self._demonym(words, index) or (
                self._actor(words, index) if phrase.last - phrase.first > 1 else None
            )
            if inner is not None and inner.actor == entry.country and inner.last <= phrase.last:
                self._belongs(phrase, inner)
                return

    def _whereabouts(self, words: Words, phrase: Phrase, depth: int) -> None:
        """A place after a place, facility or event ("Mosul, Iraq", قنصلية في دمشق); the whole of a body."""
        type_ = self.ontology.type_of(phrase.kind or "Person")
        index = phrase.last
        function = words.function(index, "prep")
        if function is not None and words.width(index) > 1 and "of" in function.features:  # التابع للأمم المتحدة
            whole = self.phrase(words, index + words.width(index), depth + 1)
            if whole is not None and self._possessor(whole):
                self._belongs(phrase, whole)
                phrase.last = whole.last
            return
        if type_ not in ("Place", "Facility", "Event"):
            return
        inner = None
        if function is not None and "in" in function.features:
            inner = index + words.width(index) + bool(words.function(index + words.width(index), "det"))
        elif words.is_sign(index, ",،(") and type_ == "Place":
            inner = index + 1
        if inner is None:
            return
        place = self._actor(words, inner) or (self._headed(words, inner, depth + 1) if function is not None else None)
        if place is None or self.ontology.type_of(place.kind or "Person") not in ("Country", "Place"):
            return
        if type_ == "Place":
            entry = self.registry.actor(phrase.actor) if phrase.actor else None
            if entry is None or place.actor != entry.country:
                return
        self._belongs(phrase, place)
        if function is not None:
            return  # the place stays a phrase of its own for the clause
        phrase.last = place.last + bool(words.is_sign(index, "(") and words.is_sign(place.last, ")"))

    def _after_name(self, words: Words, phrase: Phrase, depth: int) -> None:
        index = phrase.last
        function = words.function(index, "prep")
        if (
            phrase.titles
            and not any(use.complements for use in phrase.titles)
            and function is not None
            and "of" in function.features
            and self.before
        ):
            inner = index + words.width(index)
            inner += bool(words.function(inner, "det"))
            complement = self.phrase(words, inner, depth + 1)
            if complement is not None and self._possessor(complement) and complement.form is MentionForm.NAME:
                for held in phrase.titles:
                    held.complements.append(("of", complement))
                phrase.parts.append(complement)
                phrase.last = index = complement.last
        opened = words.is_sign(index, ",،(—–-")
        if not opened and self.genitive != "adjacent":
            return
        start = index + opened
        start += bool(words.function(start, "det"))
        use, end = self._title_use(words, start, depth + 1)
        if use is None or (not use.title.relations and not use.complements):
            return
        holder = self._holder(words, end, [use])
        if holder is not None:
            return
        if not opened and not self._apposed(words, phrase, end):
            return
        while True:
            joined = bool(words.function(end, "and"))
            if not self._next_title(words, end + joined) or not (joined or self.genitive == "adjacent"):
                break
            more, more_end = self._title_use(words, end + joined, depth + 1)
            if more is None or self._holder(words, more_end, [more]) is not None:
                break  # a title with a holder of its own is another person
            phrase.titles.append(more)
            phrase.parts += [p for _, p in more.complements]
            end = more_end
        phrase.kind, phrase.sure = "Person", True
        phrase.titles.append(use)
        phrase.parts += [p for _, p in use.complements]
        phrase.last = end + (1 if words.is_sign(end, ",،)—–-") else 0)

    def _apposed(self, words: Words, phrase: Phrase, end: int) -> bool:
        """Whether a title right after a name, without a comma, is that person's (محمد بن سلمان ولي العهد).

        After a verb and its subject the next phrase may be the object (التقى أوباما رئيس الوزراء), unless a sign
        or the end follows the title.
        """
        before = words.tokens[phrase.first - 1] if phrase.first else None
        follows_verb = before is not None and before.has("verb") and not before.has("preposition", "particle")
        return not follows_verb or end >= len(words) or words.is_sign(end, ",،.)—–-:؛")


def _cases(token: Token) -> frozenset[str]:
    """The cases that a Russian word may stand in; none where it is not inflected or not known."""
    nouns = [r for r in token.readings if r.pos in ("noun", "adjective", "participle") and r.case]
    if not token.known or any("fixed" in r.features for r in nouns):
        return frozenset()
    return frozenset(r.case for r in nouns)


def nested(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """The phrases and all their parts, outermost first."""
    for phrase in phrases:
        yield phrase
        yield from nested(phrase.parts)
