import pytest

from pipeline.errors import ContextOverflow, LimitReached, ModelUnavailable, ReplyUnusable
from pipeline.types import DraftClaim, FailedClaim, Pointer
from tests.writers.llm.newsroom import chat, claim, news, shown_keys, shown_passages, writer

ITEM, OTHER = news(2)
SENTENCE = "The ferry to Norra carried 100 passengers on day 0 of the trial, the port authority said."
WRONG = DraftClaim(text="The ferry to Norra carried 500 passengers.", pointers=(Pointer(key=ITEM.key, quote=SENTENCE),))
FAILED = FailedClaim(claim=WRONG, reasons=("The passage says 100, not 500.",), evidence=(ITEM, OTHER))


def correcting(text="The port authority said the ferry to Norra carried 100 passengers."):
    return {"action": "correct", **claim(text, (ITEM.key, SENTENCE))}


def test_a_corrected_claim_comes_back_with_its_words():
    [mended] = writer(chat({"repair": correcting()})).repair([FAILED])
    assert mended == DraftClaim(
        text="The port authority said the ferry to Norra carried 100 passengers.",
        pointers=(Pointer(key=ITEM.key, quote=SENTENCE),),
        attributed_to="The port authority",
    )


def test_the_model_sees_claim_reasons_and_passages_each_in_its_fence():
    model = chat()
    writer(model).repair([FAILED])
    [prompt] = model.prompts
    assert list(shown_passages(prompt)) == [ITEM.key, OTHER.key]
    for kind, text in (("claim", WRONG.text), ("reasons", "The passage says 100, not 500.")):
        assert f">\n{text}\n</{kind}-" in prompt.user


def test_a_dropped_claim_is_none():
    assert writer(chat()).repair([FAILED]) == [None]


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"action": "correct"},
        {"action": "correct", "claim": "", "rests_on": []},
        {
            "action": "correct",
            "claim": "Ferries are green.",
            "rests_on": [{"key": "kdeadbeef", "quote": "Green it is."}],
        },
        {"action": "correct", **claim(WRONG.text, (ITEM.key, SENTENCE))},
    ],
)
def test_a_reply_that_mends_nothing_is_none(reply):
    assert writer(chat({"repair": reply})).repair([FAILED]) == [None]


def test_only_the_first_sentence_of_a_correction_counts():
    [mended] = writer(chat({"repair": correcting("The ferry carried 100 people. It was a fine day.")})).repair([FAILED])
    assert mended.text == "The ferry carried 100 people."


@pytest.mark.parametrize("error", [ReplyUnusable("refused"), ModelUnavailable("gone"), LimitReached("spent")])
def test_an_error_of_the_model_is_none_and_a_note(error):
    work = writer(chat({"repair": error}), concurrency=1)
    assert work.repair([FAILED, FAILED]) == [None, None]
    assert work.record.notes == (f"2 claims could not be sent back for repair: {error}",)


def test_claims_come_back_in_order_and_a_failed_one_does_not_stop_the_others():
    failed = [
        FailedClaim(claim=WRONG.model_copy(update={"text": f"Ferry {number} sank."}), reasons=(), evidence=(ITEM,))
        for number in range(12)
    ]

    def reply(prompt):
        number = int(prompt.user.split("\nFerry ")[1].split()[0])
        if number % 3 == 0:
            raise ReplyUnusable("it refused")
        return correcting(f"Ferry {number} sailed again.")

    mended = writer(chat({"repair": reply})).repair(failed)
    assert [own and own.text for own in mended] == [
        None if number % 3 == 0 else f"Ferry {number} sailed again." for number in range(12)
    ]


def test_passages_that_do_not_fit_are_shown_in_halves():
    def short_of_breath(prompt):
        if len(shown_keys(prompt)) > 1:
            raise ContextOverflow("too long")
        return correcting()

    [mended] = writer(chat({"repair": short_of_breath})).repair([FAILED])
    assert mended is not None


def test_nothing_to_repair_asks_nothing():
    model = chat()
    assert writer(model).repair([]) == []
    assert writer(model).repair([FAILED.model_copy(update={"evidence": ()})]) == [None]
    assert model.prompts == []
