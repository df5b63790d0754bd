"""Inputs to documents: files, folders and standard input, in any of the formats registered here.

A format is one function that yields drafts of documents from bytes::

    @reader(".txt", ".md")
    def _text(source: Source) -> Iterator[Draft]: ...

Text is kept exactly as read: no newline is translated, nothing is normalised; a byte order mark is removed and told.
For HTML the document's text is the page's main text, for JSON the value of "text"; offsets count in that. Whatever
metadata does not say (title, date, language) is found in the text. Nothing is ever fetched from the network.

One input that cannot be read is a :class:`DocumentError` of its own; the others still come through.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from kg import dates
from kg.errors import DocumentError
from kg.language import codes
from kg.model import Document

MAX_BYTES = 8 * 2**20  # of one article's file or JSON line; a long press conference has half a megabyte
MAX_CHARACTERS = 1_000_000  # of one article's text

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format knows of a document, before the text is asked for the rest. ``where`` names it in messages."""

    where: str
    id: str
    text: str
    language: str | None = None
    title: str | None = None
    source: str | None = None
    published: str | None = None


@dataclass(frozen=True)
class Source:
    """An input: its name in messages, the id that it gives to its document, and its bytes."""

    where: str
    stem: str
    file: BinaryIO
    refuse: Callable[[DocumentError], None]
    tell: Callable[[str], None]

    def bytes(self) -> bytes:
        """The whole input. Raises DocumentError where it is larger than an article can be."""
        data = self.file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise DocumentError(self.where, f"larger than {MAX_BYTES >> 20} MB", "split it into articles")
        return data

    def text(self) -> str:
        """The whole input as text."""
        return decode(self.bytes(), self.where, self.tell)


@dataclass(frozen=True)
class Intake:
    """What was read: documents in the order of the inputs, and an error for each input that could not be."""

    documents: tuple[Document, ...]
    errors: tuple[DocumentError, ...]


Format = Callable[[Source], Iterable[Draft]]
_formats: dict[str, Format] = {}  # filled by the decorator below while this module loads, then only read


def reader(*suffixes: str) -> Callable[[Format], Format]:
    """Register a function for the files that end in one of ``suffixes``."""

    def register(function: Format) -> Format:
        _formats.update(dict.fromkeys(suffixes, function))
        return function

    return register


def suffixes() -> list[str]:
    """The endings of the files that can be read."""
    return sorted(_formats)


# ---------------------------------------------------------------------------------------------------- formats


@reader(".txt", ".md")
def _text(source: Source) -> Iterator[Draft]:
    yield Draft(source.where, source.stem, source.text())


@reader(".html", ".htm")
def _html(source: Source) -> Iterator[Draft]:
    """The page's main text, by trafilatura; its character set is the page's own affair."""
    import trafilatura

    data = source.bytes()
    page: Any = None
    # Only what the page states as its date counts: a year in the footer is none, and nothing depends on today's date.
    stated = {"extensive_search": False, "original_date": True, "max_date": "9999-12-31"}
    try:
        page = trafilatura.bare_extraction(
            data, with_metadata=True, include_comments=False, date_extraction_params=stated
        )
        text = page.text if page else trafilatura.baseline(data)[1]
    except Exception as error:  # a parser of strangers' markup: whatever trips it is this page's trouble alone
        raise DocumentError(source.where, f"not readable HTML ({error})", _SAVE_AS_TEXT) from error
    if not text or not text.strip():
        raise DocumentError(source.where, "no article found in the page", _SAVE_AS_TEXT)
    site = page and (page.sitename or page.hostname)
    yield Draft(source.where, source.stem, text, None, page and page.title, site or None, page and page.date)


_SAVE_AS_TEXT = "save the article's text as a .txt file"


@reader(".json")
def _json(source: Source) -> Iterator[Draft]:
    """One object, or a list of them."""
    data = _parse(source.text(), source.where)
    if isinstance(data, list):
        for number, item in enumerate(data, 1):
            yield from _attempt(source, _draft, item, f"{source.where}[{number}]")
    else:
        yield _draft(data, source.where, source.stem)


