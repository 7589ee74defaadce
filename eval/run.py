"""Running suites: each gets a folder, every item is written as it is measured, and what was killed can be taken up again."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter

from pydantic import JsonValue

from pipeline.assets import prompts_folder
from pipeline.errors import BadInput
from pipeline.ids import digest
from pipeline.ports import Progress, silent
from pipeline.prompting import load_prompt
from pipeline.settings import load_settings

from .judges import load_judge
from .records import Config, RememberingJudge, RunFolder, Score, Summary, list_runs
from .records.folder import runs_folder
from .records.verdicts import judging_code
from .statistics import Metric
from .suite import Context, Headlined, Item, Measure, Suite, file_digest
from .suites import load


@dataclass(frozen=True)
class Order:
    """What is asked of a run: the options of `groundwire eval run`. `out` None: a folder in the home."""

    home: Path
    judge: str = "packaged"
    seed: int = 7
    limit: int | None = None
    data: Path | None = None
    answers: Path | None = None
    out: Path | None = None
    resume: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)


def run_suites(names: Sequence[str], order: Order, progress: Progress = silent) -> list[RunFolder]:
    """The finished folder of each suite's run, in the order asked.

    Raises:
        BadInput: there is no such suite or judge, a file that was given is missing, or a folder holds another run.
    """
    suites = [load(name) for name in dict.fromkeys(names)]
    if not suites:
        raise BadInput("no suite was named, so there is nothing to run; 'groundwire eval list' names them")
    for given in (order.data, order.answers):
        if given is not None and not given.exists():
            raise BadInput(f"there is no file or folder {str(given)!r}; nothing was run; check the path")
    with _workshop(order, progress) as context:
        places = [_place(suite, order, context, alone=len(suites) == 1) for suite in suites]
        return [_run(suite, place, context) for suite, place in zip(suites, places, strict=True)]


@contextmanager
def _workshop(order: Order, progress: Progress) -> Iterator[Context]:
    """What the suites of one call share: the judge with what it remembers, and the homes that they open."""
    judge = load_judge(order.judge, home=order.home, progress=progress)
    remembering = RememberingJudge(judge, runs_folder(order.home) / "verdicts.jsonl")
    with tempfile.TemporaryDirectory(prefix="groundwire-eval-", ignore_cleanup_errors=True) as work:
        context = Context(
            home=order.home,
            judge=remembering,
            work=Path(work),
            seed=order.seed,
            limit=order.limit,
            data=order.data,
            answers=order.answers,
            settings=order.settings,
            progress=progress,
        )
        try:
            yield context
        finally:
            context.close()


def _place(suite: Suite, order: Order, context: Context, *, alone: bool) -> RunFolder:
    """The folder that the run goes to, its config written: a new one, or an unfinished one of the same work."""
    now = datetime.now(UTC)
    config = _config(suite, order, context, now)
    if order.out is not None:
        folder = RunFolder(order.out if alone else order.out / suite.name)
        if not folder.begun:
            _require_empty(folder.path)
        elif not (order.resume and folder.config.same_work(config)):
            raise BadInput(_occupied(folder, resume=order.resume))
        else:
            return folder
    else:
        if order.resume and (unfinished := _unfinished(config, order.home)):
            return unfinished
        folder = RunFolder(runs_folder(order.home) / _free(f"{suite.name}-{now:%Y%m%d-%H%M%S}", order.home))
    folder.begin(config.model_copy(update={"run": folder.path.name}))
    return folder


def _require_empty(path: Path) -> None:
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise BadInput(
            f"--out {path} is there already and holds no run of evals; nothing was touched; name a new folder"
        )


def _occupied(folder: RunFolder, *, resume: bool) -> str:
    if resume:
        return f"{folder.path} holds a run of other work (suite, judge or its code, data, prompts, settings, seed or limit differ); name a new folder"
    return f"{folder.path} holds a run already; give --resume to finish or repeat it, or name a new folder"


def _unfinished(config: Config, home: Path) -> RunFolder | None:
    """The newest run of the home that asks for the same and was never finished."""
    runs = [run for run in list_runs(home) if not run.finished and run.config.same_work(config)]
    return runs[-1] if runs else None


def _free(name: str, home: Path) -> str:
    taken = sum(path.name.startswith(name) for path in runs_folder(home).glob("*"))
    return f"{name}-{taken + 1}" if taken else name


def _config(suite: Suite, order: Order, context: Context, now: datetime) -> Config:
    given = {"data": order.data, "answers": order.answers}
    settings = load_settings(order.home, **order.settings)
    prompts = sorted(path.stem for path in prompts_folder().glob("*.md") if path.stem != "README")
    return Config(
        run="",
        suite=suite.name,
        created=now,
        version=_version(),
        code=judging_code(),
        judge=order.judge,
        judge_name=context.judge.name,
        seed=order.seed,
        limit=order.limit,
        data=str(order.data) if order.data else None,
        answers=str(order.answers) if order.answers else None,
        given={name: file_digest(path) for name, path in given.items() if path is not None},
        settings={name: _plain(value) for name, value in settings.model_dump().items()},
        prompts={name: load_prompt(name).digest for name in prompts},
    )


def _run(suite: Suite, folder: RunFolder, shared: Context) -> RunFolder:
    began = perf_counter()
    done = {item.id: item for item in folder.items() if item.error is None}
    context = replace(shared, done=done, notes=[], used={}, total=None)
    items: list[Item] = []
    for item in suite.items(context):
        if item.id not in done:
            folder.add(item)
        items.append(item)
        context.progress(f"eval {suite.name}", len(items), context.total)
    judge = context.judge
    summary = Summary(
        suite=suite.name,
        run=folder.path.name,
        metrics={name: _score(metric, _measure(suite, name)) for name, metric in suite.summary(items).items()},
        items=len(items),
        errors=sum(item.error is not None for item in items),
        notes=tuple(context.notes),
        data=context.used,
        headline=suite.headline(items) if isinstance(suite, Headlined) else "",
        items_digest=digest(*(part for item in items for part in (item.id, item.claim)))[:16],
        use=judge.use() if isinstance(judge, RememberingJudge) else {},
        seconds=round(perf_counter() - began, 2),
    )
    folder.finish(summary)
    from .page import page

    folder.write_page(page([folder]))
    return folder


def _score(metric: Metric, measure: Measure) -> Score:
    value, low, high = (None if x is None else round(x, 6) for x in (metric.value, metric.low, metric.high))
    return Score(value=value, low=low, high=high, n=metric.n, why=metric.why, **measure._asdict())


def _measure(suite: Suite, name: str) -> Measure:
    """What a metric says: by its name, else by the longest family (`killed.*`) that it belongs to."""
    if name in suite.metrics:
        return suite.metrics[name]
    families = [key for key in suite.metrics if key.endswith(".*") and name.startswith(key[:-1])]
    return suite.metrics[max(families, key=len)] if families else Measure("")


def _plain(value: object) -> JsonValue:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _version() -> str:
    try:
        return version("groundwire")
    except PackageNotFoundError:
        return "unknown"
