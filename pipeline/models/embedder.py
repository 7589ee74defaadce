"""Chooses the embedder that a setting names."""

from difflib import get_close_matches

from ..errors import BadInput
from ..ports import Embedder
from .minilm import MiniLMEmbedder
from .sentence_transformer import SentenceTransformerEmbedder

__all__ = ["MiniLMEmbedder", "SentenceTransformerEmbedder", "load_embedder"]

PACKAGED = "minilm"
_HUB_PREFIX = "st:"
_BFLOAT16_SUFFIX = "#bfloat16"


def load_embedder(spec: str = PACKAGED) -> Embedder:
    """The embedder for a spec: `minilm`, or `st:NAME` with the name or folder of a sentence-transformers model.

    `st:NAME#bfloat16` runs it in half the precision, for bulk.

    Raises:
        BadInput: the spec is neither.
        ModelUnavailable: the model is neither packaged, installed, cached nor downloadable.
    """
    if spec == PACKAGED:
        return MiniLMEmbedder()
    model = spec.removeprefix(_HUB_PREFIX)
    if model in (spec, "", _BFLOAT16_SUFFIX):
        guess = "; did you mean 'minilm'?" if get_close_matches(spec, [PACKAGED]) else ""
        message = f"unknown embedder '{spec}'{guess}; nothing can be embedded; give 'minilm' or 'st:NAME'"
        raise BadInput(message)
    return SentenceTransformerEmbedder(model.removesuffix(_BFLOAT16_SUFFIX), bfloat16=model.endswith(_BFLOAT16_SUFFIX))
