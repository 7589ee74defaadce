"""Intervals, paired tests and corrections: against scipy and statsmodels on random data, and against known values."""

from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import permutation_test
from statsmodels.stats.contingency_tables import mcnemar as oracle_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from eval.statistics import (
    Metric,
    average,
    clopper_pearson,
    cluster_bootstrap,
    corrected,
    holm,
    mcnemar,
    minimum_detectable_difference,
    minimum_detectable_rate_difference,
    paired_cluster_bootstrap,
    ppi,
    proportion,
    resampled,
    rogan_gladen,
    sign_flip,
    wilson,
)

few = settings(max_examples=60, deadline=None)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@few
@given(counts)
def test_wilson_is_that_of_statsmodels(count) -> None:
    assert wilson(*count) == pytest.approx(proportion_confint(*count, method="wilson"), abs=1e-9)


@few
@given(counts)
def test_clopper_pearson_is_that_of_statsmodels(count) -> None:
    assert clopper_pearson(*count) == pytest.approx(proportion_confint(*count, method="beta"), abs=1e-9)


@few
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_mcnemar_is_that_of_statsmodels(pairs) -> None:
    first, second = zip(*pairs, strict=True)
    table = [[sum(a is x and b is y for a, b in pairs) for y in (True, False)] for x in (True, False)]
    p, found = mcnemar(first, second)
    assert p == pytest.approx(oracle_mcnemar(table, exact=True).pvalue, abs=1e-9)
    assert tuple(found) == (table[0][1], table[1][0])


@pytest.mark.parametrize("seed", range(4))  # few, as the oracle collects garbage each time, which takes a while
def test_holm_is_that_of_statsmodels(seed) -> None:
    p_values = (np.random.default_rng(seed).random(1 + 4 * seed) ** 3).tolist()
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1], abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 2)), min_size=2, max_size=9))
def test_flipping_signs_is_the_exact_paired_permutation_test_of_scipy(differences) -> None:
    oracle = permutation_test(
        (differences, [0.0] * len(differences)), lambda a, b: sum(a) - sum(b), permutation_type="samples"
    )
    assert sign_flip(differences) == pytest.approx(oracle.pvalue, abs=1e-9)


def test_flipping_many_signs_comes_near_the_normal_test_and_is_seeded() -> None:
    differences = np.random.default_rng(3).normal(0.2, 1, size=200).tolist()
    assert sign_flip(differences, seed=1) == sign_flip(differences, seed=1)
    z = mean(differences) / (np.std(differences) / len(differences) ** 0.5)
    assert sign_flip(differences) == pytest.approx(2 * (1 - _normal(abs(z))), abs=0.02)


def test_clusters_flip_together() -> None:
    assert sign_flip([1, 1, 1, 1]) == 0.125
    assert sign_flip([1, 1, 1, 1], ["a", "a", "b", "b"]) == 0.5
    assert sign_flip([]) == 1.0


def test_a_cluster_is_drawn_whole() -> None:
    drawn = resampled([0.0, 0.0, 1.0, 1.0], ["a", "a", "b", "b"], seed=1, rounds=200)
    assert set(drawn.tolist()) == {0.0, 0.5, 1.0}


