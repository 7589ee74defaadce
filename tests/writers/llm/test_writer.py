"""The writer as a whole, on good days and on bad ones."""

import json
import threading
import time

import pytest

from pipeline.errors import ContextOverflow, LimitReached, ModelUnavailable, ReplyUnusable
from pipeline.models.tokens import count_tokens
from pipeline.writers.llm.drafting import MOST_CLAIMS
from tests.writers.llm.newsroom import (
    BRIEF,
    chat,
    claim,
    drafted,
    news,
    passage,
    shown_keys,
    shown_passages,
    writer,
)


def texts(draft):
    return [[own.text for own in section.claims] for section in draft.sections]


def failing(key, error):
    """A model that fails on the section that rests on a passage."""

    def reply(prompt):
        if key in shown_keys(prompt):
            raise error
        return drafted(prompt)

    return reply


def bytes_of(model):
    return sorted(json.dumps(prompt.model_dump(mode="json"), sort_keys=True) for prompt in model.prompts)


def test_every_section_is_drafted_from_its_own_passages():
    model, evidence = chat(), news(8)
    draft = writer(model).compose(BRIEF, evidence)
    assert [prompt.name for prompt in model.prompts] == ["outline", "draft", "draft"]
    assert sorted(shown_keys(prompt) for prompt in model.prompts[1:]) == [
        [item.key for item in evidence[:4]],
        [item.key for item in evidence[4:]],
    ]
    assert texts(draft)[1][0] == (
        "The ferry to Dunmore carried 104 passengers on day 4 of the trial, the port authority said."
    )
    assert draft.sections[1].claims[0].pointers[0].key == evidence[4].key
    assert draft.sections[0].claims[0].attributed_to == "the port authority"
    assert draft.title == BRIEF.question


def test_a_perfect_model_loses_nothing():
    work = writer(chat())
    draft = work.compose(BRIEF, news(12))
    assert [len(section.claims) for section in draft.sections] == [4, 4, 4]
    assert work.record.notes == ()


def test_the_record_names_the_prompts_that_were_used():
    work = writer(chat())
    work.plan(BRIEF, news(4))
    work.compose(BRIEF, news(4))
    assert list(work.record.prompts) == ["draft", "outline", "plan"]
    assert {name: use.calls for name, use in work.record.stages.items()} == {"plan": 1, "outline": 1, "draft": 1}


def test_progress_is_told_section_by_section():
    told = []
    work = writer(chat(), progress=lambda *step: told.append(step))
    work.compose(BRIEF, news(12))
    assert told == [("writing", done, 3) for done in range(4)]


def test_a_section_that_fails_is_left_out_and_told():
    evidence = news(12)
    work = writer(chat({"draft": failing(evidence[5].key, ReplyUnusable("it refused"))}))
    draft = work.compose(BRIEF, evidence)
    assert [section.claims[0].pointers[0].key for section in draft.sections] == [evidence[0].key, evidence[8].key]
    assert work.record.notes == ("1 of 3 sections could not be written: it refused",)


def test_a_model_that_writes_no_section_is_an_error():
    with pytest.raises(ReplyUnusable, match="it refused"):
        writer(chat({"draft": ReplyUnusable("it refused")})).compose(BRIEF, news(8))


@pytest.mark.parametrize(
    "reply",
    [
        {"claims": [], "heading": ""},
        {},
        {"claims": "none"},
        {"claims": [None, 3, {"claim": None}, {"claim": "", "rests_on": 7}, {"claim": "[1]"}]},
        {"claims": [claim("word " * 200)]},
    ],
)
def test_a_model_that_writes_nothing_of_use_is_an_error(reply):
    with pytest.raises(ReplyUnusable, match="not one sentence"):
        writer(chat({"draft": reply})).compose(BRIEF, news(8))


@pytest.mark.parametrize("error", [LimitReached("the limit is spent"), ModelUnavailable("the server is gone")])
def test_asking_stops_when_it_is_over_and_what_is_drafted_stays(error):
    replies = [drafted, error]
    model = chat({"draft": replies})
    work = writer(model, concurrency=1)
    draft = work.compose(BRIEF, news(12))
    assert len(draft.sections) == 1
    assert [prompt.name for prompt in model.prompts] == ["outline", "draft", "draft"]
    assert work.record.notes == (f"2 of 3 sections could not be written: {error}",)


