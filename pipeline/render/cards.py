"""The evidence behind a report, as its page shows it: each citation once, its words inside the text around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from ..text.sentences import paragraph_spans, sentence_spans
from ..types import Article, Citation, Claim, Report, Source
from .inert import web_url

Contexts = Mapping[tuple[str, str], Article]

# A paragraph up to this length is shown whole; of a longer one, the sentences around the quote. By eye, on a phone.
PARAGRAPH_CHARACTERS = 700
# At most so much on each side of a quote, for text without sentences.
SIDE_CHARACTERS = 350
_FRAGMENT_WORDS = 4


@dataclass(frozen=True)
class Surroundings:
    """The text before and after a quote in its article; `cut_*` say that the paragraph goes on there."""

    before: str
    after: str
    cut_before: bool
    cut_after: bool
    language: str


@dataclass(frozen=True)
class Card:
    """One citation: `number` names it within the page; `around` is None where the article's text is not at hand."""

    number: int
    citation: Citation
    source: Source | None
    url: str | None
    around: Surroundings | None


@dataclass(frozen=True)
class Note:
    """A sentence of the report and the cards behind it. `claim` is None for one side of a disagreement."""

    text: str
    claim: Claim | None
    cards: tuple[Card, ...]

    @property
    def sources(self) -> list[Source]:
        """The sources behind the sentence, each once."""
        found = {card.source.number: card.source for card in self.cards if card.source}
        return list(found.values())


class Notes:
    """All notes of a report, numbered in the order in which a reader meets the sentences."""

    def __init__(self, report: Report, contexts: Contexts) -> None:
        self._sources = {source.number: source for source in report.sources}
        self._contexts = contexts
        self._claims: dict[str, Note] = {}
        self._cards = 0
        self.all: list[Note] = []
        parts = (report.executive_summary, *(section.claims for section in report.sections))
        self._add_claims(report, (name for part in parts for name in part))
        self.sides = [[self._add(side.text, side.citations) for side in each.sides] for each in report.disagreements]
        self._add_claims(report, report.bottom_line)

    def of(self, claims: Iterable[str]) -> list[Note]:
        """The notes of these claims; an id that names no claim is passed over."""
        return [self._claims[name] for name in claims if name in self._claims]

    def _add_claims(self, report: Report, ids: Iterable[str]) -> None:
        for name in ids:
            if name in report.claims and name not in self._claims:
                claim = report.claims[name]
                self._claims[name] = self._add(claim.text, claim.citations, claim=claim)

    def _add(self, text: str, citations: Iterable[Citation], *, claim: Claim | None = None) -> Note:
        note = Note(text, claim, tuple(self._card(citation) for citation in citations))
        self.all.append(note)
        return note

    def _card(self, citation: Citation) -> Card:
        self._cards += 1
        source = self._sources.get(citation.source)
        url = web_url(source.url) if source else None
        article = self._contexts.get((citation.article_id, citation.version))
        around = surroundings(article, citation) if article else None
        return Card(self._cards, citation, source, at_words(url, citation.quote) if url else None, around)


def surroundings(article: Article, citation: Citation) -> Surroundings | None:
    """What stands around the quote in its paragraph; None when that version does not read as the citation says."""
    text, start, end = article.text, citation.start, citation.end
    if text[start:end] != citation.quote or not citation.quote:
        return None
    left, right = _paragraph(text, start, end)
    first, last = (left, right) if right - left <= PARAGRAPH_CHARACTERS else _sentences(text, start, end)
    first, last = max(first, left), min(last, right)
    if start - first > SIDE_CHARACTERS:
        first = text.find(" ", start - SIDE_CHARACTERS, start) + 1 or start - SIDE_CHARACTERS
    if last - end > SIDE_CHARACTERS:
        space = text.rfind(" ", end, end + SIDE_CHARACTERS)
        last = space if space > end else end + SIDE_CHARACTERS
    return Surroundings(text[first:start], text[end:last], first > left, last < right, article.language)


def at_words(url: str, words: str) -> str:
    """The address that opens the page at these words (a text fragment), in browsers that can."""
    if "#" in url:
        return url
    parts = words.split()
    ends = [parts] if len(parts) <= 2 * _FRAGMENT_WORDS else [parts[:_FRAGMENT_WORDS], parts[-_FRAGMENT_WORDS:]]
    return f"{url}#:~:text=" + ",".join(percent_encoded(" ".join(end), safe="").replace("-", "%2D") for end in ends)


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole paragraphs that a span touches."""
    touched = [(left, right) for left, right in paragraph_spans(text) if left < end and right > start]
    return (min(touched[0][0], start), max(touched[-1][1], end)) if touched else (start, end)


def _sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that a span touches, with one more on each side."""
    spans = sentence_spans(text)
    touched = [place for place, (left, right) in enumerate(spans) if left < end and right > start]
    if not touched:
        return start, end
    return min(spans[max(touched[0] - 1, 0)][0], start), max(spans[min(touched[-1] + 1, len(spans) - 1)][1], end)
