"""One small sound document of each format: what tests read, and what fuzzing damages."""

import gzip
import json
from io import BytesIO

PARAGRAPHS = (
    "The harbour reopened on Monday, two days after a storm had closed it, the port authority said in a statement.",
    "Three of its five cranes were working again, and “the others” will follow in May, an official said on Tuesday.",
)
TEXT = "\n\n".join(PARAGRAPHS)
LONG = "<p>" + "</p><p>".join(PARAGRAPHS * 6) + "</p>"

ARTICLE = {
    "id": "a-1",
    "url": "https://news.example/harbour",
    "title": "Harbour reopens",
    "text": TEXT,
    "published_at": "2026-02-02T08:30:00+01:00",
    "publisher": "Example Gazette",
}
JSONL = (
    b"\n".join(json.dumps(row).encode() for row in (ARTICLE, {"id": "a-1", "withdrawn": True, "reason": "no"})) + b"\n"
)

CSV = (
    "url,title,text,published_at,publisher,topic\r\n"
    f'https://news.example/harbour,Harbour reopens,"{TEXT}",2026-02-02,Example Gazette,storm\r\n'
).encode()


def page(*head: str, body: str = "", lang: str = ' lang="en-GB"') -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!doctype html><html{lang}><head><meta charset="utf-8"><title>Harbour reopens | Gazette</title>{"".join(head)}</head>'
        f'<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><main><article><h1>Harbour reopens</h1>{body}'
        f"{paragraphs}</article></main><footer><p>We use cookies.</p></footer></body></html>"
    ).encode()


CANONICAL = '<link rel="canonical" href="https://news.example/harbour">'
JSON_LD = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "x"},'
    '{"@type": ["NewsArticle"], "headline": "Harbour reopens after the storm", "datePublished": "2026-02-02T08:30:00+01:00",'
    '"dateModified": "2026-02-03T09:00:00Z", "author": [{"@type": "Person", "name": "Ann Example"}, {"name": "Bo Example"}],'
    '"publisher": {"@type": "Organization", "name": "Example Gazette"}, "inLanguage": "en"}]}</script>'
)
OPEN_GRAPH = (
    '<meta property="og:title" content="Harbour reopens: OG"><meta property="og:site_name" content="Gazette OG">'
    '<meta property="article:published_time" content="2026-02-02T07:31:00Z">'
)
HTML = page(CANONICAL, JSON_LD, OPEN_GRAPH)

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Gazette: World</title><link>https://news.example/</link><language>en-gb</language>
<item><title>Harbour &amp;amp; storm</title><link>https://news.example/harbour?utm_source=rss</link>
<guid isPermaLink="false">g-1</guid><pubDate>Mon, 02 Feb 2026 08:30:00 GMT</pubDate>
<source url="https://agency.example/feed">Example Agency</source><description>Short.</description>
<content:encoded><![CDATA[{LONG}]]></content:encoded></item>
<item><title>Teaser</title><link>/teaser</link><pubDate>Mon, 02 Feb 2026 09:00:00 EST</pubDate>
<description>Only a teaser.</description></item>
</channel></rss>""".encode()

ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Ministry</title><id>tag:ministry.example,2026:feed</id><updated>2026-02-03T10:00:00Z</updated>
<entry><title type="html">Statement &lt;b&gt;one&lt;/b&gt;</title><id>tag:ministry.example,2026:1</id>
<link href="https://ministry.example/statement"/><published>2026-02-02T08:00:00Z</published>
<updated>2026-02-03T10:00:00Z</updated><author><name>Press office</name></author>
<content type="html">{LONG.replace("<", "&lt;").replace(">", "&gt;")}</content></entry></feed>""".encode()

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Gazette JSON",
        "items": [
            {
                "id": 7,
                "url": "https://news.example/harbour",
                "title": "Harbour reopens",
                "content_html": LONG,
                "date_published": "2026-02-02T08:30:00Z",
                "date_modified": "2026-02-02T09:30:00Z",
                "authors": [{"name": "Ann Example"}],
            }
        ],
    }
).encode()

GDELT = json.dumps(
    {"articles": [{"url": "https://news.example/harbour", "title": "Harbour reopens", "seendate": "20260202T083000Z"}]}
).encode()

SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/harbour</loc>
 <lastmod>2026-02-20</lastmod><news:news><news:publication><news:name>Example Gazette</news:name>
 <news:language>en</news:language></news:publication><news:publication_date>2026-02-02T08:30:00Z</news:publication_date>
 <news:title>Harbour reopens</news:title></news:news></url></urlset>"""

OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
<outline type="rss" text="Gazette" publisher="The Gazette" xmlUrl="https://news.example/feed"/></outline></body></opml>"""


def warc(*pages: tuple[str, bytes], packed: bool = False, head: str = "text/html; charset=utf-8") -> bytes:
    records = []
    for url, body in pages:
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        record = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-02-04T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(records):08d}-0000-0000-0000-000000000000>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        ).encode()
        records.append(record + answer + b"\r\n\r\n")
    return b"".join(gzip.compress(record) if packed else record for record in records)


WARC = warc(("https://news.example/harbour", HTML), ("https://news.example/second", HTML))


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = BytesIO()
    pq.write_table(pa.Table.from_pylist([{**ARTICLE, "views": 3}, {**ARTICLE, "id": "a-2", "title": None}]), out)
    return out.getvalue()


def pdf() -> bytes:
    lines = "".join(f"BT /F1 12 Tf 20 {700 - 20 * n} Td ({text}) Tj ET\n" for n, text in enumerate(_plain_lines()))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        f"<< /Length {len(lines)} >>\nstream\n{lines}endstream",
        "<< /Title (Statement on the harbour) /Author (Press office) /CreationDate (D:20260202083000Z) >>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = out.index("xref\n0")
    return f"{out}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{end}\n%%EOF\n".encode()


def _plain_lines() -> list[str]:
    return [paragraph.replace("“", "'").replace("”", "'") for paragraph in PARAGRAPHS]
