from pathlib import Path

from rich.console import Console

from pipeline.render import render
from pipeline.render.text import terminal
from tests.render.example import ABSTAINED, EDITED, HOSTILE, REPORT, STALE

GOLDEN = Path(__file__).parent / "golden" / "report.txt"


def test_the_text_of_a_report_reads_word_for_word_like_this() -> None:
    assert render(REPORT, "text") == GOLDEN.read_text(encoding="utf-8")


def test_plain_text_carries_no_escape_sequence() -> None:
    assert "\x1b" not in render(REPORT, "text")


def test_a_stale_report_names_what_overtook_it_and_how_to_refresh() -> None:
    words = " ".join(render(STALE, "text").split())
    assert "This is outdated (found on March 20, 2026):" in words
    assert (
        "“Envoys leave Port Ansel with a draft on shipping” (The Meridian Courier): withdrawn by its publisher (touches 1 claim)"
        in words
    )
    assert "article bulletin: speaks against it: “Veska lifted the tolls on Monday” (touches 2 claims)" in words
    assert "groundwire refresh are-veska-and-oruland-near-a-treaty-1a2b3c" in words
    assert "what came in since may have overtaken it" not in words


def test_an_abstention_says_so_what_was_searched_and_what_came_nearest() -> None:
    words = " ".join(render(ABSTAINED, "text").split())
    assert (
        "The corpus does not hold enough to answer this question. Searched: 31 articles, the newest of March 13, 2026."
        in words
    )
    assert "The nearest things found - The next round is planned for April 2 in Lund. Names Lund" in words
    assert "Executive summary" not in words
    assert "Left out" not in words


def test_a_partial_answer_says_that_something_is_missing() -> None:
    partial = REPORT.model_copy(update={"status": "partial"})
    assert "A partial answer: some of what was drafted could not be backed" in render(partial, "text")


def test_hostile_words_reach_the_terminal_without_control_or_markup() -> None:
    text = render(HOSTILE, "text")
    assert not any(ord(letter) < 32 and letter != "\n" for letter in text)
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "<script>alert(1)</script> ]8;;x [a](javascript:alert(2)) **b**" in text
    assert "\n   javascript:" not in text


def test_the_report_wraps_to_a_narrow_terminal() -> None:
    console = Console(width=40, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(terminal(REPORT))
    assert max(len(row) for row in captured.get().splitlines()) <= 40


def test_a_terminal_with_colour_gets_bold_headings_and_marked_doubt() -> None:
    console = Console(width=92, color_system="standard", force_terminal=True)
    with console.capture() as captured:
        console.print(terminal(REPORT))
    assert "\x1b[1mExecutive summary\x1b[0m" in captured.get()
    assert "\x1b[33m (partly supported)\x1b[0m" in captured.get()


def test_what_an_editor_decided_is_told_at_the_end_and_marked_where_a_claim_was_accepted() -> None:
    words = " ".join(render(EDITED, "text").split())
    assert "Editor’s decisions - Banned: all of The Gazette — State media. - Accepted: “" in words
    assert "(accepted by the editor)" in words
    assert "Editor’s decisions" not in render(REPORT, "text")
