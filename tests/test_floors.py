"""The building: which floor each module of `pipeline` stands on, and which of them may use which library.

A module imports from lower floors only, never from its own floor or above, wherever in the file the import stands. What
must bend is listed with its reason. A module or a library that is not listed fails: place it, and say why.
"""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {
    0: {"addresses", "errors"},
    1: {"assets", "ids", "types"},
    2: {"fetching", "ports", "prompting", "settings", "text"},
    3: {"fakes", "indexes", "models", "readers", "render", "stages", "stores", "verifier", "writers"},
    4: {"flow", "staff", "watching"},
    5: {"service"},
    6: {"__init__", "__main__", "faces"},
}
EXCEPTIONS = {
    ("indexes", "stores"): "the lexical index is a table in the catalogue's own database",
    ("__init__", "faces"): "opening a home in a notebook tells the notebook how to show what it gives back",
    ("__main__", "faces"): "it starts the command line and holds nothing else",
}
# Library → where it may be imported: a module, or a package with all that is in it.
LIBRARIES = {
    "anyio": {"faces.mcp"},
    "chromadb": {"indexes.folder"},
    "datasketch": {"stores.sketches"},
    "fastapi": {"faces.http", "faces.web"},
    "docx": {"render.word"},
    "eval": {"faces.cli"},
    "feedparser": {"readers.feed"},
    "filelock": {"stores.engine", "stores.standing"},
    "httpcore": {"fetching"},
    "httpx": {"fetching", "models.chat"},
    "jinja2": {"faces.web", "prompting", "render"},
    "jsonschema": {"models.chat.replies"},
    "llama_index": {"faces.llama", "models.chat", "models.llama_embedder"},
    "lxml": {"readers"},
    "markupsafe": {"render"},
    "mcp": {"faces.mcp"},
    "numpy": {
        "fakes",
        "indexes",
        "models",
        "ports",
        "stages",
        "stores.remembered",
        "stores.sketches",
        "verifier",
        "writers",
    },
    "onnx": {"models.export"},
    "onnxruntime": {"models"},
    "pdoc": {"faces.apidocs"},
    "protego": {"fetching.robots"},
    "pyarrow": {"readers.parquet"},
    "openai": {"models.chat"},
    "pydantic": {
        "faces",
        "readers",
        "render",
        "settings",
        "stages.bundle",
        "stages.bundle_check",
        "stores.reports",
        "types",
    },
    "pydantic_settings": {"settings"},
    "pypdf": {"readers.pdf"},
    "rich": {"faces", "render.text"},
    "safetensors": {"models.export"},
    "scipy": {"writers.themes"},
    "sentence_transformers": {"models.export", "models.hf_entailment", "models.sentence_transformer"},
    "sqlalchemy": {"indexes.fulltext", "stores"},
    "tenacity": {"models.chat.client"},
    "tiktoken": {"models.tokens"},
    "tokenizers": {"models"},
    "torch": {"models.export", "models.sentence_transformer"},
    "trafilatura": {"readers"},
    "typer": {"faces.cli"},
    "uvicorn": {"faces.http.server", "faces.mcp.transport"},
    "warcio": {"readers.warc"},
    "weasyprint": {"render.pdf"},
    "xllamacpp": {"models.chat.serve"},
}
# Run by developers only; may import what the extra `dev` brings.
DEVELOPERS_ONLY = {"faces.apidocs", "models.export"}
# Reads what an extra of our own brings, and says so where it is not installed.
OPTIONAL = {"readers.parquet", "readers.pdf", "render.pdf", "render.word"}
# Not a library: the evals, which stand above `pipeline` and ship beside it. Only the command line runs them.
BESIDE = {"eval"}
HEAVY = ("chromadb", "llama_index", "onnxruntime", "sentence_transformers", "sqlalchemy", "torch", "transformers")


class Import(NamedTuple):
    """One import: the module that it stands in, what it imports (within `pipeline`: without that name), its line."""

    module: str
    target: str
    ours: bool
    line: int

    @property
    def place(self) -> str:
        return f"pipeline.{self.module}, line {self.line}, imports {self.target}"


def imports_of(package: Path) -> list[Import]:
    return [
        found
        for file in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for found in _read(node, _name(file, package), inside=_inside(file, package))
    ]


def _read(node: ast.AST, module: str, *, inside: tuple[str, ...]) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            head, _, rest = alias.name.partition(".")
            yield Import(module, (rest or "__init__") if head == "pipeline" else head, head == "pipeline", node.lineno)
    elif isinstance(node, ast.ImportFrom):
        path = (node.module or "").split(".") if node.module else []
        if node.level:
            path = [*inside[: len(inside) - node.level + 1], *path]
        elif path[0] != "pipeline":
            yield Import(module, path[0], ours=False, line=node.lineno)
            return
        else:
            path = path[1:]
        for alias in node.names:
            yield Import(module, _target(path, alias.name), ours=True, line=node.lineno)


