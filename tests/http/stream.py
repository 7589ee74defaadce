"""Reading of a stream of server-sent events, as a browser reads it."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx


class Told(NamedTuple):
    id: str | None
    kind: str
    data: Any


def events(api: httpx.Client, job_id: str, *, headers: Mapping[str, str] | None = None) -> list[Told]:
    """What a job tells from its beginning to its end."""
    with api.stream("GET", f"/api/jobs/{job_id}/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(answer.iter_text()).split("\n\n")
    return [_told(block) for block in blocks if "event:" in block]


def _told(block: str) -> Told:
    fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
    data = "\n".join(line[6:] for line in block.splitlines() if line.startswith("data: "))
    return Told(fields.get("id"), fields["event"], json.loads(data))
