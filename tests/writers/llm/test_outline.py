import pytest

from pipeline.errors import ContextOverflow, LimitReached, ModelUnavailable, ReplyUnusable
from pipeline.models.tokens import count_tokens
from pipeline.writers.llm.asking import Asker
from pipeline.writers.llm.outline import MOST_PASSAGES, outline
from tests.writers.llm.newsroom import BRIEF, chat, news, outlined, shown_keys


def plan(model, evidence, brief=BRIEF):
    return outline(brief, evidence, Asker(model, count_tokens), concurrency=2)


def section(heading, *keys):
    return {"heading": heading, "keys": list(keys)}


def replying(*sections, disagreements=()):
    return chat({"outline": {"sections": list(sections), "disagreements": list(disagreements)}})


def test_sections_come_back_with_their_passages_best_first():
    evidence = news(4)
    found = plan(replying(section("The pier is mended", evidence[2].key, evidence[0].key)), evidence)
    assert [(own.heading, own.keys) for own in found.sections] == [
        ("The pier is mended", (evidence[0].key, evidence[2].key))
    ]
    assert found.notes == ()


def test_invented_keys_are_left_out_and_a_section_without_any_other_too():
    evidence = news(2)
    model = replying(section("The pier is mended", "kdeadbeef", evidence[0].key), section("Ghosts sail", "kdeadbeef"))
    assert [own.keys for own in plan(model, evidence).sections] == [(evidence[0].key,)]


def test_the_reply_may_use_no_other_keys_than_those_shown():
    model, evidence = chat(), news(3)
    plan(model, evidence)
    items = model.prompts[0].reply_schema["properties"]["sections"]["items"]["properties"]["keys"]["items"]
    assert items["enum"] == [item.key for item in evidence]


def test_a_passage_stands_in_one_section_only():
    keys = [item.key for item in news(4)]
    model = replying(section("The pier is mended", *keys[:3]), section("Captain Brink hopes", keys[2], keys[3]))
    assert [own.keys for own in plan(model, news(4)).sections] == [tuple(keys[:3]), (keys[3],)]


def test_sections_with_nearly_the_same_heading_are_one():
    keys = [item.key for item in news(3)]
    model = replying(
        section("The pier is mended", keys[0]), section("Pier mended", keys[1]), section("Brink hopes", keys[2])
    )
    assert [own.keys for own in plan(model, news(3)).sections] == [tuple(keys[:2]), (keys[2],)]


def test_sections_beyond_the_limit_join_the_one_nearest_in_words():
    evidence = news(16)
    keys = [item.key for item in evidence]
    model = replying(
        section("Norra first", keys[0], keys[1]),
        section("Brenning next", keys[2], keys[3]),
        section("Dunmore then", keys[4], keys[5]),
        section("Marrow last", keys[12]),  # its headline names Dunmore, like the third one
    )
    assert [own.keys for own in plan(model, evidence).sections] == [
        (keys[0], keys[1]),
        (keys[2], keys[3]),
        (keys[4], keys[5], keys[12]),
    ]


def test_a_disagreement_is_told_to_the_sections_that_have_part_in_it():
    keys = [item.key for item in news(3)]
    model = replying(
        section("The pier is mended", keys[0]),
        section("Brink hopes", keys[1]),
        disagreements=[{"topic": "When it sails [1]", "keys": [keys[1]]}],
    )
    assert [own.disputed for own in plan(model, news(3)).sections] == [(), ("When it sails",)]


def test_evidence_is_outlined_in_parts_that_fit_and_every_passage_is_shown_once():
    model, evidence = chat(context_tokens=2_000), news(30)
    found = plan(model, evidence)
    assert len(model.prompts) > 3
    assert sorted(key for prompt in model.prompts for key in shown_keys(prompt)) == [item.key for item in evidence]
    assert len(found.sections) == BRIEF.max_sections
    assert all(len(own.keys) <= MOST_PASSAGES for own in found.sections)


def test_what_the_model_finds_too_long_is_asked_in_halves():
    def short_of_breath(prompt):
        if len(shown_keys(prompt)) > 2:
            raise ContextOverflow("too long")
        return outlined(prompt)

    model, evidence = chat({"outline": short_of_breath}), news(6)
    found = plan(model, evidence)
    assert [len(shown_keys(prompt)) for prompt in model.prompts] == [6, 3, 1, 2, 3, 1, 2]
    assert {key for own in found.sections for key in own.keys} == {item.key for item in evidence}


@pytest.mark.parametrize(
    "reply",
    [
        ReplyUnusable("it refused"),
        ContextOverflow("too long"),
        {"sections": [], "disagreements": []},
        {"sections": [section("Ghosts sail", "kdeadbeef")], "disagreements": []},
        {"sections": "none", "disagreements": None},
        {"sections": [None, {"heading": 3, "keys": {}}]},
        {},
    ],
)
def test_without_an_outline_that_can_be_used_the_sections_follow_the_articles(reply):
    evidence = news(9)
    found = plan(chat({"outline": reply}), evidence)
    assert [own.keys for own in found.sections] == [
        tuple(item.key for item in evidence[at : at + 3]) for at in (0, 3, 6)
    ]
    assert found.sections[0].heading == "Ferry trial number 0 goes on off Norra"
    assert "the sections follow the articles instead" in found.notes[0]


def test_articles_beyond_the_limit_are_joined():
    found = plan(chat({"outline": ReplyUnusable("it refused")}), news(18))
    assert len(found.sections) == 3
    assert sum(len(own.keys) for own in found.sections) == 18


def test_a_part_that_fails_is_told():
    model, evidence = chat({"outline": [ReplyUnusable("it refused"), outlined]}, context_tokens=2_000), news(12)
    found = plan(model, evidence)
    assert found.sections
    assert found.notes == ("Part of the evidence was not outlined: it refused",)


@pytest.mark.parametrize("error", [LimitReached("the limit"), ModelUnavailable("gone")])
def test_an_outline_is_not_worked_around_when_no_more_can_be_asked(error):
    model = chat({"outline": error})
    with pytest.raises(type(error)):
        plan(model, news(4))
    assert len(model.prompts) == 1
