import pytest

from pipeline.errors import ContextOverflow, LimitReached, ModelUnavailable, ReplyUnusable
from pipeline.types import Closing, DraftClaim, DraftSection, Pointer
from tests.writers.llm.newsroom import BRIEF, chat, news, writer


def stood(text, *keys):
    return DraftClaim(text=text, pointers=tuple(Pointer(key=key, quote=f"Words of {key}.") for key in keys))


SAILS = stood("The ferry to Norra sails again in June, Lind said.", "k1", "k2")
BROKEN = stood("Two engines are out of order.", "k3")
DENIED = stood("Captain Brink said no ferry will sail before August.", "k4")
PIER = stood("The pier is mended.", "k5", "k6", "k7")
STANDING = (
    DraftSection(heading="When it sails", claims=(SAILS, DENIED)),
    DraftSection(heading="Why", claims=(BROKEN, PIER)),
)


def closing_of(reply, standing=STANDING):
    return writer(chat({"conclude": reply})).conclude(BRIEF, standing)


def sentence(text, *ids):
    return {"ids": list(ids), "text": text}


def reply(summary=(), bottom_line=(), disagreements=()):
    return {"summary": list(summary), "bottom_line": list(bottom_line), "disagreements": list(disagreements)}


def test_a_sentence_takes_the_pointers_of_the_claims_that_it_names():
    closing = closing_of(reply([sentence("The pier is mended and the ferry sails [c1].", "c1", "c4")]))
    assert closing.executive_summary == (
        DraftClaim(
            text="The pier is mended and the ferry sails.",
            pointers=(
                Pointer(key="k1", quote="Words of k1."),
                Pointer(key="k5", quote="Words of k5."),
                Pointer(key="k2", quote="Words of k2."),
                Pointer(key="k6", quote="Words of k6."),
            ),
        ),
    )


def test_claims_are_shown_in_order_by_ids_that_the_reply_must_use():
    model = chat()
    writer(model).conclude(BRIEF, STANDING)
    prompt = model.prompts[0]
    assert f"c1: {SAILS.text}\nc2: {DENIED.text}\nc3: {BROKEN.text}\nc4: {PIER.text}" in prompt.user
    ids = prompt.reply_schema["properties"]["summary"]["items"]["properties"]["ids"]["items"]
    assert ids == {"type": "string", "enum": ["c1", "c2", "c3", "c4"]}


def test_an_invented_id_gives_no_pointer():
    closing = closing_of(reply([sentence("Ferries will be painted green.", "c9")]))
    assert closing.executive_summary[0].pointers == ()


def test_summary_and_bottom_line_have_their_limits():
    many = [sentence(f"Ferry number {number} sails.", "c1") for number in range(1000)]
    closing = closing_of(reply(many, many))
    assert (len(closing.executive_summary), len(closing.bottom_line)) == (3, 2)


def test_a_part_that_is_left_empty_repeats_claims():
    closing = closing_of(reply([sentence("The ferry sails in June.", "c1")]))
    assert closing.executive_summary[0].text == "The ferry sails in June."
    assert closing.bottom_line == (PIER,)


@pytest.mark.parametrize("error", [ReplyUnusable("it refused"), ModelUnavailable("gone"), LimitReached("spent")])
def test_without_the_model_the_best_claims_are_said_again(error):
    work = writer(chat({"conclude": error}))
    closing = work.conclude(BRIEF, STANDING)
    assert closing.executive_summary == (SAILS, DENIED, BROKEN)
    assert closing.bottom_line == (PIER,)
    assert work.record.notes[0] == (
        f"Summary and bottom line repeat claims, because the model could not write them: {error}"
    )


@pytest.mark.parametrize("garbage", [{}, {"summary": "yes", "bottom_line": [3], "disagreements": {"topic": 1}}])
def test_garbage_repeats_claims_too(garbage):
    closing = closing_of(garbage)
    assert closing.executive_summary == (SAILS, DENIED, BROKEN)
    assert closing.disagreements == ()


