from uuid import UUID

import feedparser

from pipeline.render.atom import atom
from tests.faces.stub import HOSTILE, REFRESHED
from tests.watching.town import START, notice

HOME = "6f1c7f0e-3a57-4a0e-9f6e-0c8f1c2d3e4f"
OTHER = "7f1c7f0e-3a57-4a0e-9f6e-0c8f1c2d3e4f"
CHANGED = notice(
    2, question=f"Will <it> hold & stay? {HOSTILE}", changes=REFRESHED.changes[1:], reasons=REFRESHED.reasons
)
STALE = notice(1, kind="stale", state="stale-minor", reasons=REFRESHED.reasons)


def parsed(*notices, home=HOME):
    found = feedparser.parse(atom(notices, home=home, began=START).encode())
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_the_feed_tells_what_changed_and_why():
    found = parsed(CHANGED, STALE)
    assert found.feed.id == f"urn:uuid:{HOME}"
    assert (found.feed.author, found.feed.updated) == ("groundwire", "2026-03-01T12:02:00+00:00")
    changed, stale = found.entries
    assert changed.title == "Will <it> hold & stay? red [bold]title[/bold] :smile: exe (version 3: 2 claims changed)"
    assert changed.updated == "2026-03-01T12:02:00+00:00"
    content = changed.content[0].value
    assert "<del>They agreed on 12 &lt;b&gt;.</del> <ins>They agreed on nine &lt;b&gt;.</ins>" in content
    assert "because of harbour: “Envoys agreed on nine" in content
    assert "harbour, corrected by its publisher" in content
    assert [tag.term for tag in changed.tags] == ["changed"]
    assert stale.title == "Will the harbour treaty hold? (version 2 is partly outdated)"
    assert "harbour, corrected by its publisher" in stale.content[0].value


def test_an_entry_keeps_its_id_and_no_other_home_has_it():
    first = parsed(STALE).entries[0].id
    ids = [entry.id for entry in parsed(CHANGED, STALE).entries]
    assert UUID(first.removeprefix("urn:uuid:")).version == 5
    assert ids[1] == first
    assert len(set(ids)) == 2
    assert parsed(STALE, home=OTHER).entries[0].id != first


def test_nothing_that_an_article_says_becomes_markup_or_acts_on_a_terminal():
    told = notice(
        1, question="</title><script>alert(1)</script>\x00\ufffe\ud800 \x9b2J \u202e", reasons=REFRESHED.reasons
    )
    text = atom([told], home=HOME, began=START)
    assert "<script" not in text
    assert {char for char in text if ord(char) < 32} == {"\n"}
    assert not set(text) & set("\x9b\u202e\ufffe\ud800")
    assert parsed(told).entries[0].title.startswith("</title><script>alert(1)</script>")


def test_a_home_without_changes_has_a_valid_feed():
    found = parsed()
    assert (found.entries, found.feed.updated) == ([], "2026-03-01T12:00:00+00:00")
