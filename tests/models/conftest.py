from pathlib import Path

import pytest

from pipeline.models.export import export_cross_encoder
from tests.models.tiny_bert import tiny_bert

CALIBRATION = [("Talks were held in Geneva on Monday.", "The truce was signed."), ("12 people.", "30 people said.")]


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny cross-encoder as training leaves it, its labels in an order of its own."""
    return tiny_bert(tmp_path_factory.mktemp("source"), ("contradicted", "supported", "unsupported"))


@pytest.fixture(scope="session")
def exported(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a package carries it."""
    folder = tmp_path_factory.mktemp("exported")
    export_cross_encoder(source, folder, calibration=CALIBRATION)
    return folder
