"""Any Hugging Face cross-encoder or NLI model as a reader of pairs, by its name on the hub or the path of its folder.

Only models with a trained classifier over a pair are taken; what their labels mean is read from their names or told.
"""

import io
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import BadInput, ModelUnavailable
from .entailment import LABELS

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_PREFIX = "hf:"
_BATCH = 16  # on two cores, larger batches pad more than they save
# Names of labels as models on the hub have them, in lower case with blanks for "_" and "-".
_MEANINGS = {
    "supported": (
        "supported",
        "supports",
        "support",
        "entailment",
        "entails",
        "entailed",
        "consistent",
        "attributable",
    ),
    "contradicted": ("contradicted", "contradicts", "contradiction", "refuted", "refutes", "refute"),
    "unsupported": (
        *("unsupported", "not supported", "neutral", "not entailment", "non entailment", "not entailed"),
        *("not enough info", "not enough information", "nei", "inconsistent", "hallucinated", "not attributable"),
    ),
}
_KNOWN = {name: label for label, names in _MEANINGS.items() for name in names}


def load_entailment(spec: str) -> "HfEntailment":
    """The reader for a spec `hf:NAME`, or `hf:NAME#LABEL=supported,…` where the names of its labels say too little.

    Raises:
        BadInput: the spec has another form, or the model's labels cannot be mapped.
        ModelUnavailable: the model cannot be loaded.
    """
    name, _, told = spec.removeprefix(_PREFIX).partition("#")
    mapping = dict(part.split("=", 1) for part in told.split(",") if "=" in part)
    if name in (spec, "") or (told and len(mapping) != told.count(",") + 1):
        message = f"unknown judge model '{spec}'; no pair can be read; give 'hf:NAME' or 'hf:NAME#LABEL=supported,…'"
        raise BadInput(message)
    return HfEntailment(name, mapping)


class HfEntailment:
    """A cross-encoder over (passage, claim) in float32. Implements `verifier.judge.Entailment`.

    `labels` says for labels of the model which of ours they are; those left out are known by their names. A model with
    one logit, or with two labels, gives P(supported), and what is left to 1 counts as unsupported unless a label is a
    contradiction. A row depends on the other pairs by the rounding of padding alone (below 1e-5).

    Raises:
        BadInput: the model is no classifier, or its labels cannot be mapped.
        ModelUnavailable: it cannot be loaded.
    """

    def __init__(self, name: str, labels: Mapping[str, str] | None = None) -> None:
        self.name = f"{_PREFIX}{name}"
        self._model = _load(name)
        config = _classifier(self._model, self.name)
        self._columns = _columns(self.name, config, labels or {})
        self.digest = _digest(self._model, self._columns)

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """P(supported), P(unsupported), P(contradicted) of each (passage, claim), in order: shape (len(pairs), 3).

        A pair that occurs twice is read once. What exceeds the model's window is cut from the longer of the two texts.
        """
        if not pairs:
            return np.zeros((0, len(LABELS)), np.float32)
        distinct = sorted(set(pairs), key=lambda pair: (len(pair[0]) + len(pair[1]), pair))
        logits = self._model.predict(
            distinct,
            batch_size=_BATCH,
            show_progress_bar=False,
            activation_fn=_as_they_are,
        )
        rows = self._mapped(np.asarray(logits, dtype=np.float64).reshape(len(distinct), -1))
        place = {pair: row for row, pair in enumerate(distinct)}
        return rows[[place[pair] for pair in pairs]]

    def _mapped(self, logits: NDArray[np.float64]) -> NDArray[np.float32]:
        out = np.zeros((len(logits), len(LABELS)), np.float32)
        if logits.shape[1] == 1:
            out[:, 0] = 1 / (1 + np.exp(-logits[:, 0]))
            out[:, 1] = 1 - out[:, 0]
            return out
        chances = np.exp(logits - logits.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        for at, column in enumerate(self._columns):
            out[:, column] += chances[:, at].astype(np.float32)
        return out


def _as_they_are(logits: object) -> object:
    return logits


def _load(name: str) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder

    try:
        with redirect_stderr(io.StringIO()):  # a progress bar for loading weights, even where nobody watches
            model: CrossEncoder = CrossEncoder(name, model_kwargs={"dtype": "float32"})
    except (OSError, ValueError, RuntimeError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        message = (
            f"the judge model '{name}' cannot be loaded ({reason}): it is not on this machine and there is no connection "
            f"to the hub, or it has no such model; no pair can be read with it. Check its name and the network, or use "
            f'the packaged judge: judge = "packaged"'
        )
        raise ModelUnavailable(message) from error
    return model


def _classifier(model: "CrossEncoder", name: str) -> dict[int, str]:
    """The names of the model's labels, by number.

    Raises:
        BadInput: it has no trained classifier; loading would have put a random one in its place.
    """
    config = getattr(model.model, "config", None)
    kinds = getattr(config, "architectures", None) or ()
    if config is None or not any(kind.endswith("ForSequenceClassification") for kind in kinds):
        message = f"'{name}' is {', '.join(kinds) or 'no known kind of model'}, which tells no labels apart; give an NLI model"
        raise BadInput(message)
    return {int(number): str(label) for number, label in config.id2label.items()}


def _columns(name: str, labels: Mapping[int, str], told: Mapping[str, str]) -> tuple[int, ...]:
    """For each label of the model, in its order, which of ours it is.

    Raises:
        BadInput: a label is not known, none means supported, or what was told does not fit the model.
    """
    if len(labels) == 1:
        return (0,)
    given = {_spelt(label): meaning.strip().lower() for label, meaning in told.items()}
    meanings = {label: given.get(_spelt(label), _KNOWN.get(_spelt(label), "")) for label in labels.values()}
    strange = [label for label, meaning in meanings.items() if meaning not in LABELS]
    absent = sorted(set(given) - {_spelt(label) for label in labels.values()})
    if strange or absent or "supported" not in meanings.values():
        have = ", ".join(labels.values())
        wrong = f"has no label {', '.join(absent)}" if absent else f"does not say which of them are {', '.join(LABELS)}"
        example = ",".join(f"{label}=…" for label in labels.values())
        raise BadInput(
            f"'{name}' has the labels {have} and {wrong}, so its scores mean nothing; give '{name}#{example}'"
        )
    return tuple(LABELS.index(meanings[labels[number]]) for number in sorted(labels))


def _spelt(label: str) -> str:
    return " ".join(label.lower().replace("_", " ").replace("-", " ").split())


def _digest(model: "CrossEncoder", columns: Sequence[int]) -> str:
    """A hash over weights, vocabulary, window and the meaning of labels."""
    sha = sha256(f"float32 {model.max_seq_length} {columns}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        sha.update(name.encode())
        sha.update(tensor.detach().cpu().float().numpy().tobytes())
    sha.update(repr(sorted(model.tokenizer.get_vocab().items())).encode())
    return sha.hexdigest()