@reader(".jsonl")
def _json_lines(source: Source) -> Iterator[Draft]:
    """One object a line; a line that is wrong is refused alone."""
    number = 0
    while line := source.file.readline(MAX_BYTES + 1):
        number += 1
        where = f"{source.where}:{number}"
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = source.file.readline(MAX_BYTES)
            source.refuse(DocumentError(where, f"line longer than {MAX_BYTES >> 20} MB", "split it into articles"))
        elif line.strip(b" \t\r\n" + _UTF8_MARK):
            yield from _attempt(source, _json_line, line, where, source.tell)


def _json_line(line: bytes, where: str, tell: Callable[[str], None]) -> Draft:
    return _draft(_parse(decode(line, where, tell), where), where)


def _standard_input(source: Source) -> Iterable[Draft]:
    """What stands on standard input: JSON lines, an HTML page, or plain text."""
    file = BufferedReader(source.file)  # type: ignore[type-var]
    start = file.peek(8192).removeprefix(_UTF8_MARK).lstrip()[:20].lower()
    read_format = _json_lines if start.startswith(b"{") else _html if start.startswith(_PAGE) else _text
    return read_format(replace(source, file=file))


_PAGE = (b"<!doctype html", b"<html")


def _attempt(source: Source, make: Callable[..., Draft], *arguments: object) -> Iterator[Draft]:
    try:
        yield make(*arguments)
    except DocumentError as error:
        source.refuse(error)


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"broken JSON ({error.msg} at character {error.pos})"
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        problem = f"broken JSON ({type(error).__name__})"
    raise DocumentError(where, problem, 'write one object with "id" and "text"')


def _draft(data: object, where: str, stem: str | None = None) -> Draft:
    if not isinstance(data, dict):
        raise DocumentError(where, "not a JSON object", 'write {"id": …, "text": …}')
    text, id = data.get("text"), data.get("id", stem)
    if not isinstance(text, str):
        raise DocumentError(where, 'no "text"', 'give the article\'s text as "text"')
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise DocumentError(where, 'no "id"', 'give each article an "id" of its own')
    values: dict[str, str | None] = {}
    for name in ("lang", "title", "source", "date"):
        value = data.get(name)
        if not isinstance(value, str | None):
            raise DocumentError(where, f'"{name}" is not text', "write it in quotation marks, or leave it out")
        values[name] = value or None
    return Draft(where, str(id), text, values["lang"], values["title"], values["source"], values["date"])


