import shutil

import numpy as np
import pytest

from pipeline.errors import BadInput, ModelUnavailable
from pipeline.models.hf_entailment import HfEntailment, load_entailment
from tests.models.tiny_bert import loaded, renamed, tiny_bert

PAIRS = [
    ("Talks were held in Geneva on Monday.", "The truce was signed."),
    ("The minister said 12 people were held.", "30 people were held."),
    ("", "Geneva."),
    ("Geneva " * 400, "Talks on Tuesday."),
    ("Talks were held in Geneva on Monday.", "The truce was signed."),
]


@pytest.fixture(scope="module")
def nli(tmp_path_factory):
    return tiny_bert(tmp_path_factory.mktemp("nli"), ("CONTRADICTION", "Entailment", "neutral"))


def exact(folder, pairs):
    """Probabilities of each pair alone, in the model's own order."""
    import torch

    model = loaded(folder)
    logits = [
        torch.as_tensor(model.predict([pair], activation_fn=lambda x: x, convert_to_tensor=True)) for pair in pairs
    ]
    return torch.softmax(torch.vstack(logits), 1).numpy()


def test_columns_follow_the_names_of_the_labels_in_any_order_and_case(nli):
    rows = HfEntailment(str(nli)).probabilities(PAIRS)
    assert (rows.shape, rows.dtype) == ((5, 3), np.float32)
    assert rows == pytest.approx(exact(nli, PAIRS)[:, [1, 2, 0]], abs=1e-5)
    assert rows[0].tobytes() == rows[4].tobytes()


def test_a_row_depends_on_its_batch_by_rounding_alone(nli):
    reader = HfEntailment(str(nli))
    together = reader.probabilities(PAIRS)
    assert reader.probabilities(PAIRS[::-1])[::-1].tobytes() == together.tobytes()
    assert np.abs(np.vstack([reader.probabilities([pair]) for pair in PAIRS]) - together).max() < 1e-5
    assert reader.probabilities([]).shape == (0, 3)


def test_the_passage_is_the_premise(nli):
    one, other = HfEntailment(str(nli)).probabilities([PAIRS[0], PAIRS[0][::-1]])
    assert np.abs(one - other).max() > 1e-3


def test_of_two_labels_what_is_not_support_is_unsupported(tmp_path):
    folder = tiny_bert(tmp_path, ("not_entailment", "entailment"))
    rows = load_entailment(f"hf:{folder}").probabilities(PAIRS)
    assert rows[:, :2] == pytest.approx(exact(folder, PAIRS)[:, ::-1], abs=1e-5)
    assert rows[:, 2].tolist() == [0] * 5


def test_one_logit_is_the_chance_of_support(tmp_path):
    folder = tiny_bert(tmp_path, ("LABEL_0",))
    rows = HfEntailment(str(folder)).probabilities(PAIRS[:2])
    chances = loaded(folder).predict(PAIRS[:2])  # its own default: the sigmoid
    assert rows[:, 0] == pytest.approx(chances, abs=1e-5)
    assert rows.sum(1) == pytest.approx([1, 1])
    assert rows[:, 2].tolist() == [0, 0]


def test_labels_without_meaning_can_be_told(nli, tmp_path):
    folder = renamed(shutil.copytree(nli, tmp_path / "m"), ("LABEL_0", "LABEL_1", "LABEL_2"))
    with pytest.raises(BadInput, match=r"LABEL_0, LABEL_1, LABEL_2 .*give 'hf:.*#LABEL_0=…,LABEL_1=…,LABEL_2=…'"):
        load_entailment(f"hf:{folder}")
    told = load_entailment(f"hf:{folder}#label_0=contradicted,LABEL_1=supported,LABEL_2=unsupported")
    named = HfEntailment(str(nli))
    assert told.probabilities(PAIRS).tobytes() == named.probabilities(PAIRS).tobytes()
    assert told.digest == named.digest
    swapped = HfEntailment(str(nli), {"neutral": "contradicted", "contradiction": "unsupported"})
    assert swapped.digest != named.digest


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"entailed": "supported"}, "has no label entailed"),
        ({"entailment": "yes"}, "does not say which"),
        ({"entailment": "unsupported"}, "does not say which"),
    ],
)
def test_a_mapping_that_does_not_fit_the_model_is_refused(nli, told, message):
    with pytest.raises(BadInput, match=message):
        HfEntailment(str(nli), told)


def test_a_model_without_a_classifier_is_refused(nli, tmp_path):
    from transformers import BertModel

    shutil.copytree(nli, tmp_path / "encoder")
    BertModel.from_pretrained(nli).save_pretrained(tmp_path / "encoder")
    with pytest.raises(BadInput, match="tells no labels apart"):
        HfEntailment(str(tmp_path / "encoder"))


def test_a_model_that_cannot_be_had_says_why_and_what_to_do():
    with pytest.raises(ModelUnavailable, match="not on this machine and there is no connection") as raised:
        load_entailment("hf:nobody/no-such-model")
    assert 'judge = "packaged"' in str(raised.value)


@pytest.mark.parametrize("spec", ["", "hf:", "hf:#a=supported", "packaged", "hf:x/y#entailment", "hf:x/y#a=b,c"])
def test_a_spec_of_another_form_is_bad_input(spec):
    with pytest.raises(BadInput, match="give 'hf:NAME'"):
        load_entailment(spec)
