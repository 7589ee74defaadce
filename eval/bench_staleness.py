"""How long it takes to find out which reports are stale: `python -m eval.bench_staleness [--reports N] [--claims N] [--delta N]…`.

Reports of as many claims are written over made-up articles and stored; then articles come in, and all reports are checked,
once for each size of delta, which comes on top of those before it. No claim of one report is one of another, so that nothing is cheap because it is the same.
Vectors are made by a double, since embedding the news is not what is measured; the judge is the packaged one.
"""

import argparse
import cProfile
import json
import pstats
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from eval.bench_articles import load
from pipeline.assets import sample_corpus
from pipeline.fakes import HashingEmbedder, MemoryVectors
from pipeline.ports import Judge
from pipeline.service import Groundwire
from pipeline.stages.assemble import SettledDraft, assemble
from pipeline.stages.ingest import ingest
from pipeline.stages.refresh_standing import Reader
from pipeline.stages.settle import SettledClaim
from pipeline.text.sentences import sentence_spans
from pipeline.text.words import content_words
from pipeline.types import (
    Brief,
    ClaimVerdict,
    CorpusStamp,
    Pair,
    RawArticle,
    RefreshResult,
    Report,
    RunRecord,
    Verdict,
)

SEED = 11
_DIM = 384  # as the packaged embedder has
_BEGAN = datetime(2025, 12, 1, tzinfo=UTC)
_NEWS = datetime(2026, 1, 10, tzinfo=UTC)  # later than anything in the sample


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench_staleness", description="Measure how long it takes to find what is stale."
    )
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--claims", type=int, default=20, help="of each report")
    parser.add_argument("--delta", type=int, nargs="+", default=[0, 5, 500], help="articles that come in")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--profile", action="store_true", help="show where the time of the last check went")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Groundwire(Path(folder)) as desk:
        result = measured(desk, given.reports, given.claims, given.delta, profile=given.profile)
    if given.json:
        print(json.dumps(result))
        return
    for row in result:
        print(
            f"{row['reports']} reports, {row['claims']} claims, {row['delta']} articles: {row['seconds']:.2f} s, of which {row['busy']:.2f} s at work; "
            f"{row['stale']} stale, {row['judged']} pairs judged, {row['embedded']} texts embedded"
        )


def measured(
    desk: Groundwire, reports: int, claims: int, deltas: Sequence[int], *, profile: bool = False
) -> list[dict[str, float]]:
    """One row a delta; each is checked from where the one before left off."""
    embedder = HashingEmbedder(_DIM)
    desk._adapters.__dict__.update(vectors=MemoryVectors(), embedder=embedder)
    rng = Random(SEED)
    articles = list(_articles(reports, claims, rng))
    _take_in(desk, articles)
    common = Counter(word for article in articles for word in set(content_words(article.text)))
    stored = [_report(desk, article, claims, common) for article in articles]
    for report in stored:
        desk._adapters.reports.save(report)
    judge = desk.judge
    judge.judge([])
    news = _news(max(deltas, default=0), articles)
    desk.refresh(check=True)  # whatever is made once is made now
    rows = []
    for n, delta in enumerate(deltas):
        fresh = [each.model_copy(update={"id": f"{each.id}-{n}", "url": f"{each.url}-{n}"}) for each in news[:delta]]
        _take_in(desk, fresh)
        counted = _Counting(judge)
        desk._adapters.staffing.__dict__["judge"] = counted
        embedded = embedder.embedded
        began, busy = perf_counter(), process_time()
        found = _profiled(desk) if profile and n == len(deltas) - 1 else desk.refresh(check=True)
        rows.append(
            {
                "reports": len(stored),
                "claims": sum(len(report.claims) for report in stored),
                "delta": delta,
                "seconds": round(perf_counter() - began, 3),
                "busy": round(process_time() - busy, 3),
                "stale": sum(each.state != "fresh" for each in found),
                "judged": counted.pairs,
                "embedded": embedder.embedded - embedded,
            }
        )
    return rows


class _Counting:
    """A judge that counts the pairs it is asked of."""

    def __init__(self, judge: Judge) -> None:
        self.name = judge.name
        self.pairs = 0
        self._judge = judge

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        self.pairs += len(pairs)
        return self._judge.judge(pairs)


def _profiled(desk: Groundwire) -> tuple[RefreshResult, ...]:
    with cProfile.Profile(process_time) as profile:
        found = desk.refresh(check=True)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    return found