def test_clusters_widen_an_interval_and_single_cases_give_the_usual_one() -> None:
    values = np.random.default_rng(5).random(300).tolist()
    low, high = cluster_bootstrap(values, range(300), seed=1)
    error = 1.96 * float(np.std(values)) / 300**0.5
    assert (low, high) == pytest.approx((mean(values) - error, mean(values) + error), abs=0.01)
    sorted_in_stories = sorted(values)
    wide = cluster_bootstrap(sorted_in_stories, [i // 30 for i in range(300)], seed=1)
    assert wide.high - wide.low > 3 * (high - low)


def test_a_statistic_over_rows_gets_the_rows_that_were_drawn() -> None:
    rows = [(1.0, 2.0), (3.0, 4.0), (0.0, 5.0)]
    found = cluster_bootstrap(rows, "abc", statistic=lambda drawn: float(drawn[:, 0].sum() / drawn[:, 1].sum()), seed=2)
    assert 0.0 <= found.low < 4 / 11 < found.high <= 0.75
    with pytest.raises(ValueError, match="3 values cannot belong to 2 clusters"):
        resampled(rows, "ab")


def test_nothing_is_not_scored_and_says_why() -> None:
    assert proportion(0, 0, why="no citation") == Metric(None, None, None, 0, "no citation")
    assert average([]).value is None
    assert wilson(0, 0) == clopper_pearson(0, 0) == cluster_bootstrap([], []) == (0.0, 1.0)


def test_an_average_without_spread_still_has_an_interval() -> None:
    found = average([1.0] * 20, ["story"] * 10 + ["other"] * 10)
    assert (found.value, found.n, found.high) == (1.0, 20, 1.0)
    assert found.low == pytest.approx(wilson(2, 2).low)


def test_two_runs_are_resampled_together() -> None:
    first, second = [0.0, 1.0, 0.0, 1.0], [0.1, 1.1, 0.1, 1.1]
    assert paired_cluster_bootstrap(first, second, "abcd") == pytest.approx((0.1, 0.1))


@few
@given(st.floats(0, 1), st.floats(0.6, 1), st.floats(0.6, 1))
def test_rogan_gladen_undoes_what_a_judge_does(true, sensitivity, specificity) -> None:
    seen = true * sensitivity + (1 - true) * (1 - specificity)
    assert rogan_gladen(seen, sensitivity=sensitivity, specificity=specificity) == pytest.approx(true, abs=1e-9)


def test_what_is_not_known_of_the_judge_widens_the_interval() -> None:
    well_known = corrected(90, 100, sensitivity=(950, 1000), specificity=(900, 1000))
    hardly_known = corrected(90, 100, sensitivity=(19, 20), specificity=(18, 20))
    assert well_known.value == hardly_known.value == pytest.approx((0.9 + 0.9 - 1) / 0.85)
    assert well_known.low is not None
    assert hardly_known.low is not None
    assert hardly_known.low < well_known.low


def test_the_corrected_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for seed in range(150):
        hits = int(rng.binomial(200, 0.7 * 0.9 + 0.3 * 0.15))
        se, sp = int(rng.binomial(80, 0.9)), int(rng.binomial(80, 0.85))
        found = corrected(hits, 200, sensitivity=(se, 80), specificity=(sp, 80), seed=seed, rounds=400)
        covered += found.low is not None and found.high is not None and found.low <= 0.7 <= found.high
    assert 135 <= covered <= 150


def test_a_judge_that_says_nothing_corrects_nothing() -> None:
    assert corrected(9, 10, sensitivity=(5, 10), specificity=(5, 10)).value is None
    assert corrected(9, 10, sensitivity=(5, 10), specificity=(0, 0)).value is None
    assert corrected(0, 0, sensitivity=(9, 10), specificity=(9, 10)).value is None
    with pytest.raises(ValueError, match="chance"):
        rogan_gladen(0.5, sensitivity=0.4, specificity=0.5)


def test_prediction_powered_inference_moves_the_mean_by_the_error_on_labelled_cases() -> None:
    value, interval = ppi([1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 1])
    assert value == pytest.approx(0.75 - 0.25)
    variance = 0.1875 / 4 + 0.1875 / 4
    assert interval == pytest.approx((0.5 - 1.959964 * variance**0.5, 0.5 + 1.959964 * variance**0.5), abs=1e-6)
    with pytest.raises(ValueError, match="labelled"):
        ppi([1], [], [])


def test_a_smaller_spread_or_more_cases_show_a_smaller_difference() -> None:
    small = minimum_detectable_difference([0.1, -0.1] * 50)
    assert small == pytest.approx(2.8016 * 0.1 / 10 * (100 / 99) ** 0.5, rel=1e-4)
    assert minimum_detectable_difference([0.1, -0.1] * 50, ["one"] * 100) is None
    assert minimum_detectable_rate_difference(0.5, 100, 100) == pytest.approx(2.8016 * (0.5 / 100) ** 0.5, rel=1e-4)
    assert minimum_detectable_rate_difference(0.5, 0, 100) is None


def _normal(z: float) -> float:
    from scipy.stats import norm

    return float(norm.cdf(z))
