"""Repair: what is derived from the catalogue made to agree with it again. The articles themselves are never touched."""

from ..errors import StoreDamaged
from ..ids import article_version
from ..ports import Edition, Embedder, Ledger, Progress, VectorIndex, silent
from .follow import follow
from .passages import cut


def repair(catalogue: Ledger, vectors: VectorIndex, embedder: Embedder, *, progress: Progress = silent) -> None:
    """Cuts again what is badly cut, rebuilds full text, embeds what is missing, drops what belongs nowhere.

    Raises:
        HomeBusy: another process is writing to this home.
        StoreDamaged: an article is no longer what was ingested; nothing can be derived from it.
    """
    with catalogue.writing():
        badly = catalogue.badly_cut()
        for article in badly:
            if article_version(article) != article.version:
                raise StoreDamaged(
                    f"article {article.id!r}, version {article.version}, was altered on disk, so nothing can be derived "
                    "from it; restore the catalogue from a copy, or ingest into a new home"
                )
        catalogue.cut_again([Edition(article, cut(article)) for article in badly])
        catalogue.expect_index(embedder.digest)
        strays = catalogue.mend(live=vectors.ids(), past=vectors.ids(past=True))
        for past, names in enumerate(strays):
            vectors.delete(sorted(names), past=bool(past))
        follow(catalogue, vectors, embedder, progress=progress)
        vectors.drop_leftovers()