def _articles(n: int, claims: int, rng: Random) -> Iterator[RawArticle]:
    """Articles of enough sentences, each of which has a word of another, so that no two are the same."""
    records = load(None, most=1, seed=SEED).articles
    sample = [json.loads(line) for line in sample_corpus("r1").read_text(encoding="utf-8").splitlines()]
    texts = [record["text"] for record in sample if "text" in record]
    sentences = [text[a:b] for text in texts for a, b in sentence_spans(text) if b - a > 60]
    words = sorted({word for sentence in sentences for word in re.findall(r"\b[a-z]{6,}\b", sentence)})
    for number in range(n):
        chosen = [_altered(sentence, words, rng) for sentence in rng.sample(sentences, claims)]
        yield RawArticle(
            id=f"a-{number}",
            url=f"https://news.groundwire.example/a/{number}",
            title=records[0]["title"],
            text=" ".join(chosen),
            published_at=_BEGAN + timedelta(minutes=number),
            publisher=f"Paper {number % 50}",
        )


def _altered(sentence: str, words: Sequence[str], rng: Random, *, share: float = 0.2) -> str:
    """The sentence with a share of its longer words replaced by words of others."""
    found = sorted(set(re.findall(r"\b[a-z]{6,}\b", sentence)))
    for old in rng.sample(found, max(1, round(share * len(found))) if found else 0):
        sentence = sentence.replace(old, rng.choice(words), 1)
    return " ".join(sentence.split())


def _news(n: int, told: Sequence[RawArticle]) -> list[RawArticle]:
    """Articles on the same matters in other words; one in ten begins with a sentence that is told, with another figure."""
    rng = Random(SEED + 1)
    sample = [json.loads(line) for line in sample_corpus("r2").read_text(encoding="utf-8").splitlines()]
    paragraphs = [part for record in sample if "text" in record for part in record["text"].split("\n\n")]
    words = sorted({word for part in paragraphs for word in re.findall(r"\b[a-z]{6,}\b", part)})
    return [
        RawArticle(
            id=f"news-{number}",
            url=f"https://news.groundwire.example/news/{number}",
            title=f"News number {number}",
            text="\n\n".join([*_told_anew(number, told), *_mixed(paragraphs, words, rng)]),
            published_at=_NEWS + timedelta(minutes=number),
            publisher="News Desk",
        )
        for number in range(n)
    ]


def _mixed(paragraphs: Sequence[str], words: Sequence[str], rng: Random) -> list[str]:
    return [_altered(part, words, rng, share=0.5) for part in rng.sample(paragraphs, 5)]


def _told_anew(number: int, told: Sequence[RawArticle]) -> list[str]:
    if number % 10:
        return []
    text = told[number % len(told)].text
    sentences = (text[a:b] for a, b in sentence_spans(text))
    return [re.sub(r"\d+", "77", sentence) for sentence in sentences if re.search(r"\d{2}", sentence)][:1]


def _take_in(desk: Groundwire, articles: Sequence[RawArticle]) -> None:
    adapters = desk._adapters
    ingest(articles, catalogue=adapters.catalogue, vectors=adapters.vectors, embedder=adapters.embedder, now=_NEWS)


def _report(desk: Groundwire, article: RawArticle, claims: int, common: Mapping[str, int]) -> Report:
    """A report that tells the sentences of an article, under a question of its own."""
    catalogue = desk._adapters.catalogue
    assert article.id is not None
    version = catalogue.live_versions([article.id])[article.id]
    assert version is not None
    text = article.text
    spans = [span for span in sentence_spans(text) if span[1] - span[0] > 30][:claims]
    rare = sorted(set(content_words(text[slice(*spans[0])])), key=lambda word: (common[word], word))
    asked = " ".join(rare[:4])
    question = f"What is known of {asked} ({article.id})?"
    reader = Reader(catalogue, question)
    told = [_claim(reader, article.id, version, text, span) for span in spans]
    draft = SettledDraft(
        question, tuple(told[:2]), (("What is known", tuple(told[2:-1])),), tuple(told[-1:]), (), (), ()
    )
    revision = catalogue.revision()
    stamp = CorpusStamp(revision=revision.id, articles=revision.articles, newest=None)
    judged_by = RunRecord(writer="bench", judge=desk.judge.name, embedder="bench", settings_digest="")
    brief = Brief(question=question)
    return assemble(brief, draft, corpus=stamp, run=judged_by, now=_NEWS - timedelta(days=1), previous=None)


def _claim(reader: Reader, article: str, version: str, text: str, span: tuple[int, int]) -> SettledClaim:
    verdict = Verdict(label="supported", score=0.9, judge="bench")
    cited = ((reader.span(article, version, *span), verdict),)
    return SettledClaim(text[slice(*span)], None, cited, ClaimVerdict(label="supported", score=0.9, judge="bench"))


if __name__ == "__main__":
    main()
