"""What can be chosen, each choice with its default and what it means.

An argument wins over the environment (GROUNDWIRE_*), that over `groundwire.toml` in the home or else in the working
directory, that over the default. A setting that does not exist is refused, never ignored.
"""

import os
import re
import tomllib
from collections.abc import Iterable
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from .errors import BadInput, UnknownSetting
from .ids import digest

SETTINGS_FILE = "groundwire.toml"
ENVIRONMENT_PREFIX = "GROUNDWIRE_"
_NO_SETTINGS = frozenset({"home", "llm_key", "token"})  # of the environment, but no choices: a place, and secrets


# Who is told of results, and where the corpus grows from: results follow from the corpus, however it came to be.
_BESIDE = {"gather_from", "policy", "policy_interval", "hook", "webhook", "webhook_secret"}

_file: ContextVar[Path | None] = ContextVar("_file", default=None)


class Settings(BaseSettings):
    """The choices of one home, as `load_settings` reads them."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=ENVIRONMENT_PREFIX)

    llm: str = Field(
        default="none",
        description="Who writes reports: `none` (the extractive writer, which needs no model), `openai:MODEL` "
        "(key in `OPENAI_API_KEY`), `http(s)://HOST/v1#MODEL` (any OpenAI-compatible server; key, if any, in "
        "`GROUNDWIRE_LLM_KEY`), or `local` (a small model served on this machine; needs `groundwire[local]`).",
    )
    llm_cache: bool = Field(
        default=True, description="Whether replies of the model are kept in the home and used again for equal requests."
    )
    llm_concurrency: int = Field(default=4, ge=1, le=64, description="The most calls to the model at one time.")
    llm_context: int | None = Field(
        default=None, ge=1_000, description="The model's context in tokens, where it does not tell: prompt and reply."
    )
    llm_price_completion: float | None = Field(
        default=None, ge=0, description="US dollars for a million tokens of reply; needed for costs and `max_cost`."
    )
    llm_price_prompt: float | None = Field(
        default=None, ge=0, description="US dollars for a million tokens of prompt; needed for costs and `max_cost`."
    )
    llm_stall: float = Field(
        default=30.0, gt=0, description="Seconds without a word from the model after which a call is given up."
    )
    llm_timeout: float = Field(default=180.0, gt=0, description="The most seconds of one call to the model.")
    fallback: bool = Field(
        default=False,
        description="Whether the extractive writer takes over when the model fails; the report says so then.",
    )
    max_cost: float | None = Field(
        default=None, gt=0, description="The most US dollars that the model may cost for one report."
    )
    max_tokens: int | None = Field(
        default=None, ge=1, description="The most tokens, prompt and reply, that go through the model for one report."
    )
    repair_rounds: int = Field(
        default=2, ge=0, le=5, description="How often a claim that fails goes back to the model before it is given up."
    )
    judge: str = Field(
        default="packaged",
        description="Who judges claims: `packaged`, `hf:NAME` (a Hugging Face cross-encoder in its place), or `llm:SPEC` "
        "(a language model, asked only where the packaged judge is unsure).",
    )
    judge_own: bool = Field(
        default=False,
        description="Whether the model that writes may also judge (`judge = llm:SPEC` with its own spec).",
    )
    embedder: str = Field(
        default="minilm",
        description="The model that turns text into vectors: `minilm` (packaged) or `st:NAME` for any "
        "sentence-transformers model by name or folder, `st:NAME#bfloat16` for half the precision.",
    )
    as_of_known: bool = Field(
        default=False,
        description="Whether answers as of a moment also leave out what was ingested only after it, as in a replay.",
    )
    fetch: bool = Field(
        default=True, description="Whether addresses, and the pages that feeds and sitemaps name, are fetched at all."
    )
    fetch_hosts: tuple[str, ...] = Field(
        default=(),
        description="Hosts (`HOST` or `HOST:PORT`) that may be fetched although they are private or at another port.",
    )
    gather_from: str = Field(
        default="gdelt",
        description="Where `ask --gather` looks for news: `gdelt`, or an address of a search feed with `{query}` in it.",
    )
    evidence_tokens: int = Field(
        default=12_000, ge=500, le=1_000_000, description="The most tokens of evidence for one answer (cl100k_base)."
    )
    max_sections: int = Field(default=7, ge=1, le=50, description="The most sections of a report.")
    policy: Literal["always", "only-major", "tell"] = Field(
        default="always",
        description="What `watch` does with a stale report unless `groundwire policy` says otherwise for it: write it again "
        "`always` or `only-major`, or never write and only `tell`.",
    )
    policy_interval: str = Field(
        default="0s",
        pattern=r"^\d{1,6}[smhd]$",
        description="The least time between two versions of a report that `watch` writes, as in `6h`, unless `groundwire "
        "policy` says otherwise for it.",
    )
    hook: str | None = Field(
        default=None,
        description="A command that `watch` runs for each notice of a change, with the notice as JSON on its standard "
        "input; no shell reads it.",
    )
    webhook: str | None = Field(
        default=None,
        description="An address to which `watch` posts each notice of a change, signed as Standard Webhooks has it; private "
        "ones must be in `fetch_hosts`.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="What the webhook is signed with: `whsec_` and base64, or 16 characters or more."
    )

    @property
    def digest(self) -> str:
        """A digest over the settings that change results."""
        chosen = sorted(self.model_dump(exclude=_BESIDE).items())
        return digest(*(f"{name}={value!r}" for name, value in chosen))[:16]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the names are pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _file.get())


def load_settings(home: Path, **overrides: object) -> Settings:
    """The settings of a home; an override of None counts as not given.

    Raises:
        UnknownSetting: an argument, a variable or a line of the file names no setting.
        BadInput: a value cannot be used, or the file cannot be read.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    file = next((path for path in (home / SETTINGS_FILE, Path(SETTINGS_FILE)) if path.is_file()), None)
    places = _places(file, given)
    for name, place in places.items():
        if name not in Settings.model_fields:
            raise UnknownSetting(f"unknown setting '{name}'; {_suggestion(name)} ({place})")
    token = _file.set(file)
    try:
        return Settings(**given)  # type: ignore[arg-type] # values of any type are what it checks
    except ValidationError as error:
        first = error.errors()[0]
        name, wanted = str(first["loc"][0]), first["msg"].removeprefix("Input ")
        message = f"setting '{name}' cannot be {first['input']!r}: it {wanted} ({places[name]})"
        raise BadInput(message) from error
    finally:
        _file.reset(token)


