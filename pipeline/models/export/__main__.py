"""The command `python -m pipeline.models.export`; what it does is told in the package."""

import json
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

from . import __doc__ as told
from . import _check_texts, cross_encoder_parity, export, export_cross_encoder, parity, read_pairs


def main() -> None:
    given = _arguments()
    if given.model == "embedder":
        export(given.source, given.out)
        near = parity(given.source, given.out, _check_texts(given.check)) if given.check else {}
    else:
        calibration = read_pairs(given.calibration) if given.calibration else None
        export_cross_encoder(given.source, given.out, calibration=calibration)
        near = cross_encoder_parity(given.source, given.out, read_pairs(given.check)) if given.check else {}
    if near:
        print(json.dumps(near, indent=1))  # noqa: T201


def _arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m pipeline.models.export", description=told, formatter_class=RawDescriptionHelpFormatter
    )
    models = parser.add_subparsers(dest="model", required=True)
    embedder = models.add_parser("embedder", help="the sentence encoder: text to vector")
    embedder.add_argument("--check", type=Path, help="articles (JSON lines) on whose sentences to measure parity")
    reader = models.add_parser("cross-encoder", help="the verifier's reader: pair to probabilities")
    reader.add_argument("--calibration", type=Path, help="pairs (JSON lines) on which activations are measured")
    reader.add_argument("--check", type=Path, help="pairs (JSON lines) on which to measure parity")
    for command in (embedder, reader):
        command.add_argument("source", type=Path)
        command.add_argument("out", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
