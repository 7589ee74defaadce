"""Reading cited text of other systems: which marker belongs to which sentence, and every form in which it comes."""

import json

import pytest

from eval.answers import read_answers
from eval.answers.exhibits import around_mark
from eval.answers.quoted import quotations, stands
from eval.answers.statements import read_answer, statements
from eval.answers.values import Source
from eval.suite import Exhibit
from pipeline.errors import BadInput
from pipeline.types import Span


def cited(text: str) -> list[tuple[str, list[str]]]:
    return [(each.text, [cite.source for cite in each.cites]) for each in statements(text)]


def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before():
    assert cited("Talks failed.[1] Both sides left. [2][3] Rain fell [1, 3].") == [
        ("Talks failed.", ["1"]),
        ("Both sides left.", ["2", "3"]),
        ("Rain fell.", ["1", "3"]),
    ]


def test_a_marker_that_opens_a_line_belongs_to_what_follows():
    assert cited("Talks failed today.\n\n[2] Both sides left early.") == [
        ("Talks failed today.", []),
        ("Both sides left early.", ["2"]),
    ]


def test_ranges_footnotes_and_other_brackets_are_markers_and_years_are_not():
    assert cited("It rose [1-3]. It fell.[^4] It stood【5】. In [2025] it ended.") == [
        ("It rose.", ["1", "2", "3"]),
        ("It fell.", ["4"]),
        ("It stood.", ["5"]),
        ("In [2025] it ended.", []),
    ]


def test_headings_are_no_sentences_and_list_items_are():
    text = "# What happened\n\n**Summary**\n\n- Talks *failed* again [1]\n- Both sides left\n\n1. Rain fell [2]"
    assert cited(text) == [("Talks failed again", ["1"]), ("Both sides left", []), ("Rain fell", ["2"])]


def test_a_marker_that_is_a_link_counts_and_a_linked_word_does_not():
    assert cited("Talks failed [1](https://example.org/a). See [the statement](https://example.org).") == [
        ("Talks failed.", ["1"]),
        ("See the statement.", []),
    ]


def test_an_abbreviation_before_a_marker_does_not_end_the_sentence():
    assert cited("Mr. Smith of the U.S. delegation left [1].") == [("Mr. Smith of the U.S. delegation left.", ["1"])]


def test_questions_and_lead_ins_need_no_citation():
    said = statements("What happened? Here is what we know:\n\n- Talks failed today.\n- Indeed.")
    assert [each.checkable for each in said] == [False, False, True, False]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", "empty"),
        ("  \n*** \n", "empty"),
        ("I don't know.", "refused"),
        ("The provided sources do not contain an answer to this question.", "refused"),
        ("I cannot determine who won. Talks failed on Monday [1].", "answered"),
        ("Officials said no information was available [1].", "answered"),
    ],
)
def test_what_declines_is_told_from_what_says_nothing(text, outcome):
    found, said = read_answer(text)
    assert found == outcome
    assert outcome != "refused" or not any(each.checkable for each in said)


def test_markdown_with_several_questions_and_lists_of_sources(tmp_path):
    (tmp_path / "a.md").write_text(
        "# Who left?\n\nBoth left [1]. Rain fell [2].\n\n## Sources\n\n[1] Wire, https://example.org/a\n"
        "    Both sides left on Monday.\n    They were tired.\n[2] Rain fell on Monday.\n\n"
        "# Who stayed?\n\nNobody stayed[^1].\n\n[^1]: Nobody stayed, an official said.\n"
    )
    first, second = read_answers(tmp_path / "a.md")
    assert (first.question, first.id.startswith("who-left")) == ("Who left?", True)
    assert first.sources["1"] == Source(
        text="Both sides left on Monday.\nThey were tired.", title="Wire,", url="https://example.org/a"
    )
    assert first.sources["2"].text == "Rain fell on Monday."
    assert [cite.source for cite in second.statements[0].cites] == ["1"]
    assert second.sources["1"].text == "Nobody stayed, an official said."


def test_markers_in_front_of_paragraphs_are_no_list_of_sources(tmp_path):
    (tmp_path / "a.md").write_text("Talks failed [1].\n\n[2] Both sides left early. They were tired [1].\n\nRain fell.")
    [answer] = read_answers(tmp_path / "a.md")
    assert answer.sources == {}
    assert len(answer.statements) == 4


