"""The resources: stored reports as Markdown and as JSON, articles with all their versions as JSON."""

from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.types import Resource

from ...errors import GroundwireError, NotFound
from ...render import render
from ...render.inert import json_text, line
from ...service import Groundwire
from ...types import Report
from ..documents import document

REPORTS = "groundwire://reports/"


def listed(desk: Groundwire) -> list[Resource]:
    """The newest version of every report, as clients list them."""
    return [
        Resource(
            uri=f"{REPORTS}{each.id}",
            name=each.id,
            title=line(each.question),
            description=f"Version {each.version} of {each.checked_at:%Y-%m-%d}, {each.state}",
            mime_type="text/markdown",
        )
        for each in desk.reports()
    ]


def offer_resources(server: MCPServer[Any], desk: Groundwire) -> None:
    """Templates of addresses under which a client reads them."""

    @server.resource(REPORTS + "{report_id}", mime_type="text/markdown", title="A report, to be read")
    def report(report_id: str) -> str:
        return render(_found(desk, report_id), "md")

    @server.resource(REPORTS + "{report_id}/json", mime_type="application/json", title="A report as JSON")
    def report_as_json(report_id: str) -> str:
        return json_text(document(_found(desk, report_id)))

    @server.resource(
        "groundwire://articles/{article_id}", mime_type="application/json", title="An article with all its versions"
    )
    def article(article_id: str) -> str:
        try:
            return json_text(document(desk.corpus_article(article_id)))
        except GroundwireError as error:
            raise _told(error) from error


def _found(desk: Groundwire, report_id: str) -> Report:
    try:
        return desk.show(report_id)
    except GroundwireError as error:
        raise _told(error) from error


def _told(error: GroundwireError) -> ResourceError:
    return ResourceNotFoundError(str(error)) if isinstance(error, NotFound) else ResourceError(str(error))
