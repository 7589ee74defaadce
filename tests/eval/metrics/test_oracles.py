"""Formulas against the libraries that compute the same, on random data."""

import ir_measures
import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import AP, RR, P, R, nDCG
from sklearn import metrics as oracle
from statsmodels.stats.inter_rater import fleiss_kappa as oracle_fleiss

from eval.metrics import agreement, calibration, discrimination, retrieval

few = settings(max_examples=40, deadline=None)
# Scores in steps of 0.1, so that ties are common.
judged = st.lists(st.tuples(st.booleans(), st.integers(0, 10).map(lambda n: n / 10)), min_size=2, max_size=60)


def arrays(pairs):
    truth, score = zip(*pairs, strict=True)
    return np.asarray(truth, dtype=bool), np.asarray(score, dtype=float)


def both(truth) -> bool:
    return bool(truth.any() and not truth.all())


@few
@given(judged)
def test_discrimination_is_that_of_scikit_learn(pairs) -> None:
    truth, score = arrays(pairs)
    accepted = score >= 0.5
    assert discrimination.macro_f1(truth, accepted) == pytest.approx(
        oracle.f1_score(truth, accepted, average="macro", labels=[True, False], zero_division=0)
    )
    if not both(truth):
        assert discrimination.auroc(truth, score) is discrimination.balanced_accuracy(truth, accepted) is None
        return
    assert discrimination.balanced_accuracy(truth, accepted) == pytest.approx(
        oracle.balanced_accuracy_score(truth, accepted)
    )
    assert discrimination.auroc(truth, score) == pytest.approx(oracle.roc_auc_score(truth, score))
    assert discrimination.average_precision(~truth, -score) == pytest.approx(
        oracle.average_precision_score(~truth, -score)
    )
    refused, wrong, missed, right = oracle.confusion_matrix(truth, accepted).ravel()
    assert discrimination.confusion(truth, accepted) == (right, wrong, refused, missed)
    assert discrimination.false_acceptance(truth, accepted) == pytest.approx(wrong / (wrong + refused))
    assert discrimination.false_warning(truth, accepted) == pytest.approx(missed / (missed + right))


@few
@given(judged)
def test_calibration_is_that_of_scikit_learn(pairs) -> None:
    truth, score = arrays(pairs)
    assert calibration.brier(truth, score) == pytest.approx(np.mean((score - truth) ** 2))
    if both(truth):
        assert calibration.brier(truth, score) == pytest.approx(oracle.brier_score_loss(truth, score))
        inside = np.clip(score, 0.05, 0.95)
        assert calibration.log_loss(truth, inside) == pytest.approx(oracle.log_loss(truth, inside))


@few
@given(judged)
def test_reliability_bins_of_equal_width_are_those_of_scikit_learn(pairs) -> None:
    from sklearn.calibration import calibration_curve

    truth, score = arrays(pairs)
    score = np.where((score * 10) % 1 == 0, np.clip(score + 0.01, 0, 1), score)  # no score on an edge of a bin
    shares, means = calibration_curve(truth, score, n_bins=5)
    found = calibration.reliability(truth, score, bins=5, equal_mass=False)
    assert [b.share for b in found] == pytest.approx(list(shares))
    assert [b.score for b in found] == pytest.approx(list(means))
    assert sum(b.n for b in found) == len(pairs)


ratings = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
@few
@given(ratings)
def test_cohens_kappa_is_that_of_scikit_learn(weights, pairs) -> None:
    first, second = zip(*pairs, strict=True)
    found = agreement.cohen_kappa(first, second, [0, 1, 2], weights=weights)
    assert found.seen == pytest.approx(np.mean([a == b for a, b in pairs]))
    if len(set(first) | set(second)) < 2:
        assert found.kappa is None
        return
    expected = oracle.cohen_kappa_score(first, second, labels=[0, 1, 2], weights=weights)
    assert found.kappa == pytest.approx(expected)


@pytest.mark.parametrize("level", ["nominal", "ordinal"])
@few
@given(st.lists(st.tuples(*[st.sampled_from([0, 1, 2, None])] * 3), min_size=2, max_size=25))
def test_krippendorffs_alpha_is_that_of_its_library(level, units) -> None:
    by_judge = list(zip(*units, strict=True))
    paired = {r for unit in units if sum(x is not None for x in unit) > 1 for r in unit if r is not None}
    found = agreement.krippendorff_alpha(by_judge, [0, 1, 2], level=level)
    if len(paired) < 2:
        assert found is None
        return
    data = [[np.nan if r is None else float(r) for r in row] for row in by_judge]
    expected = krippendorff.alpha(data, level_of_measurement=level, value_domain=[0.0, 1.0, 2.0])
    assert found == pytest.approx(expected)


@few
@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=2, max_size=20))
def test_fleiss_kappa_is_that_of_statsmodels(items) -> None:
    counts = [[item.count(label) for label in range(3)] for item in items]
    if len({label for item in items for label in item}) < 2:
        assert agreement.fleiss_kappa(counts) is None
        return
    assert agreement.fleiss_kappa(counts) == pytest.approx(oracle_fleiss(np.asarray(counts)))


@few
@given(st.permutations([f"d{n}" for n in range(12)]), st.dictionaries(st.sampled_from([f"d{n}" for n in range(15)]), st.integers(1, 3), min_size=1))  # fmt: skip
def test_retrieval_is_that_of_trec_eval(order, gains) -> None:
    ranked = order[:8]
    qrels = {"q": {**dict.fromkeys(order, 0), **gains}}
    run = {"q": {name: float(len(ranked) - place) for place, name in enumerate(ranked)}}
    measures = [P @ 5, R @ 5, RR @ 10, RR, AP @ 10, AP, nDCG @ 5, nDCG @ 10]
    expected = ir_measures.calc_aggregate(measures, qrels, run)
    relevant = set(gains)
    found = {
        P @ 5: retrieval.precision_at(ranked, relevant, k=5),
        R @ 5: retrieval.recall_at(ranked, relevant, k=5),
        RR @ 10: retrieval.reciprocal_rank(ranked, relevant, k=10),
        RR: retrieval.reciprocal_rank(ranked, relevant),
        AP @ 10: retrieval.average_precision(ranked, relevant, k=10),
        AP: retrieval.average_precision(ranked, relevant),
        nDCG @ 5: retrieval.ndcg_at(ranked, gains, k=5),
        nDCG @ 10: retrieval.ndcg_at(ranked, gains, k=10),
    }
    assert found == pytest.approx(expected)


@few
@given(st.lists(st.integers(0, 3), min_size=2, max_size=12).filter(any))
def test_exponential_gain_is_that_of_scikit_learn_on_such_gains(gains) -> None:
    names = [str(n) for n in range(len(gains))]
    expected = oracle.ndcg_score([[2**g - 1 for g in gains]], [list(range(len(gains), 0, -1))])
    found = retrieval.ndcg_at(names, dict(zip(names, gains, strict=True)), k=len(gains), exponential=True)
    assert found == pytest.approx(expected)
