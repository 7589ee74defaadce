"""Counts the tokens that budgets are stated in: cl100k_base, by tiktoken, without a network.

tiktoken would download its tables. llama-index-core ships them, so they are read from there; llama_index itself is not
imported, which would take over a second.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ..errors import ModelUnavailable

if TYPE_CHECKING:
    from tiktoken import Encoding

ENCODING = "cl100k_base"
# What tiktoken calls the table in its cache: the SHA-1 of the URL that it would load it from.
_TABLE = "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"
_CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"
_loading = Lock()


def count_tokens(text: str) -> int:
    """How many cl100k_base tokens a text has. Text that looks like a special token counts as the text it is."""
    return len(_encoding().encode_ordinary(text))


def truncate(text: str, limit: int) -> str:
    """The longest beginning of a text that has at most `limit` tokens and ends between two characters."""
    tokens = _encoding().encode_ordinary(text)
    if len(tokens) <= limit:
        return text
    beginning = _encoding().decode_bytes(tokens[: max(limit, 0)]).decode("utf-8", errors="ignore")
    # A cut beginning can have more tokens by itself than it had within the text.
    while count_tokens(beginning) > limit:
        beginning = beginning[:-1]
    return beginning


@cache
def _encoding() -> "Encoding":
    import tiktoken

    with _loading, _tables_from(_shipped_tables()):
        return tiktoken.get_encoding(ENCODING)


def _shipped_tables() -> Path:
    try:
        shipped = files("llama-index-core") or []
    except PackageNotFoundError:
        shipped = []
    table = next((file for file in shipped if file.name == _TABLE), None)
    path = Path(str(table.locate())) if table else None
    if path is None or not path.is_file():
        message = (
            f"the tables of '{ENCODING}' are not in the installed llama-index-core, so token budgets cannot be counted; "
            f"install llama-index-core 0.14"
        )
        raise ModelUnavailable(message)
    return path.parent


@contextmanager
def _tables_from(folder: Path) -> Iterator[None]:
    before = os.environ.get(_CACHE_VARIABLE)
    os.environ[_CACHE_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CACHE_VARIABLE]
        else:
            os.environ[_CACHE_VARIABLE] = before
