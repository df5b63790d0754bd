"""Predicates and their arguments: what each verb or event noun of a sentence has beside it, and how it is marked.

A shallow analysis in place of a parse. A verb's arguments are the phrases of its clause: its grammatical subject,
its object, and phrases behind prepositions or in an oblique case. An event noun's are its complement (genitive,
idafa, possessive, demonym adjective), its prepositional phrases, and the subject of the verb that supports it
("paid a visit", قام بزيارة). Clauses end at other verbs, subordinators, relative pronouns and strong signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.extraction.phrases import Phrase, Words
from kg.language import Language
from kg.model import MentionForm, Token

VERB, NOUN, PARTICIPLE = "verb", "noun", "participle"
SUBJECT, OBJECT, BARE, AGENT = "subject", "object", "bare", "agent"
_OBLIQUE = ("acc", "dat", "ins", "gen")
_CLOSE = {")": "(", "]": "["}


@dataclass(slots=True, eq=False)
class Unit:
    """A phrase, or a token (or a function word of several tokens) outside phrases: tokens ``[first, last)``."""

    first: int
    last: int
    phrase: Phrase | None = None


@dataclass(slots=True)
class Argument:
    """Coordinated phrases and how they stand to the predicate: a mark (subject, object, bare, agent, a case, or the
    folded preposition), and ``via`` the common noun whose complement they are ("Russia's *policy*"), if any."""

    mark: str
    group: list[Phrase]
    via: Token | None
    unit: int
    features: frozenset[str] = frozenset()


@dataclass(slots=True)
class Predicate:
    """A trigger word in use: its unit, how it is used, and its arguments in order of nearness."""

    unit: int
    token: int
    usage: str
    passive: bool
    arguments: list[Argument] = field(default_factory=list)
    first: int = 0
    last: int = 0
    tokens: list[int] = field(default_factory=list)


class Clauses:
    """The predicates of one sentence."""

    def __init__(
        self, words: Words, phrases: list[Phrase], language: Language, carried: list[Phrase] | None = None
    ) -> None:
        """``carried`` is the subject of the sentence before, for a verb that begins with none of its own."""
        self.carried = carried or []
        self.words = words
        self.language = language
        self.units = list(self._cut(phrases))
        self.unit_of = {
            token: number for number, unit in enumerate(self.units) for token in range(unit.first, unit.last)
        }
        self._cache: dict[int, Predicate | None] = {}

    def _cut(self, phrases: list[Phrase]) -> Iterator[Unit]:
        index = 0
        for phrase in phrases:
            yield from self._plain(index, phrase.first)
            yield Unit(phrase.first, phrase.last, phrase)
            index = phrase.last
        yield from self._plain(index, len(self.words))

    def _plain(self, first: int, last: int) -> Iterator[Unit]:
        index = first
        while index < last:
            width = max(1, min(self.words.width(index), last - index))
            yield Unit(index, index + width)
            index += width

    # ── what a unit is ─────────────────────────────────────────────────────────────────────────────────────────

    def token(self, unit: int) -> Token:
        return self.words.tokens[self.units[unit].first]

    def is_function(self, unit: int, *kinds: str) -> bool:
        return (
            0 <= unit < len(self.units)
            and self.units[unit].phrase is None
            and self.words.function(self.units[unit].first, *kinds) is not None
        )

    def phrase(self, unit: int) -> Phrase | None:
        return self.units[unit].phrase if 0 <= unit < len(self.units) else None

    def sign(self, unit: int, signs: str) -> bool:
        return 0 <= unit < len(self.units) and self.words.is_sign(self.units[unit].first, signs)

    def usage(self, unit: int) -> str | None:
        """Whether the word is used as a verb, an event noun or a participle here."""
        if self.units[unit].phrase is not None or self.is_function(unit, "prep", "that", "rel", "and", "pron", "det"):
            return None
        token = self.token(unit)
        if self.language.order == "vso":
            return self._usage_semitic(unit, token)
        if self.language.genitive == "case":
            return self._usage_inflected(token)
        return self._usage_analytic(unit, token)

    def _usage_inflected(self, token: Token) -> str | None:
        """Russian: the form tells."""
        for reading in token.readings[:3]:
            if reading.pos in ("verb", "gerund"):
                return VERB
            if reading.pos == "participle":
                return VERB if "short" in reading.features else PARTICIPLE
            if reading.pos == "noun":
                return NOUN
        return None

    def _usage_semitic(self, unit: int, token: Token) -> str | None:
        """Arabic: the same letters may be verb and verbal noun; place decides."""
        verb, noun, participle = token.has("verb"), token.has("noun"), token.has("participle")
        if "definite" in token.features:
            return NOUN if noun else PARTICIPLE if participle else None
        if not verb:
            return NOUN if noun else PARTICIPLE if participle else None
        if not noun and not participle:
            return VERB
        before = unit - 1
        while before >= 0 and self.is_function(before, "adv"):
            before -= 1
        if before < 0:
            return VERB if not self.words.sentence.heading or self.phrase(unit + 1) is None else NOUN
        if (
            self.is_function(before, "prep")
            or "preposition" in self.token(before).features
            or "lil" in self.token(before).features
        ):
            return NOUN
        if (
            self.is_function(before, "neg", "modal", "aux", "rel", "that", "sub")
            or "future" in self.token(before).features
        ):
            return VERB
        if self.is_function(before, "and") or self.sign(before, ',،:;؛"«“-–—'):
            return VERB
        if self.phrase(before) is not None:
            return VERB
        previous = self.token(before)
        if previous.has("noun") and not previous.has("verb"):
            return NOUN
        return VERB

    def _usage_analytic(self, unit: int, token: Token) -> str | None:
        """English: the same form may be verb and noun; the words before it decide."""
        verbs = [r for r in token.readings if r.pos == "verb"]
        nouns = [r for r in token.readings if r.pos == "noun"]
        if not verbs:
            return NOUN if nouns else PARTICIPLE if token.has("adjective") else None
        features = frozenset().union(*(r.features for r in verbs))
        before = unit - 1
        while before >= 0 and (
            self.is_function(before, "adv")
            or (
                self.phrase(before) is None
                and self.token(before).form.endswith("ly")
                and self.token(before).has("adverb")
            )
        ):
            before -= 1
        at_start = before < 0 or self.sign(before, ',;:"“”(—–-')
        if before >= 0 and (
            self.is_function(before, "modal", "aux")
            or self.token(before).form == "to"
            or self.is_function(before, "neg")
        ):
            if features & {"past", "participle"} and not features & {"base"} and self.is_function(before, "aux"):
                return VERB
            return VERB
        if before >= 0 and (
            self.is_function(before, "det")
            or "possessive" in (self.token(before).readings[0].features if self.token(before).readings else ())
            or self._possessive_pronoun(before)
        ):
            return NOUN if nouns or features & {"gerund"} else PARTICIPLE
        if features & {"gerund"}:
            if before >= 0 and self.is_function(before, "prep"):
                return (
                    VERB
                    if not nouns or self.phrase(unit + 1) is not None or self.is_function(unit + 1, "det")
                    else NOUN
                )
            return NOUN if nouns and not at_start and self.phrase(before) is None else VERB
        if not nouns:
            return VERB
        if before >= 0 and self.is_function(before, "prep"):
            return NOUN
        if before >= 0 and self.phrase(before) is None and self.words.is_word(self.units[before].first):
            previous = self.token(before)
            if self.is_function(before, "pron", "rel", "and", "that"):
                return VERB
            if previous.has("adjective") and not previous.has("verb"):
                return NOUN
            if "past" in features:
                return VERB
            if previous.has("verb") and self.usage(before) == VERB:
                return NOUN  # "imposed sanctions", "held talks": what a verb acts on
            return (
                NOUN
                if previous.has("noun", "adjective") and not any(r.number == "p" for r in previous.readings)
                else VERB
            )
        left = self.phrase(before) if before >= 0 else None
        if left is not None:
            if left.possessive or left.demonym or (not features & {"past"} and self._verb_to_come(unit)):
                return NOUN
            return VERB
        return NOUN if at_start and not features & {"past"} else VERB

    def _verb_to_come(self, unit: int) -> bool:
        """Whether the clause has its verb later: "US *sanctions* on Iran remain", "China *aid* to Laos has grown"."""
        if not self.is_function(unit + 1, "prep"):
            return False
        for index in range(unit + 2, min(unit + 12, len(self.units))):
            if self.is_function(index, "that", "rel", "sub", "and", "but") or self.sign(index, ',،;:.!?"“”()'):
                return False
            if self.is_function(index, "aux", "modal"):
                return True
            if self.phrase(index) is None and not self.is_function(index, "prep"):
                token = self.token(index)
                if token.has("verb") and not token.has("noun", "adjective"):
                    return not all("gerund" in r.features for r in token.readings if r.pos == "verb")
        return False

    def _possessive_pronoun(self, unit: int) -> bool:
        function = self.words.function(self.units[unit].first, "pron") if self.units[unit].phrase is None else None
        return function is not None and "poss" in function.features

    def finite(self, unit: int) -> bool:
        """Whether a finite verb stands here: the core of a clause of its own."""
        if self.units[unit].phrase is not None:
            return False
        if self.is_function(unit, "aux", "modal"):
            return True
        if self.usage(unit) != VERB:
            return False
        token = self.token(unit)
        if self.language.genitive == "case":
            return not any("infinitive" in r.features for r in token.readings[:1]) and token.readings[0].pos != "gerund"
        if self.language.order == "svo":
            before = unit - 1
            if before >= 0 and self.token(before).form == "to":
                return False
            return not all("gerund" in r.features for r in token.readings if r.pos == "verb")
        return True

    # ── arguments ──────────────────────────────────────────────────────────────────────────────────────────────

    def predicate(self, unit: int) -> Predicate | None:
        """The word at ``unit`` with its arguments, or None where it is used as neither verb nor noun."""
        if unit not in self._cache:
            usage = self.usage(unit)
            self._cache[unit] = None
            if usage is not None:
                found = Predicate(unit, self.units[unit].first, usage, False)
                found.passive = self._passive(unit, usage)
                found.arguments = self._verb_arguments(found) if usage != NOUN else self._noun_arguments(found)
                self._cache[unit] = found
        return self._cache[unit]

    def _passive(self, unit: int, usage: str) -> bool:
        token = self.token(unit)
        if usage == NOUN:
            return False
        if self.language.genitive == "case":
            best = token.readings[0]
            return "passive" in best.features
        if self.language.order == "vso":
            return any("passive" in r.features for r in token.readings)
        if not any(r.features & {"past", "participle"} for r in token.readings if r.pos == "verb"):
            return False
        before = unit - 1
        while before >= 0 and (self.is_function(before, "adv", "neg") or self.token(before).form.endswith("ly")):
            before -= 1
        if before < 0:
            return False
        if self.is_function(before, "aux"):
            function = self.words.function(self.units[before].first, "aux")
            return function is not None and "be" in function.features
        # a reduced relative: "sanctions imposed by the EU"
        return usage == PARTICIPLE or (
            self.is_function(unit + 1, "prep") and self._by(unit + 1) and not self.is_function(before, "aux")
        )

    def _by(self, unit: int) -> bool:
        function = self.words.function(self.units[unit].first, "prep")
        return function is not None and "by" in function.features

    def group(self, unit: int, stop_before_verb: bool) -> tuple[list[Phrase], int]:
        """Coordinated phrases from ``unit`` on, and the unit after them: "A, B and C"."""
        first = self.phrase(unit)
        if first is None:
            return [], unit
        out, after = [first], unit + 1
        while after < len(self.units):
            index = after
            if self.sign(index, ",،"):
                index += 1
            index += self.is_function(index, "and")
            index += self.is_function(index, "adv")
            index += self.is_function(index, "det")
            if index == after or self.phrase(index) is None:
                if index > after and self.is_function(index, "such"):
                    index += 1
                    if self.phrase(index) is None:
                        break
                else:
                    break
            nxt = self.phrase(index)
            assert nxt is not None
            if nxt.demonym and self.language.adjective == "before":
                break
            if (
                stop_before_verb
                and self.sign(after, ",،")
                and index + 1 < len(self.units)
                and self.finite(index + 1)
                and not self.is_function(index - 1, "and")
            ):
                break
            if stop_before_verb and index + 1 < len(self.units) and self.finite(index + 1):
                break
            out.append(nxt)
            after = index + 1
        return out, after

    def _cases(self, phrase: Phrase) -> frozenset[str]:
        readings = self.words.tokens[phrase.head].readings
        if not readings or any("fixed" in r.features for r in readings) or not any(r.case for r in readings):
            return frozenset({"nom", "gen", "dat", "acc", "ins", "loc"})
        return frozenset(r.case for r in readings if r.case)

    def _verb_arguments(self, predicate: Predicate) -> list[Argument]:
        unit = predicate.unit
        right = self._rightward(unit)
        if self.language.genitive == "case":
            return self._by_case(predicate, right)
        out: list[Argument] = []
        if self.language.order == "vso":
            subject = self._left_topic(unit)
            bare = [a for a in right if a.mark == BARE]
            rest = [a for a in right if a.mark != BARE]
            if subject is not None:
                out.append(subject)
                out += [Argument(OBJECT, a.group, a.via, a.unit) for a in bare[:1]]
            else:
                dropped = self._dropped_subject(unit) if not bare or self._own_object(unit, bare[0]) else None
                if dropped is not None:
                    out.append(dropped)
                    out += [Argument(OBJECT, a.group, a.via, a.unit) for a in bare[:1]]
                else:
                    if bare:
                        out.append(Argument(SUBJECT, bare[0].group, bare[0].via, bare[0].unit))
                    out += [Argument(OBJECT, a.group, a.via, a.unit) for a in bare[1:2]]
            return out + rest
        subject = self._left_subject(unit)
        if subject is not None:
            out.append(Argument(OBJECT if predicate.passive else SUBJECT, subject.group, subject.via, subject.unit))
        for argument in right:
            if argument.mark == BARE:
                if not predicate.passive:
                    out.append(Argument(OBJECT, argument.group, argument.via, argument.unit))
            elif predicate.passive and "by" in argument.features:
                out.append(Argument(SUBJECT, argument.group, argument.via, argument.unit))
                out.append(argument)
            else:
                out.append(argument)
        return out

    def _own_object(self, unit: int, bare: Argument) -> bool:
        """A pronoun suffix on the verb is its object, never its subject: استقبله."""
        return bare.unit == unit + 1 and bare.group[0].form is MentionForm.PRONOUN

    def _dropped_subject(self, unit: int) -> Argument | None:
        """Arabic: the subject of a verb that names none: of the verb it is joined to, or of the sentence before."""
        after = unit + 1
        while after < len(self.units) and (
            self.is_function(after, "adv")
            or ("clitic" in self.token(after).features and self.token(after).has("pronoun"))
        ):
            after += 1
        if (
            after < len(self.units)
            and self.phrase(after) is None
            and not self.is_function(after, "prep", "that", "and", "neg")
        ):
            token = self.token(after)
            if token.has("noun", "participle") and "preposition" not in token.features:
                return None  # a common noun is the subject
        before = unit - 1
        if before < 0 or not (self.is_function(before, "and", "adv") or self.sign(before, ",،.") or before == 0):
            return None
        for index in range(before, -1, -1):
            if (
                self.phrase(index) is None
                and self.finite(index)
                and not self.is_function(index, "aux", "modal", "that")
            ):
                found = self.predicate(index)
                subject = next((a for a in found.arguments if a.mark == SUBJECT), None) if found is not None else None
                if subject is not None and subject.via is None and self._same_gender(unit, subject.group):
                    return Argument(SUBJECT, subject.group, None, subject.unit)
                return None
        if self.carried and self._same_gender(unit, self.carried):
            return Argument(SUBJECT, self.carried, None, unit)
        return None

    def _same_gender(self, unit: int, group: list[Phrase]) -> bool:
        genders = {r.gender for r in self.token(unit).readings if r.pos == "verb" and r.gender}
        phrase = group[0]
        if len(group) > 1 or not genders or phrase.kind != "Person":
            return True
        return (phrase.gender or "m") in genders

    def main_subject(self) -> list[Phrase]:
        """The subject of the sentence's first finite verb, where it has one."""
        for unit in range(len(self.units)):
            if self.phrase(unit) is None and self.usage(unit) == VERB and self.finite(unit):
                found = self.predicate(unit)
                for argument in found.arguments if found is not None else ():
                    if argument.mark == SUBJECT and argument.via is None:
                        return argument.group
                return []
        return []

    def _by_case(self, predicate: Predicate, right: list[Argument]) -> list[Argument]:
        """Russian: subject by nominative, objects by their case, on either side of the verb."""
        left = self._leftward(predicate.unit)
        out: list[Argument] = []
        subject = None
        participle = predicate.usage == PARTICIPLE
        if not participle:
            relative = self._relative_antecedent(predicate.unit)
            if relative is not None:
                subject = Argument(SUBJECT, [relative], None, predicate.unit)
            else:
                for argument in [*left, *right]:
                    if (
                        argument.mark == BARE
                        and "nom" in self._cases(argument.group[0])
                        and self._agrees(predicate.unit, argument.group)
                    ):
                        subject = argument
                        break
        else:
            antecedent = self._participle_antecedent(predicate.unit)
            if antecedent is not None:
                subject = Argument(SUBJECT, [antecedent], None, predicate.unit)
        if subject is not None:
            out.append(Argument(OBJECT if predicate.passive else SUBJECT, subject.group, subject.via, subject.unit))
        for argument in [*right, *left]:
            if subject is not None and argument.group is subject.group:
                continue
            out += self._as_cased(argument, predicate.passive)
        return out

    def _as_cased(self, argument: Argument, passive: bool) -> list[Argument]:
        """How a Russian phrase may stand to its verb, by its case.

        After a common noun it may complete that noun, where it can be a genitive («осудил политику России»,
        «получил поддержку США»), or stand beside it («оказал помощь Украине», «внёс в список компанию»).
        """
        cases = self._cases(argument.group[0])
        out: list[Argument] = []
        if argument.via is None:
            if argument.mark != BARE:
                return [argument]
        else:
            noun = {r.case for r in argument.via.readings if r.pos == "noun"}
            if "gen" in cases:
                marks = [OBJECT if c == "acc" else c for c in _OBLIQUE if c in noun]
                if argument.mark != BARE:
                    marks = [argument.mark]
                out += [replace(argument, mark=mark) for mark in dict.fromkeys([*marks, "gen"])]
            filled = "acc" in noun if argument.mark == BARE else "nom" in cases
            cases &= {"dat", "ins"} if filled else {"dat", "ins", "acc"}
        for case in _OBLIQUE:
            if case in cases:
                if case == "ins" and passive:
                    out.append(Argument(SUBJECT, argument.group, None, argument.unit))
                out.append(Argument(OBJECT if case == "acc" else case, argument.group, None, argument.unit))
        return out

    def _agrees(self, unit: int, group: list[Phrase]) -> bool:
        """Number and gender of a Russian subject with its verb."""
        token = self.token(unit)
        readings = [r for r in token.readings[:3] if r.pos in ("verb", "participle")]
        if not readings or any("infinitive" in r.features for r in readings[:1]):
            return bool(readings)
        if len(group) > 1 or group[0].plural:
            return any(r.number in ("p", "") for r in readings) or len(group) > 1
        head = self.words.tokens[group[0].head]
        nominative = [r for r in head.readings if r.case == "nom"] or list(head.readings)
        if not nominative or any("fixed" in r.features for r in nominative):
            return True
        person = group[0].kind == "Person" and group[0].gender
        for verb in readings:
            for noun in nominative:
                number = not verb.number or not noun.number or verb.number == noun.number
                gender = (
                    not verb.gender
                    or not noun.gender
                    or verb.gender == noun.gender
                    or (bool(person) and verb.gender == person)
                    or (group[0].kind == "Person")
                )
                if number and gender and verb.person in ("", "3"):
                    return True
        return False

    def _relative_antecedent(self, unit: int) -> Phrase | None:
        """The phrase that "who", الذي or который stands for, where one directly governs the verb."""
        index = unit - 1
        steps = 0
        while index >= 0 and steps < 4:
            if self.is_function(index, "rel"):
                back = index - 1
                if self.sign(back, ",،"):
                    back -= 1
                return self.phrase(back)
            if self.is_function(index, "adv", "neg", "aux", "modal") or (
                self.phrase(index) is None and not self.finite(index) and not self.sign(index, ",،;:.")
            ):
                index -= 1
                steps += 1
                continue
            return None
        return None

    def _participle_antecedent(self, unit: int) -> Phrase | None:
        index = unit - 1
        if self.sign(index, ","):
            index -= 1
        return self.phrase(index)

    def _left_topic(self, unit: int) -> Argument | None:
        """Arabic: a phrase right before the verb is its subject (topic), or its relative pronoun's antecedent."""
        index = unit - 1
        while index >= 0 and (
            self.is_function(index, "adv", "neg", "modal", "aux") or "future" in self.token(index).features
        ):
            index -= 1
        if index < 0:
            return None
        if self.is_function(index, "rel"):
            back = index - 1
            back -= self.sign(back, ",،-–—")
            antecedent = self.phrase(back)
            return Argument(SUBJECT, [antecedent], None, back) if antecedent is not None else None
        phrase = self.phrase(index)
        if phrase is None:
            return None
        start = index
        group = [phrase]
        while start - 2 >= 0 and self.is_function(start - 1, "and") and self.phrase(start - 2) is not None:
            previous = self.phrase(start - 2)
            assert previous is not None
            group.insert(0, previous)
            start -= 2
        before = start - 1
        if (
            phrase.demonym
            and before >= 0
            and self.phrase(before) is None
            and self.token(before).has("noun", "adjective")
        ):
            return Argument(SUBJECT, group, self.token(before), index)
        if before >= 0 and (self.is_function(before, "prep") or "preposition" in self.token(before).features):
            return None
        if (
            before >= 0
            and self.phrase(before) is None
            and self.usage(before) == VERB
            and not self.is_function(before, "aux", "that", "adv", "modal")
        ):
            return None
        if (
            before >= 0
            and self.phrase(before) is None
            and self.token(before).has("noun")
            and not self.is_function(before, "adv", "that", "sub", "and", "det", "aux")
        ):
            return Argument(SUBJECT, group, self.token(before), index)
        return Argument(SUBJECT, group, None, index)

    def _left_subject(self, unit: int) -> Argument | None:
        """English: the nearest phrase on the left that is neither behind a preposition nor inside another clause."""
        index = unit - 1
        comma = False
        while index >= 0:
            phrase = self.phrase(index)
            if phrase is not None:
                start = index
                group = [phrase]
                while True:
                    back = start - 1
                    if self.is_function(back, "det"):
                        back -= 1
                    if self.is_function(back, "and"):
                        back -= 1
                        back -= self.sign(back, ",")
                    elif self.sign(back, ",") and len(group) > 1:
                        back -= 1
                    else:
                        break
                    previous = self.phrase(back)
                    if previous is None or previous.possessive:
                        break
                    group.insert(0, previous)
                    start = back
                before = start - 1
                if self.is_function(before, "det"):
                    before -= 1
                if self.is_function(before, "prep"):
                    index = before - 1
                    # past the noun that the preposition completes: "officials in Moscow said"
                    continue
                return Argument(SUBJECT, group, None, index)
            if self.is_function(index, "rel"):
                back = index - 1
                back -= self.sign(back, ",")
                antecedent = self.phrase(back)
                return Argument(SUBJECT, [antecedent], None, back) if antecedent is not None else None
            if self.is_function(index, "that", "sub") or self.sign(index, ';:"“”'):
                return None
            if self.is_function(index, "pron"):
                return None
            if self.is_function(index, "and") and self._joined_verb(index) is not None:
                joined = self._joined_verb(index)
                assert joined is not None
                return self._left_subject(joined)
            if self.sign(index, ","):
                if comma:
                    return None
                comma = True
                left = self.phrase(index - 1)
                if left is None or left.kind != "Person" or left.form is not MentionForm.NAME:
                    index = self._before_parenthesis(index)
                else:
                    index -= 1
                continue
            if self.finite(index) and not self.is_function(index, "aux", "modal"):
                # an infinitive or gerund takes the subject of the verb that governs it
                if self.token(unit - 1).form == "to" or not self.finite(unit):
                    return self._left_subject(index)
                return None
            token = self.token(index)
            if (
                token.has("noun")
                and not token.has("verb")
                and not self.is_function(index, "adv", "det", "prep", "aux", "modal")
            ):
                holder = self.phrase(index - 1)
                if holder is not None and (holder.possessive or holder.demonym or holder.kind is not None):
                    return Argument(SUBJECT, [holder], token, index)
                if self.words.is_word(self.units[index].first) and self.usage(index) == NOUN:
                    return None
            index -= 1
        return None

    def _joined_verb(self, unit: int) -> int | None:
        """The verb that "and" joins the next one to: "met Putin and signed a treaty"."""
        for index in range(unit - 1, max(-1, unit - 14), -1):
            if self.is_function(index, "that", "sub", "rel") or self.sign(index, ";:"):
                return None
            if (
                self.phrase(index) is None
                and self.usage(index) == VERB
                and self.finite(index)
                and not self.is_function(index, "aux", "modal")
            ):
                return index
        return None

    def _before_parenthesis(self, comma: int) -> int:
        """The unit before an inserted ", who …," or ", the president of X,"."""
        for index in range(comma - 1, max(-1, comma - 14), -1):
            if self.sign(index, ","):
                return (
                    index - 1
                    if self.is_function(index + 1, "rel", "prep") or self.phrase(index - 1) is not None
                    else comma - 1
                )
        return comma - 1

    def _leftward(self, unit: int) -> list[Argument]:
        """Russian: phrases before the verb in its clause, nearest first."""
        out: list[Argument] = []
        index = unit - 1
        while index >= 0:
            phrase = self.phrase(index)
            if phrase is not None:
                start, group = index, [phrase]
                while (self.is_function(start - 1, "and") and self.phrase(start - 2) is not None) or (
                    self.sign(start - 1, ",") and len(group) > 1 and self.phrase(start - 2) is not None
                ):
                    previous = self.phrase(start - 2)
                    assert previous is not None
                    group.insert(0, previous)
                    start -= 2
                before = start - 1
                if self.is_function(before, "prep"):
                    function = self.words.function(self.units[before].first, "prep")
                    assert function is not None
                    out.append(Argument(function.form, group, None, index, function.features))
                    index = before - 1
                    continue
                noun = (
                    self.token(before)
                    if before >= 0 and self.phrase(before) is None and self.usage(before) == NOUN
                    else None
                )
                if noun is not None and "gen" in self._cases(phrase):
                    out.append(Argument(BARE, group, noun, index))
                else:
                    out.append(Argument(BARE, group, None, index))
                index = start - 1
                continue
            if self.is_function(index, "that", "sub", "rel") or self.sign(index, ";:"):
                break
            if self.sign(index, ","):
                back = self._past_insertion(index)
                if back is None:
                    break
                index = back
                continue
            if self.finite(index):
                if self.is_function(index, "aux", "modal") or self._infinitive(unit):
                    index -= 1
                    continue
                if self.is_function(index + 1, "and") or any(
                    self.is_function(k, "and") for k in range(index + 1, unit)
                ):
                    index -= 1
                    continue
                break
            index -= 1
        return out

    def _infinitive(self, unit: int) -> bool:
        return any("infinitive" in r.features for r in self.token(unit).readings[:1])

    def _past_insertion(self, comma: int) -> int | None:
        """Russian: past a clause inserted between commas (", который …,", ", подписанный …,"), else None."""
        for index in range(comma - 1, max(-1, comma - 25), -1):
            if self.sign(index, ","):
                opener = index + 1
                inner = (
                    self.is_function(opener, "rel", "sub", "adv")
                    or self.is_function(opener + 1, "rel")
                    or ((self.phrase(opener) is None and self.usage(opener) in (PARTICIPLE,)) or self._gerund(opener))
                )
                return index - 1 if inner else None
        return None

    def _gerund(self, unit: int) -> bool:
        return (
            self.phrase(unit) is None
            and bool(self.token(unit).readings)
            and self.token(unit).readings[0].pos == "gerund"
        )

    def _rightward(self, unit: int) -> list[Argument]:
        """Phrases after the word to the end of its clause, with the preposition and common noun before each."""
        out: list[Argument] = []
        mark, features = BARE, frozenset[str]()
        noun: Token | None = None
        index = unit + 1
        commas = 0
        while index < len(self.units) and len(out) < 8:
            phrase = self.phrase(index)
            if phrase is not None:
                group, after = self.group(index, self.language.order != "vso")
                if (self.language.adjective == "before" and phrase.demonym) or (
                    phrase.possessive and self._noun_after(after)
                ):
                    # "Russian troops", "Russia's decision": the noun after it is what is meant
                    head = self._noun_after(after)
                    out.append(Argument(mark, group, head or noun, index, features))
                elif phrase.demonym:
                    out.append(Argument(mark, group, noun, index, features))
                else:
                    out.append(Argument(mark, group, noun, index, features))
                mark, features, noun = BARE, frozenset(), None
                index = after
                continue
            if self.is_function(index, "prep"):
                function = self.words.function(self.units[index].first, "prep")
                assert function is not None
                mark, features, noun = function.form, function.features, None
                if "between" in function.features:
                    index += 1
                    group, after = self._between(index)
                    if group:
                        out.append(Argument(mark, group, None, index, features))
                        mark, features = BARE, frozenset()
                        index = after
                    continue
                index += 1
                continue
            if self.is_function(index, "that", "sub", "rel") or self.sign(index, ";؛:.!?؟"):
                break
            if self.sign(index, ",،"):
                past = self._past_date(index) if self.language.order == "vso" else None
                if past is not None:
                    index = past
                    continue
                commas += 1
                if commas > 1 or not self._goes_on(index + 1):
                    break
                index += 1
                continue
            if self.sign(index, "(["):
                close = next((k for k in range(index, min(index + 15, len(self.units))) if self.sign(k, ")]")), None)
                if close is None:
                    break
                index = close + 1
                continue
            if self.is_function(index, "and"):
                if index + 1 < len(self.units) and self.phrase(index + 1) is None and self.finite(index + 1):
                    break
                index += 1
                continue
            if self.finite(index):
                if self.language.order == "svo" and self.is_function(index, "aux", "modal"):
                    break
                if not self._reduced(unit, index):
                    break
            token = self.token(index)
            if (
                self.words.is_word(self.units[index].first)
                and not self.is_function(index, "adv", "det", "neg", "pron")
                and token.has("noun", "participle")
            ):
                if self.language.genitive == "adjacent" and "definite" in token.features:
                    noun = None  # a noun with the article has no complement: في قصر السلام أمس وزير الدفاع
                elif noun is None or self.language.adjective == "before":
                    noun = token
            elif self.is_function(index, "pron") or "suffix" in (token.readings[0].features if token.readings else ()):
                pass
            index += 1
        return out

    def _reduced(self, noun: int, unit: int) -> bool:
        """English: a participle right after its noun ("restrictions imposed on us") goes on with the noun's clause."""
        if self.language.order != "svo" or unit != noun + 1 or self.usage(noun) != NOUN:
            return False
        return any("participle" in r.features for r in self.token(unit).readings) and self.is_function(unit + 1, "prep")

    def _noun_after(self, unit: int) -> Token | None:
        for index in range(unit, min(unit + 4, len(self.units))):
            if self.phrase(index) is not None or (
                not self.words.is_word(self.units[index].first) and self.token(index).form != "'s"
            ):
                return None
            token = self.token(index)
            if token.has("noun") and not (
                token.has("adjective") and index + 1 < len(self.units) and self.token(index + 1).has("noun")
            ):
                return token
        return None

    def _past_date(self, comma: int) -> int | None:
        """The unit after a date set between commas (", اليوم الثلاثاء،"), or None where something else stands there."""
        dated = False
        for index in range(comma + 1, min(comma + 8, len(self.units))):
            if self.sign(index, ",،"):
                return index + 1 if dated else None
            word = self.token(index)
            dated = dated or word.form in self.language.calendar
            if self.phrase(index) is not None or not (
                word.form in self.language.calendar
                or word.text.isdigit()
                or self.is_function(index, "adv", "det", "prep")
                or "clitic" in word.features
                or self.sign(index, "/()")
            ):
                return None
        return None

    def _goes_on(self, unit: int) -> bool:
        """Whether a clause goes on after a comma: with a preposition, not with a new subject and verb."""
        if self.is_function(unit, "prep"):
            return all(not self.finite(k) for k in range(unit, min(unit + 6, len(self.units))))
        return False

    def _between(self, unit: int) -> tuple[list[Phrase], int]:
        """The two or more parties after بين, между, between (in Arabic the preposition may be repeated)."""
        group: list[Phrase] = []
        index = unit
        while index < len(self.units):
            phrase = self.phrase(index)
            if phrase is not None:
                group.append(phrase)
                index += 1
                continue
            if (
                self.is_function(index, "and", "det")
                or self.sign(index, ",،")
                or (self.is_function(index, "prep") and group and "between" in self._prep_features(index))
            ):
                index += 1
                continue
            if (
                self.language.order == "vso"
                and self.token(index).has("noun")
                and not group
                and self.phrase(index + 1) is not None
            ):
                index += 1
                continue
            break
        return group, index

    def _prep_features(self, unit: int) -> frozenset[str]:
        function = self.words.function(self.units[unit].first, "prep")
        return function.features if function is not None else frozenset()

    def _noun_arguments(self, predicate: Predicate) -> list[Argument]:
        unit = predicate.unit
        out: list[Argument] = []
        left = self._noun_modifier(unit)
        if left is not None:
            out.append(left)
        right = self._rightward(unit)
        for argument in right:
            if argument.mark == BARE and self.language.genitive == "case":
                self._complement(argument, out)
            elif argument.mark == BARE and argument.via is None and not any(a.mark == BARE for a in out):
                if self.language.genitive == "adjacent":
                    out.append(argument)
            elif "of" in argument.features and self.language.genitive == "preposition" and argument.via is None:
                out.append(Argument(BARE, argument.group, None, argument.unit, argument.features))
                out.append(argument)
            elif "by" in argument.features:
                out.append(Argument(AGENT, argument.group, argument.via, argument.unit))
                out.append(argument)
            else:
                out.append(argument)
        support = self._support(unit)
        if support is not None:
            out.append(support)
        return out

    def _complement(self, argument: Argument, out: list[Argument]) -> None:
        """A Russian phrase after an event noun, by its case: genitive (a demonym before it then acts: «израильские
        обстрелы Газы»), instrumental of who does it («освоение комплекса компанией»), or dative («помощь Украине»)."""
        cases = self._cases(argument.group[0])
        if argument.via is not None:
            cases = (
                frozenset(r.case for r in argument.via.readings if r.pos == "noun")
                if "gen" in cases
                else cases - {"gen"}
            )
        first = next((a for a in out if a.mark == BARE), None)
        if "gen" in cases and (first is None or first.group[0].demonym):
            if first is not None:
                first.mark = AGENT
            out.append(argument)
        elif "ins" in cases:
            out.append(Argument(AGENT, argument.group, argument.via, argument.unit))
        if "dat" in cases:
            out.append(Argument("dat", argument.group, argument.via, argument.unit))

    def _noun_modifier(self, unit: int) -> Argument | None:
        """A possessor or demonym before the noun: "Russia's visit", российский визит."""
        if self.language.adjective == "before":
            index = unit - 1
            while (
                index >= 0
                and self.phrase(index) is None
                and (
                    self.token(index).form == "'s"
                    or (
                        self.token(index).has("adjective", "noun", "participle")
                        and not self.is_function(index, "prep", "and", "pron")
                    )
                    or self._joins_adjectives(index)
                )
                and unit - index < 6
                and not self.finite(index)
            ):
                index -= 1
            phrase = self.phrase(index) if index >= 0 else None
            if phrase is None or not (
                phrase.demonym or phrase.possessive or (self.language.order == "svo" and index == unit - 1)
            ):
                return self._predicated(unit)
            return Argument(BARE, [phrase], None, index)
        return None

    def _joins_adjectives(self, unit: int) -> bool:
        """ "brutal *and* unjust war": the possessor stands before both."""
        return (
            self.is_function(unit, "and")
            and 0 < unit < len(self.units) - 1
            and all(self.phrase(k) is None and self.token(k).has("adjective") for k in (unit - 1, unit + 1))
        )

    def _predicated(self, unit: int) -> Argument | None:
        """Of whom the noun is said: "Iran is an *ally* of Syria", "Hunter Biden, the *son* of Joe Biden"."""
        if self.language.genitive != "preposition" or not self.is_function(unit + 1, "prep"):
            return None
        index, determined = unit - 1, False
        while (
            index >= 0
            and unit - index < 6
            and self.phrase(index) is None
            and (self.is_function(index, "det", "adv") or self.token(index).has("adjective"))
            and not self.is_function(index, "aux", "modal", "prep", "and")
        ):
            determined = determined or self.is_function(index, "det")
            index -= 1
        if index < 0 or self.phrase(index) is not None:
            return None
        aux = self.words.function(self.units[index].first, "aux")
        if aux is not None and aux.features & {"be", "become"}:
            subject = self._left_subject(index)
            return Argument(BARE, subject.group, None, subject.unit) if subject is not None else None
        named = self.phrase(index - 1) if index > 0 and self.sign(index, ",") else None
        return Argument(BARE, [named], None, index - 1) if named is not None and determined else None

    def _support(self, unit: int) -> Argument | None:
        """The subject of the verb that an event noun completes: قام بزيارة, провёл переговоры, held talks."""
        for index in range(unit - 1, max(-1, unit - 9), -1):
            if self.is_function(index, "that", "sub", "rel") or self.sign(index, ";:؛"):
                return None
            if self.phrase(index) is None and self.usage(index) == VERB and not self.is_function(index, "aux", "modal"):
                if not self._light(index):
                    return None
                governing = self.predicate(index)
                if governing is None:
                    return None
                wanted = OBJECT if governing.passive else SUBJECT
                found = next((a for a in governing.arguments if a.mark == wanted and a.unit != unit), None)
                return Argument(AGENT, found.group, found.via, found.unit) if found is not None else None
        if self.language.order != "svo":
            for index in range(unit + 1, min(unit + 8, len(self.units))):
                if (
                    self.phrase(index) is None
                    and self.usage(index) == VERB
                    and self._light(index)
                    and self.language.genitive == "case"
                ):
                    governing = self.predicate(index)
                    if governing is None:
                        return None
                    found = next((a for a in governing.arguments if a.mark == SUBJECT and a.unit != unit), None)
                    return Argument(AGENT, found.group, found.via, found.unit) if found is not None else None
        return None

    def _light(self, unit: int) -> bool:
        length, cues = self.language.cues.longest(self.words.tokens, self.units[unit].first)
        return bool(length) and any(cue.kind == "light" for cue in cues)
