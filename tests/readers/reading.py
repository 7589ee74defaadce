"""How tests read: a file of given bytes, or a site on loopback."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.fetching import Fetcher, JsonValidators, Limits
from pipeline.readers import reader_for
from pipeline.types import RawArticle, Rejection, Withdrawal
from tests.fetching.site import Site

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
Record = RawArticle | Withdrawal | Rejection


def fetcher(*sites: Site, validators: JsonValidators | None = None) -> Fetcher:
    limits = Limits(interval_s=0.0, read_s=2.0, total_s=10.0, retries=0)
    return Fetcher(allowed_hosts=[site.host for site in sites], limits=limits, validators=validators)


def read_file(folder: Path, name: str, data: bytes, *sites: Site, format: str = "auto") -> list[Record]:  # noqa: A002
    file = folder / name
    file.write_bytes(data)
    with fetcher(*sites) as fetching:
        return list(reader_for(str(file), format, now=NOW, fetcher=fetching if sites else None).read(str(file)))


def read_address(url: str, *sites: Site, validators: JsonValidators | None = None) -> list[Record]:
    with fetcher(*sites, validators=validators) as fetching:
        return list(reader_for(url, now=NOW, fetcher=fetching).read(url))


def articles(records: Sequence[Record]) -> list[RawArticle]:
    refused = [record for record in records if not isinstance(record, RawArticle)]
    assert not refused, refused
    return [record for record in records if isinstance(record, RawArticle)]


def article(records: Sequence[Record]) -> RawArticle:
    (found,) = articles(records)
    return found


def reason(records: Sequence[Record]) -> str:
    (found,) = records
    assert isinstance(found, Rejection), found
    return found.reason