def _target(path: list[str], name: str) -> str:
    """What `from path import name` reaches: at the top, a module of ours or a name of the façade."""
    if path:
        return ".".join(path)
    return name if name in {module for floor in FLOORS.values() for module in floor} else "__init__"


def _inside(file: Path, package: Path) -> tuple[str, ...]:
    return file.relative_to(package).parent.parts


def _name(file: Path, package: Path) -> str:
    parts = file.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def broken_floors(imports: list[Import]) -> list[str]:
    floor_of = {module: floor for floor, modules in FLOORS.items() for module in modules}
    broken = []
    for found in imports:
        here, there = found.module.split(".")[0], found.target.split(".")[0]
        if not found.ours or here == there or (here, there) in EXCEPTIONS:
            continue
        if here in floor_of and floor_of.get(there, 99) >= floor_of[here]:
            broken.append(found.place)
    return broken


def unlisted_libraries(imports: list[Import]) -> list[str]:
    return [
        found.place
        for found in imports
        if not found.ours
        and found.target not in sys.stdlib_module_names
        and not any(_within(found.module, place) for place in LIBRARIES.get(found.target, ()))
    ]


def _within(module: str, place: str) -> bool:
    return module == place or module.startswith(place + ".")


IMPORTS = imports_of(ROOT / "pipeline")


def test_every_module_stands_on_a_floor():
    modules = {_name(file, ROOT / "pipeline").split(".")[0] for file in (ROOT / "pipeline").rglob("*.py")}
    assert modules - {module for floor in FLOORS.values() for module in floor} == set()


def test_a_module_imports_from_lower_floors_only():
    assert broken_floors(IMPORTS) == []


def test_every_exception_is_still_needed():
    used = {(found.module.split(".")[0], found.target.split(".")[0]) for found in IMPORTS if found.ours}
    assert set(EXCEPTIONS) - used == set()


def test_a_library_is_imported_only_where_the_table_says():
    assert unlisted_libraries(IMPORTS) == []


def test_the_table_of_libraries_lists_no_place_that_does_not_use_it():
    idle = [
        (library, place)
        for library, places in LIBRARIES.items()
        for place in sorted(places)
        if not any(found.target == library and _within(found.module, place) for found in IMPORTS)
    ]
    assert idle == []


def test_every_library_is_a_dependency_of_our_own():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {_distribution(line) for line in [*project["dependencies"], *project["optional-dependencies"]["local"]]}
    distributions = packages_distributions()
    used = {
        _distribution(distributions[library][0])
        for library, places in LIBRARIES.items()
        if not places <= DEVELOPERS_ONLY | OPTIONAL and library not in BESIDE
    }
    assert used - declared == set()


def test_every_dependency_is_pinned_at_the_version_that_is_tested():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(line.count("==") == 1 and "+" not in line for line in pins)
    needed = {_distribution(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]}
    assert needed - {_distribution(line) for line in pins} == set()


def _distribution(requirement: str) -> str:
    name = requirement.strip()
    for mark in "<>=!~;[ ":
        name = name.split(mark)[0]
    return name.lower().replace("_", "-").replace(".", "-")


def test_an_import_within_a_function_is_seen(tmp_path):
    (tmp_path / "stages").mkdir()
    (tmp_path / "stages" / "draft.py").write_text("def f():\n    from ..service import Groundwire\n    import torch\n")
    imports = imports_of(tmp_path)
    assert broken_floors(imports) == ["pipeline.stages.draft, line 2, imports service"]
    assert unlisted_libraries(imports) == ["pipeline.stages.draft, line 3, imports torch"]


def test_siblings_on_one_floor_do_not_import_each_other(tmp_path):
    (tmp_path / "writers").mkdir()
    (tmp_path / "writers" / "a.py").write_text(
        "from .b import c\nfrom pipeline.verifier.judge import J\nfrom .. import stores, ids\nimport pipeline.models\n"
    )
    assert broken_floors(imports_of(tmp_path)) == [
        "pipeline.writers.a, line 2, imports verifier.judge",
        "pipeline.writers.a, line 3, imports stores",
        "pipeline.writers.a, line 4, imports models",
    ]


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from pipeline.faces.cli import main\n"
        "code = main(['--help'])\n"
        f"print('loaded', sorted(set({HEAVY!r}) & set(sys.modules)), code)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert "Usage" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "loaded [] 0"
