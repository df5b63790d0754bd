"""What a text says, in lines of words: the notation that the tests of reading are written in.

A claim is ``Ana Rojas visits Norway``: the name of a party, a relation, the name of the other. Before it may stand who
says it (``Ana Rojas: Norway supports Chile``), after it what the pattern notation calls flags (``!negative !planned
!hypothetical !ended``), a time (``@2022-10-17``) and an amount (``=40000000 EUR``). ``Chile is_a Country`` gives an
actor's kind, ``gunmen is_a Person !unnamed`` that of one without a name; ``Ana Rojas says «…»`` is a direct quotation,
``Ana Rojas reports «…»`` an indirect one.

A file of ``tests/sentences`` holds cases: ``# what they show``, then a text, then, indented, all that is to be read in
it. Kinds and quotations are compared where a case gives any, claims always.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from kg import ontology
from kg.extraction.rules import RuleReader
from kg.model import Claim, Document, Modality, Polarity, Record

FOLDER = Path(__file__).parent / "sentences"
PUBLISHED = "2022-10-18"  # a Tuesday


@dataclass
class Case:
    """A text with the lines that are to be read in it."""

    shows: str
    language: str
    text: str
    lines: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.shows}: {self.text}"


def cases(topic: str) -> list[Case]:
    """The cases of a topic (``phrases``, ``clauses``, ``speech``) in all languages."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob(f"{topic}.*.txt")):
        shows = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                shows = line[2:]
            elif line.startswith("  "):
                found[-1].lines.append(line.strip())
            elif line:
                found.append(Case(shows, path.suffixes[0][1:], line))
    return found


def read(reader: RuleReader, text: str, language: str) -> Record:
    return reader.read(Document("case", text, language, published=PUBLISHED))


def check(reader: RuleReader, case: Case) -> None:
    """Assert that a case's text says what its lines say, and nothing else."""
    record = read(reader, case.text, case.language)
    for told in (kinds, quotations, claims):
        wanted = [line for line in case.lines if _topic(line) is told]
        if wanted or told is claims:
            assert told(record) == sorted(map(_ordered, wanted)), case.text


def _topic(line: str) -> object:
    return kinds if " is_a " in line else quotations if re.search(r" (says|reports) «", line) else claims


def claims(record: Record) -> list[str]:
    """A record's claims as lines, sorted."""
    names = {referent.id: referent.name for referent in record.referents}
    return sorted(_ordered(_line(claim, names)) for claim in record.claims)


def _line(claim: Claim, names: dict[str, str]) -> str:
    speaker = f"{names[claim.speaker]}: " if claim.speaker else ""
    line = f"{speaker}{names.get(claim.subject or '', '-')} {claim.relation} {names.get(claim.object or '', '-')}"
    line += " !negative" if claim.polarity is Polarity.NEGATIVE else ""
    line += f" !{claim.modality}" if claim.modality is not Modality.ASSERTED else ""
    line += " !ended" if claim.ended else ""
    line += f" @{claim.time.value}" if claim.time else ""
    return line + (f" ={claim.amount.value:.12g} {claim.amount.unit}" if claim.amount else "")


def _ordered(line: str) -> str:
    """A line with the parties of a symmetric relation in alphabetical order."""
    relations = ontology.load().relations
    match = re.fullmatch(r"((?:.+?: )?)(.+) (\w+_\w+|\w+s) (.+?)((?: [!@=].*)?)", line)
    if match is None or match[3] not in relations or not relations[match[3]].symmetric:
        return line
    first, second = sorted((match[2], match[4]))
    return f"{match[1]}{first} {match[3]} {second}{match[5]}"


def kinds(record: Record) -> list[str]:
    """The actors of a record with their kinds as lines, sorted."""
    return sorted(f"{r.name} is_a {r.kind}{'' if r.named else ' !unnamed'}" for r in record.referents)


def quotations(record: Record) -> list[str]:
    """The quotations of a record as lines, sorted."""
    text = record.document.text
    names = {referent.id: referent.name for referent in record.referents}
    return sorted(f"{names[q.speaker]} {'says' if q.direct else 'reports'} «{q.span.of(text)}»" for q in record.quotes)
