"""Proving an evidence bundle: with nothing but its own bytes, no home, no network and no model.

It fails closed: a bundle that is not exactly what `bundle` packs is refused, with the reason. What this cannot prove is
who packed it: whoever rewrites articles, report and manifest alike packs another bundle. For that, compare its SHA-256.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TypeVar
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from ..errors import NotFound
from ..ids import article_version, claim_id
from ..prompting import prompt_digest
from ..types import Article, CheckFailure, CheckResult, Report, RunRecord, Value
from .bundle import ARTICLES, MANIFEST, PROMPTS, REPORT, RUN, Manifest, article_file, listed, packed, prompt_files
from .check import WHOLE_CLAIM, check

V = TypeVar("V", bound=Value)

# The cited articles of one report take some hundred kilobytes; nothing near these bounds is one.
MOST_BYTES = 256 * 1024 * 1024
_MOST_FILES = 20_000


class Refused(Exception):
    """Why a bundle is not believed; it comes back as a failure of the check."""


def check_bundle(data: bytes) -> CheckResult:
    """Which citations a bundle proves, and what in it is not as it was packed."""
    try:
        files = _unpacked(data)
        report, run, manifest = (
            _read(Report, REPORT, files),
            _read(RunRecord, RUN, files),
            _read(Manifest, MANIFEST, files),
        )
        articles = {name: _read(Article, name, files) for name in files if name.startswith(ARTICLES)}
    except Refused as refused:
        return CheckResult(ok=False, citations=0, failures=(_failure("bundle", str(refused)),))
    proven = check(report, _Shelf(articles))
    failures = (
        *_unlisted(files, manifest),
        *_disagreeing(manifest, report, run),
        *_unproven_articles(report, articles),
        *_unproven_prompts(files, manifest, report),
        *proven.failures,
    )
    return CheckResult(ok=not failures, citations=proven.citations, failures=failures)


def looks_like_a_bundle(name: str, beginning: bytes) -> bool:
    """Whether a file is to be checked as a bundle: by its name, or by the first bytes of a zip."""
    return name.lower().endswith(".zip") or beginning.startswith(b"PK")


class _Shelf:
    """The articles that a bundle carries."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles

    def article(self, article_id: str, version: str) -> Article:
        found = self._articles.get(article_file(article_id, version))
        if found is None or (found.id, found.version) != (article_id, version):
            raise NotFound(f"the bundle does not hold version {version} of article {article_id!r}")
        return found


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a bundle whose every byte stands where it was packed."""
    if len(data) > MOST_BYTES:
        raise Refused(f"it has {len(data):,} bytes, and no bundle has more than {MOST_BYTES:,}")
    try:
        with ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_entries(entries, len(data))
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise Refused(f"it cannot be read as a zip ({error}); it was cut short or altered") from error
    if packed(files) != data:
        raise Refused(
            "its bytes are not those that were packed: something was added to it or altered between its files"
        )
    return files


def _refuse_entries(entries: list[ZipInfo], size: int) -> None:
    """Looks at the list of files before any of them is read."""
    if len(entries) > _MOST_FILES:
        raise Refused(f"it lists {len(entries):,} files, and no bundle has more than {_MOST_FILES:,}")
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        raise Refused("it holds two files of one name")
    for entry in entries:
        name = entry.filename
        if not _known(name):
            raise Refused(f"it holds {name[:80]!r}, which no bundle does; nothing of it was unpacked")
        if entry.compress_type != ZIP_STORED or entry.flag_bits & 1:
            raise Refused(f"{name!r} is compressed or encrypted, which no bundle is; it was not unpacked")
    if sum(entry.file_size for entry in entries) > size:
        raise Refused("its files claim to be larger than all of it; nothing of it was unpacked")
    for name in (MANIFEST, REPORT, RUN):
        if name not in names:
            raise Refused(f"it lacks {name!r}")


def _known(name: str) -> bool:
    """Whether a bundle has files of that name: a plain name, at the top or in one of its two folders."""
    plain = name.removeprefix(ARTICLES).removeprefix(PROMPTS)
    return bool(plain) and not set(plain) & set("/\\:\0") and not plain.startswith(".")


def _read(kind: type[V], name: str, files: Mapping[str, bytes]) -> V:
    try:
        return kind.model_validate_json(files[name])
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the document"
        raise Refused(f"{name!r} is not what it should be: {place}: {first['msg']}") from error


def _unlisted(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[CheckFailure]:
    """Where the manifest and the files differ."""
    found = {file.name: file for file in listed({name: data for name, data in files.items() if name != MANIFEST})}
    told = {file.name: file for file in manifest.files}
    for name in sorted(found.keys() | told.keys()):
        if name not in found:
            yield _failure(name, "the manifest lists it and the bundle does not hold it")
        elif name not in told:
            yield _failure(name, "the bundle holds it and the manifest does not list it")
        elif found[name] != told[name]:
            yield _failure(name, f"it hashes to {found[name].sha256}, and the manifest says {told[name].sha256}")


def _disagreeing(manifest: Manifest, report: Report, run: RunRecord) -> Iterator[CheckFailure]:
    """Where the report contradicts what stands beside it, or itself."""
    if (manifest.report, manifest.version, manifest.question) != (report.id, report.version, report.question):
        yield _failure(MANIFEST, f"it is about version {manifest.version} of {manifest.report!r}, the report is not")
    if run != report.run:
        yield _failure(RUN, "it is not the run record of the report")
    for name, claim in report.claims.items():
        if claim_id(claim.text) != name:
            yield _failure(name, "the id of the claim does not follow from its words, so they were changed")


def _unproven_articles(report: Report, articles: Mapping[str, Article]) -> Iterator[CheckFailure]:
    """Sources that are missing, articles that are none, and articles that are not what their version says."""
    sources = {article_file(source.article_id, source.version) for source in report.sources}
    for name in sorted(sources - articles.keys()):
        yield _failure(name, "it is a source of the report and the bundle does not hold it")
    for name, article in sorted(articles.items()):
        if name not in sources:
            yield _failure(name, "the article is no source of the report")
        if article_version(article) != article.version:
            yield _failure(
                name, f"version {article.version} of article {article.id!r} is not what was published under it"
            )


def _unproven_prompts(files: Mapping[str, bytes], manifest: Manifest, report: Report) -> Iterator[CheckFailure]:
    held = {name: prompt_files(name) for name in report.run.prompts if name not in manifest.prompts_not_held}
    names = {file for pair in held.values() for file in pair}
    for name in sorted(names ^ {name for name in files if name.startswith(PROMPTS)}):
        yield _failure(name, "the prompts that the bundle holds are not those of the run")
    for name, pair in sorted(held.items()):
        text, schema = (files.get(file, b"").decode("utf-8", "replace") for file in pair)
        if prompt_digest(text, schema) != report.run.prompts[name]:
            yield _failure(pair[0], "the prompt is not the one that the run record names")


def _failure(name: str, reason: str) -> CheckFailure:
    return CheckFailure(claim=name, citation=WHOLE_CLAIM, reason=reason)
