"""Articles for the measure of origins: the sample's own, and reprints made of each by code, so that the truth is known."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from pipeline.assets import sample_corpus
from pipeline.readers import reader_for
from pipeline.text.sentences import paragraph_spans, sentence_spans
from pipeline.types import RawArticle

_REPRINTER = "Sample Daily"  # whose articles in the sample are reprints already


@dataclass(frozen=True)
class Made:
    """An article of the measure: which story it tells, and by which edit it came out of the original."""

    article: RawArticle
    story: str
    topic: str
    edit: str


Edit = Callable[[RawArticle, RawArticle, Random], str]


def _cut(share: float) -> Edit:
    def cut(article: RawArticle, _neighbour: RawArticle, _random: Random) -> str:
        spans = sentence_spans(article.text)
        return article.text[: spans[max(1, round(len(spans) * share)) - 1][1]]

    return cut


def _without_lead(article: RawArticle, *_: object) -> str:
    return "\n\n".join(_paragraphs(article)[1:]) or article.text


def _with_paragraph(article: RawArticle, neighbour: RawArticle, random: Random) -> str:
    paragraphs = _paragraphs(article)
    paragraphs.insert(random.randint(1, len(paragraphs)), random.choice(_paragraphs(neighbour)))
    return "\n\n".join(paragraphs)


def _credited(article: RawArticle, _neighbour: RawArticle, random: Random) -> str:
    return random.choice(
        (
            f"PLACE ({article.publisher}) - {article.text}",
            f"{article.text} ({article.publisher})",
            f"{article.text}\n\n— {article.publisher}",
        )
    )


def _then(*edits: Edit) -> Edit:
    def all_of_them(article: RawArticle, neighbour: RawArticle, random: Random) -> str:
        for edit in edits:
            article = article.model_copy(update={"text": edit(article, neighbour, random)})
        return article.text

    return all_of_them


EDITS: Mapping[str, Edit] = {
    "new headline": lambda article, *_: article.text,
    "agency credit": _credited,
    "added paragraph": _with_paragraph,
    "without its lead": _without_lead,
    "cut to 70 %": _cut(0.7),
    "cut to 50 %": _cut(0.5),
    "cut to 30 %": _cut(0.3),
    "cut to 50 %, credit": _then(_cut(0.5), _credited),
    "cut to 30 %, credit": _then(_cut(0.3), _credited),
    "cut to 50 %, paragraph, credit": _then(_cut(0.5), _with_paragraph, _credited),
    "without its lead, paragraph, credit": _then(_without_lead, _with_paragraph, _credited),
}


def originals(*, now: datetime) -> Iterator[Made]:
    seen: set[str] = set()
    for state in ("r1", "r2"):
        file = str(sample_corpus(state))
        for record in reader_for(file, now=now).read(file):
            if (
                isinstance(record, RawArticle)
                and record.id
                and record.id not in seen
                and record.publisher != _REPRINTER
            ):
                seen.add(record.id)
                yield Made(record, record.id, str(record.metadata.get("topic")), "original")


def reprints(originals: Sequence[Made], *, seed: int) -> Iterator[Made]:
    on_topic: defaultdict[str, list[Made]] = defaultdict(list)
    for each in originals:
        on_topic[each.topic].append(each)
    for each in originals:
        others = [other for other in on_topic[each.topic] if other is not each]
        for number, (name, edit) in enumerate(EDITS.items()):
            random = Random(f"{seed} {each.story} {name}")
            neighbour = random.choice(others or originals).article
            changed = {
                "id": f"{each.story}--{number}",
                "url": f"https://reprints.example/{each.story}/{number}",
                "title": f"Reprint {number}: {neighbour.title}",
                "publisher": f"Reprinter {number}",
                "published_at": each.article.published_at + timedelta(hours=random.randint(1, 30)),
                "text": edit(each.article, neighbour, random),
            }
            yield Made(each.article.model_copy(update=changed), each.story, each.topic, name)


def _paragraphs(article: RawArticle) -> list[str]:
    return [article.text[start:end] for start, end in paragraph_spans(article.text)]
