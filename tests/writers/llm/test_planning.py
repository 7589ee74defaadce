import pytest

from pipeline.errors import LimitReached, ModelUnavailable, ReplyUnusable
from tests.writers.llm.newsroom import BRIEF, chat, news, writer


def plan(questions):
    return writer(chat({"plan": {"questions": questions}})).plan(BRIEF, news(6))


def test_further_questions_come_back_clean_and_each_once():
    asked = ["1. Who pays for the **pier**?", "Who pays for the pier", BRIEF.question, "Engines out of order"]
    assert plan(asked) == ("Who pays for the pier?", "Engines out of order")


def test_there_are_four_at_most():
    assert len(plan([f"What of ferry number {number}?" for number in range(1000)])) == 4


@pytest.mark.parametrize("garbage", [None, "Who?", [None, 3, "", "…"], ["word " * 100]])
def test_garbage_plans_nothing(garbage):
    assert plan(garbage) == ()


@pytest.mark.parametrize("error", [ReplyUnusable("it refused"), ModelUnavailable("gone"), LimitReached("spent")])
def test_a_model_that_fails_plans_nothing_and_is_told(error):
    work = writer(chat({"plan": error}))
    assert work.plan(BRIEF, news(6)) == ()
    assert work.record.notes == (f"The search was not widened, because the model could not plan it: {error}",)


def test_headlines_are_shown_in_a_fence_and_each_once():
    model = chat()
    writer(model).plan(BRIEF, news(6))
    user = model.prompts[0].user
    assert user.count("Ferry trial number 0 goes on off Norra") == 1
    assert user.splitlines()[2].startswith("<headlines-")
    assert user.splitlines()[-1].startswith("</headlines-")


def test_a_short_context_is_shown_fewer_headlines():
    model = chat(context_tokens=520)
    assert writer(model).plan(BRIEF, news(45))
    assert 0 < model.prompts[0].user.count("Ferry trial number") < 15