def decode(data: bytes, where: str, tell: Callable[[str], None]) -> str:
    """Bytes as UTF-8 text; a byte order mark is taken off and told. Raises DocumentError."""
    if data.startswith(_UTF8_MARK):
        tell(f"{where}: byte order mark removed; offsets count from the character after it")
        data = data.removeprefix(_UTF8_MARK)
    wide = _WIDE_MARKS.get(data[:2])
    if wide:
        raise DocumentError(where, f"is {wide}, not UTF-8", f"convert it: iconv -f {wide} -t UTF-8")
    if b"\0" in data:
        raise DocumentError(where, "is binary, not text", "give a text, HTML or JSON file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 (byte 0x{data[error.start]:02X} at {error.start})"
        raise DocumentError(where, problem, "save it as UTF-8, such as with iconv -f WINDOWS-1251 -t UTF-8") from None


# ---------------------------------------------------------------------------------------------------- reading


def read(
    paths: Iterable[str | Path], language: str | None = None, tell: Callable[[str], None] = lambda message: None
) -> Intake:
    """Read files, folders (with the folders in them, in order of name) and ``-`` (standard input).

    ``language`` is the language of all of them, instead of what each is found to be in. ``tell`` hears what a user
    should know and need not mend. Two inputs with one id and different texts are both refused.
    """
    errors: list[DocumentError] = []
    drafts: list[tuple[Draft, Document]] = []
    for source, read_format in _sources(paths, errors.append, tell):
        try:
            for draft in read_format(source):
                try:
                    drafts.append((draft, _document(draft, language, tell)))
                except DocumentError as error:
                    errors.append(error)
        except DocumentError as error:
            errors.append(error)
        except OSError as error:
            errors.append(_unreadable(source.where, error))
    documents = tuple(_without_conflicts(drafts, errors.append, tell))
    return Intake(documents, tuple(errors))


def _sources(
    paths: Iterable[str | Path], refuse: Callable[[DocumentError], None], tell: Callable[[str], None]
) -> Iterator[tuple[Source, Format]]:
    for given in paths:
        if str(given) == "-":
            yield Source("standard input", "stdin", sys.stdin.buffer, refuse, tell), _standard_input
            continue
        path = Path(given)
        if path.is_dir():
            found = _in_folder(path, tell)
            if not found:
                refuse(DocumentError(str(path), "holds no article", f"it needs files in {_endings()}"))
        else:
            found = [path]
        for file in found:
            read_format = _formats.get(file.suffix.lower())
            if re.match(r"https?://", str(given)):
                refuse(DocumentError(str(given), "is an address", "save the page and give the file"))
            elif not file.exists():
                refuse(DocumentError(str(file), "there is no such file or folder", "check the path"))
            elif read_format is None:
                refuse(DocumentError(str(file), "nothing reads this kind of file", f"give one in {_endings()}"))
            else:
                try:
                    with file.open("rb") as opened:
                        yield (
                            Source(str(file), unicodedata.normalize("NFC", file.stem), opened, refuse, tell),
                            read_format,
                        )
                except OSError as error:
                    refuse(_unreadable(str(file), error))


def _in_folder(folder: Path, tell: Callable[[str], None]) -> list[Path]:
    """Its files that can be read, at any depth, sorted; hidden ones are passed over."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    known = [path for path in files if path.suffix.lower() in _formats]
    if others := [path.name for path in files if path.suffix.lower() not in _formats]:
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        tell(f"{folder}: passed over, not in {_endings()}: {', '.join(others[:3])}{more}")
    return known


def _endings() -> str:
    return " ".join(suffixes())


def _unreadable(where: str, error: OSError) -> DocumentError:
    return DocumentError(where, f"cannot be read ({error.strerror})", "check its permissions")


def _document(draft: Draft, given: str | None, tell: Callable[[str], None]) -> Document:
    text, where = draft.text, draft.where
    if not text.strip():
        raise DocumentError(where, "is empty", "give a text")
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(where, f"longer than {MAX_CHARACTERS:,} characters", "split it into articles")
    if fault := _fault(text):
        raise DocumentError(where, f"its text holds {fault}", "take it out")
    if not draft.id.strip() or len(draft.id) > 200 or _fault(draft.id) or not draft.id.isprintable():
        raise DocumentError(where, "its id is empty, too long or not printable", "give an id of 1 to 200 characters")
    code = _language(given or draft.language, draft, tell)
    title = draft.title and " ".join(draft.title.split())
    return Document(
        draft.id,
        text,
        code,
        title if title and not _fault(title) else find_title(text),
        draft.source if draft.source and not _fault(draft.source) else None,
        _published(draft, code),
    )


def _fault(text: str) -> str | None:
    """What makes a text impossible to keep in RDF, if anything."""
    if "\0" in text:
        return "a null character"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "half a surrogate pair"
    return None


def _without_conflicts(
    drafts: list[tuple[Draft, Document]], refuse: Callable[[DocumentError], None], tell: Callable[[str], None]
) -> Iterator[Document]:
    """Each document once. Which one is kept of those with one id never depends on the order of reading."""
    same: dict[str, list[tuple[Draft, Document]]] = defaultdict(list)
    for draft, document in drafts:
        same[document.id].append((draft, document))
    for id, rivals in same.items():
        places = " and ".join(sorted(draft.where for draft, _ in rivals))
        if len({document.text for _, document in rivals}) > 1:
            refuse(DocumentError(places, f"different texts with one id, {id!r}", "rename one of them"))
            continue
        if len(rivals) > 1:
            tell(f"{places}: the same text under the same id, {id!r}; read once")
        yield max((document for _, document in rivals), key=_fullness)


def _fullness(document: Document) -> tuple[int, str]:
    fields = (document.title, document.source, document.published)
    return sum(value is not None for value in fields), repr(fields)


# --------------------------------------------------------------------------------------------- what a text tells


def _language(given: str | None, draft: Draft, tell: Callable[[str], None]) -> str:
    """The language a document is in, by what its input says or else by its text; one that has a pack."""
    code = given.replace("_", "-").split("-")[0].strip().lower() if given else None
    if code is None:
        found = detect_language(draft.text)
        if found is None:
            raise DocumentError(draft.where, "no language can be told from its text", "name it with --language")
        code, sure = found
        if not sure:
            tell(f"{draft.where}: too short to tell its language for certain; read as {code!r}")
    if code not in codes():
        packs = ", ".join(codes())
        cure = f"there are packs for {packs}; --language names the language where this is mistaken"
        raise DocumentError(draft.where, f"in a language without a pack ({code!r})", cure)
    return code


def detect_language(text: str, among_packs: bool = False) -> tuple[str, bool] | None:
    """The ISO 639 code of the language of a text, and whether that is sure; None where nothing can be told.

    A few words are often claimed by languages that nobody has in mind; there, and with ``among_packs`` always, only
    languages with a pack are thought of.
    """
    if not any(character.isalpha() for character in text):
        return None
    sample = text[:20_000]
    code, probability = _identifier().classify(sample)
    if probability >= 0.5 and not among_packs:
        return code, True
    packs = set(codes())
    for code, _ in _identifier().rank(sample):
        if code in packs:
            return code, False
    return None


@cache
def _identifier() -> Any:
    """py3langid over the languages that have a two-letter code, with normalised probabilities.

    Left out are the dialects and creoles of those (Egyptian Arabic, Nigerian Pidgin), which its model takes for
    languages of their own; kept besides is Southern Kurdish, the model's only Kurdish in Arabic letters.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2 or code == "sdh"])
    return identifier


def find_title(text: str) -> str | None:
    """The first line that could be one: not a site's header ("Ru En", "Home | News"), a date or a whole paragraph."""
    script = _script(text)
    for line in text.splitlines()[:40]:
        line = " ".join(line.strip("#*_=- \t\ufeff\u200e\u200f").split())
        lengths = [sum(map(str.isalpha, word)) for word in line.split() if _script(word) == script]
        long = sum(length >= 4 for length in lengths)
        if long < 1 or (len(lengths) < 3 and long < 2) or _MENU.search(line):
            continue
        return line if len(line) <= 300 and not re.search(r"[^.]\.$", line) else None
    return None


_MENU = re.compile(r"(\s[|›»>•/→]\s.*){2}|\s[|›»>•/→]\s*\w+$")


def _script(text: str) -> str | None:
    """The script most of its letters are of, by the first word of their Unicode names: ARABIC, CYRILLIC, LATIN …"""
    names = Counter(unicodedata.name(c, "").split(" ")[0] for c in text[:5000] if c.isalpha())
    return min(names, key=lambda name: (-names[name], name)) if names else None


def _published(draft: Draft, code: str) -> str | None:
    """The date that the input states, in ISO 8601 or in words, else the one that the text gives near its top."""
    if draft.published:
        return _iso(draft.published) or dates.headline_date(draft.published, code)
    return dates.headline_date(draft.text, code)


def _iso(stated: str) -> str | None:
    """The date, month or year that an ISO 8601 string begins with (``2022-10-18T09:00Z`` → ``2022-10-18``)."""
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)", stated.strip())
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return match.group()
