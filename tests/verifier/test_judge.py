"""The judge answers whatever it is given, and its verdict on a pair is that pair's alone."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.models.entailment import PackagedEntailment
from pipeline.stages.verify import SHOWN_FROM, may_show
from pipeline.types import Pair
from pipeline.verifier.judge import CodeJudge
from pipeline.verifier.thresholds import UNATTRIBUTED

# Words that the checks look for, so that chance sentences meet them: comparatives, speakers, figures, days, negations.
WORDS = (
    "more less before after than higher Russia Russian Kyiv Zelensky exports talks said denied by was were not may will "
    "about half 12 1.5 million per cent $3bn Monday 15 December 2025 last week “no” if according to , . ; ? ( ) 🚢 عمر"
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)
TEXTS = st.one_of(SENTENCES, st.text(max_size=60))
DATES = st.sampled_from(
    [None, datetime(2025, 12, 16, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
PAIRS = st.builds(Pair, claim=TEXTS, passage=TEXTS, date=DATES)
SLOWLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOWLY
@given(st.lists(PAIRS, max_size=5))
def test_every_pair_gets_one_verdict_and_none_raises(reader: PackagedEntailment, pairs: list[Pair]) -> None:
    verdicts = CodeJudge(reader).judge(pairs)
    assert len(verdicts) == len(pairs)
    assert all(0.0 <= verdict.score <= 1.0 and verdict.reasons for verdict in verdicts)


@SLOWLY
@given(st.lists(PAIRS, min_size=2, max_size=5))
def test_a_verdict_does_not_depend_on_the_other_pairs_or_their_order(
    reader: PackagedEntailment, pairs: list[Pair]
) -> None:
    judge = CodeJudge(reader)
    together = judge.judge(pairs)
    assert judge.judge(pairs[::-1]) == together[::-1]
    assert [judge.judge([pair])[0] for pair in pairs] == together


def test_a_word_on_both_sides_of_a_comparison_is_judged(reader: PackagedEntailment) -> None:
    pair = Pair(claim="Exports were higher than exports.", passage="Exports were higher than exports of Russia.")
    assert len(CodeJudge(reader).judge([pair, pair])) == 2


def test_what_somebody_is_said_to_say_is_never_shown_as_fact(reader: PackagedEntailment) -> None:
    passage = (
        "Nothing was signed. Kremlin aide Yuri Ushakov called the talks useful but said no compromise had been found."
    )
    judge = CodeJudge(reader)
    claim = "The talks were useful but no compromise was found."
    bare = judge.judge([Pair(claim=claim, passage=passage)])[0]
    assert bare.score <= UNATTRIBUTED < SHOWN_FROM
    assert "Yuri Ushakov said this; the claim states it as fact" in bare.reasons[0]
    assert not may_show(bare)
