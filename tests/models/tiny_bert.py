"""Random models of two layers, small enough to be made anew for a test: real architecture, no meaning.

Libraries are imported within functions: whether they may reach the hub is read when they are first imported, and what
forbids it is set when the first test starts.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder
    from transformers import PreTrainedTokenizerFast


WORDS = "the of in talks geneva were held on monday tuesday not truce signed minister said 12 30 people cut sep [ ] .".split()
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tiny_bert(folder: Path, labels: tuple[str, ...] = ("supported", "unsupported", "contradicted"), **config) -> Path:
    """A folder with a BERT that tells these labels apart; its weights are large enough for labels to differ."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(7)
    vocabulary = {word: number for number, word in enumerate([*SPECIAL, *WORDS])}
    size = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}
    settings = BertConfig(
        vocab_size=len(vocabulary),
        max_position_embeddings=512,
        initializer_range=0.3,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        **(size | config),
    )
    BertForSequenceClassification(settings).eval().save_pretrained(folder)
    _tokenizer(vocabulary).save_pretrained(folder)
    return folder


def loaded(folder: Path) -> "CrossEncoder":
    """The model in float32, as sentence-transformers loads it."""
    from sentence_transformers import CrossEncoder

    return CrossEncoder(str(folder), device="cpu")


def renamed(folder: Path, labels: tuple[str, ...]) -> Path:
    """The same model with other names for its labels."""
    file = folder / "config.json"
    config = json.loads(file.read_text()) | {"id2label": {str(n): label for n, label in enumerate(labels)}}
    config["label2id"] = {label: n for n, label in enumerate(labels)}
    file.write_text(json.dumps(config))
    return folder


def _tokenizer(vocabulary: dict[str, int]) -> "PreTrainedTokenizerFast":
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    plain = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    plain.normalizer = normalizers.BertNormalizer(lowercase=True)
    plain.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    plain.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    return PreTrainedTokenizerFast(
        tokenizer_object=plain,
        model_max_length=256,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        **names,
    )
