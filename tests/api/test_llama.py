"""A home dropped into llama-index."""

import asyncio

import pytest
from llama_index.core.schema import NodeWithScore

import pipeline as gw
from pipeline.faces.llama import GroundwireQueryEngine, GroundwireRetriever
from pipeline.service import Groundwire
from tests.web.serving import QUESTION


@pytest.fixture(scope="module")
def desk(home):
    with gw.open(home) as opened:
        yield opened


def reads_back(node: NodeWithScore, desk: Groundwire) -> bool:
    about = node.node.metadata
    history = desk.corpus_article(about["article_id"])
    article = next(each for each in history.versions if each.version == about["version"])
    return article.text[about["start"] : about["end"]] == node.node.get_content()


def test_the_retriever_gives_exact_spans_of_the_corpus(desk) -> None:
    nodes = GroundwireRetriever(desk, k=3).retrieve("security guarantees")
    assert len(nodes) == 3
    assert all(reads_back(node, desk) for node in nodes)
    assert nodes[0].node.id_ == nodes[0].node.metadata["passage_id"]
    assert (nodes[0].score or 0) >= (nodes[2].score or 0)


def test_the_retriever_keeps_to_publishers(desk) -> None:
    nodes = GroundwireRetriever(desk, publishers=["Sample Wire"]).retrieve("security guarantees")
    assert {node.node.metadata["publisher"] for node in nodes} == {"Sample Wire"}


def test_a_model_that_reads_a_node_is_not_shown_offsets_and_hashes(desk) -> None:
    from llama_index.core.schema import MetadataMode

    (node,) = GroundwireRetriever(desk, k=1).retrieve("security guarantees")
    shown = node.node.get_content(MetadataMode.LLM)
    assert "publisher: " in shown
    assert "version" not in shown


def test_the_query_engine_answers_with_a_verified_report_and_the_words_that_it_cites(desk) -> None:
    response = GroundwireQueryEngine(desk).query(QUESTION)
    report = response.metadata["report"]
    assert str(response).startswith(f"# {QUESTION}")
    assert report["schema"] == "groundwire/report/1"
    assert response.metadata["status"] == report["status"]
    assert len(response.source_nodes) == len({n.node.id_ for n in response.source_nodes}) > 3
    assert all(reads_back(node, desk) for node in response.source_nodes)


def test_the_query_engine_answers_asynchronously(desk) -> None:
    response = asyncio.run(GroundwireQueryEngine(desk).aquery("What is the capital of the moon?"))
    assert response.metadata["status"] == "insufficient_evidence"
    assert response.source_nodes == []
