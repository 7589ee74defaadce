"""The packaged embedder: all-MiniLM-L6-v2 as int8 ONNX, for any processor, without torch and without a network.

Texts run one at a time, side by side on threads. Batches would be no faster here, and would be wrong: the scale of a
quantised activation is taken over the whole input, so a vector would depend on the other texts in the batch.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..assets import model_folder
from ..errors import ModelUnavailable, NotFound

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MOST_THREADS = 16  # a bound for large machines: past it the memory bus, not the processor, sets the pace
_SLICE = 512  # texts tokenised at a time, so that memory stays bounded for a whole corpus


class MiniLMEmbedder:
    """all-MiniLM-L6-v2, int8, from a folder with model.onnx and tokenizer.json (default: the packaged one).

    Files are hashed here and the model is loaded on first use. Safe to call from several threads.

    Raises:
        ModelUnavailable: a file is missing.
    """

    name = "all-MiniLM-L6-v2-int8"
    dim = 384

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self._folder = folder or model_folder("minilm")
            contents = [(self._folder / file).read_bytes() for file in ("model.onnx", "tokenizer.json")]
        except (OSError, NotFound) as error:
            message = (
                f"the packaged embedding model cannot be read ({error}), so no text can be embedded; "
                f"install groundwire again, or name another model with the setting 'embedder'"
            )
            raise ModelUnavailable(message) from error
        self.digest = sha256(b"int8" + b"".join(sha256(content).digest() for content in contents)).hexdigest()
        self._loading = Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors for texts, in the order given: shape (len(texts), 384). A text is cut at 256 tokens."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, vector in enumerate(self._vectors(texts)):
            vectors[row] = vector
        return vectors

    def _vectors(self, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        threads = min(_processors(), MOST_THREADS, len(texts))
        if threads <= 1:
            yield from (self._vector(self._tokenizer.encode(text).ids) for text in texts)
            return
        with ThreadPoolExecutor(threads, thread_name_prefix="minilm") as pool:
            for start in range(0, len(texts), _SLICE):
                encodings = self._tokenizer.encode_batch(list(texts[start : start + _SLICE]))
                yield from pool.map(self._vector, [encoding.ids for encoding in encodings])

    def _vector(self, ids: list[int]) -> NDArray[np.float32]:
        (vectors,) = self._session.run(None, {"input_ids": np.array([ids], dtype=np.int64)})
        vector: NDArray[np.float32] = vectors[0]
        return vector

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer: Tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        return tokenizer

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the threads are ours, one text each
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
