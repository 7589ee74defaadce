"""Names that follow from content: the same thing always gets the same id, on any machine.

Every digest is SHA-256 over an unambiguous encoding, cut where a prefix is enough for a name.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from .addresses import canonical_url

REVISION_PREFIX = "gw1:"  # the scheme of revision ids; a later scheme gets another number
_SLUG_WORDS = 7


def digest(*parts: str | None) -> str:
    """The SHA-256 of parts, hexadecimal; each part is length-prefixed, so ("ab", "c") differs from ("a", "bc")."""
    sha = hashlib.sha256()
    for part in parts:
        data = b"-" if part is None else part.encode("utf-8", "surrogatepass")
        sha.update(f"{'n' if part is None else 's'}{len(data)}:".encode())
        sha.update(data)
    return sha.hexdigest()


def article_id(url: str) -> str:
    """The id of an article whose source gives none: a hash of its canonical URL."""
    return "a-" + digest(canonical_url(url))[:12]


class Written(Protocol):
    """What the publisher of an article wrote, whatever type carries it."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def author(self) -> str | None: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def updated_at(self) -> datetime | None: ...
    @property
    def url(self) -> str: ...
    @property
    def language(self) -> str: ...


def article_version(written: Written) -> str:
    """The version of an article: a hash over everything its publisher wrote, and nothing that we added to it."""
    published = written.published_at.astimezone(UTC).isoformat()
    updated = written.updated_at.astimezone(UTC).isoformat() if written.updated_at else None
    words = (written.title, written.text, written.publisher, written.author)
    return "v-" + digest(*words, published, updated, written.url, written.language)[:24]


def passage_id(article: str, version: str, *, start: int, end: int) -> str:
    return "p-" + digest(article, version, str(start), str(end))[:16]


def evidence_key(passage: str, *, question: str) -> str:
    """An opaque key for a passage within one question: stable, and nothing that a model could guess."""
    return "k" + digest("evidence", passage, question)[:8]


def revision_id(live: Iterable[tuple[str, str]]) -> str:
    """The id of the corpus that holds exactly these (article id, version) pairs, in any order."""
    sha = hashlib.sha256()
    for article, version in sorted(live):
        sha.update(digest(article, version).encode())
    return REVISION_PREFIX + sha.hexdigest()[:16]


def report_id(question: str, *, as_of: str | None, publishers: tuple[str, ...] = ()) -> str:
    """The id of the standing answer to a question: asked again, it becomes that report's next version."""
    plain = " ".join(re.findall(r"\w+", question.casefold()))
    ascii_words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode())
    slug = "-".join(ascii_words[:_SLUG_WORDS])[:60].strip("-") or "report"
    return f"{slug}-{digest(plain, as_of, *publishers)[:6]}"


def claim_id(text: str) -> str:
    """The id of a claim follows from its words, so that a standing claim keeps it from version to version."""
    return "c-" + digest(" ".join(text.split()))[:10]
