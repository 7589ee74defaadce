"""Makes the packaged models: each BERT as one int8 ONNX file. Run by a developer, never by the product.

    python -m pipeline.models.export embedder SOURCE OUT [--check ARTICLES.jsonl]
    python -m pipeline.models.export cross-encoder SOURCE OUT [--calibration PAIRS.jsonl] [--check PAIRS.jsonl]

SOURCE is a folder with config.json, model.safetensors and tokenizer.json; OUT receives model.onnx and tokenizer.json.
The graphs take one text, or one pair, without padding, so that they hold no mask and no result can depend on a batch.
PAIRS holds one {"passage": …, "claim": …} a line, worded as the model reads them, which is what `verifier.pack` gives;
without --calibration, pairs are made of the sample corpus. Needs onnx and onnxscript (extra `dev`).
"""

from .cross_encoder import export_cross_encoder, read_pairs
from .cross_encoder import parity as cross_encoder_parity
from .sentence_encoder import _check_texts, export, parity

__all__ = ["_check_texts", "cross_encoder_parity", "export", "export_cross_encoder", "parity", "read_pairs"]
