"""The packaged embedder: all-MiniLM-L6-v2, a sentence-transformers folder, as int8 ONNX."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from ...assets import sample_corpus
from ...text.sentences import paragraph_spans, sentence_spans
from .bert import Encoder, Source
from .quantise import WINDOW, smoothing, write

CALIBRATION_PARAGRAPHS = 300


class SentenceEncoder(Encoder):
    """BERT, mean pooling and L2 normalisation for one text: token ids (1, n) to a unit vector (1, size)."""

    def forward(self, ids: Tensor) -> Tensor:
        x = self.embedded(ids)
        for number in range(self.layers):
            x = self.layer(x, number)
        return functional.normalize(x.mean(1), dim=1)


def export(source: Path, out: Path) -> None:
    """Writes model.onnx and tokenizer.json of the encoder in `source` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer: Tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    model = Source.read(source)
    texts = [(torch.tensor([encoding.ids]),) for encoding in tokenizer.encode_batch(calibration_paragraphs())]
    smooth = smoothing(SentenceEncoder(model).eval(), texts)
    write(SentenceEncoder(model, smooth).eval(), out / "model.onnx", inputs={"ids": "input_ids"}, output="vector")


def parity(source: Path, out: Path, texts: Sequence[str]) -> dict[str, float]:
    """How near the exported model is to sentence-transformers in float32: cosines, and the share of equal neighbours."""
    from sentence_transformers import SentenceTransformer

    from ..minilm import MiniLMEmbedder

    exact = np.asarray(SentenceTransformer(str(source), device="cpu").encode(list(texts), normalize_embeddings=True))
    ours = MiniLMEmbedder(out).embed(texts)
    cosines = (exact * ours).sum(1)
    return {
        "n": len(texts),
        "cosine_mean": float(cosines.mean()),
        "cosine_min": float(cosines.min()),
        "nearest_same": _shared_neighbours(exact, ours, k=1),
        "nearest_10_shared": _shared_neighbours(exact, ours, k=10),
    }


def _shared_neighbours(one: NDArray[np.float32], other: NDArray[np.float32], *, k: int) -> float:
    nearest = []
    for vectors in (one, other):
        similar = vectors @ vectors.T
        np.fill_diagonal(similar, -1)
        nearest.append(np.argsort(-similar, axis=1, kind="stable")[:, :k])
    return float(np.mean([len(set(a) & set(b)) / k for a, b in zip(*nearest, strict=True)]))


def calibration_paragraphs() -> list[str]:
    """The first paragraphs of the sample corpus."""
    bodies = _bodies(sample_corpus("r1"))
    paragraphs = [body[start:end] for body in bodies for start, end in paragraph_spans(body)]
    return paragraphs[:CALIBRATION_PARAGRAPHS]


def _bodies(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if text := json.loads(line).get("text"):
            yield text


def _check_texts(path: Path, *, most: int = 500) -> list[str]:
    sentences = [body[start:end] for body in _bodies(path) for start, end in sentence_spans(body)]
    return sentences[:: max(1, len(sentences) // most)][:most]
