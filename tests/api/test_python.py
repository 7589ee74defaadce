"""The library as a program or a notebook uses it."""

import threading

import pytest
from llama_index.core import MockEmbedding
from llama_index.core.base.embeddings.base import BaseEmbedding

import pipeline as gw
from pipeline.errors import BadInput, ModelUnavailable, NotFound
from pipeline.models.llama_embedder import LlamaIndexEmbedder
from pipeline.service.streaming import stream
from pipeline.types import Event, Report, StageBegun
from tests.web.serving import QUESTION


class Letters(BaseEmbedding):
    """An embedding that counts letters: texts of like letters are near."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(text.casefold().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def test_a_home_is_opened_and_asked(home) -> None:
    with gw.open(home) as desk:
        report = desk.ask("What are security guarantees worth?")
        assert report.question == "What are security guarantees worth?"
        assert desk.check(report).ok


def test_the_steps_of_an_answer_are_given_as_they_are_taken_and_the_report_as_the_last(home) -> None:
    with gw.open(home) as desk:
        *steps, report = desk.stream(QUESTION)
        assert isinstance(report, Report)
        assert [step.kind for step in steps][:3] == ["stage", "passages", "stage"]
        assert {"claim"} <= {step.kind for step in steps}
        assert desk.show(report.id) == report


def test_whoever_stops_following_ends_the_answer_and_nothing_is_stored(home) -> None:
    with gw.open(home) as desk:
        before = desk.show(desk.reports()[0].id).version if desk.reports() else 0
        known = {each.id: each.version for each in desk.reports()}
        following = desk.stream(QUESTION)
        assert isinstance(next(following), StageBegun)
        following.close()
        assert {each.id: each.version for each in desk.reports()} == known
        assert before >= 1
        assert not [thread for thread in threading.enumerate() if thread.name == "groundwire-answer"]


def test_an_error_is_raised_where_the_steps_are_followed() -> None:
    def work(tell) -> Report:
        tell(StageBegun(stage="reading"))
        raise NotFound("no such thing")

    following = stream(work)
    seen: list[Event | Report] = [next(following)]
    with pytest.raises(NotFound, match="no such thing"):
        next(following)
    assert seen == [StageBegun(stage="reading")]


def test_a_llama_index_embedding_takes_the_place_of_the_packaged_one(tmp_path, home) -> None:
    news = tmp_path / "news.jsonl"
    news.write_bytes((home.parent / "news.jsonl").read_bytes())
    with gw.open(tmp_path / "home", embedder=Letters(model_name="letters")) as desk:
        assert desk.ingest([str(news)]).added == 8
        assert desk.settings.embedder == "Letters"
        report = desk.ask(QUESTION)
        assert report.run.embedder.startswith("llama-index:letters/")
        assert desk.search("security guarantees", k=3)


def test_vectors_of_any_embedding_have_length_one_and_its_digest_follows_from_its_vectors() -> None:
    one, two = LlamaIndexEmbedder(Letters(model_name="x")), LlamaIndexEmbedder(MockEmbedding(7, model_name="x"))
    assert one.embed(["aab"])[0][:2].tolist() == pytest.approx([0.894, 0.447], abs=0.001)
    assert one.embed([]).shape == (0, 26)
    assert two.dim == 7
    assert one.digest == LlamaIndexEmbedder(Letters(model_name="x")).digest
    assert one.digest != two.digest


def test_an_object_that_is_no_embedding_is_refused(tmp_path) -> None:
    with gw.open(tmp_path / "home", embedder=object()) as desk, pytest.raises(BadInput, match="cannot be a object"):
        desk.search("anything")


def test_an_embedding_that_fails_is_told_as_such() -> None:
    class Down(Letters):
        def _get_text_embedding(self, text: str) -> list[float]:  # noqa: ARG002  the library names it
            raise TimeoutError("no answer")

    with pytest.raises(ModelUnavailable, match="no answer"):
        LlamaIndexEmbedder(Down(model_name="down"))
