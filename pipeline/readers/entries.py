"""What lists of articles have in common: entries, some with their text, some with an address only.

An entry that carries a whole article is taken as it is. Of the others the page is fetched; where nothing may be fetched,
a summary that says enough is taken, and what says less is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from ..addresses import site_of, without_tracking
from ..fetching import Fetcher, Result, Unchanged
from ..fetching import Refused as NotFetched
from ..text.words import word_count
from ..types import Rejection
from .documents import Reading, Record, rejection
from .facts import Facts, merged
from .fields import Refused, article_from
from .page import article_of, settled_dates

# A text of so many words is the article; teasers of outlets end below 80. Full-text feeds are in the hundreds.
WHOLE_WORDS = 150
SUMMARY_WORDS = 40  # below it a summary repeats the headline
MAX_PAGES = 1_000  # of one list in one run: at a page a second it is a quarter of an hour


@dataclass(frozen=True)
class Entry:
    """One entry of a list. `place` names the kind of list; `given` is what counts more than the page's own word."""

    place: str
    said: Mapping[str, str | None]
    text: str = ""
    given: Mapping[str, str | None] = field(default_factory=dict)
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return without_tracking(self.said.get("url") or "")

    @property
    def whole(self) -> bool:
        return word_count(self.text[:20_000]) >= WHOLE_WORDS

    @property
    def facts(self) -> tuple[Facts, Facts]:
        return Facts("given", self.given), Facts(self.place, {**self.said, "url": self.url})


def records(entries: Sequence[Entry], reading: Reading, *, source: str) -> Iterator[Record]:
    """The article of each entry, in order. `source`: the address of the list, which is read again if an entry failed."""
    for record in _records(entries, reading):
        if reading.fetcher and isinstance(record, Rejection):
            reading.fetcher.forget(source)
        yield record


def _records(entries: Sequence[Entry], reading: Reading) -> Iterator[Record]:
    fetcher = reading.fetcher
    unread = [entry for entry in entries if not entry.whole and entry.url] if fetcher else []
    wanted, late = {id(entry) for entry in unread[:MAX_PAGES]}, {id(entry) for entry in unread[MAX_PAGES:]}
    pages = fetcher.get_all(entry.url for entry in unread[:MAX_PAGES]) if fetcher else iter(())
    for entry in entries:
        if fetcher and id(entry) in wanted:
            yield from _from_page(entry, next(pages), fetcher, reading)
        elif id(entry) in late:
            yield rejection(entry.url, f"the list names more than {MAX_PAGES:,} pages; run it again", url=entry.url)
        else:
            yield _as_it_is(entry, reading)


def _from_page(entry: Entry, page: Result, fetcher: Fetcher, reading: Reading) -> Iterator[Record]:
    if isinstance(page, Unchanged):
        return
    if isinstance(page, NotFetched):
        yield rejection(entry.url, page.reason, url=entry.url)
        return
    try:
        article = article_of(page.content, url=page.url, charset=page.charset, now=reading.now, known=entry.facts)
    except Refused as refused:
        fetcher.forget(page.url)
        yield rejection(entry.url, str(refused), url=entry.url)
    else:
        metadata = {**article.metadata, **entry.metadata, "text_from": "page"}
        yield article.model_copy(update={"metadata": metadata})


def _as_it_is(entry: Entry, reading: Reading) -> Record:
    name = entry.url or entry.said.get("title") or f"an entry of the {entry.place}"
    try:
        return _taken(entry, reading)
    except Refused as refused:
        return rejection(name, str(refused), url=entry.url)


def _taken(entry: Entry, reading: Reading) -> Record:
    given, said = entry.facts
    fields = merged([given, said, Facts("address", {"publisher": site_of(entry.url)})])
    found = word_count(entry.text[:20_000])
    if "url" not in fields:
        raise Refused("the entry has no link, so nobody could look it up")
    if found < SUMMARY_WORDS:
        raise Refused(
            f"the entry carries {found} words, and its page was not fetched; at least {SUMMARY_WORDS} are taken as they are"
        )
    if "published_at" not in fields:
        raise Refused("the entry has no date of publication that can be read for certain; nothing is guessed")
    kept = {**entry.metadata, **settled_dates(fields), "text": entry.text}
    return article_from({**kept, "text_from": f"{entry.place} {'text' if entry.whole else 'summary'}"}, now=reading.now)
