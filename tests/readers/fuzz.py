"""Damaged documents of every format, read: `python -m tests.readers.fuzz 100000 [SEED]`.

Whatever comes in, records come out: articles that are sound, withdrawals, rejections with a reason; or BadInput, which says
that a source as a whole cannot be read. Anything else is a crash, and the command prints what caused it.
"""

# ruff: noqa: T201 - a command prints

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

from pipeline.errors import BadInput
from pipeline.readers.documents import Document, Reading
from pipeline.readers.formats import HEAD, PARSERS, format_of
from pipeline.readers.packing import unpacked
from pipeline.types import RawArticle, Rejection, Withdrawal
from tests.readers import seeds

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEEDS: dict[str, tuple[str, bytes]] = {
    "jsonl": ("jsonl", seeds.JSONL),
    "csv": ("csv", seeds.CSV),
    "html": ("html", seeds.HTML),
    "rss": ("feed", seeds.RSS),
    "atom": ("feed", seeds.ATOM),
    "json feed": ("feed", seeds.JSON_FEED),
    "gdelt": ("feed", seeds.GDELT),
    "sitemap": ("sitemap", seeds.SITEMAP),
    "opml": ("opml", seeds.OPML),
    "warc": ("warc", seeds.WARC),
    "warc.gz": ("warc", seeds.warc(("https://news.example/harbour", seeds.HTML), packed=True)),
    "parquet": ("parquet", seeds.parquet()),
    "pdf": ("pdf", seeds.pdf()),
}
_TOKENS = (
    b"<", b">", b"</", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#xD800;",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b'"', b"'", b"{", b"}", b"[", b"]", b",", b":", b"\\u0000",
    b"\\ud800", b"1e999", b"NaN", b"-1", b"99999999999999999999", b"http://[", b"http://a:99999/", b"9999-12-31T23:59:59-23:59",
    b"0001-01-01", b"null", b"true", b"<script>", b"<div>" * 300, b"[" * 2000, b"Content-Length: -5\r\n", b"\x1f\x8b", b"%PDF-",
    b"charset=utf-7", b"encoding='utf-16'", b"\xe2\x80\xae", b"\xf0\x9f\x92\xa9",
)  # fmt: skip


def damaged(seed: bytes, rng: random.Random) -> bytes:
    """A seed after one to six accidents."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 6)):
        _accident(rng)(data, rng)
    return bytes(data)


def _accident(rng: random.Random) -> Callable[[bytearray, random.Random], None]:
    return rng.choice([_flip, _flip, _insert, _insert, _drop, _repeat, _cut, _noise])


def _flip(data: bytearray, rng: random.Random) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _insert(data: bytearray, rng: random.Random) -> None:
    at = rng.randint(0, len(data))
    data[at:at] = rng.choice(_TOKENS)


def _span(data: bytearray, rng: random.Random) -> tuple[int, int]:
    start = rng.randint(0, len(data))
    return start, min(len(data), start + rng.choice((1, 3, 10, 50, 300)))


def _drop(data: bytearray, rng: random.Random) -> None:
    start, end = _span(data, rng)
    del data[start:end]


def _repeat(data: bytearray, rng: random.Random) -> None:
    start, end = _span(data, rng)
    at = rng.randint(0, len(data))
    data[at:at] = data[start:end] * rng.choice((1, 2, 20))


def _cut(data: bytearray, rng: random.Random) -> None:
    if rng.random() < 0.3:
        del data[rng.randint(0, len(data)) :]


def _noise(data: bytearray, rng: random.Random) -> None:
    at = rng.randint(0, len(data))
    data[at:at] = rng.randbytes(rng.choice((1, 4, 64)))


def read(kind: str, data: bytes) -> Counter[str]:
    """What came of a document, by kind of record; raises what no reader may raise."""
    url = "https://news.example/asked" if kind in {"html", "pdf"} else None
    stream = BytesIO(data) if kind == "warc" else unpacked(BytesIO(data))
    found: Counter[str] = Counter()
    format_of("nameless", data[:HEAD])
    try:
        for record in PARSERS[kind](Document(f"fuzz.{kind}", stream, url=url), Reading(NOW)):
            assert isinstance(record, RawArticle | Withdrawal | Rejection), record
            if isinstance(record, Rejection):
                assert record.reason.strip()
            else:
                record.model_dump_json()
            found[type(record).__name__] += 1
    except BadInput:
        found["BadInput"] += 1
    return found


def main(count: int, seed: int) -> int:
    rng, found, began, crashes = random.Random(seed), Counter[str](), time.monotonic(), 0
    slowest = (0.0, "")
    names = sorted(SEEDS)
    for number in range(count):
        name = names[number % len(names)]
        kind, sound = SEEDS[name]
        data, start = damaged(sound, rng), time.monotonic()
        try:
            found += Counter({f"{name} {what}": times for what, times in read(kind, data).items()})
        except Exception as error:  # noqa: BLE001 - any of them is the finding
            crashes += 1
            print(f"CRASH {name}, input {number} of seed {seed}: {type(error).__name__}: {error}\n  {data[:2000]!r}")
        if number % 1000 == 999:
            print(f"{number + 1:,} inputs, {crashes} crashes", file=sys.stderr, flush=True)
        slowest = max(slowest, (time.monotonic() - start, f"{name}, input {number}"))
    for what, times in sorted(found.items()):
        print(f"{what:28} {times:>8,}")
    print(
        f"{count:,} inputs, {crashes} crashes, {time.monotonic() - began:.0f} s; slowest {slowest[0]:.2f} s ({slowest[1]})"
    )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
