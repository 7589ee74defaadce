import json

import pytest

from pipeline import assets
from pipeline.errors import NotFound


@pytest.mark.parametrize("revision", ["r1", "r2"])
def test_both_revisions_of_the_sample_corpus_are_there(revision):
    first = json.loads(assets.sample_corpus(revision).read_text(encoding="utf-8").splitlines()[0])
    assert {"url", "title", "text", "published_at", "publisher"} <= set(first) or first["withdrawn"] is True


def test_the_packaged_model_is_there():
    assert (assets.model_folder("minilm") / "model.onnx").is_file()


def test_an_installed_package_reads_its_own_copy(tmp_path):
    (tmp_path / "package/assets/corpus/sample").mkdir(parents=True)
    (tmp_path / "corpus/sample").mkdir(parents=True)
    found = assets.asset_folder("corpus/sample", package=tmp_path / "package")
    assert found == tmp_path / "package/assets/corpus/sample"


def test_a_checkout_reads_what_people_edit(tmp_path):
    (tmp_path / "corpus/sample").mkdir(parents=True)
    assert assets.asset_folder("corpus/sample", package=tmp_path / "package") == tmp_path / "corpus/sample"


def test_an_incomplete_installation_says_what_is_missing_and_what_to_do(tmp_path):
    with pytest.raises(NotFound, match=r"assets/prompts' does not exist.*install groundwire again"):
        assets.asset_folder("prompts", package=tmp_path / "package")
