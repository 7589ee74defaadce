"""A small report on an invented dispute, with the articles it cites: what the renderings are tested on."""

from datetime import UTC, datetime

from pipeline.types import (
    Article,
    Citation,
    CitationVerdict,
    Claim,
    ClaimVerdict,
    CorpusStamp,
    Decision,
    Disagreement,
    Label,
    Omission,
    Report,
    RunRecord,
    Section,
    Side,
    Source,
    Staleness,
    StalenessReason,
    TokenCount,
)

WHEN = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def article(name: str, *, title: str, publisher: str, text: str, day: int, url: str | None = None) -> Article:
    published = datetime(2026, 3, day, 7, 0, tzinfo=UTC)
    return Article(
        id=name,
        version=f"{name}-v1",
        url=url or f"https://news.example/{name}",
        title=title,
        publisher=publisher,
        author=None,
        published_at=published,
        updated_at=None,
        fetched_at=published,
        language="en",
        text=text,
        origin=f"o-{name}",
    )


HARBOUR = article(
    "harbour",
    title="Envoys leave Port Ansel with a draft on shipping",
    publisher="The Meridian Courier",
    day=12,
    text=(
        "PORT ANSEL — Two days of talks ended on Thursday without a signature.\n\n"
        "Envoys of Veska and Oruland agreed on 9 of the 12 articles of a shipping treaty, the mediator "
        "Ilse Braam told reporters. 🚢 The remaining three concern tolls in the Sundry Strait. "
        "“We are close, but close is not a treaty,” she said.\n\n"
        "The next round is planned for April 2 in Lund."
    ),
)
TOLLS = article(
    "tolls",
    title="Veska will not lift strait tolls, minister says",
    publisher="Northern Wire",
    day=13,
    text=(
        "Veska's transport minister Jor Hallam said on Friday that his government “will not lift the tolls this year”.\n\n"
        "Shippers paid 41 million crowns in tolls in 2025, according to the port authority."
    ),
)
ISLES = article(
    "isles",
    title="Oruland signals patience over strait tolls",
    publisher="Isles Gazette",
    day=13,
    text=(
        "An Oruland official, who asked not to be named, said that Veska may suspend the tolls in summer. "
        "The ministry in Veska declined to comment."
    ),
)
ARTICLES = (HARBOUR, TOLLS, ISLES)
CONTEXTS = {(each.id, each.version): each for each in ARTICLES}


def cite(number: int, quote: str, label: Label = "supported", score: float = 0.97) -> Citation:
    source = ARTICLES[number - 1]
    start = source.text.index(quote)
    return Citation(
        source=number,
        article_id=source.id,
        version=source.version,
        passage_id=f"p-{number}",
        start=start,
        end=start + len(quote),
        quote=quote,
        verdict=CitationVerdict(label=label, score=score),
    )


def claim(
    name: str, text: str, *citations: Citation, label: Label = "supported", reasons: tuple[str, ...] = ()
) -> Claim:
    return Claim(
        id=name,
        text=text,
        attributed_to="Ilse Braam" if name == "c-agreed" else None,
        origins=len({citation.article_id for citation in citations}),
        citations=citations,
        verdict=ClaimVerdict(
            label=label, score=0.96 if label == "supported" else 0.58, judge="ledger-1", reasons=reasons
        ),
    )


NINE = "agreed on 9 of the 12 articles of a shipping treaty"
NO_LIFT = "“will not lift the tolls this year”"
MAY_SUSPEND = "Veska may suspend the tolls in summer"
CLAIMS = (
    claim("c-agreed", "Veska and Oruland agreed on 9 of 12 articles, the mediator Ilse Braam said.", cite(1, NINE)),
    claim(
        "c-tolls",
        "Veska's transport minister said that it will not lift the tolls this year.",
        cite(2, NO_LIFT),
        cite(1, "The remaining three concern tolls in the Sundry Strait.", "partial", 0.61),
    ),
    claim(
        "c-next",
        "The next round is planned for April 2 in Lund.",
        cite(1, "The next round is planned for April 2 in Lund."),
    ),
    claim(
        "c-paid",
        "Shippers paid 41 million crowns in tolls in 2025.",
        cite(2, "Shippers paid 41 million crowns in tolls in 2025", "partial", 0.58),
        label="partial",
        reasons=("The article attributes the figure to the port authority; the sentence does not.",),
    ),
)

