"""The wheel is whole: built, installed and run outside the repository. Run by `make wheel`."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.wheel, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(out.glob("groundwire-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of a fresh environment with the wheel in it, which sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    ours = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # Not this environment's .pth files: the editable install of the checkout must stay out of sight.
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    Path(ours, "libraries.pth").write_text(libraries + "\n")
    return folder / "bin"


def test_the_wheel_holds_models_prompts_and_the_sample_corpus_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("minilm/model.onnx", "minilm/tokenizer.json", "corpus/sample/r1.jsonl", "corpus/sample/r2.jsonl"):
        assert f"pipeline/assets/{name}" in names
    prompts = {path.relative_to(ROOT).as_posix() for path in (ROOT / "prompts").rglob("*") if path.is_file()}
    assert {f"pipeline/assets/{prompt}" for prompt in prompts} <= set(names)
    assert {name.split("/")[0] for name in names} == {"pipeline", "groundwire-0.1.0.dist-info"}
    assert len(names) == len(set(names))


def test_the_installed_demo_answers_from_an_empty_folder(installed, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GROUNDWIRE"))}
    where = subprocess.run(
        [installed / "python", "-c", "import pipeline; print(pipeline.__file__)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    ).stdout
    assert str(installed.parent) in where
    ran = subprocess.run(
        [installed / "groundwire", "demo", "--json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report["schema"] == "groundwire/report/1"
    assert report["question"] == "Are Russia and Ukraine near agreement?"
    assert report["claims"]
    assert all(claim["citations"] for claim in report["claims"].values())
