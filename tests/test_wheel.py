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
    assert {name.split("/")[0] for name in names} == {"pipeline", "eval", "groundwire-0.1.0.dist-info"}
    assert {"eval/cases/questions.jsonl", "eval/gold/questions.jsonl", "eval/page/templates/page.css"} <= set(names)
    assert not [name for name in names if name.startswith(("eval/bench.", "eval/train_", "eval/fit_"))]
    assert len(names) == len(set(names))


@pytest.fixture
def ran(installed, tmp_path):
    """Runs a command of the installed environment in an empty folder that knows nothing of the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GROUNDWIRE"))}

    def runs(command: str, *args: str) -> subprocess.CompletedProcess[str]:
        line = [installed / command, *args]
        return subprocess.run(line, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)

    return runs


def test_the_installed_evals_measure_the_cited_answers_of_another_system(ran, installed, tmp_path):
    assert str(installed.parent) in ran("python", "-c", "import eval.run; print(eval.run.__file__)").stdout
    listed = ran("groundwire", "eval", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    suites = [each["suite"] for each in json.loads(listed.stdout)]
    assert {"citations", "verifier", "mutations", "answers", "retrieval"} <= set(suites)
    (tmp_path / "answers.md").write_text("Both sides left [1].\n\n[1] Both sides left on Monday.\n")
    measured = ran("groundwire", "eval", "run", "--answers", "answers.md", "--json")
    assert measured.returncode == 0, measured.stderr
    [run] = json.loads(measured.stdout)
    assert run["metrics"]["citation_recall"]["value"] == 1.0
    assert "<mark>" in (tmp_path / run["path"] / "index.html").read_text(encoding="utf-8")


def test_the_installed_demo_answers_from_an_empty_folder(ran, installed):
    where = ran("python", "-c", "import pipeline; print(pipeline.__file__)").stdout
    assert str(installed.parent) in where
    asked = ran("groundwire", "demo", "--json")
    assert asked.returncode == 0, asked.stderr
    report = json.loads(asked.stdout)
    assert report["schema"] == "groundwire/report/1"
    assert report["question"] == "Are Russia and Ukraine near agreement?"
    assert report["claims"]
    assert all(claim["citations"] for claim in report["claims"].values())
