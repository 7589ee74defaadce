"""Prose that a program can check: what the README says of settings and commands is what the program does."""

import re
import subprocess
import sys
from pathlib import Path

from pipeline import __version__
from pipeline.settings import settings_table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_in_the_readme_are_those_of_the_program() -> None:
    shown = re.search(r"<!-- settings: .*? -->\n(.*?)\n<!-- end of settings -->", README, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == settings_table().strip()


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"^(?:.*\| )?groundwire (\w+)", README, re.MULTILINE))
    listed = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert named
    assert {name for name in named if f"\n  {name} " not in listed} == set()


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in sorted(set(re.findall(r"make (demo|test|gate|bench|check)\b", README))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_that_the_docs_link_to_exists() -> None:
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "corpus/README.md"):
        page = ROOT / name
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{name} links to {link}"


def test_the_version_is_the_one_that_is_packaged() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
