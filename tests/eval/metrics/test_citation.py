"""Citation recall and precision: cases worked out by hand, and ALCE's procedure told once more on random judgements."""

from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.metrics.citation import ALCE, FIXED, CitedSentence, f1, score_answer, score_corpus, score_sentence


def carries(*sets: tuple[int, ...]):
    """A judge that finds a sentence carried by any set of sources that holds one of these."""
    return lambda sources, _: any(set(need) <= set(sources) for need in sets)


def one(cited, entails, *, sources=5, variant=ALCE):
    return score_answer([CitedSentence("s", tuple(cited))], sources=sources, entails=entails, variant=variant)


def test_one_citation_that_carries_is_recalled_and_precise() -> None:
    found = one([0], carries((0,)))
    assert (found.recall, found.precision, found.f1) == (1.0, 1.0, 1.0)


def test_one_citation_that_does_not_carry_is_neither() -> None:
    assert (one([1], carries((0,))).recall, one([1], carries((0,))).precision) == (0.0, 0.0)


def test_a_citation_that_adds_nothing_is_imprecise() -> None:
    assert (one([0, 1], carries((0,))).recall, one([0, 1], carries((0,))).precision) == (1.0, 0.5)


def test_two_that_carry_only_together_are_both_precise_and_necessary() -> None:
    found = one([0, 1], carries((0, 1)))
    assert found.precision == 1.0
    assert [(c.sufficient, c.necessary) for c in found.sentences[0].citations] == [(False, True), (False, True)]


def test_a_second_source_that_carries_too_is_precise_and_not_necessary() -> None:
    found = one([0, 1], carries((0,), (1,)))
    assert found.precision == 1.0
    assert [(c.sufficient, c.necessary) for c in found.sentences[0].citations] == [(True, False), (True, False)]


def test_without_recall_nothing_is_precise() -> None:
    def odd(sources, _):  # a judge that is confused by more words
        return sources == (0,)

    assert (one([0, 1], odd).recall, one([0, 1], odd).precision) == (0.0, 0.0)


def test_in_alce_a_source_that_there_is_not_costs_recall_and_leaves_the_count_of_precision() -> None:
    sentences = [CitedSentence("a", (0,)), CitedSentence("b", (0, 9))]
    found = score_answer(sentences, sources=5, entails=carries((0,)), variant=ALCE)
    assert (found.recall, found.precision) == (0.5, 1.0)
    fixed = score_answer(sentences, sources=5, entails=carries((0,)), variant=FIXED)
    assert (fixed.recall, fixed.precision) == (0.5, pytest.approx(2 / 3))


def test_alce_looks_at_three_citations_and_counts_doubles() -> None:
    assert one([1, 2, 3, 0], carries((0,))).recall == 0.0
    assert one([1, 2, 3, 0], carries((0,)), variant=FIXED).recall == 1.0
    assert one([0, 0, 1], carries((0,))).precision == pytest.approx(2 / 3)
    assert one([0, 0, 1], carries((0,)), variant=FIXED).precision == 0.5


def test_in_alce_marker_zero_names_the_last_source() -> None:
    assert one([-1], lambda sources, _: sources == (-1,)).recall == 1.0
    assert one([-1], carries((-1,)), variant=FIXED).recall == 0.0
    assert one([-1], carries((-1,)), sources=0).recall == 0.0


def test_a_sentence_without_citation_costs_recall_unless_there_is_nothing_to_check() -> None:
    sentences = [CitedSentence("a", (0,)), CitedSentence("So what now?", (), checkable=False)]
    assert score_answer(sentences, sources=1, entails=carries((0,)), variant=ALCE).recall == 0.5
    assert score_answer(sentences, sources=1, entails=carries((0,)), variant=FIXED).recall == 1.0


def test_an_empty_answer_is_left_out_by_alce_and_counted_by_us() -> None:
    empty, good = ([score_answer(s, sources=1, entails=carries((0,)), variant=v) for v in (ALCE, FIXED)] for s in ([], [CitedSentence("a", (0,))]))  # fmt: skip
    alce, fixed = (score_corpus(pair) for pair in zip(empty, good, strict=True))
    assert (alce.recall, alce.n, alce.left_out) == (1.0, 1, 1)
    assert (fixed.recall, fixed.n, fixed.left_out) == (0.5, 2, 0)
    assert score_corpus([]).recall is None


def test_an_answer_with_nothing_to_check_has_no_score_and_not_a_perfect_one() -> None:
    found = score_answer([CitedSentence("Why?", (), checkable=False)], sources=1, entails=carries((0,)))
    assert (found.recall, found.precision, found.f1) == (None, None, None)


def test_both_ways_to_average_f1_are_given() -> None:
    good, bad = one([0], carries((0,))), one([0, 1, 2], carries((0,)))
    corpus = score_corpus([good, bad])
    assert corpus.precision == pytest.approx(2 / 3)
    assert corpus.f1_of_means == pytest.approx(0.8)
    assert corpus.mean_of_f1 == pytest.approx((1 + 0.5) / 2)
    assert f1(0.0, 0.0) == 0.0


# Of three sources, and judgements as no sane judge would give them.
answers = st.lists(st.lists(st.integers(0, 3), max_size=5).map(tuple), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(answers, st.integers(0, 2**32))
def test_alce_is_its_own_procedure_on_any_judgements(cited, salt) -> None:
    def entails(sources, text):
        return _lot(sources, text, salt) % 2 == 0

    sentences = [CitedSentence(str(n), marks) for n, marks in enumerate(cited)]
    found = score_answer(sentences, sources=3, entails=entails, variant=ALCE)
    assert (found.recall, found.precision) == pytest.approx(_told_again(cited, entails))


def _lot(*things: object) -> int:
    """A number that depends on the things alone, in every process."""
    return crc32(repr(things).encode())


def _told_again(cited, entails) -> tuple[float, float]:
    """ALCE's procedure over lists of source numbers, three sources being there."""
    carried = precise = counted = 0
    for n, marks in enumerate(cited):
        text, refs = str(n), marks[:3]
        if not marks or max(marks) >= 3:
            continue
        counted += len(refs)
        if not entails(refs, text):
            continue
        carried += 1
        if len(refs) == 1:
            precise += 1
            continue
        for ref in refs:
            rest = list(refs)
            rest.remove(ref)
            precise += bool(entails((ref,), text) or not entails(tuple(rest), text))
    return carried / len(cited), precise / counted if counted else 0


@settings(max_examples=100, deadline=None)
@given(answers, st.integers(0, 2**32))
def test_precision_never_exceeds_one_and_is_zero_without_recall(cited, salt) -> None:
    for n, marks in enumerate(cited):
        score = score_sentence(
            CitedSentence(str(n), marks), sources=3, entails=lambda s, t: _lot(s, t, salt) % 3 == 0, variant=ALCE
        )
        assert score.recall or not any(citation.precise for citation in score.citations)
