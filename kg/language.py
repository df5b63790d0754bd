"""Language packs: the folder ``data/lang/<code>/`` as tables that a sentence is looked up in.

A pack is data: adding a language means adding a folder. Entries may be phrases; they are found by folded form and
by lemma, longest first, in the tokens that the pack's morphology makes of a sentence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from kg import resources, segment
from kg.errors import LanguageError
from kg.model import Span, Token
from kg.morphology import (
    ArabicMorphology,
    EnglishMorphology,
    Morphology,
    PlainMorphology,
    RussianMorphology,
    fold,
)
from kg.registry import Registry
from kg.resources import Row

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more words, looked up in tokens: longest first, any of a token's keys may match."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, keys: Sequence[str], value: T) -> None:
        """Add a phrase by the keys of its words; a value already there is not added twice."""
        node = self._root
        for key in keys:
            node = node.next.setdefault(key, _Node())
        if keys and value not in node.values:
            node.values.append(value)

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, list[T]]:
        """Length in tokens and values of the longest phrase that begins at ``at``; length 0 where none does."""
        if not 0 <= at < len(tokens):
            return 0, []
        best, values = 0, []
        nodes, length = [self._root], 0
        while nodes and at + length < len(tokens):
            keys = tokens[at + length].keys
            nodes = [child for node in nodes for key in keys if (child := node.next.get(key)) is not None]
            length += 1
            found = [value for node in nodes for value in node.values]
            if found:
                best, values = length, found
        return best, values


class _Node(Generic[T]):
    """A word's place in the phrases that go through it."""

    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.values: list[T] = []


@dataclass(frozen=True, slots=True)
class Function:
    """A function word: its class (``prep``, ``neg``, ``rel`` …), its dictionary spelling and its features."""

    kind: str
    form: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Title:
    """An office, post, rank or profession. ``relations`` are those it may state; ``implies`` the state it names."""

    form: str
    relations: tuple[str, ...]
    features: frozenset[str]
    implies: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """The head noun of names of things: what kind it makes and what completes it."""

    form: str
    kind: str
    complement: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A transparent noun: "the authorities of X" stand for X."""

    form: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nominal:
    """The head of a definite description or an unnamed actor."""

    form: str
    kind: str
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying, planning, denying … ``kind`` is its class."""

    kind: str
    form: str
    features: frozenset[str]


def _features(row: Row, column: str = "features") -> frozenset[str]:
    return frozenset(part.strip() for part in row[column].replace("|", ",").split(",") if part.strip())


