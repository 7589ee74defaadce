import json
import shutil

import onnx
import pytest
from onnx import TensorProto

from pipeline.errors import BadInput
from pipeline.models.export import cross_encoder_parity, export_cross_encoder, read_pairs
from pipeline.models.export.cross_encoder import sample_pairs
from tests.models.conftest import CALIBRATION
from tests.models.tiny_bert import renamed, tiny_bert

pytestmark = pytest.mark.timeout(600)  # exporting takes ten seconds, on a machine that does nothing else

PAIRS = [*CALIBRATION, ("The minister said not.", "30 people were held."), ("Geneva " * 300, "Talks on Tuesday .")]


def test_an_exported_model_stays_near_its_float32_source_whatever_the_order_of_its_labels(source, exported):
    near = cross_encoder_parity(source, exported, PAIRS)
    assert near["n"] == 4
    assert near["difference_mean"] < 0.05
    assert near["difference_max"] < 0.12  # weights this small and random lose more to int8 than trained ones


def test_the_graph_holds_int8_weights_and_names_its_inputs_and_output(exported):
    model = onnx.load(exported / "model.onnx")
    assert [i.name for i in model.graph.input] == ["input_ids", "token_type_ids"]
    assert [o.name for o in model.graph.output] == ["probabilities"]
    quantised = [w for w in model.graph.initializer if w.data_type == TensorProto.INT8 and len(w.dims) == 2]
    assert len(quantised) == 13  # the words, and six linear layers in each of two layers


def test_the_same_source_gives_the_same_file_and_tells_nothing_of_the_machine(source, exported, tmp_path):
    export_cross_encoder(source, tmp_path, calibration=CALIBRATION)
    model = (tmp_path / "model.onnx").read_bytes()
    assert model == (exported / "model.onnx").read_bytes()
    assert b"site-packages" not in model
    assert b"pkg.torch" not in model


@pytest.mark.parametrize(
    "labels", [("entailment", "neutral", "contradiction"), ("supported", "unsupported"), ("supported",) * 3]
)
def test_a_model_with_other_labels_is_not_exported(source, tmp_path, labels):
    other = renamed(shutil.copytree(source, tmp_path / "other"), labels)
    with pytest.raises(BadInput, match="a verifier needs"):
        export_cross_encoder(other, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_model_that_is_computed_in_another_way_is_not_exported(tmp_path):
    with pytest.raises(BadInput, match=r"hidden_act.*relu"):
        export_cross_encoder(tiny_bert(tmp_path / "relu", hidden_act="relu"), tmp_path / "out")


def test_pairs_are_read_from_lines(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text(json.dumps({"passage": "A b.", "claim": "C.", "label": "supported"}) + "\n\n")
    assert read_pairs(file) == [("A b.", "C.")]


def test_calibration_pairs_of_the_sample_corpus_are_texts():
    pairs = sample_pairs()
    assert len(pairs) == 300
    assert all(passage.strip() and claim.strip() for passage, claim in pairs)
