"""A small corpus made by hand, as records and as a store: what the tests of networks and pages look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from kg.model import (
    Amount,
    Claim,
    ClaimAddress,
    Document,
    Entity,
    Evidence,
    Member,
    Mention,
    MentionForm,
    Modality,
    Polarity,
    Record,
    Referent,
    Resolution,
    Span,
    Statement,
    Status,
    Time,
)
from kg.store import Store

# Kinds and relations as the ontology has them, few enough to reckon with.
ONTOLOGY = SimpleNamespace(
    kinds={
        name: SimpleNamespace(labels={"en": name.lower(), "ar": arabic, "ru": russian}, type=name)
        for name, arabic, russian in (
            ("Person", "شخص", "человек"),
            ("Country", "دولة", "страна"),
            ("Organization", "منظمة", "организация"),
            ("Place", "مكان", "место"),
        )
    },
    relations={
        name: SimpleNamespace(labels={"en": english, "ar": arabic, "ru": russian}, sign=sign, symmetric=symmetric)
        for name, english, arabic, russian, sign, symmetric in (
            ("ambassador_of", "ambassador of", "سفير", "посол", 0, False),
            ("president_of", "president of", "رئيس", "президент", 0, False),
            ("supports", "supports", "يدعم", "поддерживает", 1, False),
            ("sanctions", "sanctions", "يعاقب", "вводит санкции против", -1, False),
            ("meets", "meets", "يلتقي", "встречается с", 1, True),
            ("invests_in", "invests in", "يستثمر في", "инвестирует в", 0, False),
        )
    },
)

PEOPLE = (
    Entity("country/RU", "Country", {"ar": "روسيا", "en": "Russia", "ru": "Россия"}, (), True, (("ru", "Москва"),)),
    Entity("country/KZ", "Country", {"ar": "كازاخستان", "en": "Kazakhstan", "ru": "Казахстан"}, ()),
    Entity("person/borodavkin", "Person", {"ar": "أليكسي بورودافكين", "en": "Alexey Borodavkin"}, ()),
    Entity("person/tokayev", "Person", {"ar": "توكاييف", "en": "Tokayev", "ru": "Токаев"}, ()),
    Entity("organization/kaz", "Organization", {"ar": "كاز مينيرالز (KAZ)", "en": "KAZ Minerals"}, ()),
    Entity("place/chukotka", "Place", {"ar": "تشوكوتكا", "en": "Chukotka"}, ()),
    Entity("place/west", "Place", {"ar": "الغرب", "en": "The West"}, ()),
    Entity("person/soldiers", "Person", {"ar": "ثلاثة جنود"}, (), False),
    Entity("place/almaty", "Place", {"ar": "ألماتي", "en": "Almaty", "ru": "Алматы"}, ()),
)

TEXT_AR = (
    "عنوان\nقال السفير الروسي أليكسي بورودافكين إن روسيا تدعم كازاخستان. "
    "وأضاف أن كاز مينيرالز ستستثمر 8 مليارات دولار في تشوكوتكا.\nرئيس كازاخستان توكاييف."
)
TEXT_EN = (
    "The West imposed sanctions on Russia. Tokayev did not meet Borodavkin. Russia supports Kazakhstan, Tokayev said."
)


@dataclass(frozen=True)
class Said:
    """A claim by its words: who, what, whom, the passage, and what qualifies it."""

    subject: str
    relation: str
    object: str
    quote: str
    speaker: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ASSERTED
    time: str | None = None
    amount: tuple[float, str, str] | None = None


SAID_AR = (
    Said("person/borodavkin", "ambassador_of", "country/RU", "السفير الروسي أليكسي بورودافكين"),
    Said("country/RU", "supports", "country/KZ", "روسيا تدعم كازاخستان", "person/borodavkin"),
    Said(
        "organization/kaz",
        "invests_in",
        "place/chukotka",
        "كاز مينيرالز ستستثمر 8 مليارات دولار في تشوكوتكا",
        "person/borodavkin",
        modality=Modality.PLANNED,
        time="2023",
        amount=(8e9, "USD", "8 مليارات دولار"),
    ),
    Said("person/tokayev", "president_of", "country/KZ", "رئيس كازاخستان توكاييف"),
)
SAID_EN = (
    Said("place/west", "sanctions", "country/RU", "The West imposed sanctions on Russia"),
    Said("person/tokayev", "meets", "person/borodavkin", "Tokayev did not meet Borodavkin", polarity=Polarity.NEGATIVE),
    Said("country/RU", "supports", "country/KZ", "Russia supports Kazakhstan", "person/tokayev", time="2024-05-01"),
    Said("person/soldiers", "supports", "country/RU", "Russia"),
)


def store(
    documents: Sequence[tuple[Document, Sequence[Said]]] | None = None, people: Sequence[Entity] = PEOPLE
) -> Store:
    """A store that holds these claims, each statement with all of its claims."""
    documents = documents or (
        (Document("ar-1", TEXT_AR, "ar", "عنوان المقال", "wakala.example", "2022-10-18"), SAID_AR),
        (Document("en-1", TEXT_EN, "en", "Sanctions", "daily.example", "2024-05"), SAID_EN),
    )
    records, entity_of, held = [], {}, {}
    for document, said in documents:
        referents = []
        for person in people:
            names = [
                name for name in (*person.names.values(), *(n for _, n in person.aliases)) if name in document.text
            ]
            spans = [Span(at := document.text.index(name), at + len(name)) for name in names]
            mentions = tuple(Mention(span, MentionForm.NAME) for span in sorted(set(spans)))
            referents.append(Referent(person.id, person.kind, person.id, person.named, mentions))
            entity_of[Member(document.id, person.id)] = person.id
        claims = []
        for index, one in enumerate(said):
            span = _span(document.text, one.quote)
            claims.append(
                Claim(
                    one.relation,
                    one.subject,
                    one.object,
                    Evidence(span, one.quote, "test", 0.9),
                    one.polarity,
                    one.modality,
                    one.speaker,
                    (one.time and Time(one.time, span)) or None,
                    (one.amount and Amount(one.amount[0], one.amount[1], _span(document.text, one.amount[2]))) or None,
                )
            )
            held.setdefault((one.subject, one.relation, one.object), []).append((ClaimAddress(document.id, index), one))
        records.append(Record(document, "test", tuple(referents), tuple(claims)))
    statements = tuple(
        Statement(
            *key,
            tuple(address for address, _ in found),
            _status([one for _, one in found]),
            len({a.document for a, _ in found}),
        )
        for key, found in sorted(held.items())
    )
    made = Store.memory()
    made.put(records)
    made.derive(Resolution(tuple(people), statements, (), entity_of))
    return made


def _span(text: str, quote: str) -> Span:
    at = text.index(quote)
    return Span(at, at + len(quote))


def _status(said: Sequence[Said]) -> Status:
    if all(one.polarity is Polarity.NEGATIVE for one in said):
        return Status.DENIED
    if all(one.modality is Modality.PLANNED for one in said):
        return Status.PLANNED
    return Status.REPORTED if all(one.speaker for one in said) else Status.ASSERTED
