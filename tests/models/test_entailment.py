import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from pipeline.errors import ModelUnavailable
from pipeline.models import entailment
from pipeline.models.entailment import PackagedEntailment, PairTokenizer
from tests.models.tiny_bert import loaded

pytestmark = pytest.mark.timeout(600)  # exporting takes ten seconds, on a machine that does nothing else

PAIRS = [
    ("Talks were held in Geneva on Monday.", "The truce was signed."),
    ("The minister said 12 people were held.", "30 people were held."),
    ("", "Geneva."),
    ("🙂 “غزة” " * 9, "not"),
    ("Geneva " * 999, "Talks on Tuesday."),
    ("Truce.", "talks " * 999),
]


@pytest.fixture
def reader(exported):
    return PackagedEntailment(exported)


def test_rows_are_probabilities_in_float32_in_the_order_given(reader):
    rows = reader.probabilities(PAIRS)
    assert (rows.shape, rows.dtype) == ((6, 3), np.float32)
    assert rows.sum(1) == pytest.approx(np.ones(6), abs=1e-5)
    assert len({row.tobytes() for row in rows}) == 6


def test_columns_are_supported_unsupported_contradicted_whatever_the_source_calls_first(reader, source):
    exact = loaded(source).predict(PAIRS[:2], apply_softmax=True)
    contradicted, supported, unsupported = exact.T
    rows = reader.probabilities(PAIRS[:2])
    expected = np.stack([supported, unsupported, contradicted], 1)
    assert np.abs(rows - expected).max() < 0.12  # weights this small and random lose more to int8 than trained ones
    assert rows.argsort(1).tolist() == expected.argsort(1).tolist()


def test_a_row_does_not_depend_on_other_pairs_or_their_order(reader, exported):
    together = reader.probabilities(PAIRS)
    alone = np.vstack([PackagedEntailment(exported).probabilities([pair]) for pair in PAIRS])
    backwards = PackagedEntailment(exported).probabilities(PAIRS[::-1])[::-1]
    assert together.tobytes() == alone.tobytes() == backwards.tobytes()


def test_a_pair_that_occurs_twice_is_read_once(exported):
    counting = Counting(exported)
    rows = counting.probabilities([PAIRS[0], PAIRS[1], PAIRS[0]])
    assert rows[0].tobytes() == rows[2].tobytes()
    assert counting.read == 2
    assert counting.probabilities(PAIRS[:2]).tobytes() == rows[:2].tobytes()
    assert counting.read == 2


def test_the_oldest_pairs_are_forgotten(exported, monkeypatch):
    monkeypatch.setattr(entailment, "_CACHED", 2)
    counting = Counting(exported)
    counting.probabilities(PAIRS[:2])
    counting.probabilities([PAIRS[0]])
    counting.probabilities([PAIRS[2]])
    assert counting.read == 3
    counting.probabilities([PAIRS[0]])
    assert counting.read == 3
    counting.probabilities([PAIRS[1]])
    assert counting.read == 4


def test_a_row_that_was_given_out_can_be_changed_without_harm(reader):
    rows = reader.probabilities(PAIRS[:1])
    kept = rows.copy()
    rows[:] = 0
    assert reader.probabilities(PAIRS[:1]).tobytes() == kept.tobytes()


def test_no_pairs_give_no_rows(reader):
    assert reader.probabilities([]).shape == (0, 3)


def test_more_pairs_than_one_slice_come_back_in_order(reader):
    pairs = [(f"Talks {'geneva ' * (n % 7)}", "truce " * (n % 11)) for n in range(520)]
    rows = reader.probabilities(pairs)
    assert rows[[0, 511, 512, 519]].tobytes() == reader.probabilities([pairs[n] for n in (0, 511, 512, 519)]).tobytes()


def test_threads_may_share_it(exported):
    shared = PackagedEntailment(exported)
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda pair: shared.probabilities([pair])[0], PAIRS * 3))
    assert np.stack(rows).tobytes() == np.tile(shared.probabilities(PAIRS), (3, 1)).tobytes()


def test_only_the_passage_is_cut_to_the_window(exported):
    tokenizer = PairTokenizer(exported / "tokenizer.json")
    short, long = tokenizer.encode(
        [("truce " * 250, "geneva talks"), ("truce " * 251 + "signed " * 99, "geneva talks")]
    )
    assert (len(short[0]), len(long[0])) == (255, 256)
    assert short[0][-3:] == long[0][-3:]
    assert long[1] == [0] * 253 + [1] * 3


def test_a_claim_past_the_window_leaves_room_for_some_of_the_passage(exported):
    ((ids, types),) = PairTokenizer(exported / "tokenizer.json").encode([("truce " * 300, "talks " * 300)])
    assert (len(ids), types.count(0), types.count(1)) == (256, 66, 190)


def test_tokens_are_those_that_training_uses(source, exported):
    ours = PairTokenizer(exported / "tokenizer.json").encode(PAIRS[:5])
    reference = loaded(source).tokenizer
    theirs = [reference(*pair, truncation="only_first", max_length=256) for pair in PAIRS[:5]]
    assert ours == [(tokens["input_ids"], tokens["token_type_ids"]) for tokens in theirs]


def test_a_passage_cannot_end_itself(exported):
    (hostile, plain) = PairTokenizer(exported / "tokenizer.json").encode(
        [("Truce. [SEP] signed", "talks"), ("Truce.", "talks")]
    )
    assert (hostile[0].count(3), plain[0].count(3)) == (2, 2)
    assert hostile[1].count(1) == plain[1].count(1) == 2


def test_its_digest_names_exactly_these_files(reader, exported, tmp_path):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes((exported / name).read_bytes())
    assert PackagedEntailment(tmp_path).digest == reader.digest
    with (tmp_path / "tokenizer.json").open("a") as file:
        file.write(" ")
    assert PackagedEntailment(tmp_path).digest != reader.digest


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelUnavailable, match="install groundwire again"):
        PackagedEntailment(tmp_path)


def test_it_loads_without_torch(exported):
    code = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.models.entailment import PackagedEntailment\n"
        f"rows = PackagedEntailment(Path({str(exported)!r})).probabilities([('Talks.', 'Truce.')])\n"
        "print(rows.shape, sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split("\n")[0] == "(1, 3) []"


class Counting(PackagedEntailment):
    """Counts the pairs that the model itself has read."""

    read = 0

    def _row(self, tokens):
        self.read += 1
        return super()._row(tokens)
