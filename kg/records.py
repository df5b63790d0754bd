"""Records as JSON lines: the durable seam between reading and everything after it.

One object per document; offsets are code points into ``document.text``. Besides what :class:`kg.model.Record`
holds, each entity carries its coarse ``type`` and each claim the ``broader`` relations (nearest first), so that a
consumer needs no ontology.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, TextIO

from kg.errors import DocumentError
from kg.model import (
    Amount,
    Claim,
    Document,
    Evidence,
    Mention,
    MentionForm,
    Modality,
    Polarity,
    Quote,
    Record,
    Referent,
    Span,
    Time,
)


class Vocabulary(Protocol):
    """What writing a record needs from the ontology."""

    def type_of(self, kind: str) -> str: ...

    def broader(self, relation: str) -> tuple[str, ...]: ...


def to_json(record: Record, vocabulary: Vocabulary) -> dict[str, Any]:
    """The record as plain JSON values; :func:`from_json` reads it back without loss."""
    document = record.document
    return {
        "document": {
            "id": document.id,
            "lang": document.language,
            "title": document.title,
            "date": document.published,
            "source": document.source,
            "sha256": document.sha256,
            "text": document.text,
        },
        "extractor": record.extractor,
        "entities": [
            {
                "id": r.id,
                "type": vocabulary.type_of(r.kind),
                "kind": r.kind,
                "name": r.name,
                "named": r.named,
                "key": r.key,
                "country": r.country,
                "mentions": [{"start": m.span.start, "stop": m.span.stop, "form": m.form.value} for m in r.mentions],
            }
            for r in record.referents
        ],
        "claims": [
            {
                "subject": c.subject,
                "relation": c.relation,
                "broader": list(vocabulary.broader(c.relation)),
                "object": c.object,
                "start": c.evidence.span.start,
                "stop": c.evidence.span.stop,
                "quote": c.evidence.quote,
                "rule": c.evidence.rule,
                "confidence": c.evidence.confidence,
                "speaker": c.speaker,
                "polarity": c.polarity.value,
                "modality": c.modality.value,
                "time": c.time and c.time.value,
                "time_span": c.time and [c.time.span.start, c.time.span.stop],
                "amount": c.amount
                and {
                    "value": c.amount.value,
                    "unit": c.amount.unit,
                    "start": c.amount.span.start,
                    "stop": c.amount.span.stop,
                },
                "ended": c.ended,
                "inferred": c.inferred,
            }
            for c in record.claims
        ],
        "quotes": [
            {"speaker": q.speaker, "start": q.span.start, "stop": q.span.stop, "direct": q.direct}
            for q in record.quotes
        ],
    }


def from_json(data: dict[str, Any]) -> Record:
    """The inverse of :func:`to_json`. Raises KeyError, TypeError or ValueError where a field is missing or wrong."""
    head = data["document"]
    document = Document(head["id"], head["text"], head["lang"], head["title"], head["source"], head["date"])
    return Record(
        document,
        data["extractor"],
        tuple(
            Referent(
                e["id"],
                e["kind"],
                e["name"],
                e["named"],
                tuple(Mention(Span(m["start"], m["stop"]), MentionForm(m["form"])) for m in e["mentions"]),
                e["key"],
                e["country"],
            )
            for e in data["entities"]
        ),
        tuple(_claim(c) for c in data["claims"]),
        tuple(Quote(q["speaker"], Span(q["start"], q["stop"]), q["direct"]) for q in data["quotes"]),
    )


def _claim(c: dict[str, Any]) -> Claim:
    amount = c["amount"]
    return Claim(
        c["relation"],
        c["subject"],
        c["object"],
        Evidence(Span(c["start"], c["stop"]), c["quote"], c["rule"], c["confidence"]),
        Polarity(c["polarity"]),
        Modality(c["modality"]),
        c["speaker"],
        Time(c["time"], Span(*c["time_span"])) if c["time"] else None,
        Amount(amount["value"], amount["unit"], Span(amount["start"], amount["stop"])) if amount else None,
        c["ended"],
        c["inferred"],
    )


def write(records: Iterable[Record], file: TextIO, vocabulary: Vocabulary) -> int:
    """Write one JSON line per record; the number written."""
    count = 0
    for record in records:
        json.dump(to_json(record, vocabulary), file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
        count += 1
    return count


def read(path: Path) -> Iterator[Record]:
    """Records of a file, in its order. Raises DocumentError naming the line that is not a record."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield from_json(json.loads(line))
                except (ValueError, KeyError, TypeError) as error:
                    raise DocumentError(
                        f"{path}:{number}", f"not a record ({error!r})", "write it again with `kg extract`"
                    ) from error
