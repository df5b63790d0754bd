"""Who says what: direct and indirect speech, attributions, and the speaker of every passage.

A verb of saying gives its subject as speaker of what it introduces: the clause after "that", the words in quotation
marks beside it, or, in English, the clause it follows. Where the subject is left out (وأضاف, добавил) the last speaker
goes on. "According to X" and its like attribute the rest of their sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.clauses import NOUN, SUBJECT, VERB, Clauses
from kg.extraction.phrases import Phrase
from kg.extraction.reference import Actor, Discourse
from kg.language import Cue
from kg.model import MentionForm, Span
from kg.segment import Quotation

MIN_QUOTED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Speech:
    """A reported passage. ``speakers`` are its speakers (one, or several who speak together)."""

    span: Span
    speakers: tuple[Actor, ...]
    direct: bool
    attribution: bool = False


@dataclass(slots=True)
class _Saying:
    unit: int
    cue: Cue
    speakers: list[Actor]
    start: int


class SpeechFinder:
    """Finds the reported speech of a document, sentence by sentence, keeping who spoke last."""

    def __init__(self, discourse: Discourse, quotations: list[Quotation]) -> None:
        self.discourse = discourse
        self.quotations = quotations
        self.last: list[Actor] = []
        self.found: list[Speech] = []
        self._taken: set[Span] = set()
        self._pending: dict[Span, list[Actor]] = {}  # quotations begun whose speaker may yet be named
        self._opened: int | None = None  # the paragraph that ended in a colon after a verb of saying

    def read(self, clauses: Clauses) -> None:
        words = clauses.words
        sentence = words.sentence
        if not len(words):
            return
        sayings = self._sayings(clauses)
        attributed = self._attributed(clauses)
        said = any(not self._in_quote(clauses, s.unit) for s in sayings)
        for quotation in self.quotations:
            if not sentence.span.meets(quotation.outer) or not self._is_speech(clauses, quotation):
                continue
            begins = sentence.span.start <= quotation.outer.start
            ends = quotation.outer.stop <= sentence.span.stop
            speakers = self._quoted_speaker(clauses, quotation, sayings) or attributed
            if begins and not speakers and not said:
                self._pending[quotation.outer] = self.last if quotation.outer.start <= sentence.span.start + 2 else []
            if not speakers and ends:
                speakers = self._pending.pop(quotation.outer, [])
            if speakers:
                self._pending.pop(quotation.outer, None)
                self._add(quotation.inner, speakers, True, words.text)
        for number, saying in enumerate(sayings):
            if not saying.speakers:
                continue
            until = next(
                (s.start for s in sayings[number + 1 :] if s.start > saying.unit and self._joined(clauses, s)),
                len(clauses.units),
            )
            self._indirect(clauses, saying, until)
        if attributed:
            self._attribution(clauses, attributed)
        self._heading(clauses)
        self._unmarked(clauses, sayings)
        outside = [s for s in sayings if any(a.named for a in s.speakers) and not self._in_quote(clauses, s.unit)]
        if attributed:
            self.last = attributed
        elif outside:
            self.last = outside[-1].speakers

    def _start(self, clauses: Clauses, unit: int) -> int:
        """Where the clause of a verb of saying begins: at its subject, if that stands before it."""
        predicate = clauses.predicate(unit)
        units = [a.unit for a in predicate.arguments if a.mark == SUBJECT] if predicate is not None else []
        return min([unit, *(u for u in units if unit - u < 8)])

    def _joined(self, clauses: Clauses, saying: _Saying) -> bool:
        """Whether a verb of saying begins a new report ("and added", مشيرا إلى), not one inside the report before."""
        before = (saying.unit if clauses.language.order == "vso" else saying.start) - 1
        while before > 0 and clauses.is_function(before, "det", "adv"):
            before -= 1
        if before < 0:
            return False
        if (
            clauses.language.order != "vso"
            and clauses.sign(before, ",")
            and not clauses.is_function(saying.start, "and")
        ):
            return clauses.usage(saying.unit) != VERB or saying.start == saying.unit
        return (
            clauses.is_function(before, "and", "but")
            or clauses.sign(before, ",،;؛")
            or clauses.usage(saying.unit) != VERB
        )

    # ── sayings ────────────────────────────────────────────────────────────────────────────────────────────────

    def _sayings(self, clauses: Clauses) -> list[_Saying]:
        out: list[_Saying] = []
        for unit in range(len(clauses.units)):
            cue = self._cue(clauses, unit, "say") or self._cue(clauses, unit, "publish")
            if cue is None or clauses.phrase(unit) is not None:
                continue
            usage = clauses.usage(unit)
            if "noun" in cue.features and usage == NOUN:
                continue
            if usage not in (VERB, "participle") and clauses.language.capitals:
                continue
            if "object" in cue.features or (cue.kind == "publish" and usage != VERB):
                continue
            if usage is None or (usage == NOUN and not self._adverbial(clauses, unit)):
                continue
            speakers = self._speakers(clauses, unit)
            if "weak" in cue.features and any(a.kind != "Person" for a in speakers):
                continue
            if usage == NOUN:
                speakers = []
            inside = self._in_quote(clauses, unit)
            if not speakers and not inside and (usage in (NOUN, "participle") or self._dropped(clauses, unit)):
                speakers = (out[-1].speakers if out else []) or self.last
            out.append(_Saying(unit, cue, speakers, self._start(clauses, unit)))
        return out

    def _adverbial(self, clauses: Clauses, unit: int) -> bool:
        """An Arabic participle in the indefinite accusative: مشيرا إلى أن, pointing out that."""
        token = clauses.token(unit)
        return (
            token.has("participle")
            and "definite" not in token.features
            and any(r.case == "acc" for r in token.readings)
        )

    def _cue(self, clauses: Clauses, unit: int, kind: str) -> Cue | None:
        length, cues = clauses.language.cues.longest(clauses.words.tokens, clauses.units[unit].first)
        if not length:
            return None
        return next((cue for cue in cues if cue.kind == kind), None)

    def _speakers(self, clauses: Clauses, unit: int) -> list[Actor]:
        predicate = clauses.predicate(unit)
        if predicate is None or predicate.passive:
            return []
        if clauses.language.order == "svo" and self._after_speech(clauses, unit):
            inverted = clauses.phrase(unit + 1)
            if inverted is not None:  # "…," said the minister
                return speakers_of(inverted)
        for argument in predicate.arguments:
            if argument.mark == SUBJECT and argument.via is None and not self._separated(clauses, argument.unit, unit):
                actors: list[Actor] = []
                for phrase in argument.group:
                    actors += speakers_of(phrase)
                return actors
        return []

    def _after_speech(self, clauses: Clauses, unit: int) -> bool:
        """Whether a quotation or a comma stands directly before the verb."""
        return unit > 0 and (clauses.sign(unit - 1, ',"”»') or self._in_quote(clauses, unit - 1))

    def _separated(self, clauses: Clauses, a: int, b: int) -> bool:
        """A quotation's edge between a verb and its subject: they do not belong together."""
        low, high = sorted((clauses.token(a).start, clauses.token(b).start))
        return (
            any(
                (low < q.inner.start <= high) != (low < q.inner.stop <= high) and self._is_speech(clauses, q)
                for q in self.quotations
            )
            and clauses.language.order != "svo"
        )

    def _dropped(self, clauses: Clauses, unit: int) -> bool:
        """A verb of saying whose subject is left out or is a pronoun."""
        if clauses.language.order == "vso":
            after = unit + 1
            while after < len(clauses.units) and clauses.is_function(after, "adv"):
                after += 1
            if after >= len(clauses.units) or clauses.phrase(after) is not None:
                return after >= len(clauses.units)
            token = clauses.token(after)
            # a common noun after the verb is its subject: يقول مسؤولون
            return (
                clauses.words.functions[clauses.units[after].first][0] > 0
                or not token.has("noun")
                or not token.text.isalpha()
            )
        for index in (unit - 1, unit - 2, unit + 1):
            if 0 <= index < len(clauses.units) and clauses.is_function(index, "pron"):
                function = clauses.words.function(clauses.units[index].first, "pron")
                if function is not None and "poss" not in function.features:
                    return True
        return clauses.language.genitive == "case" and unit <= 1

    # ── quotations ─────────────────────────────────────────────────────────────────────────────────────────────

    def _is_speech(self, clauses: Clauses, quotation: Quotation) -> bool:
        """Words in marks are speech, not a name, if there are enough of them."""
        text = clauses.words.text[quotation.inner.start : quotation.inner.stop]
        return len(text.split()) >= MIN_QUOTED_WORDS

    def _in_quote(self, clauses: Clauses, unit: int) -> bool:
        at = clauses.token(unit).start
        return any(q.inner.start <= at < q.inner.stop and self._is_speech(clauses, q) for q in self.quotations)

    def _quoted_speaker(self, clauses: Clauses, quotation: Quotation, sayings: list[_Saying]) -> list[Actor]:
        best: tuple[int, list[Actor]] | None = None
        for saying in sayings:
            at = clauses.token(saying.unit).start
            if quotation.inner.start <= at < quotation.inner.stop or not saying.speakers:
                continue
            distance = quotation.outer.start - at if at < quotation.outer.start else at - quotation.outer.stop
            if best is None or abs(distance) < best[0]:
                best = (abs(distance), saying.speakers)
        return best[1] if best is not None else []

    # ── indirect speech ────────────────────────────────────────────────────────────────────────────────────────

    def _indirect(self, clauses: Clauses, saying: _Saying, until: int) -> None:
        """The clause after "that"; in English also the clause right after the verb, or the one it follows."""
        limit = min(saying.unit + 14, len(clauses.units))
        start: int | None = None
        for index in range(saying.unit + 1, limit):
            if self._that(clauses, index):
                start = index + 1
                break
            if clauses.sign(index, ':"«“') or index >= until:
                break
            if clauses.language.order == "svo" and (clauses.finite(index) or clauses.sign(index, ",")):
                break
        if start is None and clauses.language.order == "svo":
            if saying.unit + 1 < len(clauses.units) and (
                clauses.phrase(saying.unit + 1) is not None or clauses.is_function(saying.unit + 1, "pron", "det")
            ):
                if "that" in saying.cue.features and self._clause_follows(clauses, saying.unit + 1):
                    start = saying.unit + 1
            elif saying.unit + 1 >= len(clauses.units) - 1 or clauses.sign(saying.unit + 1, ".,"):
                self._trailing(clauses, saying)
                return
        if start is None or start >= len(clauses.units):
            return
        stop = len(clauses.units)
        stop = min(stop, max(start, until))
        first, last = clauses.units[start].first, clauses.units[stop - 1].last
        self._add_tokens(clauses, first, last, saying.speakers)

    def _clause_follows(self, clauses: Clauses, unit: int) -> bool:
        """Whether a clause begins here: a subject and its verb, with nothing but its own complements between."""
        for index in range(unit + 1, min(len(clauses.units), unit + 9)):
            if clauses.sign(index, ',;:"“”') or clauses.is_function(index, "and", "rel", "that", "sub"):
                return False
            if clauses.token(index).form == "to":
                return False
            if clauses.finite(index):
                return True
        return False

    def _that(self, clauses: Clauses, unit: int) -> bool:
        """Whether "that" stands here, by itself or at the end of a longer function word (إلى أن, «о том, что»)."""
        place = clauses.units[unit]
        return place.phrase is None and any(clauses.words.function(i, "that") for i in range(place.first, place.last))

    def _trailing(self, clauses: Clauses, saying: _Saying) -> None:
        """ "The plan will go ahead, the minister said." """
        predicate = clauses.predicate(saying.unit)
        subject = next((a.unit for a in predicate.arguments if a.mark == SUBJECT), None) if predicate else None
        edge = min(saying.unit, subject if subject is not None else saying.unit)
        while edge > 0 and not clauses.sign(edge, ","):
            edge -= 1
        if edge > 2 and clauses.sign(edge, ",") and any(clauses.finite(k) for k in range(edge)):
            self._add_tokens(clauses, 0, clauses.units[edge].first, saying.speakers)

    # ── attributions ───────────────────────────────────────────────────────────────────────────────────────────

    def _attributed(self, clauses: Clauses) -> list[Actor]:
        """The phrase after "according to" and its like, in this sentence."""
        for unit in range(len(clauses.units)):
            if (
                clauses.phrase(unit) is not None
                or self._cue(clauses, unit, "according") is None
                or self._in_quote(clauses, unit)
            ):
                continue
            length, _ = clauses.language.cues.longest(clauses.words.tokens, clauses.units[unit].first)
            index = clauses.unit_of.get(clauses.units[unit].first + length, len(clauses.units))
            for target in range(index, min(index + 4, len(clauses.units))):
                phrase = clauses.phrase(target)
                if phrase is not None:
                    return speakers_of(phrase)
            subject = self._speakers(clauses, unit) if clauses.usage(unit) == VERB else []
            if subject:
                return subject
        return []

    def _attribution(self, clauses: Clauses, speakers: list[Actor]) -> None:
        """The sentence without the attribution itself: before it if it ends the sentence, after it if it begins it."""
        for unit in range(len(clauses.units)):
            if clauses.phrase(unit) is None and self._cue(clauses, unit, "according") is not None:
                comma = next(
                    (k for k in range(unit, min(len(clauses.units), unit + 14)) if clauses.sign(k, ",،")), None
                )
                if unit <= 2 and comma is not None:
                    self._add_tokens(clauses, clauses.units[comma].last, len(clauses.words), speakers, True)
                elif unit > 3:
                    self._add_tokens(clauses, 0, clauses.units[unit].first, speakers, True)
                return

    def _heading(self, clauses: Clauses) -> None:
        """A heading "X: it is so" reports X's words."""
        if not clauses.words.sentence.heading:
            return
        for unit in range(1, min(5, len(clauses.units))):
            told = range(unit + 1, len(clauses.units))
            if clauses.sign(unit, ":") and any(clauses.usage(k) == VERB for k in told if clauses.phrase(k) is None):
                phrase = clauses.phrase(unit - 1)
                if phrase is not None and unit <= 2:
                    speakers = speakers_of(phrase)
                    if speakers:
                        self._add_tokens(clauses, clauses.units[unit].last, len(clauses.words), speakers)
                return

    def _unmarked(self, clauses: Clauses, sayings: list[_Saying]) -> None:
        """Speech in the first person without marks, in the paragraphs after a colon."""
        words = clauses.words
        sentence = words.sentence
        if self._opened is not None and sentence.paragraph > self._opened:
            spoken = [i for i in range(len(words)) if not self._in_quote(clauses, clauses.unit_of[i])]
            first_person = any(
                f.kind == "pron" and any(mark.startswith("1") for mark in f.features)
                for i in spoken
                for f in words.functions[i][1]
            )
            if first_person and not any(s.speakers for s in sayings):
                self._add(sentence.span, self.last, True, words.text)
            elif any(s.speakers for s in sayings):
                self._opened = None
        if clauses.units and clauses.sign(len(clauses.units) - 1, ":") and any(s.speakers for s in sayings):
            self._opened = sentence.paragraph

    # ── adding ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _add_tokens(
        self, clauses: Clauses, first: int, last: int, speakers: list[Actor], attribution: bool = False
    ) -> None:
        words = clauses.words
        while last > first and not words.is_word(last - 1) and words.tokens[last - 1].text not in '"»”)':
            last -= 1
        while first < last and not words.is_word(first) and words.tokens[first].text not in '"«“(':
            first += 1
        if last - first < 3:
            return
        span = Span(words.tokens[first].start, words.tokens[last - 1].stop)
        for quotation in self.quotations:
            inner = quotation.inner
            same = abs(span.start - inner.start) <= 1 and abs(span.stop - inner.stop) <= 1
            if same and self._is_speech(clauses, quotation):
                return
        self._add(span, speakers, False, words.text, attribution)

    def _add(self, span: Span, speakers: list[Actor], direct: bool, text: str, attribution: bool = False) -> None:
        start, stop = span.start, span.stop
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ".,،"):
            stop -= 1
        span = Span(start, stop)
        if len(span) and span not in self._taken:
            self._taken.add(span)
            self.found.append(Speech(span, tuple(dict.fromkeys(speakers)), direct, attribution))


def speakers_of(phrase: Phrase) -> list[Actor]:
    """A phrase's referents as speakers; an unnamed official or source of a country speaks for the country."""
    found = phrase.referent
    if isinstance(found, list) and found:
        return list(found)
    if phrase.form is MentionForm.NOMINAL:
        for part in [*phrase.parts, *(p for use in phrase.titles for _, p in use.complements)]:
            if isinstance(part.referent, list) and part.referent:
                return list(part.referent)
    return []
