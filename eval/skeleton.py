"""The beginnings of a set of questions of one's own: a folder with a README and questions proposed from the corpus.

Proposals are for people to review: a headline made a question, and the first sentences of its article as nuggets. None of
them is measured before somebody has moved it into `questions.jsonl`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import BadInput
from pipeline.ids import report_id
from pipeline.service import Groundwire
from pipeline.text.sentences import sentence_spans
from pipeline.text.words import word_count
from pipeline.types import Article

from .gold import Carrier, Nugget, Question

README, QUESTIONS, PROPOSED = "README.md", "questions.jsonl", "proposed.jsonl"
_NUGGETS = 3
_LEAST_WORDS, _MOST_WORDS = 8, 40  # of a sentence that can stand as a nugget by itself
_TEXT = """# Questions of our own

`questions.jsonl` is what is measured: one JSON object a line. `proposed.jsonl` holds questions proposed from the corpus;
read each, correct it, and move it over. Delete what nobody would ask.

    {"id": "q1", "question": "Who offered what?", "nuggets": [{"text": "A offered B to C.", "vital": true}]}

| key | what it says |
| --- | --- |
| `id` | a name that stays; runs are compared question by question |
| `question` | as a reader would ask it |
| `nuggets` | what a good answer says: one plain sentence each; `vital` false for what is merely good to have |
| `nuggets[].carried_by` | `article` and `quote`: words of the corpus that say it, if you know them |
| `nuggets[].side` | whose view it is, where sources differ: an answer must tell every side |
| `kind` | `plain`, `conflict`, `time` (with `as_of`), or `unanswerable` (no nuggets: the corpus does not say) |
| `as_of` | the day from which it is asked: nothing later may be cited |
| `story` | a name that questions on one story share, since they are not independent |

Keep some unanswerable questions: a system that never declines is not measured without them. Then:

    groundwire eval run answers --data {folder}/questions.jsonl
    groundwire eval run citations
"""


class Begun(NamedTuple):
    files: list[str]
    proposed: int


def begin(folder: Path, *, home: Path, propose: int) -> Begun:
    """Write the folder; with an empty corpus nothing is proposed.

    Raises:
        BadInput: the folder is there and not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} is there already and not empty; nothing was written; name a new folder")
    proposals = list(_proposals(home, propose)) if propose and (home / "catalogue.sqlite").is_file() else []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / README).write_text(_TEXT.replace("{folder}", str(folder)), encoding="utf-8")
        (folder / QUESTIONS).write_text("", encoding="utf-8")
        lines = (each.model_dump_json(exclude_defaults=True) + "\n" for each in proposals)
        (folder / PROPOSED).write_text("".join(lines), encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"cannot write {folder}: {error.strerror or error}; choose another place") from error
    return Begun([README, QUESTIONS, PROPOSED], len(proposals))


def _proposals(home: Path, most: int) -> Iterator[Question]:
    """Questions from articles, one for each origin, the newest first."""
    with Groundwire(home) as desk:
        seen: set[str] = set()
        told = 0
        for headline in desk.corpus_outline().latest:
            article = desk.corpus_article(headline.article_id).article
            nuggets = tuple(_nuggets(article))
            if article.origin in seen or not nuggets or told == most:
                continue
            seen.add(article.origin)
            told += 1
            question = _as_question(article.title)
            yield Question(id=report_id(question, as_of=None), question=question, story=article.origin, nuggets=nuggets)


def _as_question(title: str) -> str:
    plain = " ".join(title.split()).rstrip(".")
    return plain if plain.endswith("?") else f"What is known about this: {plain}?"


def _nuggets(article: Article) -> Iterator[Nugget]:
    """Its first sentences of a fit length; the very first is what the article is about."""
    fit = [article.text[start:end] for start, end in sentence_spans(article.text)]
    fit = [sentence for sentence in fit if _LEAST_WORDS <= word_count(sentence) <= _MOST_WORDS]
    for number, sentence in enumerate(fit[:_NUGGETS]):
        carrier = Carrier(article=article.id, quote=sentence)
        yield Nugget(text=" ".join(sentence.split()), vital=number == 0, carried_by=(carrier,))
