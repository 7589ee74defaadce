"""Prompts as files: loads one by name, fills it in, and fences whatever comes from the corpus.

A prompt is `NAME.md` (system part, a line `---`, user part) with `NAME.schema.json` beside it. Filling in is strict both
ways: a variable that is missing and one that the prompt does not know are errors, so that a prompt and the code that
fills it cannot drift apart. Text from the web enters a prompt through `fence` and nothing else.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, Template, meta

from .assets import prompts_folder
from .errors import NotFound
from .ids import digest
from .types import Evidence, Prompt

_DIGEST_CHARS = 16
_TAG_CHARS = 8
_LONGEST_ATTRIBUTE = 160  # characters of a headline or a publisher's name that a model is shown
_SEPARATOR = re.compile(r"^---\n", re.MULTILINE)
# Autoescaping is for pages. In a prompt it would change the words that a model has to quote.
_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)  # noqa: S701

# Control, zero-width and direction characters, tag characters and lone surrogates: invisible, and made to mislead.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKUP = re.compile(r"<(?=[^\s\d])")  # opens a tag or a control token; "<5" and "a < b" do not
_INSTRUCTION_TOKEN = re.compile(r"\[(/?[A-Z][A-Z_]{2,})\]")  # "[INST]" and its like
_ATTRIBUTE_BREAKERS = re.compile(r"""["<>\s]+""")


@dataclass(frozen=True)
class PromptTemplate:
    """A prompt before it is filled in. `digest` covers its text and its schema; it goes into every run record."""

    name: str
    digest: str
    schema: Mapping[str, Any]
    variables: frozenset[str]
    _system: Template
    _user: Template

    def render(self, *, max_tokens: int, schema: Mapping[str, Any] | None = None, **variables: object) -> Prompt:
        """The prompt with its variables filled in; `schema` stands in for its own where the call narrows it.

        Raises:
            TypeError: a variable is missing, or is not one of this prompt's.
        """
        missing, unknown = self.variables - set(variables), set(variables) - self.variables
        if missing or unknown:
            raise TypeError(f"prompt '{self.name}': missing {sorted(missing)}, unknown {sorted(unknown)}")
        return Prompt(
            name=self.name,
            system=self._system.render(variables).strip(),
            user=self._user.render(variables).strip(),
            reply_schema=self.schema if schema is None else schema,
            max_tokens=max_tokens,
        )


@cache
def load_prompt(name: str) -> PromptTemplate:
    """The prompt of that name, read once a process.

    Raises:
        NotFound: there is no such prompt, or its schema is missing.
    """
    return compiled(name, *prompt_source(name))


def prompt_source(name: str) -> tuple[str, str]:
    """The two files of a prompt: its text and its schema.

    Raises:
        NotFound: there is no such prompt, or its schema is missing.
    """
    folder = prompts_folder()
    return _read(name, folder / f"{name}.md"), _read(name, folder / f"{name}.schema.json")


def prompt_digest(text: str, schema: str) -> str:
    """The digest of a prompt, as run records give it: over both of its files."""
    return digest(text, schema)[:_DIGEST_CHARS]


def compiled(name: str, text: str, schema: str) -> PromptTemplate:
    """A prompt from the text of its two files."""
    parts = _SEPARATOR.split(text.replace("\r\n", "\n"))
    if len(parts) != 2:
        raise ValueError(f"prompt '{name}': one line '---' parts system and user; there are {len(parts) - 1}")
    return PromptTemplate(
        name=name,
        digest=prompt_digest(text, schema),
        schema=json.loads(schema),
        variables=frozenset(meta.find_undeclared_variables(_ENVIRONMENT.parse(text))),
        _system=_ENVIRONMENT.from_string(parts[0]),
        _user=_ENVIRONMENT.from_string(parts[1]),
    )


def _read(name: str, path: Any) -> str:
    if not path.is_file():
        raise NotFound(f"prompt '{name}' has no file '{path.name}', so no model can be asked with it; add the file")
    return str(path.read_text(encoding="utf-8"))


def narrowed(schema: Mapping[str, Any], **choices: Sequence[str]) -> dict[str, Any]:
    """The schema in which each reference to `#/$defs/NAME` admits only the choices given for that name.

    The references are replaced in place, since not every server that constrains its replies follows them. A name
    without choices stays any string.
    """
    definitions = schema.get("$defs", {})
    return {key: _narrowed(value, definitions, choices) for key, value in schema.items() if key != "$defs"}


def _narrowed(value: Any, definitions: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> Any:
    if isinstance(value, list):
        return [_narrowed(item, definitions, choices) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        name = value["$ref"].removeprefix("#/$defs/")
        allowed = list(choices.get(name, ()))
        return {"type": "string", "enum": allowed} if allowed else dict(definitions[name])
    return {key: _narrowed(item, definitions, choices) for key, item in value.items()}


class Block(NamedTuple):
    """One text from outside and what is known of it: what goes into one fence."""

    text: str
    attributes: Mapping[str, str]


def fenced(evidence: Sequence[Evidence]) -> str:
    """Passages as data, each in a fence with its key, publisher and day; the headline once an article, to save room."""
    first = {item.article.id: item.key for item in reversed(evidence)}
    return fence(
        "passage",
        [Block(item.passage.text, _described(item, headline=first[item.article.id] == item.key)) for item in evidence],
    )


def fence(kind: str, blocks: Sequence[Block]) -> str:
    """Texts as data, each between `<KIND-TAG …>` and `</KIND-TAG>`.

    The tag is a digest of everything within, so that the same content gives the same prompt, and a text that knew its
    tag would change it. What looks like a tag in a text is made inert all the same.
    """
    tag = f"{kind}-{digest(*(part for block in blocks for part in (block.text, *block.attributes.values())))[:_TAG_CHARS]}"
    return "\n".join(_fenced(tag, block) for block in blocks)


def _fenced(tag: str, block: Block) -> str:
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in block.attributes.items())
    return f"<{tag}{attributes}>\n{inert(block.text).strip()}\n</{tag}>"


def inert(text: str) -> str:
    """The text as a model is shown it: nothing invisible, nothing that opens a tag or reads as a control token."""
    seen = _INVISIBLE.sub("", text)
    return _INSTRUCTION_TOKEN.sub(r"(\1)", _MARKUP.sub("‹", seen))


def _attribute(value: str) -> str:
    return _ATTRIBUTE_BREAKERS.sub(" ", inert(value)).strip()[:_LONGEST_ATTRIBUTE]


def _described(item: Evidence, *, headline: bool) -> dict[str, str]:
    described = {
        "key": item.key,
        "publisher": item.article.publisher,
        "date": item.article.published_at.date().isoformat(),
    }
    return {**described, "headline": item.article.title} if headline else described