def settings_table() -> str:
    """All settings as a Markdown table, for the documentation."""
    rows = [
        f"| `{name}` | `{field.default}` | {field.description} |"
        for name, field in sorted(Settings.model_fields.items())
    ]
    return "\n".join(["| setting | default | what it does |", "| --- | --- | --- |", *rows])


def _places(file: Path | None, given: Iterable[str]) -> dict[str, str]:
    """Where each name that was given anywhere comes from: of several places, the one that wins."""
    places = {name: _line(file, name) for name in _read(file)} if file else {}
    for variable in os.environ:
        name = variable.upper().removeprefix(ENVIRONMENT_PREFIX).lower()
        if variable.upper().startswith(ENVIRONMENT_PREFIX) and name not in _NO_SETTINGS:
            places[name] = f"environment, {variable}"
    return places | dict.fromkeys(given, "argument")


def _suggestion(name: str) -> str:
    close = get_close_matches(name, Settings.model_fields, n=1)
    return f"did you mean '{close[0]}'?" if close else f"there are {', '.join(sorted(Settings.model_fields))}"


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"the settings in '{file}' cannot be read: {error}; nothing was done; correct the file or remove it"
        raise BadInput(message) from error


def _line(file: Path, name: str) -> str:
    """Where a key stands, for people: tomllib does not tell."""
    opens = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
    lines = file.read_text(encoding="utf-8").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if opens.match(line)), None)
    return f"{file.name}, line {number}" if number else file.name


if __name__ == "__main__":
    print(settings_table())  # noqa: T201
