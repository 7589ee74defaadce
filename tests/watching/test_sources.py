import pytest

from pipeline.errors import BadInput, NotFound
from pipeline.readers.watched import Watched, sources_of

OPML = """<opml version="2.0"><body>
<outline text="a" publisher="Gazette" xmlUrl="https://a.example/feed"/>
<outline text="b" xmlUrl="https://b.example/feed"/>
<outline text="again" xmlUrl="https://a.example/feed"/>
</body></opml>"""


def test_a_list_of_feeds_names_each_once_with_who_is_said_to_speak(tmp_path):
    (tmp_path / "feeds.xml").write_text(OPML)
    assert sources_of(str(tmp_path / "feeds.xml")) == (
        Watched("https://a.example/feed", "Gazette", listed=True),
        Watched("https://b.example/feed", None, listed=True),
    )


def test_a_list_of_addresses_may_have_remarks_and_empty_lines(tmp_path):
    file = tmp_path / "addresses.txt"
    file.write_text("\ufeff# mine\n\nhttps://a.example/feed\n  HTTP://b.example/news  \nhttps://a.example/feed\n")
    assert sources_of(str(file)) == (Watched("https://a.example/feed"), Watched("HTTP://b.example/news"))


def test_anything_that_can_be_ingested_is_a_source_of_its_own(tmp_path):
    (tmp_path / "news.jsonl").write_text('{"id": "a"}\n')
    (tmp_path / "unnamed").write_text('<rss version="2.0"><channel></channel></rss>')
    for source in ("https://a.example/feed", str(tmp_path), str(tmp_path / "news.jsonl"), str(tmp_path / "unnamed")):
        assert sources_of(source) == (Watched(source),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "it names no address"),
        ("# nothing\n", "it names no address"),
        ("https://a.example/feed\nftp://b.example\n", "its line 'ftp://b.example' is no address"),
        ("<opml><body/></opml>", "the list names no feed"),
    ],
)
def test_a_list_that_names_nothing_to_watch_is_refused(tmp_path, content, told):
    file = tmp_path / "list"
    file.write_text(content)
    with pytest.raises(BadInput, match=told):
        sources_of(str(file))


def test_what_is_not_there_and_what_ends_cannot_be_watched():
    with pytest.raises(NotFound, match=r"there is no file or folder 'feeds\.opml'"):
        sources_of("feeds.opml")
    with pytest.raises(BadInput, match="the standard input ends"):
        sources_of("-")
