import numpy as np

from pipeline.fakes import HashingEmbedder
from pipeline.stores.remembered import RememberingEmbedder
from tests.ingest.home import Home


def test_a_text_is_embedded_once_in_the_life_of_a_home_and_its_vector_is_the_same_to_the_bit(home: Home) -> None:
    embedder = HashingEmbedder(16)
    first = RememberingEmbedder(embedder, home.catalogue).embed(["one claim", "another", "one claim"])
    again = RememberingEmbedder(embedder, home.catalogue)
    assert np.array_equal(again.embed(["another", "one claim"]), first[[1, 0]])
    assert embedder.embedded == 2
    assert np.array_equal(again.embed(["a third", "one claim"])[1], first[0])
    assert embedder.embedded == 3
    assert again.embed([]).shape == (0, 16)


def test_vectors_of_another_embedder_are_not_taken_for_its_own(home: Home) -> None:
    RememberingEmbedder(HashingEmbedder(16), home.catalogue).embed(["one claim"])
    other = RememberingEmbedder(HashingEmbedder(32), home.catalogue)
    assert other.embed(["one claim"]).shape == (1, 32)
