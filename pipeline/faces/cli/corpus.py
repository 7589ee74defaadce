"""The commands about the corpus: ingest, withdraw, corpus, search."""

from typing import Annotated, Literal

import typer

from ...errors import BadInput
from ..moments import moment
from . import histories, tables
from .app import app
from .options import AsJson, AsOf
from .output import emit
from .session import opened

SourceFormat = Literal["auto", "jsonl", "csv", "parquet", "html", "feed", "opml", "sitemap", "warc", "pdf"]
about = typer.Typer(help="Tell what the corpus holds.", rich_markup_mode=None)


@app.command()
def ingest(  # noqa: PLR0913, PLR0917  the options of the command
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH_OR_URL",
            help="Files, folders or addresses: JSON lines, CSV, Parquet, pages, feeds, lists of feeds, news sitemaps, "
            "web archives, PDF; - for JSON lines on the standard input.",
        ),
    ] = None,
    sync: Annotated[
        bool, typer.Option("--sync", metavar="", help="Also withdraw what the input no longer has.")
    ] = False,
    kind: Annotated[SourceFormat, typer.Option("--format", help="What the input is; auto looks at it.")] = "auto",
    query: Annotated[
        str | None, typer.Option("--query", metavar="TEXT", help="Look for news on this with a search service.")
    ] = None,
    service_name: Annotated[
        str, typer.Option("--from", metavar="SERVICE", help="Which: gdelt, or an address with {query} in it.")
    ] = "gdelt",
    as_json: AsJson = False,
) -> None:
    """Add articles to the corpus, or update them.

    A record that cannot be used is refused with its line and reason; the rest goes in. Pages are fetched politely, and
    never from private addresses.

    Example: groundwire ingest articles.jsonl https://www.example.org/news/feed.xml
    """
    if bool(sources) == bool(query):
        raise BadInput("give either PATH_OR_URL or --query TEXT: what to take in, or what to look for")
    if query and (sync or kind != "auto"):
        raise BadInput("--sync and --format are about PATH_OR_URL; with --query leave them out")
    with opened(ctx) as service:
        if query:
            result = service.find(query, where=service_name)
        else:
            result = service.ingest(sources or [], sync=sync, format=kind)
    emit(result, tables.ingested(result), as_json=as_json)


@app.command()
def withdraw(
    ctx: typer.Context,
    article_ids: Annotated[list[str], typer.Argument(metavar="ARTICLE_ID", help="The articles to retract.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; reports that cite them will say so.")],
    as_json: AsJson = False,
) -> None:
    """Retract articles; old reports stay checkable.

    Example: groundwire withdraw a-3f1c09d2e4b7 --reason "retracted"
    """
    with opened(ctx) as service:
        result = service.withdraw(article_ids, reason=reason)
    emit(result, tables.ingested(result), as_json=as_json)


@app.command()
def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, metavar="N", help="At most so many passages.")] = 10,
    as_of: AsOf = None,
    publishers: Annotated[
        list[str] | None, typer.Option("--publisher", metavar="P", help="Only this publisher; may be given again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the passages that bear on a query.

    Example: groundwire search "security guarantees" -k 5 --as-of 2025-12-16
    """
    require_words(query, "query")
    when = moment(as_of) if as_of else None
    with opened(ctx) as service:
        found = service.search(query, k=k, as_of=when, publishers=publishers or ())
    emit(found, tables.hits(found), as_json=as_json)


@about.callback(invoke_without_command=True)
def corpus(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Tell what the corpus holds.

    Example: groundwire corpus
    """
    if ctx.invoked_subcommand is None:
        with opened(ctx) as service:
            status = service.corpus()
        emit(status, tables.corpus(status), as_json=as_json)


@about.command("show")
def show_article(
    ctx: typer.Context,
    article_id: Annotated[str, typer.Argument(metavar="ID", help="The article.")],
    as_json: AsJson = False,
) -> None:
    """Show one article with all its versions and what changed between them.

    Example: groundwire corpus show a-3f1c09d2e4b7
    """
    with opened(ctx) as service:
        found = service.corpus_article(article_id)
    emit(found, histories.history(found), as_json=as_json)


@about.command("log")
def show_log(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the revisions of the corpus and what changed with each.

    Example: groundwire corpus log
    """
    with opened(ctx) as service:
        entries = service.corpus_log()
    emit(entries, histories.log(entries), as_json=as_json)


def require_words(text: str, name: str) -> None:
    if not text.strip():
        raise BadInput(f"the {name} is empty, so there is nothing to look for. Put it in quotation marks.")


app.add_typer(about, name="corpus")
