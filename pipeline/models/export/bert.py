"""BERT written out for one text without padding, in the form that survives int8: what both exported models share."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from ...errors import BadInput

ATTENTION = ("attention.self.query", "attention.self.key", "attention.self.value")
# Linear layers that read the same activation share one scale for each of its channels.
SMOOTHED = (ATTENTION, ("intermediate.dense",), ("output.dense",))

# What the code below computes; another value in config.json means another model.
_EXPECTED = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "position_embedding_type": "absolute",
}


@dataclass(frozen=True)
class Source:
    """A trained BERT read from its folder: weights by name without their "bert." prefix, its sizes, its labels."""

    weights: Mapping[str, Tensor]
    heads: int
    layers: int
    labels: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> "Source":
        """The model in a Hugging Face folder.

        Raises:
            BadInput: it is no BERT of the kind that is written out here.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        other = {name: config[name] for name, value in _EXPECTED.items() if config.get(name, value) != value}
        if other:
            message = f"'{folder}' is a model with {other}; only BERT with {_EXPECTED} is written out; export another"
            raise BadInput(message)
        weights = {name.removeprefix("bert."): t for name, t in load_file(folder / "model.safetensors").items()}
        labels = config.get("id2label") or {}
        return cls(
            weights,
            config["num_attention_heads"],
            config["num_hidden_layers"],
            tuple(labels[key] for key in sorted(labels, key=int)),
        )


class Encoder(nn.Module):
    """The layers of BERT for one text: token ids (1, n) to one vector a token (1, n, size).

    Embeddings are int8 with one scale a row; the inputs of linear layers are divided by the scales in `smooth`,
    and their weights multiplied by them, which changes nothing until they are quantised.
    """

    def __init__(self, source: Source, smooth: Mapping[str, Tensor] | None = None) -> None:
        super().__init__()
        self.heads, self.layers = source.heads, source.layers
        self.peaks: dict[str, Tensor] = {}
        self.weights = {name: tensor.float() for name, tensor in source.weights.items() if tensor.is_floating_point()}
        self.shrink = {name: 1 / scales for name, scales in (smooth or {}).items()}
        for name, scales in (smooth or {}).items():
            self.weights[name + ".weight"] = self.weights[name + ".weight"] * scales
        words = self.weights["embeddings.word_embeddings.weight"]
        self.word_scales = words.abs().amax(1, keepdim=True) / 127
        self.words = torch.round(words / self.word_scales).to(torch.int8)

    def embedded(self, ids: Tensor, types: Tensor | None = None) -> Tensor:
        """What the first layer reads; without `types` every token belongs to the first segment."""
        x = functional.embedding(ids, self.words).float() * functional.embedding(ids, self.word_scales)
        x = x + self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        segments = self.weights["embeddings.token_type_embeddings.weight"]
        segment = segments[0] if types is None else functional.embedding(types, segments)
        return self._norm(x + segment, "embeddings.LayerNorm")

    def layer(self, x: Tensor, number: int, *, first_only: bool = False) -> Tensor:
        """The output of one layer, of all tokens or of the first alone."""
        at = f"encoder.layer.{number}."
        size = x.shape[-1] // self.heads
        scaled = self._scaled(x, at + ATTENTION[0])
        x, asking = (x[:, :1], scaled[:, :1]) if first_only else (x, scaled)
        inputs = zip((asking, scaled, scaled), ATTENTION, strict=True)
        q, k, v = (self.linear(i, at + name).reshape(1, -1, self.heads, size).transpose(1, 2) for i, name in inputs)
        mixed = torch.softmax(q @ k.transpose(-1, -2) / size**0.5, -1) @ v
        mixed = self.linear(mixed.transpose(1, 2).reshape(1, -1, x.shape[-1]), at + "attention.output.dense")
        x = self._norm(x + mixed, at + "attention.output.LayerNorm")
        wide = self.linear(self._scaled(x, at + "intermediate.dense"), at + "intermediate.dense")
        narrow = self.linear(self._scaled(functional.gelu(wide), at + "output.dense"), at + "output.dense")
        return self._norm(x + narrow, at + "output.LayerNorm")

    def linear(self, x: Tensor, name: str) -> Tensor:
        return functional.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def _scaled(self, x: Tensor, name: str) -> Tensor:
        if name in self.shrink:
            return x * self.shrink[name]
        if not torch.compiler.is_compiling():
            self.peaks[name] = torch.maximum(self.peaks.get(name, torch.zeros(x.shape[-1])), x[0].abs().amax(0))
        return x

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self.weights[name + ".weight"], self.weights[name + ".bias"]
        return functional.layer_norm(x, (x.shape[-1],), weight, bias, 1e-12)
