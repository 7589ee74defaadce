"""Reads what `--llm` names: which model, where it is served, and which key may be sent there."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from ...errors import BadInput

Kind = Literal["none", "openai", "server", "local"]

OPENAI_URL = "https://api.openai.com/v1"
OPENAI_KEY = "OPENAI_API_KEY"
FOREIGN_KEY = "GROUNDWIRE_LLM_KEY"
LOCAL_MODEL = "SmolLM2-135M-Instruct"
FORMS = "'none', 'openai:MODEL', 'https://HOST/v1#MODEL' (any OpenAI-compatible server) or 'local'"

_MODEL = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+", re.IGNORECASE)


@dataclass(frozen=True)
class Spec:
    """Which model and where. `base_url` is empty where there is none yet: for `none`, and for `local` until it runs."""

    kind: Kind
    model: str = ""
    base_url: str = ""

    @property
    def name(self) -> str:
        """What the run record calls the model: never an address with a port, a path or a key."""
        if self.kind == "openai":
            return f"openai:{self.model}"
        return f"{self.model}@{'local' if self.kind == 'local' else urlsplit(self.base_url).hostname}"

    @property
    def key_variable(self) -> str:
        """The variable of the environment whose key may go to this server; OpenAI's own key goes to OpenAI only."""
        official = self.kind == "openai" or self.base_url.startswith(OPENAI_URL)
        return OPENAI_KEY if official else FOREIGN_KEY

    def key(self, environment: Mapping[str, str] = os.environ) -> str:
        """The key to send, or nothing; read when it is needed, so that a replay needs none."""
        return "" if self.kind in {"none", "local"} else environment.get(self.key_variable, "").strip()


def parse_spec(text: str) -> Spec:
    """What a spec names.

    Raises:
        BadInput: it has none of the forms that there are.
    """
    given = text.strip()
    if given == "none":
        return Spec("none")
    if given == "local":
        return Spec("local", LOCAL_MODEL)
    scheme, colon, rest = given.partition(":")
    if colon and scheme.lower() == "openai":
        return Spec("openai", _model(rest, given), OPENAI_URL)
    if colon and scheme.lower() in {"http", "https"}:
        address, _, model = given.partition("#")
        base_url = _base_url(address)
        return Spec("server", _model(model, base_url), base_url)
    raise _unusable(f"'{_shown(given)}' names no language model")


def _model(model: str, given: str) -> str:
    if not model:
        raise _unusable(f"'{_shown(given)}' names a server but no model")
    if not _MODEL.fullmatch(model):
        raise _unusable(f"the model in '{_shown(given)}' has blanks or control characters, or over 200 characters")
    return model


def _base_url(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _unusable("the address of the language model cannot be read") from error
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        # The address is not repeated here: what it holds is a secret.
        raise _unusable(f"the address of the language model holds credentials; give the key in {FOREIGN_KEY} instead")
    if parts.query:
        raise _unusable("the address of the language model has a query, where keys are put; it may have none")
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or re.search(r"\s", parts.path):
        raise _unusable(f"'{_shown(address)}' is no address of a server")
    return _canonical(parts, port)


def _canonical(parts: SplitResult, port: int | None) -> str:
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    scheme = parts.scheme.lower()
    default = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{host}{'' if port in {None, default} else f':{port}'}{parts.path.rstrip('/')}"


def _shown(text: str) -> str:
    """At most 100 characters without what comes before an '@' or after a '?', where secrets stand."""
    safe = re.sub(r"//[^/@]*@", "//…@", text.split("?", maxsplit=1)[0])
    return "".join(char if char.isprintable() else "�" for char in safe[:100])


def _unusable(what: str) -> BadInput:
    return BadInput(f"{what}, so no report can be written by it; give {FORMS}")
