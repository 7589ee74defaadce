"""Whether sources of an answer carry a sentence: asked of a judge in one go for all that an answer needs."""

from collections.abc import Iterable, Sequence

from pipeline.ports import Judge
from pipeline.stages.verify import verify_pairs
from pipeline.types import Pair, Verdict

from ..metrics.citation import CitedSentence
from .values import CitedAnswer, Source, Statement

Places = tuple[int, ...]
# Sources tried for a sentence that its own do not carry; more would make long lists cost their square.
MOST_TRIED = 30


class Entailing:
    """Verdicts on (sources, sentence) of one answer; sources are given by their places in its list, from 0."""

    def __init__(self, answer: CitedAnswer, judge: Judge) -> None:
        self.sources: tuple[Source, ...] = tuple(answer.sources.values())
        self._places = {key: place for place, key in enumerate(answer.sources)}
        self._judge = judge
        self._said: dict[tuple[Places, str], Verdict] = {}

    def __call__(self, places: Places, text: str) -> bool:
        return self.verdict(places, text).label == "supported"

    def verdict(self, places: Places, text: str) -> Verdict:
        self.ask([(places, text)])
        return self._said[places, text]

    def ask(self, wanted: Iterable[tuple[Places, str]]) -> None:
        """Have all of these judged at once, so that asking for each costs nothing more."""
        fresh = [each for each in dict.fromkeys(wanted) if each not in self._said]
        verdicts = verify_pairs(self._judge, [self._pair(places, text) for places, text in fresh])
        self._said.update(zip(fresh, verdicts, strict=True))

    def cited(self, statement: Statement) -> CitedSentence:
        """The sentence as formulas take it; a source that there is not gets a place past the end."""
        places = (self._places.get(cite.source, len(self.sources) + n) for n, cite in enumerate(statement.cites))
        return CitedSentence(statement.text, tuple(places), statement.checkable)

    def real(self, sentence: CitedSentence) -> Places:
        """The places of its sources that there are, each once."""
        return tuple(dict.fromkeys(place for place in sentence.cited if place < len(self.sources)))

    def others(self, sentence: CitedSentence) -> list[int]:
        """Sources with words that the sentence does not cite."""
        cited = set(sentence.cited)
        return [n for n, source in enumerate(self.sources) if n not in cited and source.text][:MOST_TRIED]

    def _pair(self, places: Places, text: str) -> Pair:
        """Sources one under the other, title and text; relative dates are read where all have one date."""
        own = [self.sources[place] for place in places]
        dates = {source.date for source in own}
        passage = "\n\n".join(dict.fromkeys(source.passage for source in own if source.passage))
        return Pair(claim=text, passage=passage, date=dates.pop() if len(dates) == 1 else None)


def prepare(entailing: Entailing, sentences: Sequence[CitedSentence]) -> None:
    """Ask everything that the formulas will: a sentence's sources together, each alone, and all but each."""
    wanted: list[tuple[Places, str]] = []
    for sentence in sentences:
        real = entailing.real(sentence)
        if real:
            wanted.append((real, sentence.text))
        if len(real) > 1:
            wanted += [((place,), sentence.text) for place in real]
            wanted += [(real[:n] + real[n + 1 :], sentence.text) for n in range(len(real))]
    entailing.ask(wanted)
