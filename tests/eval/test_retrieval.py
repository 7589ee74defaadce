"""The suite *retrieval* on a corpus of five articles, in both forms in which queries may be given."""

import json
from pathlib import Path

import pytest

from eval.judges import FloorJudge
from eval.suite import Context, Item
from eval.suites.retrieval import SUITE
from eval.suites.retrieval_queries import own_queries
from pipeline.errors import BadInput

PRICES = (
    "Potato prices rose by a fifth in the markets of Veska in January, according to the statistics office of Oruland. "
    "The office counts prices in forty markets each month. Traders blamed the frost, which had spoiled much of the harvest."
)
ARTICLES = {
    "prices": PRICES,
    "reprint": PRICES,
    "doctors": "Physicians walked out at every hospital of the capital, demanding higher salaries. Surgery was postponed for a week.",
    "bridge": "Engineers closed the old bridge over the river Vesk for repairs that will take until the summer of next year.",
    "opera": "The opera of Oruland opens its season with a work that was lost for two hundred years and was found in an attic.",
}
QUERIES = (
    {"id": "potatoes", "query": "potato prices in Veska", "relevant": ["prices", "reprint"]},
    {"id": "medics", "query": "strike of medical staff over pay", "relevant": ["doctors"]},
    {"id": "nothing", "query": "the world record in pole vaulting", "relevant": [], "question_type": "null_query"},
    {"id": "gone", "query": "the old bridge over the Vesk", "relevant": ["never-ingested"]},
)


def row(name: str, text: str) -> dict[str, str]:
    return {"id": name, "url": f"https://news.example/{name}", "title": "", "body": text, "published_at": "2026-02-02"}


def lines(rows: object) -> str:
    return "\n".join(json.dumps(each) for each in rows)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Item]:
    folder = tmp_path_factory.mktemp("retrieval")
    (folder / "news.jsonl").write_text(lines(row(*each) for each in ARTICLES.items()), encoding="utf-8")
    data = folder / "queries.jsonl"
    data.write_text(lines({**query, "corpus": "news.jsonl"} for query in QUERIES), encoding="utf-8")
    context = Context(home=folder / "home", judge=FloorJudge(), work=folder / "work", data=data)
    found = {item.id: item for item in SUITE.items(context)}
    context.close()
    assert set(context.used) == {"queries.jsonl", "news.jsonl"}
    return found


def test_reprints_of_one_story_are_one_place_in_the_ranking(items: dict[str, Item]) -> None:
    scores = items["potatoes"].scores
    assert scores["map@10.ours"] == scores["ndcg@10.ours"] == scores["mrr@10.ours"] == 1.0


def test_vectors_find_what_shares_no_word_with_the_query_and_bm25_does_not(items: dict[str, Item]) -> None:
    assert items["medics"].scores["hits@4.dense"] == 1.0
    assert items["medics"].scores["hits@10.bm25"] == 0.0


def test_a_query_that_nothing_answers_is_scored_by_the_relevance_floor_alone(items: dict[str, Item]) -> None:
    assert items["nothing"].scores == {"accepted.other": 0.0}
    assert items["nothing"].verdict == "declined"


def test_an_answer_that_is_not_in_the_corpus_is_missed_and_counted(items: dict[str, Item]) -> None:
    assert items["gone"].scores["hits@10.ours"] == 0.0
    summary = SUITE.summary(list(items.values()))
    assert summary["hits@10.dense"].n == 3
    assert summary["accepted.far"].value is None
    assert summary["accepted.far"].why


def test_one_sentence_says_what_came_out(items: dict[str, Item]) -> None:
    assert SUITE.headline(list(items.values())) == (
        "An article that answers is among our first four stories for 67% of 3 queries "
        "(BM25 alone 33%, vectors alone 67%)"
    )
    assert SUITE.headline([]) == ""


def test_the_files_of_multihop_rag_are_read_as_they_are_published(tmp_path: Path) -> None:
    corpus = [row(name, text) for name, text in ARTICLES.items()]
    queries = [
        {"query": "opera season", "question_type": "inference_query", "evidence_list": [{"url": corpus[4]["url"]}]}
    ]
    (tmp_path / "corpus.json").write_text(json.dumps([{k: v for k, v in each.items() if k != "id"} for each in corpus]))
    (tmp_path / "MultiHopRAG.json").write_text(json.dumps(queries))
    context = Context(home=tmp_path / "home", judge=FloorJudge(), work=tmp_path / "work", data=tmp_path)
    (item,) = SUITE.items(context)
    context.close()
    assert item.error is None
    assert item.scores["mrr@10.ours"] == 1.0
    assert item.kind == "inference_query"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "cannot be read as JSON"),
        ("", "holds no query"),
        ('{"query": "a", "relevant": []}', "has no 'corpus'"),
        ('{"query": "a", "relevant": [], "corpus": "gone.jsonl"}', "which is not there"),
    ],
)
def test_queries_that_cannot_be_used_say_what_to_give(tmp_path: Path, written: str, told: str) -> None:
    data = tmp_path / "queries.jsonl"
    data.write_text(written, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        list(SUITE.items(Context(home=tmp_path, judge=FloorJudge(), work=tmp_path, data=data)))


def test_the_projects_own_queries_are_all_cases_and_the_gold_questions_of_other_days(tmp_path: Path) -> None:
    queries = own_queries(Context(home=tmp_path, judge=FloorJudge(), work=tmp_path))
    assert len({query.id for query in queries}) == len(queries) > 224
    assert sum(query.as_of is not None for query in queries) == 23
    assert sum(not query.relevant for query in queries) == 103
