"""A large corpus: `python -m eval.bench_scale --articles 50000 [--from FILE] [--encoder hashing] [--json]`.

Articles are recombined from the sentences of real ones, for this purpose only, and ingested as a stream. It prints whether
the pace at the end is that of the beginning, how much memory that took, and how fast a full corpus is searched.

`--encoder hashing` leaves out the encoder, whose work is the same for every article, so that everything else is seen.
"""

import argparse
import json
import re
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

from eval.bench_articles import Record, complete, read
from pipeline.assets import sample_corpus
from pipeline.fakes import HashingEmbedder
from pipeline.service import Groundwire
from pipeline.text.sentences import sentence_spans

QUESTIONS = 60  # each asked with and without a date
SENTENCES = 12  # of one article: about 1,600 characters, as agencies write
SEED = 7
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_DAYS = 2_000  # over which the articles are spread


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.bench_scale", description="Ingest and search a large corpus.")
    parser.add_argument("--articles", type=int, default=50_000, metavar="N")
    parser.add_argument(
        "--from", dest="files", type=Path, nargs="+", help="JSON lines of real articles, not the sample"
    )
    parser.add_argument("--encoder", choices=("packaged", "hashing"), default="packaged")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measured(Path(folder), options.articles, options.files, hashing=options.encoder == "hashing")
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:44} {value:>12,.1f}")


def measured(folder: Path, n: int, files: Sequence[Path] | None, *, hashing: bool = False) -> dict[str, float]:
    sentences = _sentences(files)
    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in recombined(sentences, n, Random(SEED)))
    pace = _Pace()
    before = _peak_mb()
    with Groundwire(folder / "home", progress=pace) as desk:
        if hashing:
            desk._adapters.__dict__["embedder"] = HashingEmbedder(384)
        began, busy = perf_counter(), process_time()
        done = desk.ingest([str(file)])
        seconds, busy = perf_counter() - began, process_time() - busy
        after = _peak_mb()
        plain, dated = _searched(desk, sentences)
    return {
        "articles": done.added,
        "refused": len(done.rejected),
        "passages": done.passages,
        "seconds": seconds,
        "processor seconds": busy,
        "articles a processor second": done.added / busy,
        "pace of the last fifth, first fifth = 1": pace.flatness(),
        "peak memory, MB": after,
        "of which before the ingest, MB": before,
        "search p50, ms": 1_000 * plain,
        "search p50 as of a day half way, ms": 1_000 * dated,
    }


def recombined(sentences: Sequence[tuple[str, str]], n: int, rng: Random) -> Iterator[Record]:
    """Articles of sentences from as many real ones, with other numbers, so that no two share a paragraph."""
    for at in range(n):
        drawn = rng.sample(sentences, SENTENCES)
        told = [_renumbered(text, rng) for _, text in drawn]
        text = "\n\n".join(" ".join(told[start : start + 3]) for start in range(0, SENTENCES, 3))
        published = _BEGAN + timedelta(days=_DAYS * at / n)
        yield {
            "id": f"scale-{at}",
            "url": f"https://news.groundwire.example/scale/{at}",
            "title": drawn[0][0],
            "text": text,
            "publisher": f"Paper {at % 50}",
            "published_at": published.isoformat(),
        }


def _sentences(files: Sequence[Path] | None) -> list[tuple[str, str]]:
    """(title, sentence) of real articles."""
    found = [complete(record, at) for at, record in enumerate(read(files or [sample_corpus("r1")]))]
    return [
        (record["title"], record["text"][start:end])
        for record in found
        for start, end in sentence_spans(record["text"])
        if 60 < end - start < 400
    ]


def _renumbered(text: str, rng: Random) -> str:
    return re.sub(r"(?<![\d,.])\d{2}(?![\d,.])", lambda _: str(rng.randint(10, 99)), text)


def _searched(desk: Groundwire, sentences: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """The median seconds of a search, and of one as of a day half way."""
    rng, half = Random(SEED + 1), _BEGAN + timedelta(days=_DAYS / 2)
    asked = [" ".join(rng.choice(sentences)[1].split()[:9]) for _ in range(QUESTIONS)]
    desk.search(asked[0])
    desk.search(asked[0], as_of=half)
    return median(_timed(desk, each, None) for each in asked), median(_timed(desk, each, half) for each in asked)


def _timed(desk: Groundwire, question: str, as_of: datetime | None) -> float:
    began = perf_counter()
    desk.search(question, k=10, as_of=as_of)
    return perf_counter() - began


class _Pace:
    """Notes when how many articles had been read, in seconds of the processor: others may work on this machine too."""

    def __init__(self) -> None:
        self._at: list[tuple[int, float]] = []
        self._told = 0

    def __call__(self, stage: str, done: int, total: int | None) -> None:  # noqa: ARG002
        if stage == "read":
            self._at.append((done, process_time()))
            if done - self._told >= 5_000:
                self._told = done
                print(f"{done:,} articles, {process_time():.0f} s, {_peak_mb():,.0f} MB", file=sys.stderr, flush=True)

    def flatness(self) -> float:
        """The pace of the last fifth of the articles as a share of that of the first."""
        fifth = len(self._at) // 5
        if fifth < 2:
            return float("nan")
        return _pace(self._at[-fifth:]) / _pace(self._at[:fifth])


def _pace(part: Sequence[tuple[int, float]]) -> float:
    (first, began), (last, ended) = part[0], part[-1]
    return (last - first) / (ended - began)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
