"""The packaged reader of pairs: a small cross-encoder as int8 ONNX, for any processor, without torch and a network.

Pairs run one at a time, side by side on threads: the scale of a quantised activation is taken over the whole input, so
in a batch a probability would depend on the other pairs. What a pair should look like is the business of `verifier.pack`.
"""

from collections import OrderedDict
from collections.abc import Sequence
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
from .minilm import MOST_THREADS, _processors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LABELS = ("supported", "unsupported", "contradicted")
WINDOW = 256  # tokens, special ones included; the window that the model is trained with
# A claim is never cut to make room for its passage, but for one so long that nothing of the passage would be left.
_LEAST_PASSAGE = 64
_SPECIAL = 3  # [CLS] passage [SEP] claim [SEP]
_SLICE = 512  # pairs tokenised at a time, so that memory stays bounded
_CACHED = 4_096  # pairs; a claim that is tried on passages again in the next stage is not read again

Row = NDArray[np.float32]
PairTokens = tuple[list[int], list[int]]  # ids, segments


class PairTokenizer:
    """Turns (passage, claim) into tokens. What looks like a special token in a text is read as plain text."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.encode_special_tokens = True
        vocabulary = self._tokenizer.get_vocab()
        self._opening, self._closing = vocabulary["[CLS]"], vocabulary["[SEP]"]

    def encode(self, pairs: Sequence[tuple[str, str]]) -> list[PairTokens]:
        """Ids and segments of each pair, in order, within the window: the passage loses its end."""
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        ids = dict(zip(texts, (encoding.ids for encoding in encodings), strict=True))
        return [self._joined(ids[passage], ids[claim]) for passage, claim in pairs]

    def _joined(self, passage: list[int], claim: list[int]) -> PairTokens:
        claim = claim[: WINDOW - _SPECIAL - _LEAST_PASSAGE]
        passage = passage[: WINDOW - _SPECIAL - len(claim)]
        ids = [self._opening, *passage, self._closing, *claim, self._closing]
        return ids, [0] * (len(passage) + 2) + [1] * (len(claim) + 1)


class PackagedEntailment:
    """A cross-encoder, int8, from a folder with model.onnx and tokenizer.json (default: the packaged one).

    Implements `verifier.judge.Entailment`. Files are hashed here and the model is loaded on first use. Safe to call from
    several threads. The probabilities of a pair depend on that pair alone.

    Raises:
        ModelUnavailable: a file is missing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self._folder = folder or model_folder("verifier")
            contents = [(self._folder / file).read_bytes() for file in ("model.onnx", "tokenizer.json")]
        except (OSError, NotFound) as error:
            message = (
                f"the packaged verifier model cannot be read ({error}), so no claim can be read against its passage; "
                f"install groundwire again, or name another judge with the setting 'judge'"
            )
            raise ModelUnavailable(message) from error
        self.digest = sha256(b"int8" + b"".join(sha256(content).digest() for content in contents)).hexdigest()
        self._lock = Lock()
        self._known: OrderedDict[tuple[str, str], Row] = OrderedDict()

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """P(supported), P(unsupported), P(contradicted) of each (passage, claim), in order: shape (len(pairs), 3).

        A pair that occurs twice is read once. A passage is cut so that the pair fits 256 tokens.
        """
        rows = self._remembered(pairs)
        fresh = [pair for pair in dict.fromkeys(pairs) if pair not in rows]
        for start in range(0, len(fresh), _SLICE):
            some = fresh[start : start + _SLICE]
            rows.update(zip(some, self._read(some), strict=True))
        self._remember({pair: rows[pair] for pair in fresh})
        return np.stack([rows[pair] for pair in pairs]) if pairs else np.zeros((0, len(LABELS)), np.float32)

    def _remembered(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row]:
        with self._lock:
            known = [pair for pair in dict.fromkeys(pairs) if pair in self._known]
            for pair in known:
                self._known.move_to_end(pair)
            return {pair: self._known[pair] for pair in known}

    def _remember(self, rows: dict[tuple[str, str], Row]) -> None:
        with self._lock:
            self._known.update(rows)
            while len(self._known) > _CACHED:
                self._known.popitem(last=False)

    def _read(self, pairs: Sequence[tuple[str, str]]) -> list[Row]:
        """The rows of pairs; the longest go first, so that no thread is left alone with one at the end."""
        tokens = self._tokenizer.encode(pairs)
        order = sorted(range(len(pairs)), key=lambda i: (-len(tokens[i][0]), i))
        threads = min(_processors(), MOST_THREADS, len(pairs))
        if threads <= 1:
            read = [self._row(tokens[i]) for i in order]
        else:
            _ = self._session  # loaded once, before threads race for it
            with ThreadPoolExecutor(threads, thread_name_prefix="entailment") as pool:
                read = list(pool.map(self._row, [tokens[i] for i in order]))
        placed = dict(zip(order, read, strict=True))
        return [placed[i] for i in range(len(pairs))]

    def _row(self, tokens: PairTokens) -> Row:
        ids, types = (np.array([numbers], dtype=np.int64) for numbers in tokens)
        (rows,) = self._session.run(None, {"input_ids": ids, "token_type_ids": types})
        row: Row = rows[0]
        return row

    @cached_property
    def _tokenizer(self) -> PairTokenizer:
        return PairTokenizer(self._folder / "tokenizer.json")

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the threads are ours, one pair each
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
