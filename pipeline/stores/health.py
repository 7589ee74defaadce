"""Whether what is on disk agrees with itself: rows with their hashes, and everything derived with what it derives from."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from ..ids import article_version
from ..ports import VectorIndex
from ..types import HealthCheck
from . import engine as database
from . import mending, outbox, revisions
from .catalogue import Catalogue
from .tables import articles, versions

_SHOWN = 5  # findings named in a detail; the rest are counted


def examine(catalogue: Catalogue, vectors: VectorIndex, *, embedder_digest: str) -> tuple[HealthCheck, ...]:
    """Every check with its outcome; nothing is changed. `stages.repair` mends what can be mended."""
    with catalogue.engine.begin() as connection:
        return (*_truth(connection), *_derived(connection, vectors, embedder_digest))


def _truth(connection: Connection) -> Iterator[HealthCheck]:
    """Checks of what nothing could rebuild."""
    problems = database.integrity_problems(connection)
    yield _check("database", problems, "pages, indexes and foreign keys are sound")
    scanned = list(_altered(connection))
    altered = [name for name, sound, _ in scanned if not sound]
    yield _check("article versions", altered, f"all {len(scanned)} are what was ingested, by their hashes")
    badly = [name for name, _, well in scanned if not well]
    yield _check("passages", badly, "every span stands in its text, and every text is covered")
    yield _check("live versions", _dangling(connection), "every article that answers has a version to answer with")
    yield _revision(connection)


def _derived(connection: Connection, vectors: VectorIndex, embedder_digest: str) -> Iterator[HealthCheck]:
    """Checks of what is rebuilt from the catalogue."""
    belongs = mending.belongs(connection)
    waiting = outbox.count(connection)
    yield _check("outbox", [f"{waiting} versions wait for the vector index"] if waiting else [], "nothing is waiting")
    words = [] if mending.words_agree(connection, belongs) else ["its rows are not the passages that may answer"]
    yield _check("full text", words, f"holds the {len(belongs.live) + len(belongs.past)} passages that may answer")
    filled = outbox.filled_with(connection)
    other = [f"filled with embedder {filled}, not {embedder_digest}"] if filled not in (None, embedder_digest) else []
    yield _check("embedder", other, "the vector index was filled with the embedder in use")
    yield _vectors("live vectors", vectors.ids(), belongs.live_ids)
    yield _vectors("past vectors", vectors.ids(past=True), belongs.past_ids)
    yield _check("old vectors", [f"collection {name}" for name in vectors.leftovers()], "no other embedder left any")


def _altered(connection: Connection) -> Iterator[tuple[str, bool, bool]]:
    """Of every version: its name, whether its hash re-derives, whether its passages tile it."""
    for _, article, rows in mending.scan(connection):
        name = f"{article.id} {article.version}"
        yield name, article_version(article) == article.version, mending.well_cut(article, rows)


def _dangling(connection: Connection) -> list[str]:
    join = articles.outerjoin(
        versions, (versions.c.number == articles.c.live) & (versions.c.article_id == articles.c.id)
    )
    query = select(articles.c.id).select_from(join).where(articles.c.live.is_not(None), versions.c.number.is_(None))
    return [f"{name} points at no version of its own" for name in connection.scalars(query.order_by(articles.c.id))]


def _revision(connection: Connection) -> HealthCheck:
    last, (live, count) = revisions.current(connection), revisions.digest_of_live(connection)
    problems = ["changes wait for a revision"] if revisions.is_open(connection) else []
    if not problems and live != last.id:
        problems = [f"the last one is {last.id}, the live articles give {live}"]
    return _check("revision", problems, f"{live} re-derives from {count} articles")


def _vectors(name: str, held: set[str], belong: set[str]) -> HealthCheck:
    problems = []
    if missing := belong - held:
        problems.append(f"{len(missing)} passages are missing")
    if strays := held - belong:
        problems.append(f"{len(strays)} do not belong there")
    return _check(name, problems, f"exactly the {len(belong)} passages that belong there")


def _check(name: str, problems: Sequence[str], fine: str) -> HealthCheck:
    return HealthCheck(name=name, ok=not problems, detail=_listed(problems) if problems else fine)


def _listed(problems: Iterable[str]) -> str:
    listed = list(problems)
    more = f"; and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return "; ".join(listed[:_SHOWN]) + more
