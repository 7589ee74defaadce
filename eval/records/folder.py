"""The folder of one run: `config.json`, `items.jsonl` (a row an item, written as measured), `summary.json`, `index.html`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from pipeline.errors import BadInput, NotFound
from pipeline.types import Value

from ..suite import Item
from .lines import append_line, whole_lines
from .values import Config, Summary

CONFIG, ITEMS, SUMMARY, PAGE = "config.json", "items.jsonl", "summary.json", "index.html"
V = TypeVar("V", bound=Value)


class RunFolder:
    """A run on disk. Items are added one by one, so that what is killed loses at most the item it was at."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def page(self) -> Path:
        return self.path / PAGE

    @property
    def config(self) -> Config:
        return self._read(CONFIG, Config)

    @property
    def summary(self) -> Summary:
        return self._read(SUMMARY, Summary)

    @property
    def finished(self) -> bool:
        return (self.path / SUMMARY).is_file()

    @property
    def begun(self) -> bool:
        return (self.path / CONFIG).is_file()

    def begin(self, config: Config) -> None:
        """Write what is run, before anything of it runs.

        Raises:
            BadInput: the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._write(CONFIG, config)
        except OSError as error:
            raise BadInput(
                f"the run cannot be written to {self.path}: {error.strerror or error}; choose another folder with --out"
            ) from error

    def add(self, item: Item) -> None:
        append_line(self.path / ITEMS, item.model_dump_json())

    def items(self) -> Iterator[Item]:
        """The items in the order of writing; of one that stands twice, the last; a torn row is left out."""
        rows: dict[str, Item] = {}
        for line in whole_lines(self.path / ITEMS):
            try:
                item = Item.model_validate_json(line)
            except ValidationError:
                continue
            rows[item.id] = item
        yield from rows.values()

    def finish(self, summary: Summary) -> None:
        self._write(SUMMARY, summary)

    def write_page(self, page: str) -> None:
        self._replace(PAGE, page)

    def _read(self, name: str, kind: type[V]) -> V:
        try:
            return kind.model_validate_json((self.path / name).read_bytes())
        except FileNotFoundError as error:
            raise NotFound(
                f"{self.path} holds no {name}, so it is no finished run of evals; give a folder that 'groundwire eval run' "
                "wrote, or finish it with --resume"
            ) from error
        except (OSError, ValidationError) as error:
            raise BadInput(
                f"{self.path / name} cannot be read as a record of a run: {error}; run the suite again"
            ) from error

    def _write(self, name: str, value: Value) -> None:
        self._replace(name, value.model_dump_json(indent=1) + "\n")

    def _replace(self, name: str, text: str) -> None:
        """The file is there whole, or as it was before."""
        part = self.path / f".{name}.part"
        part.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        part.replace(self.path / name)


def open_run(name: str, *, home: Path) -> RunFolder:
    """The run in that folder, or of that id in this home.

    Raises:
        NotFound: there is none.
    """
    for path in (Path(name), runs_folder(home) / name):
        if (path / CONFIG).is_file():
            return RunFolder(path)
    known = [run.path.name for run in list_runs(home)]
    told = f"the runs of this home are {', '.join(known[-5:])}" if known else "this home has no runs yet"
    raise NotFound(f"there is no run {name!r}: no folder of that name holds a {CONFIG}; {told}")


def list_runs(home: Path) -> list[RunFolder]:
    """The runs of a home, oldest first."""
    folder = runs_folder(home)
    found = [RunFolder(path.parent) for path in folder.glob(f"*/{CONFIG}")] if folder.is_dir() else []
    return sorted(found, key=lambda run: (run.config.created, run.path.name))


def runs_folder(home: Path) -> Path:
    return home / "evals"
