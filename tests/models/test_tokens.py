import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models.tokens import count_tokens, truncate


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("Hello world", 2), ("🙂", 2), ("<|endoftext|>", 7), ("Ceasefire talks in Geneva", 6)],
)
def test_tokens_are_those_of_cl100k_base(text, tokens):
    assert count_tokens(text) == tokens


def test_a_cut_text_never_ends_within_a_character():
    assert truncate("🙂🙂🙂 abc", 5) == "🙂🙂"


def test_a_text_within_the_limit_stays_as_it_is():
    assert truncate("Hello world", 2) == "Hello world"
    assert truncate("Hello world", 1) == "Hello"
    assert truncate("Hello world", 0) == ""


@given(st.text(max_size=60), st.integers(min_value=0, max_value=30))
def test_a_cut_text_is_a_beginning_within_its_limit(text, limit):
    cut = truncate(text, limit)
    assert text.startswith(cut)
    assert count_tokens(cut) <= limit


def test_tables_are_found_without_a_network_a_cache_or_llama_index(tmp_path):
    code = (
        "import os, socket, sys\n"
        "def refuse(*args, **kwargs): raise OSError('no network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from pipeline.models.tokens import count_tokens\n"
        "print(count_tokens('Hello world'), 'llama_index' in sys.modules, os.environ['TIKTOKEN_CACHE_DIR'])"
    )
    environment = os.environ | {"TIKTOKEN_CACHE_DIR": str(tmp_path / "empty"), "HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert ran.stdout.split() == ["2", "False", str(tmp_path / "empty")]
    assert not (tmp_path / "empty").exists()
