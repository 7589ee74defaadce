import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pipeline.fakes import HashingEmbedder, MemoryVectors
from pipeline.indexes.vectors import ChromaVectors
from pipeline.ports import VectorIndex

EMBEDDER = HashingEmbedder(32)
TEXTS = {f"p-{number}": f"word{number} word{number % 5} council" for number in range(60)}


@pytest.fixture(params=["chroma", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    if request.param == "memory":
        return MemoryVectors()
    return ChromaVectors(tmp_path / "vectors", embedder_digest=EMBEDDER.digest)


def fill(index: VectorIndex, *, past: bool = False) -> None:
    index.upsert(list(TEXTS), EMBEDDER.embed(list(TEXTS.values())), past=past)


def test_nearest_gives_cosine_similarity_best_first(index: VectorIndex) -> None:
    fill(index)
    (query,) = EMBEDDER.embed([TEXTS["p-7"]])
    hits = index.nearest(query, k=10)
    stored = EMBEDDER.embed(list(TEXTS.values()))
    expected = sorted(
        ((name, float(row @ query)) for name, row in zip(TEXTS, stored, strict=True)), key=lambda hit: -hit[1]
    )
    assert hits[0][0] == "p-7"
    assert [score for _, score in hits] == pytest.approx([score for _, score in expected[:10]], abs=1e-5)


def test_an_empty_index_and_a_k_beyond_its_size_give_what_there_is(index: VectorIndex) -> None:
    (query,) = EMBEDDER.embed(["council"])
    assert index.nearest(query, k=5) == []
    fill(index)
    assert len(index.nearest(query, k=500)) == 60
    assert index.nearest(query, k=5, past=True) == []


def test_ties_are_in_the_order_of_ids(index: VectorIndex) -> None:
    vectors = EMBEDDER.embed(["council"] * 3)
    index.upsert(["p-c", "p-a", "p-b"], vectors)
    assert [name for name, _ in index.nearest(vectors[0], k=3)] == ["p-a", "p-b", "p-c"]


def test_live_and_past_are_two_sets(index: VectorIndex) -> None:
    fill(index)
    fill(index, past=True)
    index.delete(["p-1", "p-2", "p-unknown"])
    assert index.ids() == set(TEXTS) - {"p-1", "p-2"}
    assert index.ids(past=True) == set(TEXTS)


def test_vectors_come_back_as_they_were_put_in(index: VectorIndex) -> None:
    fill(index)
    found = index.vectors(["p-3", "p-unknown", "p-1"])
    assert found.keys() == {"p-3", "p-1"}
    assert np.allclose(found["p-3"], EMBEDDER.embed([TEXTS["p-3"]])[0], atol=1e-6)


def test_more_passages_than_chroma_takes_at_once_go_in(tmp_path: Path) -> None:
    index = ChromaVectors(tmp_path / "vectors", embedder_digest="d" * 16)
    names = [f"p-{number}" for number in range(6_000)]
    vectors = np.eye(4, dtype=np.float32)[np.arange(6_000) % 4]
    index.upsert(names, vectors)
    assert len(index.ids()) == 6_000
    index.delete(names[:5_990])
    assert index.ids() == set(names[5_990:])


def test_another_process_sees_what_was_written_after_it_opened(tmp_path: Path) -> None:
    reader = ChromaVectors(tmp_path / "vectors", embedder_digest=EMBEDDER.digest)
    fill(reader)
    (query,) = EMBEDDER.embed(["entirely other news"])
    assert len(reader.nearest(query, k=100)) == 60
    code = (
        "import sys; from pathlib import Path; from pipeline.fakes import HashingEmbedder; "
        "from pipeline.indexes.vectors import ChromaVectors; e = HashingEmbedder(32); "
        "i = ChromaVectors(Path(sys.argv[1]), embedder_digest=e.digest); "
        "i.upsert([f'q-{n}' for n in range(3000)], e.embed([f'entirely other news {n}' for n in range(3000)])); "
        "i.delete(['p-1'])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "vectors")], check=True, env=environment)
    hits = reader.nearest(query, k=5)
    assert all(name.startswith("q-") for name, _ in hits), hits
    assert "p-1" not in reader.ids()


def test_collections_of_another_embedder_are_left_over_until_dropped(tmp_path: Path) -> None:
    old = ChromaVectors(tmp_path / "vectors", embedder_digest="a" * 16)
    new = ChromaVectors(tmp_path / "vectors", embedder_digest="b" * 16)
    for index in (old, new):
        index.upsert(["p-1"], np.ones((1, 4), np.float32))
    assert new.leftovers() == ["live-aaaaaaaaaaaa"]
    new.drop_leftovers()
    assert new.leftovers() == []
    assert new.ids() == {"p-1"}


def test_chroma_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, pipeline.indexes.vectors, pipeline.stores.catalogue; sys.exit('chromadb' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0
