"""The verifier's trained reader: a BERT cross-encoder with three labels, as int8 ONNX.

The graph ends in probabilities, always in the order of `LABELS`, however the source numbers its labels.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from ...errors import BadInput
from ...text.sentences import sentence_spans
from ..entailment import LABELS, PackagedEntailment, PairTokenizer
from .bert import Encoder, Source
from .quantise import smoothing, write
from .sentence_encoder import calibration_paragraphs

_CALIBRATION_PAIRS = 300  # the first of those given: peaks no longer rise, and one core takes a few seconds
_PARITY_PAIRS = 1_000


class CrossEncoder(Encoder):
    """BERT, pooler and classifier for one pair: token ids and segments (1, n) to probabilities (1, 3).

    The pooler sees the first token alone, so the last layer computes nothing else. The head stays in float32.
    """

    def __init__(self, source: Source, smooth: Mapping[str, Tensor] | None = None) -> None:
        super().__init__(source, smooth)
        order = torch.tensor([source.labels.index(label) for label in LABELS])
        for name in ("classifier.weight", "classifier.bias"):
            self.weights[name] = self.weights[name][order]

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        x = self.embedded(ids, types)
        for number in range(self.layers):
            x = self.layer(x, number, first_only=number == self.layers - 1)
        pooled = torch.tanh(self._exactly(x[:, 0], "pooler.dense"))
        return torch.softmax(self._exactly(pooled, "classifier"), -1)

    def _exactly(self, x: Tensor, name: str) -> Tensor:
        """A linear layer of one vector, worded so that quantisation, which looks for matrix products, passes it by."""
        return (x.unsqueeze(1) * self.weights[name + ".weight"]).sum(-1) + self.weights[name + ".bias"]


def export_cross_encoder(source: Path, out: Path, *, calibration: Sequence[tuple[str, str]] | None = None) -> None:
    """Writes model.onnx and tokenizer.json of the cross-encoder in `source` into `out`.

    `calibration` holds (passage, claim) pairs on which activations are measured; by default, of the sample corpus.

    Raises:
        BadInput: the model is no BERT with exactly our three labels.
    """
    model = Source.read(source)
    if sorted(model.labels) != sorted(LABELS):
        message = (
            f"'{source}' tells apart {list(model.labels)}, a verifier needs {list(LABELS)}; name them in config.json"
        )
        raise BadInput(message)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer: Tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    pairs = list(calibration or sample_pairs())[:_CALIBRATION_PAIRS]
    tokens = PairTokenizer(out / "tokenizer.json").encode(pairs)
    smooth = smoothing(CrossEncoder(model).eval(), [(torch.tensor([i]), torch.tensor([t])) for i, t in tokens])
    inputs = {"ids": "input_ids", "types": "token_type_ids"}
    write(CrossEncoder(model, smooth).eval(), out / "model.onnx", inputs=inputs, output="probabilities")


def parity(source: Path, out: Path, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """How near the exported model is to transformers in float32, on (passage, claim) pairs given as the model reads them.

    Differences are of P(supported). The same tokens go into both, one pair at a time.
    """
    from sentence_transformers import CrossEncoder as Reference

    pairs = pairs[:: max(1, len(pairs) // _PARITY_PAIRS)][:_PARITY_PAIRS]
    tokens = PairTokenizer(out / "tokenizer.json").encode(pairs)
    reference = Reference(str(source), device="cpu", model_kwargs={"dtype": torch.float32}).model
    exact = np.zeros((len(pairs), len(LABELS)), np.float32)
    order = [Source.read(source).labels.index(label) for label in LABELS]
    with torch.inference_mode():
        for row, (ids, types) in enumerate(tokens):
            logits = reference(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types])).logits
            exact[row] = torch.softmax(logits[0], -1).numpy()[order]
    ours = PackagedEntailment(out).probabilities(pairs)
    apart = np.abs(exact[:, 0] - ours[:, 0])
    return {
        "n": len(pairs),
        "difference_mean": float(apart.mean()),
        "difference_max": float(apart.max()),
        "label_same": float((exact.argmax(1) == ours.argmax(1)).mean()),
    }


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The (passage, claim) of each line of a file."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(record["passage"], record["claim"]) for record in records]


def sample_pairs() -> list[tuple[str, str]]:
    """Pairs of the sample corpus: each paragraph with the first sentence of the next, most of which it does not carry."""
    paragraphs = calibration_paragraphs()
    firsts = [paragraph[slice(*sentence_spans(paragraph)[0])] for paragraph in paragraphs]
    return list(zip(paragraphs, [*firsts[1:], firsts[0]], strict=True))
