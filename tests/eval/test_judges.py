"""The judges of evals: which there are, when two of them are kin, and that none turns silence into support."""

import numpy as np
import pytest

from eval.judges import ChatJudge, FloorJudge, ReaderJudge, load_judge, related
from pipeline.errors import BadInput, ReplyUnusable
from pipeline.fakes import ScriptedChat
from pipeline.types import Pair

PASSAGE = "Talks in Geneva ended on Monday. Officials said 40 ships had left the port. No deal was signed."
TRUE = Pair(claim="Officials said 40 ships had left the port.", passage=PASSAGE)
FALSE = Pair(claim="Officials said 900 trains had reached Lisbon.", passage=PASSAGE)
EMPTY = Pair(claim="…", passage=PASSAGE)


class Reader:
    """Sees support only in a view that opens with what it was told to look for."""

    digest = "feedbeefcafe0123"

    def __init__(self, opening: str) -> None:
        self._opening = opening

    def probabilities(self, pairs):
        rows = [(0.9, 0.1, 0.0) if passage.startswith(self._opening) else (0.2, 0.1, 0.7) for passage, _ in pairs]
        return np.asarray(rows, np.float32).reshape(len(pairs), 3)


def test_the_floor_accepts_shared_words_and_nothing_else() -> None:
    assert [v.label for v in FloorJudge().judge([TRUE, FALSE, EMPTY])] == ["supported", "unsupported", "unjudged"]


def test_a_reader_finds_support_in_the_best_window_of_a_long_passage() -> None:
    judge = ReaderJudge(Reader("Officials said"), name="hf:some feedbeefcafe")
    (true, empty) = judge.judge([TRUE, EMPTY])
    assert (true.label, true.score) == ("supported", 0.9)
    assert true.evidence is not None
    assert PASSAGE[true.evidence.start : true.evidence.end].startswith("Officials said 40")
    assert empty.label == "unjudged"
    assert judge.judge([]) == []


def test_a_reader_without_support_anywhere_contradicts() -> None:
    (verdict,) = ReaderJudge(Reader("nothing"), name="r").judge([TRUE])
    assert (verdict.label, verdict.score) == ("contradicted", 0.2)


def test_a_language_model_that_quotes_nothing_has_judged_nothing() -> None:
    reply = {"label": "supported", "quote": "words that do not stand there", "reason": "it says so"}
    (verdict,) = ChatJudge(ScriptedChat({"judge": reply})).judge([TRUE])
    assert verdict.label == "unjudged"


def test_a_language_model_that_quotes_the_passage_is_believed() -> None:
    reply = {"label": "supported", "quote": "40 ships had left the port", "reason": "it says so"}
    (verdict,) = ChatJudge(ScriptedChat({"judge": reply})).judge([TRUE])
    assert (verdict.label, verdict.score) == ("supported", 1.0)


def test_a_language_model_that_fails_is_an_unjudged_pair_and_no_exception() -> None:
    (verdict,) = ChatJudge(ScriptedChat({"judge": ReplyUnusable("it refused")})).judge([TRUE])
    assert (verdict.label, verdict.reasons) == ("unjudged", ("it refused",))


def test_judges_that_share_a_reader_or_our_checks_are_kin() -> None:
    own = "groundwire-verifier/2 0a1b2c3d4e5f+9f8e7d"
    assert related(own, own)
    assert related(own, "groundwire-verifier/2 111111111111+222222/not-calibrated")
    assert related("hf:some feedbeefcafe", "groundwire-verifier/2 feedbeefcafe+222222")
    assert related(own + "+http://localhost/v1#m", "http://localhost/v1#m")
    assert not related(own, "lexical-floor/1")
    assert not related("hf:some feedbeefcafe", "hf:other 0123456789ab")


@pytest.mark.parametrize("spec", ["flour", "", "llm:none", "hf:"])
def test_a_judge_that_there_is_not_is_bad_input(spec, tmp_path) -> None:
    with pytest.raises(BadInput):
        load_judge(spec, home=tmp_path)


def test_the_packaged_judge_is_the_one_of_reports(tmp_path) -> None:
    (verdict,) = load_judge("packaged", home=tmp_path).judge([TRUE])
    assert verdict.label == "supported"
    assert verdict.judge.startswith("groundwire-verifier/2 ")