def test_after_the_end_of_asking_repair_and_closing_ask_no_more():
    model = chat({"draft": [drafted, LimitReached("the limit is spent")]})
    work = writer(model, concurrency=1)
    draft = work.compose(BRIEF, news(12))
    asked = len(model.prompts)
    closing = work.conclude(BRIEF, draft.sections)
    assert len(model.prompts) == asked
    assert closing.executive_summary[0] in draft.sections[0].claims
    assert len(closing.follow_ups) == 3
    assert "the limit is spent" in work.record.notes[-1]


def test_a_failure_to_plan_is_no_reason_not_to_write():
    model = chat({"plan": ModelUnavailable("the server is gone")})
    work = writer(model)
    assert work.plan(BRIEF, news(4)) == ()
    assert work.compose(BRIEF, news(4)).sections
    assert work.record.notes == ("The search was not widened, because the model could not plan it: the server is gone",)


def test_a_thousand_claims_are_cut_to_what_a_reader_takes_in():
    many = {"claims": [claim(f"The ferry to Norra made {n} trips.", (news(1)[0].key, "")) for n in range(1000)]}
    work = writer(chat({"draft": {**many, "heading": "The ferry makes trips"}}))
    draft = work.compose(BRIEF, news(1))
    assert [len(section.claims) for section in draft.sections] == [MOST_CLAIMS]
    assert work.record.notes == ("994 drafted sentences could not be used: empty, too long, repeated or too many.",)


def test_a_report_has_at_most_forty_claims():
    brief = BRIEF.model_copy(update={"max_sections": 20})

    def counted(prompt):
        number = int(shown_keys(prompt)[0][1:], 16)
        return {
            "claims": [claim(f"Ferry number {number} made {n} trips.", (shown_keys(prompt)[0], "")) for n in range(6)]
        }

    draft = writer(chat({"draft": counted})).compose(brief, news(40))
    assert sum(len(section.claims) for section in draft.sections) == 40


def test_an_invented_key_leaves_the_claim_without_that_pointer():
    item = news(1)[0]
    model = chat(
        {"draft": {"claims": [claim("Ferries will be painted green.", ("kdeadbeef", "Green is the colour."))]}}
    )
    draft = writer(model).compose(BRIEF, [item])
    assert draft.sections[0].claims[0].pointers == ()


def test_marks_links_and_keys_do_not_reach_a_claim():
    item = news(1)[0]
    marked = claim("**Ferries** sail [1], see https://x.example/a (k00000000).", (item.key, "The ferry to Norra"))
    draft = writer(chat({"draft": {"claims": [marked], "heading": "## Ferries sail [2]"}})).compose(BRIEF, [item])
    assert draft.sections[0].heading == "Ferries sail"
    assert draft.sections[0].claims[0].text == "Ferries sail, see."


def test_a_claim_of_two_sentences_becomes_two_with_the_same_pointers():
    item = news(1)[0]
    both = claim("The ferry sailed to Norra. Captain Brink expects more.", (item.key, "The ferry to Norra carried 100"))
    claims = writer(chat({"draft": {"claims": [both]}})).compose(BRIEF, [item]).sections[0].claims
    assert [own.text for own in claims] == ["The ferry sailed to Norra.", "Captain Brink expects more."]
    assert claims[0].pointers == claims[1].pointers != ()


def test_a_speaker_whom_the_claim_does_not_name_is_not_believed():
    item = news(1)[0]
    claims = [
        claim("Captain Ode Brink expects more crossings.", (item.key, ""), attributed_to="Ode Brink"),
        claim("The ferry carried 100 passengers.", (item.key, ""), attributed_to="the minister"),
        claim("The port authority said the ferry carried 100 passengers.", (item.key, "")),
    ]
    draft = writer(chat({"draft": {"claims": claims}})).compose(BRIEF, [item])
    assert [own.attributed_to for own in draft.sections[0].claims] == ["Ode Brink", None, "The port authority"]


def test_a_claim_told_in_two_sections_stands_in_the_first():
    evidence = news(8)
    same = {"claims": [claim("The ferry sails in trials.", (evidence[0].key, "The ferry to Norra carried"))]}
    assert texts(writer(chat({"draft": same})).compose(BRIEF, evidence)) == [["The ferry sails in trials."]]


