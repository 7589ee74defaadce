"""The suite *mutations* over two claims: what counts as killed, what as a price, and that nothing leaves the count."""

import pytest

from eval.mutants import MUTATED, distinct, spread, trials
from eval.mutations import Specimen
from eval.suites.mutations import SUITE, _item
from pipeline.fakes import ScriptedJudge
from pipeline.stages.verify import verify_pairs
from pipeline.types import Verdict

CLAIMS = [
    "More than 460 people were killed in Kharkiv on Monday, 15 December, officials said.",
    "Talks on tariffs between Brazil and Canada may have ended in Busan after five hours.",
]
FOUND = [Specimen(text, text, text + " It rained.") for text in CLAIMS]


def items(judge):
    made = list({trial.name: trial for trial in trials(FOUND)}.values())
    return [_item(t, v) for t, v in zip(made, verify_pairs(judge, [t.pair for t in made]), strict=True)]


def test_a_judge_that_refuses_everything_kills_all_and_pays_for_it() -> None:
    numbers = SUITE.summary(items(ScriptedJudge(otherwise="unsupported")))
    assert numbers["killed"].value == numbers["reworded_refused"].value == numbers["untouched_refused"].value == 1.0
    assert numbers["untouched_refused"].n == 2
    assert numbers["killed"].n == sum(m.n for name, m in numbers.items() if name.startswith("killed."))


def test_a_judge_that_passes_everything_leaves_survivors_to_read() -> None:
    found = items(ScriptedJudge(otherwise="supported"))
    survivors = [item for item in found if item.verdict == "survived"]
    assert {item.kind for item in survivors} >= {"number", "date", "negation", "attribution", "hedge"}
    assert all(item.passed is False and item.inputs["was"] in CLAIMS for item in survivors)
    assert SUITE.summary(found)["killed"].value == 0.0


def test_support_that_no_report_would_show_is_a_kill() -> None:
    weak = Verdict(label="supported", score=0.6, judge="j", reasons=("so so",))
    judge = ScriptedJudge(dict.fromkeys(CLAIMS, weak), otherwise="unsupported")
    assert SUITE.summary(items(judge))["untouched_refused"].value == 1.0


def test_an_item_names_the_metric_that_it_counts_in_and_its_claim_as_cluster() -> None:
    found = items(ScriptedJudge())
    assert {name for item in found for name in item.scores} == {"killed", "reworded_refused", "untouched_refused"}
    assert len({item.cluster for item in found}) == 2
    assert len({item.id for item in found}) == len(found)


def test_without_claims_nothing_is_scored() -> None:
    numbers = SUITE.summary([])
    assert numbers["killed"].value is None
    assert numbers["killed"].why == "no claim had a place to change"
    assert SUITE.headline([]) == "There was no claim to make wrong."


def test_many_are_thinned_evenly_and_equal_claims_count_once() -> None:
    assert spread(list(range(400))) == [int(i * 400 / MUTATED) for i in range(MUTATED)]
    assert spread([1, 2]) == [1, 2]
    assert len(distinct([*FOUND, FOUND[0]])) == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_equal_seeds_make_equal_trials(seed) -> None:
    assert list(trials(FOUND, seed=seed)) == list(trials(FOUND, seed=seed))
