"""Any sentence-transformers model as an embedder, by its name on the hub or the path of its folder."""

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, redirect_stderr
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 16  # on two cores, larger batches pad more than they save


class SentenceTransformerEmbedder:
    """A sentence-transformers model, in float32 or, for bulk on processors that have it, in bfloat16.

    Loads from a folder, from the local cache or from the hub. In float32 a vector depends on its batch by rounding
    alone (below 1e-6); bfloat16 runs one text at a time, since there the rounding would be visible.

    Raises:
        ModelUnavailable: the model cannot be loaded.
    """

    def __init__(self, model: str, *, bfloat16: bool = False) -> None:
        self.name = f"st:{model}" + ("#bfloat16" if bfloat16 else "")
        self._bfloat16 = bfloat16
        self._model = _load(model)
        self.dim = self._model.get_embedding_dimension() or self._model.encode(["size"]).shape[1]
        self.digest = _digest(self._model, "bfloat16" if bfloat16 else "float32")

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors for texts, in the order given: shape (len(texts), dim). A text is cut at the model's window."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        with self._precision():
            vectors = self._model.encode(
                list(texts),
                batch_size=1 if self._bfloat16 else _BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        exact = np.asarray(vectors, dtype=np.float32)
        unit: NDArray[np.float32] = exact / np.linalg.norm(exact, axis=1, keepdims=True)
        return unit

    def _precision(self) -> AbstractContextManager[object]:
        if not self._bfloat16:
            return nullcontext()
        import torch

        return torch.autocast("cpu", dtype=torch.bfloat16)


def _load(model: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        with redirect_stderr(io.StringIO()):  # a progress bar for loading weights, even where nobody watches
            return SentenceTransformer(model)
    except (OSError, ValueError, RuntimeError) as error:
        message = (
            f"the embedding model '{model}' is neither a folder here nor cached nor to be had from the hub "
            f"({_first_line(error)}), so no text can be embedded; check its name and the network, or use the packaged "
            f'model: embedder = "minilm"'
        )
        raise ModelUnavailable(message) from error


def _digest(model: "SentenceTransformer", precision: str) -> str:
    """A hash over weights, vocabulary, window and precision."""
    sha = sha256(f"{precision} {model.max_seq_length}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        sha.update(name.encode())
        sha.update(tensor.detach().cpu().float().numpy().tobytes())
    sha.update(repr(sorted(model.tokenizer.get_vocab().items())).encode())
    return sha.hexdigest()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
