"""Small records written by hand, for tests of what comes after reading.

``{tokayev:Tokayev}`` in a text is a mention of the referent ``tokayev``. A claim is written as
``"tokayev president_of kz"`` (``-`` for a party left out); its evidence is the whole text unless ``quote`` says which
part. The local id of a referent is who it is in every document, so that resolution is a matter of grouping.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from kg.model import (
    Amount,
    Claim,
    ClaimAddress,
    Document,
    Entity,
    Evidence,
    Judgement,
    Member,
    Mention,
    MentionForm,
    Modality,
    Polarity,
    Quote,
    Record,
    Referent,
    Resolution,
    Span,
    Statement,
    Status,
    Time,
)

KINDS = {
    "borodavkin": "Person",
    "tokayev": "Person",
    "putin": "Person",
    "kz": "Country",
    "ru": "Country",
    "us": "Country",
    "minerals": "Company",
    "chukotka": "Place",
    "gunmen": "Person",
    "eaeu": "Organization",
}
UNNAMED = {"gunmen"}
SYMMETRIC = {"meets", "cooperates_with", "signs_agreement_with", "trades_with"}


def claim(
    words: str,
    quote: str | None = None,
    *,
    polarity: str = "positive",
    modality: str = "asserted",
    speaker: str | None = None,
    time: tuple[str, str] | None = None,
    amount: tuple[float, str, str] | None = None,
    ended: bool = False,
) -> dict[str, object]:
    """``time`` is (ISO value, its words); ``amount`` is (value, unit, its words)."""
    subject, relation, object = (None if word == "-" else word for word in words.split())
    return locals()


def read(
    id: str,
    marked: str,
    *claims: str | dict[str, object],
    language: str = "en",
    title: str | None = None,
    source: str | None = None,
    published: str | None = "2022-10-18",
    quotes: Iterable[tuple[str, str]] = (),
) -> Record:
    """A record of a text with marked mentions; ``quotes`` are (speaker, words)."""
    text, mentions = "", defaultdict(list)
    for plain, referent, name in re.findall(r"([^{]*)(?:\{(\w+):([^}]*)\})?", marked):
        text += plain
        if referent:
            mentions[referent].append((Span(len(text), len(text) + len(name)), name))
            text += name

    def place(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    def full(given: str | dict[str, object]) -> Claim:
        c = claim(given) if isinstance(given, str) else given
        span = place(str(c["quote"])) if c["quote"] else Span(0, len(text))
        time, amount = c["time"], c["amount"]
        return Claim(
            c["relation"],
            c["subject"],
            c["object"],
            Evidence(span, span.of(text), "by hand", 0.9),
            Polarity(c["polarity"]),
            Modality(c["modality"]),
            c["speaker"],
            Time(time[0], place(time[1])) if time else None,
            Amount(amount[0], amount[1], place(amount[2])) if amount else None,
            c["ended"],
        )

    return Record(
        Document(id, text, language, title, source, published),
        "by hand",
        tuple(
            Referent(
                referent,
                KINDS[referent],
                max((name for _, name in spans), key=len),
                referent not in UNNAMED,
                tuple(Mention(span, MentionForm.NAME) for span, _ in spans),
            )
            for referent, spans in mentions.items()
        ),
        tuple(full(given) for given in claims),
        tuple(Quote(speaker, place(words), True) for speaker, words in quotes),
    )


def resolve(records: Iterable[Record]) -> Resolution:
    """Referents of one local id are one entity; claims of the same parties are one statement."""
    records = sorted(records, key=lambda record: record.document.id)
    members, names, aliases = defaultdict(list), defaultdict(dict), defaultdict(set)
    claims = defaultdict(list)
    for record in records:
        document = record.document
        for referent in record.referents:
            members[referent.id].append(Member(document.id, referent.id))
            names[referent.id].setdefault(document.language, referent.name)
            aliases[referent.id].update(
                (document.language, mention.span.of(document.text)) for mention in referent.mentions
            )
        for index, claim in enumerate(record.claims):
            if claim.subject and claim.object:
                parties = [claim.subject, claim.object]
                if claim.relation in SYMMETRIC:
                    parties.sort()
                claims[parties[0], claim.relation, parties[1]].append((ClaimAddress(document.id, index), claim))
    return Resolution(
        tuple(
            Entity(
                entity_id(id), KINDS[id], names[id], tuple(members[id]), id not in UNNAMED, tuple(sorted(aliases[id]))
            )
            for id in sorted(members)
        ),
        tuple(
            Statement(
                entity_id(subject),
                relation,
                entity_id(object),
                tuple(address for address, _ in group),
                status([claim for _, claim in group]),
                len({address.document for address, _ in group}),
            )
            for (subject, relation, object), group in sorted(claims.items())
        ),
        tuple(
            Judgement(f"{left.document} {id}", f"{right.document} {id}", True, 0.97, "the same name")
            for id in sorted(members)
            for left, right in zip(members[id], members[id][1:], strict=False)
        ),
        {member: entity_id(id) for id in members for member in members[id]},
    )


def entity_id(id: str) -> str:
    return f"{KINDS[id].lower()}/{id}"


def status(claims: list[Claim]) -> Status:
    denied = any(claim.polarity is Polarity.NEGATIVE for claim in claims)
    standing = [c for c in claims if c.polarity is Polarity.POSITIVE and c.modality is not Modality.HYPOTHETICAL]
    if denied:
        return Status.DISPUTED if standing else Status.DENIED
    if not standing:
        return Status.HYPOTHETICAL
    if all(claim.ended for claim in standing):
        return Status.ENDED
    return Status.PLANNED if all(c.modality is Modality.PLANNED for c in standing) else Status.ASSERTED


ENGLISH = read(
    "en-000",
    "Russian ambassador to {kz:Kazakhstan} {borodavkin:Alexey Borodavkin} of {ru:Russia} wrote: “President "
    "{tokayev:Tokayev} leads the republic. {minerals:KAZ Minerals} is to put 8 billion dollars into "
    "{chukotka:Chukotka} in 2023.” {us:Washington} denied that it put pressure on {kz:Kazakhstan}.",
    claim("borodavkin ambassador_of ru", "Russian ambassador to Kazakhstan Alexey Borodavkin of Russia"),
    claim("borodavkin accredited_to kz", "Russian ambassador to Kazakhstan Alexey Borodavkin of Russia"),
    claim("tokayev president_of kz", "President Tokayev leads the republic", speaker="borodavkin"),
    claim(
        "minerals invests_in chukotka",
        "KAZ Minerals is to put 8 billion dollars into Chukotka in 2023",
        speaker="borodavkin",
        modality="planned",
        amount=(8e9, "USD", "8 billion dollars"),
        time=("2023", "2023"),
    ),
    claim(
        "minerals invests_in ru",
        "KAZ Minerals is to put 8 billion dollars into Chukotka in 2023",
        speaker="borodavkin",
        modality="planned",
        amount=(8e9, "USD", "8 billion dollars"),
    ),
    claim("us threatens kz", "Washington denied that it put pressure on Kazakhstan", speaker="us", polarity="negative"),
    title="The ambassador’s article",
    quotes=[
        (
            "borodavkin",
            "President Tokayev leads the republic. KAZ Minerals is to put 8 billion dollars into Chukotka in 2023.",
        )
    ],
)
RUSSIAN = read(
    "ru-000",
    "Посол {ru:России} в {kz:Казахстане} {borodavkin:Алексей Бородавкин} назвал проект {minerals:KAZ Minerals} "
    "на {chukotka:Чукотке} стоимостью 8 млрд долларов крупнейшим. {us:США} давят на {kz:Казахстан}, сказал он.",
    claim("borodavkin ambassador_of ru", "Посол России в Казахстане Алексей Бородавкин"),
    claim("borodavkin accredited_to kz", "Посол России в Казахстане Алексей Бородавкин"),
    claim(
        "minerals invests_in chukotka",
        "проект KAZ Minerals на Чукотке стоимостью 8 млрд долларов",
        speaker="borodavkin",
        amount=(8e9, "USD", "8 млрд долларов"),
    ),
    claim("us threatens kz", "США давят на Казахстан", speaker="borodavkin"),
    language="ru",
    published="2022-10-19",
)
ARABIC = read(
    "ar-001",
    "التقى الرئيس {tokayev:توكاييف} نظيره {putin:بوتين} رئيس {ru:روسيا}، وقُتل عشرة على يد {gunmen:مسلحين}.",
    claim("tokayev meets putin", "التقى الرئيس توكاييف نظيره بوتين"),
    claim("putin president_of ru", "بوتين رئيس روسيا"),
    claim("gunmen attacks -", "قُتل عشرة على يد مسلحين", amount=(10, "people", "عشرة")),
    language="ar",
    published="2023-01",
)
FORMER = read(
    "en-002",
    "{putin:Putin} met {tokayev:Tokayev}, the former prime minister of {kz:Kazakhstan}; he may visit {us:the US}.",
    claim("putin meets tokayev", "Putin met Tokayev"),
    claim("tokayev prime_minister_of kz", "the former prime minister of Kazakhstan", ended=True),
    claim("putin visits us", "he may visit the US", modality="hypothetical"),
    published=None,
)
RECORDS = (ENGLISH, RUSSIAN, ARABIC, FORMER)