class Language:
    """A language pack, loaded. Use :func:`load`."""

    def __init__(self, code: str, folder: Path, registry: Registry) -> None:
        self.code = code
        self._folder = folder
        settings = tomllib.loads((folder / "language.toml").read_text(encoding="utf-8"))
        self.name = str(settings["name"])
        self.direction = str(settings["direction"])
        self.capitals = bool(settings["capitals"])
        self.order = str(settings["order"])
        self.adjective = str(settings["adjective"])
        self.genitive = str(settings["genitive"])
        self.registry = registry
        functions = list(self._rows("words.tsv"))
        self.name_classes: dict[str, frozenset[str]] = {}
        for row in self._rows("names.tsv"):
            self.name_classes[fold(row["name"])] = _features(row, "class") | self.name_classes.get(
                fold(row["name"]), frozenset()
            )
        self.calendar = frozenset(fold(row["form"]) for row in self._rows("dates.tsv"))
        self.dictionary = {fold(row["word"]): row["class"] for row in self._rows("dictionary.tsv")}
        self.morphology = self._morphology(str(settings["morphology"]), functions)
        self._texts: dict[str, tuple[Token, ...]] = {}
        self.functions: Phrases[Function] = Phrases()
        for row in functions:
            for kind in row.list("class"):
                for keys in self.spellings(row["form"], kind in ("aux", "modal")):
                    self.functions.add(keys, Function(kind, fold(row["form"]), _features(row)))
        letters = {"preposition": "prep", "conjunction": "and"}
        for row in self._rows("affixes.tsv"):
            if row["class"] in letters:
                function = Function(letters[row["class"]], fold(row["affix"]), _features(row))
                self.functions.add((fold(row["affix"]),), function)
        self.titles: Phrases[Title] = self._phrases(
            "titles.tsv",
            "title",
            lambda r: Title(r["title"], tuple(r.list("relations")), _features(r), r["implies"] or None),
        )
        self.heads: Phrases[Head] = self._phrases(
            "heads.tsv", "head", lambda r: Head(r["head"], r["kind"], r["complement"], _features(r))
        )
        self.carriers: Phrases[Carrier] = self._phrases(
            "carriers.tsv", "carrier", lambda r: Carrier(r["carrier"], _features(r))
        )
        self.nominals: Phrases[Nominal] = self._phrases(
            "nominals.tsv", "nominal", lambda r: Nominal(r["nominal"], r["refers"], _features(r))
        )
        self.cues: Phrases[Cue] = self._phrases(
            "cues.tsv", "cue", lambda r: Cue(r["class"], fold(r["cue"]), _features(r))
        )
        self.demonyms: Phrases[str] = Phrases()
        for row in self._rows("demonyms.tsv"):
            for form in self._demonym_forms(row["demonym"]):
                self.demonyms.add(self.name_keys(form), row["actor"])
        self.actors: Phrases[str] = Phrases()
        self.cased: dict[str, bool] = {}
        for name, actor in registry.named(code):
            self.actors.add(self.name_keys(name), actor)
            if not self.capitals and " " in name:
                self.actors.add(self._split_keys(name), actor)  # الجمعية العامة للأمم المتحدة
        self.abbreviations = frozenset(
            form.rstrip(".") for form in (fold(r["title"]) for r in self._rows("titles.tsv")) if form.endswith(".")
        )

    # tables

    def _rows(self, name: str) -> Iterator[Row]:
        path = self._folder / name
        if path.exists():
            yield from resources.table(path)

    def _phrases(self, name: str, column: str, make: Callable[[Row], T]) -> Phrases[T]:
        phrases: Phrases[T] = Phrases()
        for row in self._rows(name):
            for keys in self.spellings(row[column], name == "cues.tsv"):
                phrases.add(keys, make(row))
        return phrases

    def _morphology(self, name: str, functions: Iterable[Row]) -> Morphology:
        if name == "english":
            return EnglishMorphology()
        if name == "russian":
            return RussianMorphology(self.name_classes)
        if name == "arabic":
            parts = {"prep": "preposition", "pron": "pronoun"}
            proper = [
                part for form, _ in self.registry.named(self.code) for part in (form.split() if " " not in form else [])
            ]
            tables = (
                ("titles.tsv", "title"),
                ("heads.tsv", "head"),
                ("carriers.tsv", "carrier"),
                ("nominals.tsv", "nominal"),
            )
            first = [(row[column].split()[0], row) for name, column in tables for row in self._rows(name)]
            persons = {fold(word) for word, row in first if "title" in row.cells or row.cells.get("refers") == "Person"}
            # a plural is not inflected like a singular: دولي (international) is no form of دول
            plurals = {fold(form) for row in self._rows("nouns.tsv") for form in row.list("plurals")}
            plurals |= {fold(w.removeprefix("ال")) for w, _ in first if w.endswith(("ون", "ين", "ات", "ان"))}
            nouns = [(row["noun"], tuple(row.list("plurals"))) for row in self._rows("nouns.tsv")]
            nouns += [(word, ()) for word, _ in first if fold(word.removeprefix("ال")) not in plurals]
            return ArabicMorphology(
                (
                    (
                        r["verb"],
                        r["imperfect"],
                        r["masdar"],
                        r["active participle"],
                        r["passive participle"],
                        r["passive perfect"],
                        r["passive imperfect"],
                    )
                    for r in self._rows("verbs.tsv")
                ),
                [(noun, "person" if fold(noun) in persons else "thing", forms) for noun, forms in nouns],
                {
                    row["form"]: parts.get(row["class"].split("|")[0], "particle")
                    for row in sorted(functions, key=lambda row: "prep" in row.list("class"))
                    if " " not in row["form"]
                },
                self.name_classes,
                dict.fromkeys(plurals, "noun")
                | {
                    fold(word): "other"
                    for row in self._rows("cues.tsv")
                    for word in row["cue"].split()
                    if len(word) > 2
                }
                | self.dictionary,
                [
                    *proper,
                    # a part with the article after لـ is told by the word itself: للأمم
                    *(
                        part
                        for form, _ in self.registry.named(self.code)
                        for part in form.split()
                        if len(part) > 3 and not part.startswith("لل")
                    ),
                    *(form for row in self._rows("demonyms.tsv") for form in self._demonym_forms(row["demonym"])),
                ],
            )
        return PlainMorphology()

    def _demonym_forms(self, demonym: str) -> list[str]:
        """Arabic relation adjectives in the forms that agree with a noun, with and without the article."""
        if self.adjective != "after":
            return [demonym]
        bare = demonym.removeprefix("ال")
        forms = [bare, "ال" + bare]
        if bare.endswith("ي"):
            endings = ("ة", "ين", "ون", "ان", "ات", "تين", "تان")
            forms += [article + bare + ending for article in ("", "ال") for ending in endings]
        return forms

    # looking up

    def keys(self, phrase: str) -> tuple[str, ...]:
        """A lexicon entry as the keys its words are found by."""
        return tuple(self._key(token) for token in self._entry(phrase))

    def spellings(self, phrase: str, verbs: bool = False) -> list[tuple[str, ...]]:
        """An entry's keys, and where its words are written with clitics (بالقرب من), those of its parts too.

        With ``verbs`` the first word may be a verb, found in all its forms."""
        if self.capitals:  # "Post", "Attack", "Major" are entries only where so written
            return [self.name_keys(phrase) if phrase[:1].isupper() else self.keys(phrase)]
        whole = self.keys(phrase)
        parts = tuple(
            self._key(token)
            for word in segment.words(phrase, Span(0, len(phrase)))
            for token in self._word_tokens(word.start, word.text)
        )
        verb = ("v:" + whole[0], *whole[1:])
        return list(dict.fromkeys([whole, parts, *([verb] if verbs else [])]))

    def name_keys(self, name: str) -> tuple[str, ...]:
        """A proper name as keys: exact where the language marks names by capitals and does not inflect them."""
        if self.morphology.__class__ is RussianMorphology:
            return tuple(self._key(token) for token in self._entry(name))
        if self.capitals:
            return tuple("=" + token.text.replace("’", "'") for token in self._entry(name))
        return tuple(token.form for token in self._entry(name))

    def _split_keys(self, name: str) -> tuple[str, ...]:
        """A name's words as a text's tokens are: clitics apart."""
        return tuple(
            token.form
            for word in segment.words(name, Span(0, len(name)))
            for token in self._word_tokens(word.start, word.text)
        )

    def _key(self, token: Token) -> str:
        if isinstance(self.morphology, RussianMorphology) and token.readings:
            # an entry is in dictionary form: «генсекретарь» is that noun, not the verb a guess may rank first
            own = any(reading.lemma == token.form for reading in token.readings)
            return token.form if own else token.readings[0].lemma
        if not self.capitals and token.text.startswith("ال") and len(token.form) > 4:  # not إلغاء
            if isinstance(self.morphology, ArabicMorphology) and self.morphology.is_lemma(token.form):
                return token.form  # التقى begins like the article
            return token.form[2:]
        return token.form

    def name_class(self, token: Token) -> frozenset[str]:
        """What ``names.tsv`` says of a word, in Russian in whatever case it stands («Байденом»)."""
        found = self.name_classes.get(token.form, frozenset())
        if not found and self.genitive == "case":
            found = frozenset().union(*(self.name_classes.get(key, frozenset()) for key in token.keys))
        return found

    def entry(self, phrase: str) -> list[Token]:
        """The words of a lexicon entry as tokens."""
        return list(self._entry(phrase))

    def _entry(self, phrase: str) -> Iterator[Token]:
        # an Arabic entry's words are whole: no clitic is taken off a lexicon entry; an English one is found by its form
        whole = not self.capitals
        simple = isinstance(self.morphology, EnglishMorphology)
        for word in segment.words(phrase, Span(0, len(phrase))):
            if whole or (simple and word.text.isalnum()):
                yield Token(word.start, word.stop, word.text, fold(word.text), (), (fold(word.text),))
            else:
                yield from self._word_tokens(word.start, word.text)

    def tokens(self, text: str, span: Span) -> list[Token]:
        """The tokens of a passage, clitics split, with all readings."""
        out: list[Token] = []
        for word in segment.words(text, span):
            out.extend(self._word_tokens(word.start, word.text))
        return out

    def _word_tokens(self, start: int, word: str) -> Iterable[Token]:
        cached = self._texts.get(word)
        if cached is None:
            cached = tuple(self._make(word))
            if len(self._texts) < 500_000:
                self._texts[word] = cached
        return [
            Token(start + t.start, start + t.stop, t.text, t.form, t.readings, t.keys, t.known, t.features)
            for t in cached
        ]

    def _make(self, word: str) -> Iterator[Token]:
        for piece in self.morphology.pieces(word):
            text = word[piece.start : piece.stop]
            # a verb's lemma is kept apart: تملك (she owns) and مالك (owning) are no forms of the title ملك
            verb = "" if self.capitals else "v:"
            verbal = ("verb", "participle")
            keys = [piece.form, *(verb + r.lemma if r.pos in verbal else r.lemma for r in piece.readings)]
            if self.capitals:
                keys.append("=" + text.replace("’", "'"))
            elif "definite" in piece.features and len(piece.form) > 4:
                keys.append(piece.form[2:])
            yield Token(
                piece.start,
                piece.stop,
                text,
                piece.form,
                piece.readings,
                tuple(dict.fromkeys(keys)),
                piece.known,
                piece.features | ({"capital"} if text[:1].isupper() else frozenset()),
            )


def codes() -> list[str]:
    """The languages that have a pack."""
    folder = resources.path("data", "lang")
    return sorted(path.name for path in folder.iterdir() if (path / "language.toml").is_file())


@cache
def load(code: str) -> Language:
    """The pack of a language. Raises LanguageError where there is none or a table of it is wrong."""
    folder = resources.path("data", "lang", code)
    if not (folder / "language.toml").is_file():
        raise LanguageError(f"no language pack for {code!r}; there are: {', '.join(codes())}", folder)
    return Language(code, folder, Registry.load())
