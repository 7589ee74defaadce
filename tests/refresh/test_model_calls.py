"""What a refresh asks of a language model: a call for each shaken claim, and a fraction of what writing anew takes."""

from dataclasses import replace

from pipeline.fakes import ScriptedChat
from pipeline.flow import refresh_report, write_report
from pipeline.models.tokens import count_tokens
from pipeline.stages.staleness import brief_of
from pipeline.types import Brief, Prompt
from pipeline.writers.llm import LlmWriter
from tests.ingest.home import NOW
from tests.refresh.newsroom import QUESTION, Newsroom, texts
from tests.writers.llm.newsroom import REPLIES, shown_passages

PLACES = "Norra Alva Brenning Calder Dunmore Estrel Farrow Gilden Hask Ister Jorvin Kestel".split()


def told(place: str, figure: int) -> str:
    return f"The harbour treaty will hold for {place} at a price of {figure} million euros, its mayor said."


def article(place: str, figure: int) -> str:
    """The sentence, and one of forty words that no other article has, so that none is a reprint of another."""
    others = " ".join(f"{place.lower()}{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(40))
    return f"{told(place, figure)} Also named in the papers of its port were {others}."


def corrected(prompt: Prompt) -> dict:
    """The first sentence of the first passage, which is the one that shook the claim."""
    key, text = next(iter(shown_passages(prompt).items()))
    first = text.split(". ")[0].rstrip(".") + "."
    return {
        "action": "correct",
        "rests_on": [{"key": key, "quote": first}],
        "attributed_to": None,
        "claim": first,
    }


def spent(chat: ScriptedChat) -> int:
    return sum(count_tokens(prompt.system) + count_tokens(prompt.user) for prompt in chat.prompts)


def test_a_minor_update_costs_a_call_for_each_shaken_claim_and_a_fraction_of_the_tokens(newsroom: Newsroom) -> None:
    for number, place in enumerate(PLACES):
        newsroom.publish(f"a-{number}", article(place, 20 + number))
    chat = ScriptedChat({**REPLIES, "repair": corrected})
    desk = replace(newsroom.desk, writer=LlmWriter(chat, count_tokens=count_tokens))
    report = write_report(Brief(question=QUESTION), desk, now=NOW)
    whole, before = spent(chat), texts(report)
    assert len(before) >= 10
    part = {*report.executive_summary, *report.bottom_line}
    shaken = [claim for name, claim in report.claims.items() if name not in part][:2]
    for claim in shaken:
        number = int(claim.citations[0].article_id.removeprefix("a-"))
        place = PLACES[number]
        newsroom.publish(f"a-{number}", article(place, 70 + number))

    chat = ScriptedChat({**REPLIES, "repair": corrected})
    desk = replace(newsroom.desk, writer=LlmWriter(chat, count_tokens=count_tokens))
    after = refresh_report(newsroom.diagnosis(report), brief_of(report), newsroom.home.catalogue, desk, now=NOW)
    assert [prompt.name for prompt in chat.prompts] == ["repair", "repair"]
    assert spent(chat) / whole <= 0.25
    assert [text for text in texts(after) if text not in before] == [
        claim.text.replace(f"{20 + n} million", f"{70 + n} million")
        for claim in shaken
        for n in [int(claim.citations[0].article_id.removeprefix("a-"))]
    ]
    assert set(before) - set(texts(after)) == {claim.text for claim in shaken}
