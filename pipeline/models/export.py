"""Makes the packaged embedder: a MiniLM sentence encoder as one int8 ONNX file. Run by a developer, never by the product.

    python -m pipeline.models.export SOURCE OUT [--check TEXTS.jsonl]

SOURCE is a sentence-transformers folder of all-MiniLM-L6-v2; OUT receives model.onnx and tokenizer.json. The encoder is
written out below for one text without padding, so that the graph holds no mask, and a vector cannot depend on a batch.
Needs onnx and onnxscript (extra `dev`).
"""

import json
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from ..assets import sample_corpus
from ..text.sentences import paragraph_spans, sentence_spans

HEADS = 12
LAYERS = 6
WINDOW = 256  # tokens, special ones included; the window that the model was trained with
# SmoothQuant (Xiao et al., ICML 2023), equation 4. In a simulation on 200 Wikinews sentences, 0.6 … 0.9 gave a mean
# cosine of 0.996 … 0.998 and none gave 0.994; from 0.85 the worst sentence suffers. Run with --check after a change.
SMOOTHING = 0.75
CALIBRATION_PARAGRAPHS = 300

_ATTENTION = ("attention.self.query", "attention.self.key", "attention.self.value")
# Linear layers that read the same activation share one scale for each of its channels.
_SMOOTHED = (_ATTENTION, ("intermediate.dense",), ("output.dense",))


class Encoder(nn.Module):
    """BERT, mean pooling and L2 normalisation for one text: token ids (1, n) to a unit vector (1, 384).

    Embeddings are int8 with one scale a row; the inputs of linear layers are divided by the scales in `smooth`,
    and their weights multiplied by them, which changes nothing until they are quantised.
    """

    def __init__(self, weights: Mapping[str, Tensor], smooth: Mapping[str, Tensor] | None = None) -> None:
        super().__init__()
        self.peaks: dict[str, Tensor] = {}
        self.weights = {name: tensor.float() for name, tensor in weights.items() if tensor.is_floating_point()}
        self.shrink = {name: 1 / scales for name, scales in (smooth or {}).items()}
        for name, scales in (smooth or {}).items():
            self.weights[name + ".weight"] = self.weights[name + ".weight"] * scales
        words = self.weights["embeddings.word_embeddings.weight"]
        self.word_scales = words.abs().amax(1, keepdim=True) / 127
        self.words = torch.round(words / self.word_scales).to(torch.int8)

    def forward(self, ids: Tensor) -> Tensor:
        x = functional.embedding(ids, self.words).float() * functional.embedding(ids, self.word_scales)
        x = x + self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.")
        return functional.normalize(x.mean(1), dim=1)

    def _layer(self, x: Tensor, at: str) -> Tensor:
        size = x.shape[-1] // HEADS
        scaled = self._scaled(x, at + _ATTENTION[0])
        q, k, v = (self._linear(scaled, at + name).reshape(1, -1, HEADS, size).transpose(1, 2) for name in _ATTENTION)
        mixed = torch.softmax(q @ k.transpose(-1, -2) / size**0.5, -1) @ v
        mixed = self._linear(mixed.transpose(1, 2).reshape(1, -1, x.shape[-1]), at + "attention.output.dense")
        x = self._norm(x + mixed, at + "attention.output.LayerNorm")
        wide = self._linear(self._scaled(x, at + "intermediate.dense"), at + "intermediate.dense")
        narrow = self._linear(self._scaled(functional.gelu(wide), at + "output.dense"), at + "output.dense")
        return self._norm(x + narrow, at + "output.LayerNorm")

    def _scaled(self, x: Tensor, name: str) -> Tensor:
        if name in self.shrink:
            return x * self.shrink[name]
        if not torch.compiler.is_compiling():
            self.peaks[name] = torch.maximum(self.peaks.get(name, torch.zeros(x.shape[-1])), x[0].abs().amax(0))
        return x

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return functional.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self.weights[name + ".weight"], self.weights[name + ".bias"]
        return functional.layer_norm(x, (x.shape[-1],), weight, bias, 1e-12)