ROWS = {
    "ours": {"question": "Q?", "answer": "Both left [1].", "sources": [{"text": "Both left.", "title": "T"}]},
    "by number": {"question": "Q?", "answer": "Both left [7].", "sources": [{"n": 7, "text": "Both left."}]},
    "by key": {"question": "Q?", "answer": "Both left [1].", "sources": {"1": "Both left."}},
    "alce": {"question": "Q?", "output": "Both left [1].", "docs": [{"id": "99x", "title": "T", "text": "Both left."}]},
    "ragas": {"user_input": "Q?", "response": "Both left [1].", "retrieved_contexts": ["Both left."]},
    "deepeval": {"input": "Q?", "actual_output": "Both left [1].", "retrieval_context": ["Both left."]},
    "llama-index": {
        "query": "Q?",
        "response": "Both left [1].",
        "source_nodes": [
            {
                "node": {"text": "Source 1:\nBoth left.\n", "metadata": {"title": "T", "published_at": "2025-12-01"}},
                "score": 1,
            }
        ],
    },
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_rows_of_every_system_are_read(tmp_path, row):
    (tmp_path / "a.json").write_text(json.dumps({"data": [row]}))
    [answer] = read_answers(tmp_path / "a.json")
    assert (answer.question, answer.outcome, answer.manner) == ("Q?", "answered", "cited")
    [statement] = answer.statements
    assert statement.text == "Both left."
    assert answer.sources[statement.cites[0].source].text.strip() == "Both left."


def test_a_dump_of_a_real_llama_index_response_is_read(tmp_path):
    from llama_index.core.base.response.schema import Response
    from llama_index.core.schema import NodeWithScore, TextNode

    node = TextNode(text="Both left.", metadata={"url": "https://example.org/a", "published_at": "2025-12-01"})
    response = Response("Both left [1].", source_nodes=[NodeWithScore(node=node, score=0.5)])
    row = {"response": response.response, "source_nodes": [each.to_dict() for each in response.source_nodes]}
    (tmp_path / "a.json").write_text(json.dumps(row))
    [answer] = read_answers(tmp_path / "a.json")
    assert answer.sources["1"].text == "Both left."
    assert answer.sources["1"].url == "https://example.org/a"
    assert answer.sources["1"].date is not None


def test_rows_without_any_marker_are_held_against_all_that_was_given(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"question": "Q?", "answer": "Both left.", "contexts": ["Both left.", "Rain."]}) + "\n"
    )
    [answer] = read_answers(tmp_path / "a.jsonl")
    assert answer.manner == "given"
    assert len(answer.sources) == 2


def test_a_row_that_failed_or_holds_no_answer_is_an_answer_that_failed(tmp_path):
    rows = [{"question": "A?", "error": "timed out"}, {"question": "B?"}, {"question": "C?", "answer": None}, 7]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = read_answers(tmp_path / "a.jsonl")
    assert [answer.outcome for answer in found] == ["failed"] * 4
    assert found[0].trouble == "timed out"
    assert len({answer.id for answer in found}) == 4


def test_equal_questions_get_ids_of_their_own(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"question": "Q?", "answer": "A b c."}\n' * 3)
    names = [answer.id for answer in read_answers(tmp_path / "a.jsonl")]
    assert names == [names[0], f"{names[0]}-2", f"{names[0]}-3"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.md", "", "holds no answers"),
        ("a.jsonl", '{"question": "Q?", "answer": "A"}\n{"question"\n', "line 2, is no JSON"),
        ("a.md", b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_place(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput, match=told):
        read_answers(tmp_path / name)


def test_quoted_words_are_verbatim_elsewhere_or_nowhere():
    sources = [
        Source(text="He said: “We will not\nsign it, ever”, and left."),
        Source(text='"Peace is far away," she said.'),
    ]
    assert quotations("He said “we will not sign it,” and she “Peace is far away.” A “deal”.") == [
        "we will not sign it",
        "Peace is far away",
    ]
    assert stands("we will not sign it", sources, [0]).standing == "verbatim"
    assert stands("We will … ever", sources, [0]).standing == "verbatim"
    assert stands("Peace is far away", sources, [0])[:3] == ("Peace is far away", "misattributed", 1)
    assert stands("we will surely sign it", sources, [0]).standing == "invented"


def test_a_long_source_is_shown_around_the_words_that_decide():
    text = "a" * 3_000 + "DECIDES" + "b" * 3_000
    shown = around_mark(Exhibit(text=text, marks=(Span(start=3_000, end=3_007),)))
    assert len(shown.text) < 1_500
    assert (shown.text[0], shown.text[-1]) == ("…", "…")
    [mark] = shown.marks
    assert shown.text[mark.start : mark.end] == "DECIDES"
    first = around_mark(Exhibit(text=text, marks=(Span(start=0, end=3),)))
    assert first.text.startswith("aaa")
    assert first.marks == (Span(start=0, end=3),)
