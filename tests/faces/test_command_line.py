import json
import os
import pty
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline.errors import BadInput, CheckFailed, HomeBusy, ModelUnavailable
from pipeline.faces.cli import app
from pipeline.faces.cli.app import own_options_first
from pipeline.faces.cli.progress import Bars
from pipeline.faces.cli.reference import reference
from pipeline.faces.moments import moment
from tests.faces.stub import Stub

ROOT = Path(__file__).parents[2]
HEAVY = "chromadb sqlalchemy torch llama_index onnxruntime sentence_transformers numpy pydantic openai jinja2"


def process(*args: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *args], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False, **options
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom pipeline.faces.cli import main\n"
        f"code = main(['--help'])\nprint([name for name in {HEAVY.split()!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = process("-c", code)
    assert ran.stderr == "[]\n"
    assert "Usage: groundwire" in ran.stdout


def test_help_lists_every_command_in_the_order_of_need(run) -> None:
    ran = run()
    assert ran.code == 0
    listed = [line.split()[0] for line in ran.out.split("Commands:\n")[1].splitlines() if line.strip()]
    order = "demo ingest withdraw corpus search ask show reports refresh diff edit watch policy check verify eval doctor serve mcp"
    assert listed == [name for name in order.split() if name in listed]
    assert {"demo", "ask", "check", "serve", "mcp"} <= set(listed)


def test_every_command_takes_json_and_gives_an_example() -> None:
    text = reference()
    sections = [section for section in text.split("\n### ")[1:] if "COMMAND [ARGS]" not in section]
    names = [section.split("`")[1] for section in sections]
    assert len(names) > 12
    for name, section in zip(names, sections, strict=True):
        assert "| `--json` |" in section or name in {"groundwire serve", "groundwire mcp"}, name
        assert section.count("```\ngroundwire ") >= 2


def test_the_reference_is_printed_by_its_module() -> None:
    ran = process("-m", "pipeline.faces.cli.reference")
    assert ran.returncode == 0
    assert ran.stdout == reference()


def test_version_is_printed(run) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("groundwire 0")


def test_the_application_runs_under_typers_own_runner() -> None:
    result = CliRunner().invoke(app, ["ask", "--help"])
    assert result.exit_code == 0
    assert "QUESTION" in result.output


def test_the_home_comes_from_the_option_the_environment_or_the_folder(run, stub, monkeypatch) -> None:
    run("corpus")
    run("--home", "a", "corpus")
    run("corpus", "--home", "b")
    run("corpus", "--home=c", "--json")
    monkeypatch.setenv("GROUNDWIRE_HOME", "d")
    run("corpus")
    assert [str(home) for home in stub.homes] == [".groundwire", "a", "b", "c", "d"]
    assert stub.closed == 5


def test_own_options_come_first_and_what_follows_two_dashes_stays() -> None:
    assert own_options_first(["ask", "q", "-v", "--home", "h", "--json"]) == ["-v", "--home", "h", "ask", "q", "--json"]
    assert own_options_first(["ask", "--", "--home"]) == ["ask", "--", "--home"]
    assert own_options_first(["ask", "--home"]) == ["--home", "ask"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput("the value 'x' cannot be used"), 2),
        (CheckFailed("a gate says no"), 3),
        (HomeBusy("another process writes here"), 1),
        (ModelUnavailable("no model\x1b[2J"), 1),
    ],
)
def test_an_error_is_its_message_and_its_exit_code(run, error, code) -> None:
    ran = run("corpus", service=Stub(raises=error))
    message = str(error).replace("\x1b[2J", "")
    assert (ran.code, ran.out, ran.err) == (code, "", f"Error: {message}\n")
    ran = run("corpus", "--json", service=Stub(raises=error))
    assert (ran.code, ran.out) == (code, "")
    assert json.loads(ran.err) == {"error": {"type": type(error).__name__, "message": message}}


def test_an_unexpected_error_shows_no_traceback_unless_asked(run) -> None:
    service = Stub(raises=KeyError("surprise"))
    ran = run("corpus", service=service)
    assert ran.code == 1
    assert ran.err == "Error: unexpected KeyError: 'surprise'\nThis is a bug; run with --debug for the traceback.\n"
    assert "Traceback" in run("corpus", "--debug", service=service).err
    assert service.closed == 2


def test_an_interrupt_is_quiet(run) -> None:
    ran = run("corpus", service=Stub(raises=KeyboardInterrupt()))
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_misspelt_command_gets_a_suggestion(run) -> None:
    ran = run("aks")
    assert ran.code == 2
    assert "No such command 'aks'" in ran.err
    assert "ask" in ran.err.replace("'aks'", "")


def test_usage_errors_are_json_where_json_was_asked_for(run) -> None:
    ran = run("show", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err) == {"error": {"type": "UsageError", "message": "Missing argument 'ID'."}}


def test_a_reader_who_leaves_early_is_no_error() -> None:
    script = f"{sys.executable} -m tests.faces.stub ok ask near --format html | head -c 10; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert ran.stderr == ""
    assert ran.stdout.startswith("<!doctype ")
    assert ran.stdout.rsplit(maxsplit=1)[-1] in {"0", "141"}


def test_a_process_ends_with_the_exit_code() -> None:
    for wanted, code in (("ok", 0), ("gate", 3), ("busy", 1), ("bug", 1), ("interrupt", 130)):
        assert process("-m", "tests.faces.stub", wanted, "corpus").returncode == code


def test_json_survives_a_terminal_without_unicode() -> None:
    ran = process(
        "-m", "tests.faces.stub", "ok", "ask", "near", "--json", env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["claims"]["c-tolls"]["citations"][0]["quote"] == "“will not lift the tolls this year”"
    ran = process("-m", "tests.faces.stub", "ok", "ask", "near", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0


def test_colour_is_for_terminals() -> None:
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faces.stub", "ok", "reports"],
        stdout=follower,
        stderr=follower,
        cwd=ROOT,
        env=environment,
    ) as running:
        running.wait(timeout=60)
    os.close(follower)
    assert b"\x1b[31mstale-major\x1b[0m" in os.read(leader, 65536)
    os.close(leader)


def test_bars_are_drawn_only_on_a_terminal_and_only_for_long_work() -> None:
    drawn = {}
    for name, terminal, patience in (("long", True, 0.0), ("short", True, 60.0), ("piped", False, 0.0)):
        console = Console(force_terminal=terminal, width=80, record=True, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        with Bars(console, patience_s=patience) as bars:
            bars("embedding", 1, 3)
            time.sleep(0.3)
            bars("writing", 0, None)
            time.sleep(0.2)
        drawn[name] = console.export_text()
        console.file.close()
    assert "embedding" in drawn["long"]
    assert "1/3" in drawn["long"]
    assert drawn["short"].strip() == ""
    assert drawn["piped"].strip() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-16", datetime(2025, 12, 16, 23, 59, 59, 999999, tzinfo=UTC)),
        (" 2025-12-16 ", datetime(2025, 12, 16, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2025-12-16T09:00", datetime(2025, 12, 16, 9, 0, tzinfo=UTC)),
        ("2025-12-16T09:00Z", datetime(2025, 12, 16, 9, 0, tzinfo=UTC)),
        ("2025-12-16 09:00:30+02:00", datetime(2025, 12, 16, 7, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_as_a_moment_in_utc(text, expected) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "16.12.2025", "2025-13-01", "2025-02-30", "0001-01-01T00:00+14:00", "1e9"]
)
def test_what_is_no_date_is_refused_with_an_example(text) -> None:
    with pytest.raises(BadInput, match="for example 2025-12-16"):
        moment(text)
