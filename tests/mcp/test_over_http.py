"""The server over HTTP on this machine: what a client gets, and what a page in a browser is refused."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import anyio
import httpx
import pytest
from mcp import Client

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
KINDS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


@pytest.fixture(scope="module")
def address(home) -> Iterator[str]:
    command = [sys.executable, "-m", "pipeline", "--home", str(home), "mcp", "--http", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stderr
        for line in running.stderr:
            if " at http://" in line:
                yield line.split(" at ")[1].split()[0]
                break
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 0


def test_the_same_tools_answer_over_http(address) -> None:
    async def session() -> int:
        async with Client(address) as client:
            answer = await client.call_tool("corpus", {})
            return int(answer.structured_content["articles"])

    assert anyio.run(session) == 8


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:80"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost:1"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 400),
    ],
)
def test_a_page_of_another_site_is_refused(address, headers, status) -> None:
    answer = httpx.post(address, json=CALL, headers={**KINDS, **headers}, timeout=60)
    assert answer.status_code == status, answer.text
