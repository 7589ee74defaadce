"""The evidence bundle: one file with a report and all that proves it, to be checked on another machine (`bundle_check`).

A zip of JSON and text that anyone can open. It is canonical: the same report and articles give the same bytes, nothing is
compressed, and no other arrangement of the bytes is accepted, so that there is no place in it to change unnoticed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final, Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pydantic import ConfigDict, Field

from ..errors import NotFound
from ..prompting import prompt_digest, prompt_source
from ..types import Article, Report, Value

BUNDLE_SCHEMA: Final = "groundwire/bundle/1"
MANIFEST, REPORT, RUN = "manifest.json", "report.json", "run.json"
ARTICLES, PROMPTS = "articles/", "prompts/"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell: a bundle does not say when it was packed
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


class PackedFile(Value):
    """One file of a bundle, and the SHA-256 of what is in it."""

    name: str
    bytes: int
    sha256: str


class Manifest(Value):
    """What a bundle holds. `prompts_not_held`: those of the run whose files have changed since."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)

    schema_: Literal["groundwire/bundle/1"] = Field(default=BUNDLE_SCHEMA, alias="schema")
    report: str
    version: int
    question: str
    how_to_check: str = "groundwire check BUNDLE.zip"
    prompts_not_held: tuple[str, ...] = ()
    files: tuple[PackedFile, ...]


def bundle(report: Report, articles: Iterable[Article]) -> bytes:
    """The bundle of a report; `articles` are those that it cites, at the versions that it cites."""
    held, missing = _prompts(report)
    files = {REPORT: document(report), RUN: document(report.run), **held}
    for article in articles:
        files[article_file(article.id, article.version)] = document(article)
    manifest = Manifest(
        report=report.id,
        version=report.version,
        question=report.question,
        prompts_not_held=missing,
        files=listed(files),
    )
    return packed({**files, MANIFEST: document(manifest)})


def article_file(article_id: str, version: str) -> str:
    """Where an article version stands in a bundle: ids may hold any character, so its name is a hash of them."""
    return f"{ARTICLES}{hashlib.sha256(json.dumps([article_id, version]).encode()).hexdigest()[:24]}.json"


def prompt_files(name: str) -> tuple[str, str]:
    """Where the two files of a prompt stand in a bundle."""
    return f"{PROMPTS}{name}.md", f"{PROMPTS}{name}.schema.json"


def listed(files: Mapping[str, bytes]) -> tuple[PackedFile, ...]:
    """The files as a manifest names them, by name."""
    return tuple(
        PackedFile(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in sorted(files.items())
    )


def packed(files: Mapping[str, bytes]) -> bytes:
    """The one zip that holds these files: in the order of their names, uncompressed, without a time."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = ZipInfo(name, date_time=_EPOCH)
            entry.external_attr, entry.create_system = _PLAIN_FILE, _UNIX
            archive.writestr(entry, data)
    return target.getvalue()


def document(value: Value) -> bytes:
    """A value as the JSON file that stands in a bundle; letters beyond ASCII stand as escapes, so that none can mislead."""
    return (json.dumps(value.model_dump(mode="json"), indent=1, sort_keys=True) + "\n").encode("ascii")


def _prompts(report: Report) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The prompts that the report was written with, and the names of those that are no longer what they were."""
    held: dict[str, bytes] = {}
    missing: list[str] = []
    for name, wanted in sorted(report.run.prompts.items()):
        try:
            text, schema = prompt_source(name)
        except NotFound:
            missing.append(name)
            continue
        if prompt_digest(text, schema) != wanted:
            missing.append(name)
            continue
        held.update(zip(prompt_files(name), (text.encode(), schema.encode()), strict=True))
    return held, tuple(missing)
