"""What makes hostile text inert: titles and articles were written by others, and each face must only ever show them.

Escaping for HTML is the template's; here is what holds for every output: control characters, links, JSON inside HTML.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pydantic import JsonValue

# Sequences by which text moves the cursor, sets titles or writes to the clipboard of a terminal (ECMA-48, OSC, DCS).
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# C0 without tab and newline, DEL, C1, and the marks that reorder what follows (CVE-2021-42574).
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSAFE_IN_JSON = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_UNSAFE_IN_SCRIPT = re.compile(r"[<>&\u2028\u2029]")


def plain(text: str) -> str:
    """The text without escape sequences and control characters; newlines and tabs stay."""
    return _CONTROL.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n")))


def line(text: str) -> str:
    """The text as one plain line: white space runs become one space."""
    return " ".join(plain(text).split())


def visible(text: str) -> str:
    """The text for HTML: characters that HTML forbids become U+FFFD, one for one, so that offsets stay."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "\ufffd", text)


def web_url(url: str) -> str | None:
    """The URL if it is a well-formed http or https address, else None: nothing else ever becomes a link."""
    address = url.strip()
    if re.search(r"[\x00-\x20\x7f-\x9f\\\"<>`{}|^]", address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    return address if parts.scheme.lower() in {"http", "https"} and host else None


def json_text(document: str) -> str:
    """JSON in which no character can act on a terminal: they stand as escapes, and the document means the same."""
    return _UNSAFE_IN_JSON.sub(_escape, document)


def json_in_html(value: JsonValue) -> str:
    """JSON that can stand inside a script element: nothing in it closes the element or opens a comment."""
    return _UNSAFE_IN_SCRIPT.sub(_escape, json.dumps(value, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