@pytest.mark.parametrize("context", [2_000, 3_000])
def test_every_prompt_fits_a_short_context(context):
    model = chat(context_tokens=context)
    work = writer(model)
    evidence = news(40)
    work.plan(BRIEF, evidence)
    draft = work.compose(BRIEF, evidence)
    work.conclude(BRIEF, draft.sections)
    for prompt in model.prompts:
        written = prompt.system + prompt.user + json.dumps(prompt.reply_schema)
        assert count_tokens(written) * 1.15 + prompt.max_tokens <= context
    assert {prompt.name for prompt in model.prompts} == {"plan", "outline", "draft", "conclude", "follow_ups"}
    assert all(len(section.claims) == MOST_CLAIMS for section in draft.sections)


def test_a_model_with_no_room_at_all_is_asked_nothing():
    model = chat(context_tokens=300)
    with pytest.raises(ContextOverflow, match="need more than the 300 tokens"):
        writer(model).compose(BRIEF, news(4))
    assert model.prompts == []


def test_a_section_that_overflows_is_drafted_in_halves():
    def short_of_breath(prompt):
        if len(shown_keys(prompt)) > 2:
            raise ContextOverflow("too long")
        return drafted(prompt)

    draft = writer(chat({"draft": short_of_breath})).compose(BRIEF, news(4))
    assert [len(section.claims) for section in draft.sections] == [4]


def test_part_of_a_section_that_fails_is_told_and_the_rest_kept():
    def weary(prompt):
        if news(8)[7].key in shown_keys(prompt):
            raise ReplyUnusable("it refused")
        return drafted(prompt)

    one = {"sections": [{"heading": "One finding", "keys": [item.key for item in news(8)]}], "disagreements": []}
    work = writer(chat({"draft": weary, "outline": one}, context_tokens=2_000))
    draft = work.compose(BRIEF, news(8))
    assert 0 < len(draft.sections[0].claims) < 8
    assert work.record.notes == ("Part of the passages of 1 section could not be used: it refused",)


def test_an_error_of_our_own_is_not_hidden():
    def broken(prompt):
        raise KeyError("oops")

    with pytest.raises(KeyError, match="oops"):
        writer(chat({"draft": broken})).compose(BRIEF, news(12))


def test_prompts_and_draft_do_not_depend_on_which_call_returns_first():
    def slowly(delays):
        waits = iter(delays)
        lock = threading.Lock()

        def reply(prompt):
            with lock:
                wait = next(waits)
            time.sleep(wait)
            return drafted(prompt)

        return reply

    runs = []
    for delays in ([0.09, 0.05, 0.0], [0.0, 0.05, 0.09], [0.05, 0.0, 0.02]):
        model = chat({"draft": slowly(delays)})
        work = writer(model)
        draft = work.compose(BRIEF, news(12))
        runs.append((bytes_of(model), draft, work.conclude(BRIEF, draft.sections), work.record.notes))
    assert runs[0] == runs[1] == runs[2]


def test_calls_run_side_by_side_up_to_the_limit():
    running, most, lock = 0, 0, threading.Lock()

    def watched(prompt):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        return drafted(prompt)

    brief = BRIEF.model_copy(update={"max_sections": 6})
    writer(chat({"draft": watched}), concurrency=2).compose(brief, news(24))
    assert most == 2


def test_no_text_of_a_passage_stands_outside_its_fence():
    secret = "Zanzibar was the word of the day at the pier"
    evidence = [passage(f"{secret}. Nobody knew why.", key="k0000000f"), *news(3)]
    model = chat()
    work = writer(model)
    work.compose(BRIEF, evidence)
    for prompt in model.prompts:
        fences = shown_passages(prompt)
        assert secret in fences["k0000000f"]
        assert secret not in prompt.system
        assert prompt.user.count(secret) == 1


def test_without_evidence_there_is_nothing_to_write():
    model = chat()
    assert writer(model).compose(BRIEF, ()).sections == ()
    assert writer(model).plan(BRIEF, ()) == ()
    assert model.prompts == []


def test_the_name_tells_the_model():
    assert writer(chat()).name == "llm/1 scripted-chat/1"