REPORT = Report(
    id="are-veska-and-oruland-near-a-treaty-1a2b3c",
    version=2,
    previous=1,
    question="Are Veska and Oruland near a treaty?",
    title="Close on shipping, apart on tolls",
    status="complete",
    checked_at=WHEN,
    as_of=datetime(2026, 3, 13, 23, 59, 59, 999999, tzinfo=UTC),
    corpus=CorpusStamp(revision="gw1:0123456789abcdef", articles=31, newest=datetime(2026, 3, 13, 7, tzinfo=UTC)),
    executive_summary=("c-agreed", "c-tolls"),
    sections=(
        Section(heading="Nine of twelve articles are agreed", claims=("c-agreed", "c-next")),
        Section(heading="Tolls are what keeps them apart", claims=("c-tolls", "c-paid")),
    ),
    bottom_line=("c-tolls",),
    follow_ups=("What would Veska lose without the tolls?", "Who mediates, and with what mandate?"),
    claims={each.id: each for each in CLAIMS},
    sources=tuple(
        Source(
            number=number,
            article_id=each.id,
            version=each.version,
            title=each.title,
            publisher=each.publisher,
            url=each.url,
            published_at=each.published_at,
            origin=each.origin,
        )
        for number, each in enumerate(ARTICLES, start=1)
    ),
    omissions=(
        Omission(
            text="The treaty will be signed on April 2.",
            verdict="contradicted",
            reason="The cited words speak of a next round of talks, not of a signature.",
        ),
    ),
    disagreements=(
        Disagreement(
            topic="Whether the tolls will fall this year",
            sides=(
                Side(text="Veska's minister rules it out.", citations=(cite(2, NO_LIFT),)),
                Side(
                    text="An Oruland official expects a pause in summer.", citations=(cite(3, MAY_SUSPEND, score=0.91),)
                ),
            ),
        ),
    ),
    staleness=Staleness(checked_at=WHEN),
    run=RunRecord(
        writer="extractive",
        judge="ledger-1",
        embedder="minilm",
        settings_digest="5e77",
        tokens=TokenCount(evidence=3412),
        seconds=0.62,
    ),
)

STALE = REPORT.model_copy(
    update={
        "staleness": Staleness(
            state="stale-major",
            checked_at=datetime(2026, 3, 20, tzinfo=UTC),
            reasons=(
                StalenessReason(
                    kind="withdrawn", article_id="harbour", version="harbour-v1", quote=None, claims=("c-agreed",)
                ),
                StalenessReason(
                    kind="contradicted",
                    article_id="bulletin",
                    version="bulletin-v1",
                    quote="Veska lifted the tolls on Monday",
                    claims=("c-tolls", "c-paid"),
                ),
            ),
        )
    }
)

_ACCEPTED = REPORT.claims["c-agreed"]
EDITED = REPORT.model_copy(
    update={
        "claims": {
            **REPORT.claims,
            "c-agreed": _ACCEPTED.model_copy(
                update={"verdict": _ACCEPTED.verdict.model_copy(update={"reasons": ("Accepted by the editor.",)})}
            ),
        },
        "decisions": (
            Decision(
                number=1,
                kind="ban",
                subject="publisher",
                target="The Gazette",
                text="The Gazette",
                note="State media.",
                decided_at=WHEN,
            ),
            Decision(
                number=2,
                kind="accept",
                subject="claim",
                target="c-agreed",
                text=_ACCEPTED.text,
                decided_at=WHEN,
            ),
        ),
    }
)

ABSTAINED = REPORT.model_copy(
    update={
        "question": "Who won the Lund marathon?",
        "title": "Who won the Lund marathon?",
        "status": "insufficient_evidence",
        "as_of": None,
        "executive_summary": (),
        "sections": (),
        "bottom_line": (),
        "follow_ups": (),
        "claims": {},
        "sources": (),
        "disagreements": (),
        "omissions": (
            Omission(
                text="The next round is planned for April 2 in Lund.",
                verdict="unsupported",
                reason="Names Lund, but says nothing of a marathon (The Meridian Courier, March 12, 2026).",
            ),
        ),
    }
)

_HOSTILE = "<script>alert(1)</script> \x1b[31m]8;;x\x07 [a](javascript:alert(2)) **b** </style> {{ 7*7 }} \u202egnp.exe"
HOSTILE_ARTICLE = article(
    "evil", title=_HOSTILE, publisher='"><img src=x onerror=alert(3)>', day=13, text=f"Before. {_HOSTILE} After."
)
_HOSTILE_CITATION = Citation(
    source=1,
    article_id="evil",
    version="evil-v1",
    passage_id='"><b>',
    start=8,
    end=8 + len(_HOSTILE),
    quote=_HOSTILE,
    verdict=CitationVerdict(label="supported", score=0.9),
)
HOSTILE = REPORT.model_copy(
    update={
        "id": "evil-`$(id)`-<b>",
        "question": _HOSTILE,
        "executive_summary": ("c-evil",),
        "sections": (Section(heading=_HOSTILE, claims=("c-evil", "no-such-claim")),),
        "bottom_line": (),
        "follow_ups": (_HOSTILE,),
        "claims": {"c-evil": claim("c-evil", _HOSTILE, _HOSTILE_CITATION, label="partial", reasons=(_HOSTILE,))},
        "sources": (
            REPORT.sources[0].model_copy(
                update={
                    "title": _HOSTILE,
                    "publisher": HOSTILE_ARTICLE.publisher,
                    "url": "javascript:alert(4)",
                    "article_id": "evil",
                }
            ),
        ),
        "omissions": (Omission(text=_HOSTILE, verdict="unsupported", reason=_HOSTILE),),
        "disagreements": (Disagreement(topic=_HOSTILE, sides=(Side(text=_HOSTILE, citations=(_HOSTILE_CITATION,)),)),),
    }
)
HOSTILE_CONTEXTS = {("evil", "evil-v1"): HOSTILE_ARTICLE}
