"""The relevance floor: no evidence is no answer, and the words that were looked for are named."""

from pipeline.indexes.fulltext import FullText
from pipeline.stages.relevance import assess, on_topic, signs
from pipeline.stores.catalogue import Catalogue
from tests.stages.test_anchor import evidence


def lexical(tmp_path) -> FullText:
    return FullText(Catalogue.open(tmp_path / "catalogue.sqlite"))


def test_without_evidence_nothing_is_enough_and_every_word_is_missing(tmp_path) -> None:
    index = lexical(tmp_path)
    assert signs("Who won the World Cup?", [], lexical=index) == (0.0, 0.0, 0.0, ("won", "world", "cup"))
    assert assess("Who won the World Cup?", [], lexical=index).enough is False


def test_evidence_that_names_nobody_the_question_names_is_off_topic() -> None:
    on = evidence("The talks in Sudan failed, and Sudan said so.", key="k1")
    off = evidence("The talks in Berlin failed, and Sudan was not there.", key="k2")
    none = evidence("The talks in Berlin failed.", key="k3")
    assert [item.key for item in on_topic("sudan talks", [on, off, none])] == ["k1", "k2"]
