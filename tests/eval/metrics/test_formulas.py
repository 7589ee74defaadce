"""Formulas that no library gives, by hand and by their identities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics import correctness, discrimination, ragas, retrieval
from eval.metrics.calibration import calibration_error, overconfidence
from eval.metrics.nuggets import nugget_scores, weighted_precision, weighted_recall
from eval.metrics.ragchecker import Entailments, rag_scores


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_identities_of_ragchecker_hold(data) -> None:
    claims, gold, chunks = (data.draw(st.integers(1, 5)) for _ in range(3))
    table = [st.lists(st.booleans(), min_size=n, max_size=n) for n in (claims, gold, chunks)]
    given_ = Entailments(
        data.draw(table[0]),
        data.draw(table[1]),
        [data.draw(table[2]) for _ in range(claims)],
        [data.draw(table[2]) for _ in range(gold)],
    )
    found = rag_scores(given_)
    numbers = [found.faithfulness, found.hallucination, found.self_knowledge, found.precision]
    faithful, invented, known, precision = (float(n or 0) for n in numbers)
    assert faithful + invented + known == pytest.approx(1)
    noise = float(found.noise_sensitivity_relevant or 0) + float(found.noise_sensitivity_irrelevant or 0)
    assert noise + invented == pytest.approx(1 - precision)


def test_ragchecker_by_hand() -> None:
    # Chunk 0 holds the first gold claim, chunk 1 holds none. Claims: right, wrong from 0, wrong from 1, invented.
    found = rag_scores(
        Entailments(
            [True, False, False, False],
            [True, False],
            [[True, False], [True, True], [False, True], [False, False]],
            [[True, False], [False, False]],
        )
    )
    assert found.precision == 0.25
    assert found.recall == found.claim_recall == found.context_precision == 0.5
    assert found.context_utilisation == 1.0
    assert found.faithfulness == 0.75
    assert (found.hallucination, found.self_knowledge) == (0.25, 0.0)
    assert (found.noise_sensitivity_relevant, found.noise_sensitivity_irrelevant) == (0.25, 0.25)


def test_ragchecker_scores_nothing_where_there_is_nothing() -> None:
    found = rag_scores(Entailments([], [], [], []))
    assert set(vars(found).values()) == {None}
    unmatched = rag_scores(Entailments([False], [False], [[True]], [[False]]))
    assert unmatched.context_utilisation is None
    assert unmatched.noise_sensitivity_irrelevant == 1.0


def test_nothing_is_never_a_perfect_score() -> None:
    for found in (ragas.faithfulness([]), ragas.context_precision([]), ragas.context_recall([])):
        assert found is None
    assert ragas.deepeval_faithfulness([]) is ragas.deepeval_hallucination([]) is None
    assert ragas.safe_f1_at_k(supported=0, not_supported=0, k=5) is None
    assert ragas.factual_correctness([], [True]) == (None, 1.0, None)
    assert weighted_precision([]) is weighted_recall([]) is None
    assert nugget_scores([]).strict_all is None
    assert retrieval.hits_at(["a"], set(), k=1) is retrieval.ndcg_at(["a"], {}, k=1) is None
    assert correctness.exact_match_recall("a", []) is None
    assert correctness.list_scores([], [])["f1"] is None


def test_context_precision_is_average_precision_over_what_was_judged_useful() -> None:
    assert ragas.context_precision([True, False, True]) == pytest.approx((1 + 2 / 3) / 2)
    assert ragas.context_precision([False, False]) == 0.0


def test_factual_correctness_counts_each_side_for_itself() -> None:
    precision, recall, score = ragas.factual_correctness([True, True, True, False], [True, False])
    assert (precision, recall, score) == (0.75, 0.5, pytest.approx(0.6))
    assert ragas.factual_correctness([True, False], [True, True], beta=2)[2] == pytest.approx(5 * 0.5 / (4 * 0.5 + 1))


def test_deepeval_takes_not_knowing_for_faithful_unless_told_not_to() -> None:
    assert ragas.deepeval_faithfulness(["yes", "idk", "no", "idk"]) == 0.75
    assert ragas.deepeval_faithfulness(["yes", "idk", "no", "idk"], penalise_idk=True) == 0.25
    assert ragas.deepeval_hallucination([True, False]) == 0.5


def test_safe_by_hand() -> None:
    assert ragas.safe_f1_at_k(supported=3, not_supported=1, k=6) == pytest.approx(2 * 0.75 * 0.5 / 1.25)
    assert ragas.safe_f1_at_k(supported=9, not_supported=0, k=6) == 1.0
    assert ragas.safe_f1_at_k(supported=0, not_supported=4, k=6) == 0.0


def test_nuggets_by_hand() -> None:
    found = nugget_scores([("support", True), ("partial_support", True), ("not_support", False), ("support", False)])
    assert (found.strict_all, found.lenient_all) == (0.5, 0.625)
    assert (found.strict_vital, found.lenient_vital) == (0.5, 0.75)
    assert weighted_precision(["full", "partial", "none"]) == weighted_recall(["partial", "partial"]) == 0.5


def test_strings_are_compared_without_case_articles_and_punctuation() -> None:
    gold = [["The Hague", "Den Haag"], ["Geneva"]]
    assert correctness.exact_match_recall("They met in Hague, at last.", gold) == 0.5
    assert correctness.exact_match_hit("They met in the Hague and Geneva!", gold) == 1.0
    assert correctness.exact_match_hit("They met in the Hague.", gold) == 0.0


def test_lists_need_five_right_ones_at_most() -> None:
    gold = [[str(n)] for n in range(10)]
    found = correctness.list_scores(["0", "1", "2", "3", "4", "nine"], gold)
    assert found["precision"] == pytest.approx(5 / 6)
    assert (found["recall"], found["recall_5"]) == (0.5, 1.0)


def test_risk_and_coverage_by_hand() -> None:
    right = np.asarray([True, True, False, True])
    curve = discrimination.risk_coverage(right, np.asarray([0.9, 0.8, 0.8, 0.1]))
    assert curve.coverage == (0.25, 0.75, 1.0)
    assert curve.risk == pytest.approx((0.0, 1 / 3, 0.25))
    assert discrimination.area_under_risk(curve) == pytest.approx(0.5 / 3 + 0.25 * 0.25)
    assert discrimination.area_under_risk(discrimination.risk_coverage(right[:0], np.zeros(0))) is None


def test_coverage_at_a_risk_needs_enough_cases_to_know_it() -> None:
    sure = discrimination.risk_coverage(np.ones(100, dtype=bool), np.linspace(0, 1, 100))
    assert discrimination.coverage_at_risk(sure, most=0.05) == 1.0
    few = discrimination.risk_coverage(np.ones(10, dtype=bool), np.linspace(0, 1, 10))
    assert discrimination.coverage_at_risk(few, most=0.05) == 0.0


def test_the_surest_first_gives_the_least_area() -> None:
    right, score = np.asarray([True] * 8 + [False] * 2), np.linspace(1, 0, 10)
    best, worst = (discrimination.area_under_risk(discrimination.risk_coverage(right, s)) for s in (score, -score))
    assert best is not None
    assert worst is not None
    assert best < 0.2 < worst


def test_calibration_error_and_its_sign() -> None:
    truth = np.asarray([True, False] * 50)
    assert calibration_error(truth, np.full(100, 0.5), bins=5) == pytest.approx(0.0, abs=0.11)
    assert calibration_error(truth, np.full(100, 0.9), bins=1) == pytest.approx(0.4)
    assert overconfidence(truth, np.full(100, 0.9)) == pytest.approx(0.4)
    assert overconfidence(truth, np.full(100, 0.2)) == pytest.approx(-0.3)
    assert overconfidence(truth[:0], np.zeros(0)) == 0.0


def test_recall_over_three_labels_needs_all_three() -> None:
    labels = ("supported", "unsupported", "contradicted")
    truth = ["supported", "supported", "unsupported", "contradicted"]
    said = ["supported", "unsupported", "unsupported", "unsupported"]
    assert discrimination.three_way_recall(truth, said, labels) == pytest.approx((0.5 + 1 + 0) / 3)
    assert discrimination.three_way_recall(truth[:3], said[:3], labels) is None