def test_a_disagreement_sets_claims_against_each_other():
    closing = closing_of(reply(disagreements=[{"topic": "When the ferry sails [1]", "ids": ["c1", "c2"]}]))
    assert [(own.topic, own.sides) for own in closing.disagreements] == [("When the ferry sails", (SAILS, DENIED))]


@pytest.mark.parametrize("ids", [[], ["c1"], ["c1", "c1"], ["c1", "c9"]])
def test_one_claim_alone_is_no_disagreement(ids):
    assert closing_of(reply(disagreements=[{"topic": "When", "ids": ids}])).disagreements == ()


def test_a_claim_has_part_in_one_disagreement():
    topics = [{"topic": topic, "ids": ["c1", "c2"]} for topic in ("When it sails", "Whether it sails")]
    assert [own.topic for own in closing_of(reply(disagreements=topics)).disagreements] == ["When it sails"]


def test_where_not_all_claims_fit_every_section_shows_its_first():
    standing = [
        DraftSection(
            heading=f"Section {at}",
            claims=tuple(
                stood(f"Ferry {at} made trip {n} to a very distant harbour of the north.", "k1") for n in range(6)
            ),
        )
        for at in range(7)
    ]
    model = chat(context_tokens=1_800)
    writer(model).conclude(BRIEF, standing)
    shown = model.prompts[0].user
    assert all(f"Ferry {at} made trip 0" in shown for at in range(7))
    assert "made trip 5" not in shown


def test_what_the_model_finds_too_long_is_asked_with_fewer_claims():
    def short_of_breath(prompt):
        if "c3:" in prompt.user:
            raise ContextOverflow("too long")
        return reply([sentence("The ferry sails in June.", "c1")])

    assert closing_of(short_of_breath).executive_summary[0].text == "The ferry sails in June."


def test_with_nothing_standing_the_model_is_not_asked():
    model = chat()
    assert writer(model).conclude(BRIEF, ()) == Closing()
    assert model.prompts == []


def test_one_claim_sums_up_alone():
    closing = closing_of(ReplyUnusable("it refused"), [DraftSection(heading="When", claims=(SAILS,))])
    assert (closing.executive_summary, closing.bottom_line) == ((SAILS,), ())


def follow_ups(questions, evidence=()):
    work = writer(chat({"follow_ups": questions if isinstance(questions, Exception) else {"questions": questions}}))
    if evidence:
        work.compose(BRIEF, evidence)
    return work.conclude(BRIEF, STANDING).follow_ups


def test_questions_are_three_at_most_and_each_asks_something_else():
    asked = [
        "Who pays?",
        "Who pays?",
        "Is it safe to sail [1]?",
        "Pay them.",
        "What does **Brink** fear?",
        "When then?",
    ]
    assert follow_ups(asked) == ("Who pays?", "Is it safe to sail?", "What does Brink fear?")


def test_the_question_of_the_report_is_no_follow_up():
    assert follow_ups([BRIEF.question, "In June, will the ferry sail to Norra again?"]) == ()


def test_missing_questions_are_made_from_headlines():
    assert follow_ups(["Who pays for the pier?"], news(9)) == (
        "Who pays for the pier?",
        "What is known about this: Ferry trial number 1 goes on off Alva?",
        "What is known about this: Ferry trial number 2 goes on off Brenning?",
    )


def test_without_the_model_all_questions_are_made_from_headlines():
    made = follow_ups(ReplyUnusable("it refused"), news(12))
    assert len(made) == 3
    assert all(question.startswith("What is known about this: Ferry trial") for question in made)


@pytest.mark.parametrize("garbage", ["Who?", [3, None, ""], ["x " * 300 + "?"]])
def test_garbage_asks_nothing(garbage):
    assert follow_ups(garbage) == ()
