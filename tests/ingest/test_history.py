"""What is told of an article's past: which sentences an edit changed, whether it was silent, whether it came back."""

import io
from datetime import timedelta

import pytest
from rich.console import Console

from pipeline.faces.cli.histories import history, log
from tests.ingest.home import NOW, Home, day, raw

FIRST = "Two days of talks ended. The council agreed on fifteen points.\n\nThe next round is in May."
SECOND = "Two days of talks ended. The council agreed on sixteen points. One is open.\n\nThe next round is in May."


def shown(renderable: object) -> str:
    console = Console(file=io.StringIO(), width=200, color_system=None)
    with console.capture() as captured:
        console.print(renderable)
    return "\n".join(row.rstrip() for row in captured.get().splitlines())


def changes(home: Home, name: str = "a-1") -> list[tuple[object, ...]]:
    return [
        (entry.number, entry.change.kind, entry.change.silent, entry.change.returned)
        for entry in home.catalogue.history(name).changes
    ]


def test_an_edit_tells_which_sentences_it_changed(home: Home) -> None:
    home.ingest(raw("a-1", FIRST))
    home.ingest(raw("a-1", SECOND, updated_at=day(1)))
    first, second = home.catalogue.history("a-1").changes
    assert first.sentences == ()
    assert [(each.removed, each.added) for each in second.sentences] == [
        (
            ("The council agreed on fifteen points.",),
            ("The council agreed on sixteen points.", "One is open."),
        )
    ]
    assert second.change.silent is False
    told = shown(history(home.catalogue.history("a-1")))
    assert (
        "- The council agreed on fifteen points.\n  + The council agreed on sixteen points.\n  + One is open." in told
    )
    assert "changed silently" not in told


@pytest.mark.parametrize("change", [{"text": SECOND}, {"title": "Another headline"}])
def test_other_words_under_the_same_address_and_dates_are_a_silent_edit(home: Home, change: dict[str, object]) -> None:
    given = {"text": FIRST, "updated_at": day(1), "url": "https://news.example/story"}
    home.ingest(raw("a-1", **given), raw("a-2"))  # type: ignore[arg-type]
    home.ingest(raw("a-1", **{**given, **change, "url": "https://m.news.example/story?utm_source=x"}))  # type: ignore[arg-type]
    assert changes(home) == [(1, "added", False, False), (2, "changed", True, False)]
    assert [change.silent for entry in home.catalogue.log() for change in entry.changes] == [True, False, False]
    assert home.catalogue.delta(home.catalogue.log()[1].revision).changes[0].silent
    assert "1 (1 silent)" in shown(log(home.catalogue.log()))
    assert "changed silently: other words under the same address and dates" in shown(
        history(home.catalogue.history("a-1"))
    )


@pytest.mark.parametrize(
    "change",
    [
        {"text": SECOND, "updated_at": day(1)},
        {"text": SECOND, "published_at": day(1)},
        {"text": SECOND, "url": "https://news.example/moved"},
        {"author": "A. Reporter"},
        {"language": "en-GB"},
    ],
)
def test_an_edit_that_says_so_or_leaves_the_words_is_not_silent(home: Home, change: dict[str, object]) -> None:
    home.ingest(raw("a-1", FIRST))
    home.ingest(raw("a-1", **{"text": FIRST, **change}))  # type: ignore[arg-type]
    assert changes(home) == [(1, "added", False, False), (2, "changed", False, False)]


def test_an_article_that_comes_back_is_told_as_such(home: Home) -> None:
    home.ingest(raw("a-1", FIRST), raw("a-2"))
    home.withdraw("a-1", reason="It was wrong.")
    before = home.catalogue.revision().id
    home.ingest(raw("a-1", SECOND), raw("a-3"), now=NOW + timedelta(days=1))
    assert changes(home) == [
        (1, "added", False, False),
        (2, "withdrawn", False, False),
        (3, "added", False, True),
    ]
    back = home.catalogue.history("a-1").changes[-1]
    assert [each.removed for each in back.sentences] == [("The council agreed on fifteen points.",)]
    told = shown(history(home.catalogue.history("a-1")))
    assert "Was withdrawn, and is there again." in told
    assert "withdrawn (It was wrong.)" in told
    assert "there again after it was withdrawn" in told
    assert "2 (1 returned)" in shown(log(home.catalogue.log()))
    assert [(each.article_id, each.returned) for each in home.catalogue.delta(before).changes] == [
        ("a-1", True),
        ("a-3", False),
    ]
    assert not any(each.returned for each in home.catalogue.delta(None).changes)
    assert not any(each.returned for each in home.catalogue.delta(home.catalogue.revision().id, before).changes)


def test_what_an_edit_holds_cannot_act_on_the_terminal(home: Home) -> None:
    home.ingest(raw("a-1", "The council agreed on fifteen points."))
    home.ingest(raw("a-1", "The council \x1b[31magreed\u202e on [bold]sixteen[/bold] points."))
    told = shown(history(home.catalogue.history("a-1")))
    assert "[bold]sixteen[/bold]" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_an_article_with_one_version_has_no_list_of_changes(home: Home) -> None:
    home.ingest(raw("a-1", FIRST))
    assert "revision 1" not in shown(history(home.catalogue.history("a-1")))
