import pytest

from pipeline.errors import BadInput, ContextOverflow, LimitReached, ModelUnavailable, ReplyUnusable
from pipeline.fakes import ScriptedWriter
from pipeline.types import Closing, Draft, DraftClaim, DraftSection, FailedClaim
from pipeline.writers.fallback import FallbackWriter
from tests.writers.llm.newsroom import BRIEF, chat, news, writer

CLAIM = DraftClaim(text="The spare wrote this.", pointers=())
MENDED = DraftClaim(text="The spare mended this.", pointers=())
DRAFT = Draft(title="t", sections=(DraftSection(heading="h", claims=(CLAIM,)),))
CLOSING = Closing(executive_summary=(CLAIM,))


def spare():
    return ScriptedWriter(DRAFT, repairs={CLAIM.text: MENDED}, closing=CLOSING)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ReplyUnusable("it refused"), "reply unusable"),
        (ModelUnavailable("the server is gone"), "model unavailable"),
        (LimitReached("the limit is spent"), "limit reached"),
        (ContextOverflow("too long"), "context overflow"),
    ],
)
def test_when_the_model_cannot_write_the_spare_does_and_says_so(error, words):
    work = FallbackWriter(writer(chat({"outline": error, "draft": error})), spare())
    assert work.compose(BRIEF, news(4)) == DRAFT
    assert work.record.notes[0] == (
        f"scripted/1 wrote this report, because llm/1 scripted-chat/1 could not ({words}): {error}"
    )


def test_whoever_composed_repairs_and_concludes():
    model = chat({"outline": ModelUnavailable("gone")})
    work = FallbackWriter(writer(model), spare())
    work.compose(BRIEF, news(4))
    asked = len(model.prompts)
    assert work.repair([FailedClaim(claim=CLAIM, reasons=(), evidence=tuple(news(1)))]) == [MENDED]
    assert work.conclude(BRIEF, DRAFT.sections) == CLOSING
    assert len(model.prompts) == asked


def test_when_the_model_can_write_the_spare_is_silent():
    model = chat()
    work = FallbackWriter(writer(model), spare())
    assert work.plan(BRIEF, news(4)) == ("Who pays for the pier at Norra?", "When did the ferry last sail?")
    draft = work.compose(BRIEF, news(4))
    work.conclude(BRIEF, draft.sections)
    assert [prompt.name for prompt in model.prompts] == ["plan", "outline", "draft", "conclude", "follow_ups"]
    assert work.record.notes == ()
    assert set(work.record.prompts) == set(work.record.stages) == {"plan", "outline", "draft", "conclude", "follow_ups"}


def test_the_name_tells_both():
    assert FallbackWriter(writer(chat()), spare()).name == "llm/1 scripted-chat/1, else scripted/1"


def test_an_error_that_is_not_the_models_is_not_hidden():
    with pytest.raises(BadInput):
        FallbackWriter(writer(chat({"outline": BadInput("ours")})), spare()).compose(BRIEF, news(4))