def export(source: Path, out: Path) -> None:
    """Writes model.onnx and tokenizer.json of the encoder in `source` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(source)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    weights = load_file(source / "model.safetensors")
    smooth = _smoothing(weights, [encoding.ids for encoding in tokenizer.encode_batch(_calibration_texts())])
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float32.onnx"
        _write_graph(Encoder(weights, smooth).eval(), whole)
        _quantise(whole, out / "model.onnx")


def parity(source: Path, out: Path, texts: Sequence[str]) -> dict[str, float]:
    """How near the exported model is to sentence-transformers in float32: cosines, and the share of equal neighbours."""
    from sentence_transformers import SentenceTransformer

    from .minilm import MiniLMEmbedder

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


def _tokenizer(source: Path) -> Tokenizer:
    tokenizer: Tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW)
    return tokenizer


def _calibration_texts() -> list[str]:
    bodies = _bodies(sample_corpus("r1"))
    paragraphs = [body[start:end] for body in bodies for start, end in paragraph_spans(body)]
    return paragraphs[:CALIBRATION_PARAGRAPHS]


def _bodies(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if text := json.loads(line).get("text"):
            yield text


def _smoothing(weights: Mapping[str, Tensor], texts: Sequence[Sequence[int]]) -> dict[str, Tensor]:
    """One scale for each input channel of each smoothed layer: peak of activations ^ a / peak of weights ^ (1 - a)."""
    encoder = Encoder(weights).eval()
    with torch.no_grad():
        for ids in texts:
            encoder(torch.tensor([ids]))
    smooth: dict[str, Tensor] = {}
    for layer in range(LAYERS):
        for group in _SMOOTHED:
            names = [f"encoder.layer.{layer}.{name}" for name in group]
            heaviest = torch.stack([encoder.weights[name + ".weight"].abs().amax(0) for name in names]).amax(0)
            peaks = encoder.peaks[names[0]].clamp(min=1e-5)
            scales = peaks**SMOOTHING / heaviest.clamp(min=1e-5) ** (1 - SMOOTHING)
            smooth |= dict.fromkeys(names, scales)
    return smooth


def _write_graph(encoder: Encoder, path: Path) -> None:
    tokens = torch.export.Dim("tokens", min=2, max=WINDOW)
    torch.onnx.export(
        encoder,
        (torch.arange(1000, 1037).unsqueeze(0),),
        path,
        dynamo=True,
        dynamic_shapes={"ids": {1: tokens}},
        external_data=False,
        input_names=["input_ids"],
        output_names=["vector"],
        opset_version=18,
        verbose=False,
    )


def _quantise(whole: Path, out: Path) -> None:
    """Weights to int8 by channel, activations at run time.

    `reduce_range` keeps weights within seven bits: without it, processors that lack VNNI saturate and give other vectors.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        whole, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"]
    )
    _forget_how_it_was_made(out)


def _forget_how_it_was_made(path: Path) -> None:
    """Drops stack traces and paths of the exporting machine, so that the same source gives the same file."""
    import onnx

    model = onnx.load(path)
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    model.doc_string = model.graph.doc_string = ""
    for part in (*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info):
        del part.metadata_props[:]
        part.doc_string = ""
    for weights in model.graph.initializer:
        del weights.metadata_props[:]
    path.write_bytes(model.SerializeToString(deterministic=True))


def _check_texts(path: Path, *, most: int = 500) -> list[str]:
    sentences = [body[start:end] for body in _bodies(path) for start, end in sentence_spans(body)]
    return sentences[:: max(1, len(sentences) // most)][:most]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--check", type=Path, help="articles (JSON lines) on whose sentences to measure parity")
    given = parser.parse_args()
    export(given.source, given.out)
    if given.check:
        print(json.dumps(parity(given.source, given.out, _check_texts(given.check)), indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
