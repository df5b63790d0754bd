"""HTML that text from articles cannot get out of: what all pages of ours are made with.

Templates escape whatever they are given. Data stands in a page as JSON that cannot end its element, and is shown as
text. A content security policy names the scripts and styles written here by their hashes and allows nothing else,
and the page to fetch nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parent / "templates"
_LONGEST = 160  # characters of a name that are shown
# Embeddings, overrides and isolates of direction, and the byte order mark.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


class Vocabulary(Protocol):
    """What the pages need from the ontology: labels, signs and symmetry of relations, labels and types of kinds."""

    @property
    def relations(self) -> Mapping[str, Any]: ...

    @property
    def kinds(self) -> Mapping[str, Any]: ...


def plain(text: str) -> str:
    """The text without controls, overrides of direction and what is no character; other spaces and marks stay."""
    return "".join(
        "\ufffd" if (category := unicodedata.category(c)) == "Cs" else " " if category in ("Cc", "Zl", "Zp") else c
        for c in text.translate(_BIDI)
    )


def legible(text: str, longest: int = _LONGEST) -> str:
    """The same on one line, with single spaces; cut where too long."""
    line = " ".join(plain(text[: 20 * longest]).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def label(things: Mapping[str, Any], name: str, languages: Iterable[str]) -> str:
    """The label of a kind or relation in the first of these languages that has one."""
    labels = labels_of(things, name)
    return next((labels[language] for language in languages if language in labels), next(iter(labels.values())))


def labels_of(things: Mapping[str, Any], name: str) -> dict[str, str]:
    """Labels of a kind or relation by language; its name in words where the ontology does not know it."""
    thing = things.get(name)
    return dict(sorted(thing.labels.items())) if thing is not None and thing.labels else {"en": name.replace("_", " ")}


def environment(**values: object) -> Environment:
    """Templates of ours, which escape whatever they are given but for scripts and styles, with these values at hand."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    # pyvis hands over its options as JSON text, nodes and edges as lists.
    made.filters["embed"] = lambda value: Markup(embedded(json.loads(value) if isinstance(value, str) else value))
    made.filters["ours"] = Markup
    made.globals.update(values)
    return made


def template(name: str) -> str:
    """The text of a style sheet or script beside the templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def embedded(value: object) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A content security policy that names each script and style by its hash and allows nothing else."""

    def hashes(texts: Iterable[str]) -> str:
        # HTML parsing turns CR LF and CR into LF before the hash is taken.
        return (
            " ".join(
                "'sha256-{}'".format(
                    base64.b64encode(hashlib.sha256(re.sub("\r\n?", "\n", text).encode("utf-8")).digest()).decode(
                        "ascii"
                    )
                )
                for text in texts
            )
            or "'none'"
        )

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
