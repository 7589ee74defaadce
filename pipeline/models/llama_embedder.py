"""Any llama-index embedding as an embedder: whoever has one set up passes it in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput, ModelUnavailable
from ..ids import digest

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

# The vector of these words stands for the model in its digest: another model, or another version of it, gives another.
_PROBE = "Envoys agreed on 9 of the 12 articles of a treaty."
_DECIMALS = 3  # coarse enough that a processor's rounding does not make it another model


class LlamaIndexEmbedder:
    """A llama-index `BaseEmbedding`. Questions are embedded as texts are; its vectors are brought to length 1.

    Raises:
        BadInput: the object is no such embedding.
        ModelUnavailable: it does not answer.
    """

    def __init__(self, model: object) -> None:
        self._model = _required(model)
        self.name = f"llama-index:{self._model.model_name}"
        probe = self.embed([_PROBE])[0]
        self.dim = len(probe)
        self.digest = digest(type(model).__name__, self.name, *(f"{part:.{_DECIMALS}f}" for part in probe))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors for texts, in the order given: shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        try:
            vectors = np.asarray(self._model.get_text_embedding_batch(list(texts)), dtype=np.float32)
        except Exception as error:  # whatever a client of another party raises
            raise ModelUnavailable(
                f"the embedding {self.name!r} failed ({type(error).__name__}: {error}), so {len(texts)} texts have no "
                "vector; see to it that it answers, or leave 'embedder' out for the packaged one"
            ) from error
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _required(model: object) -> "BaseEmbedding":
    from llama_index.core.base.embeddings.base import BaseEmbedding

    if not isinstance(model, BaseEmbedding):
        raise BadInput(
            f"'embedder' cannot be a {type(model).__name__}: give 'minilm', 'st:NAME', or a llama-index embedding"
        )
    return model
