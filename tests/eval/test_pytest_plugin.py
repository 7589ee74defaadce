"""`assert_cited` as other projects use it: what passes, and what a failure tells."""

import subprocess
import sys
from pathlib import Path

import pytest

from eval.pytest_plugin import assert_cited
from pipeline.errors import BadInput
from pipeline.fakes import ScriptedJudge

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["Talks in Geneva ended on Monday without a deal.", "Officials said 40 ships had left the port of Odesa."]


def failure(answer, sources=SOURCES, judge="floor") -> str:
    with pytest.raises(AssertionError) as caught:
        assert_cited(answer, sources, judge=judge)
    return str(caught.value)


def test_an_answer_whose_sentences_are_carried_passes() -> None:
    assert_cited("Talks in Geneva ended on Monday without a deal [1]. So what now? Officials said 40 ships had left Odesa. [2]", SOURCES, judge="floor")  # fmt: skip


def test_a_failure_names_sentence_citation_verdict_and_reason() -> None:
    judge = ScriptedJudge({"Talks in Geneva ended on Monday without a deal.": "supported"}, otherwise="contradicted")
    told = failure("Talks in Geneva ended on Monday without a deal [1]. Officials said 900 trains reached Lisbon [2].", judge=judge)  # fmt: skip
    assert told.splitlines()[0] == "1 of 2 sentences are not carried by what they cite (judge scripted):"
    assert "✗ Officials said 900 trains reached Lisbon. [2]: contradicted" in told
    assert "the script says so" in told
    assert "cited: “Officials said 40 ships had left the port of Odesa.”" in told


def test_a_sentence_without_citation_and_a_source_that_is_not_there_fail() -> None:
    assert "(cites nothing): uncited" in failure("Talks in Geneva ended on Monday without a deal.")
    assert "[7]: fabricated" in failure("Talks in Geneva ended on Monday without a deal [7].")


def test_an_answer_that_says_nothing_is_no_success() -> None:
    assert "the answer is empty" in failure(" \n")
    assert "the answer is refused" in failure("I cannot answer this from the sources.")


def test_sources_may_have_keys_and_titles() -> None:
    sources = {"a1": {"text": SOURCES[0], "title": "Talks end", "publisher": "Courier"}}
    told = failure("Officials said 900 trains reached Lisbon [1].", sources)
    assert "[1]: fabricated" in told


def test_hostile_words_cannot_act_on_the_terminal() -> None:
    assert "\x1b" not in failure("The port \x1b[2J was closed [1].", ["It \x1b[31m burned."])


def test_a_judge_that_there_is_not_is_bad_input() -> None:
    with pytest.raises(BadInput):
        assert_cited("Talks in Geneva ended on Monday [1].", SOURCES, judge="nobody")


def test_another_project_gets_the_fixture_and_loads_no_model_for_it(tmp_path) -> None:
    (tmp_path / "test_theirs.py").write_text(
        "import sys\n"
        "def test_light(request):\n"
        "    assert not {'onnxruntime', 'torch', 'chromadb', 'pipeline'} & set(sys.modules)\n"
        "def test_good(assert_cited):\n"
        "    assert_cited('Talks in Geneva ended on Monday [1].', ['Talks in Geneva ended on Monday.'])\n"
        "def test_bad(assert_cited):\n"
        "    assert_cited('The dam in Kherson broke in June [1].', ['Talks in Geneva ended on Monday.'])\n"
    )
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['eval.pytest_plugin']\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\ngroundwire_judge = floor\n")
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-c", code, "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "1 failed, 2 passed" in ran.stdout, ran.stdout + ran.stderr
    assert "✗ The dam in Kherson broke in June. [1]" in ran.stdout
