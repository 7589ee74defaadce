"""Invented news for the tests of the language-model writer, and models that answer from the prompt alone."""

import re
from datetime import UTC, datetime

from pipeline.fakes import ScriptedChat
from pipeline.ids import evidence_key
from pipeline.models.tokens import count_tokens
from pipeline.text.sentences import sentence_spans
from pipeline.types import Article, Brief, Evidence, Passage
from pipeline.writers.llm import LlmWriter

BRIEF = Brief(question="Will the ferry to Norra sail again in June?", max_sections=3)
_PLACES = "Norra Alva Brenning Calder Dunmore Estrel Farrow Gilden Hask Ister Jorvin Kestel Lunde Marrow Neth".split()


def passage(
    text, *, key=None, article=None, publisher="Harbour Post", title="Ferry stays in port", day=4, language="en"
):
    key = key or evidence_key(text, question=BRIEF.question)
    article = article or f"article-{key}"
    when = datetime(2031, 5, day, 9, tzinfo=UTC)
    return Evidence(
        key=key,
        passage=Passage(id=f"p-{key}", article_id=article, version="v1", start=0, end=len(text), text=text),
        article=Article(
            id=article,
            version="v1",
            url=f"https://news.example/{article}",
            title=title,
            publisher=publisher,
            author=None,
            published_at=when,
            updated_at=None,
            fetched_at=when,
            language=language,
            text=text,
            origin=article,
        ),
        similarity=0.5,
        score=0.5,
    )


def news(count):
    """Passages of two sentences about as many places; three passages an article."""
    return [
        passage(
            f"The ferry to {place} carried {100 + number} passengers on day {number} of the trial, the port authority "
            f"said. Captain Ode Brink of {place} expects {number + 2} more crossings before the pier is mended.",
            key=f"k{number:08x}",
            article=f"article-{number // 3}",
            title=f"Ferry trial number {number // 3} goes on off {_PLACES[number // 3 % len(_PLACES)]}",
        )
        for number, place in ((number, _PLACES[number % len(_PLACES)]) for number in range(count))
    ]


def shown_keys(prompt):
    return re.findall(r'^<passage-[0-9a-f]{8} key="([^"]+)"', prompt.user, re.MULTILINE)


def shown_passages(prompt):
    found = re.findall(
        r'^<passage-[0-9a-f]{8} key="([^"]+)"[^>]*>\n(.*?)\n</passage-', prompt.user, re.MULTILINE | re.DOTALL
    )
    return dict(found)


def outlined(prompt):
    """A plan of a section for every four passages, under headings that share no word."""
    keys = shown_keys(prompt)
    groups = [keys[at : at + 4] for at in range(0, len(keys), 4)]
    sections = [
        {"heading": f"{_PLACES[at % 15]} waits {_PLACES[-at % 15]}{at}", "keys": own} for at, own in enumerate(groups)
    ]
    return {"sections": sections, "disagreements": []}


def drafted(prompt):
    """A claim a passage: its first sentence, quoted and said again."""
    return {
        "claims": [
            {"rests_on": [{"key": key, "quote": first}], "attributed_to": None, "claim": first}
            for key, text in shown_passages(prompt).items()
            for first in [text[slice(*sentence_spans(text)[0])]]
        ],
        "heading": "The ferry trial goes on",
    }


def concluding(prompt):
    ids = re.findall(r"^(c\d+): (.+)$", prompt.user, re.MULTILINE)
    return {
        "summary": [{"ids": [ids[0][0]], "text": ids[0][1]}],
        "bottom_line": [{"ids": [ids[-1][0]], "text": ids[-1][1]}],
        "disagreements": [],
    }


REPLIES = {
    "plan": {"questions": ["Who pays for the pier at Norra?", "When did the ferry last sail?"]},
    "outline": outlined,
    "draft": drafted,
    "repair": {"action": "drop", "rests_on": [], "attributed_to": None, "claim": ""},
    "conclude": concluding,
    "follow_ups": {"questions": ["Who pays for the pier?", "How long is the trial?", "What does Brink fear?"]},
}


def chat(replies=None, *, context_tokens=16_000):
    return ScriptedChat({**REPLIES, **(replies or {})}, context_tokens=context_tokens)


def writer(model, **options):
    return LlmWriter(model, count_tokens=count_tokens, **options)


def claim(text, *rests_on, attributed_to=None):
    return {
        "rests_on": [{"key": key, "quote": quote} for key, quote in rests_on],
        "attributed_to": attributed_to,
        "claim": text,
    }
