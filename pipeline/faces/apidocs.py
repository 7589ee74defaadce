"""The reference of the library as pages, made from its docstrings: `python -m pipeline.faces.apidocs DIR` (`make docs`).

For developers: it needs the extra `dev`.
"""

import sys
from importlib import import_module
from pathlib import Path

# What other programs may build upon; the rest of the package is free to change.
MODULES = (
    "pipeline",
    "pipeline.service.groundwire",
    "pipeline.types",
    "pipeline.errors",
    "pipeline.settings",
    "pipeline.ports",
    "pipeline.fakes",
    "pipeline.faces.llama",
    "pipeline.faces.notebook",
)


def write_reference(folder: Path) -> None:
    """Writes a page for each module that others may build upon, and an index."""
    from pdoc import pdoc, render

    facade = import_module("pipeline")
    for name in facade.__all__:  # its names are loaded when first used, and pages can only show what is loaded
        getattr(facade, name)
    render.configure(docformat="markdown", show_source=False, footer_text="groundwire")
    pdoc(*MODULES, output_directory=folder)


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
