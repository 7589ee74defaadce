"""Trains the verifier's cross-encoder: `python -m eval.train_verifier FOLDER --start MODEL --out FOLDER`.

FOLDER holds labelled pairs in the format of `verifier_data`; only files whose licence permits commercial use are read.
MODEL is a Hugging Face folder with three labels (supported, unsupported, contradicted) or without a head. Claims of one
passage go through in one batch, and beside the usual loss each supported one must score above each that is not: the
decisive word counts, not the topic. Seeded; continues from its last checkpoint when run again.
"""

import argparse
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from pipeline.verifier.pack import pack

from .metrics.discrimination import auroc, balanced_accuracy
from .verifier_data import Labelled, cap, load, may_train_on, three_way_source
from .verifier_twins import twins

LABELS = ("supported", "unsupported", "contradicted")
WINDOW = 256  # tokens
_BATCH_TOKENS = 4_096
_WARM_UP, _DECAY = 0.04, 0.01
_MARGIN_WEIGHT = 0.5
_CHECKPOINT_STEPS = 400
_MOST_OF_ONE_PASSAGE = 12


@dataclass(frozen=True)
class Example:
    """A pair as token ids, its label's number, whether its source tells all three labels apart, and its passage."""

    ids: list[int]
    types: list[int]
    label: int
    three_way: bool
    group: str


@dataclass(frozen=True)
class Passes:
    """How often the written claims are seen, which share of the other pairs, how many families of twins; the learning rate."""

    claims: int = 4
    others: float = 1.0
    families: int = 2_000
    rate: float = 1e-4


def encoded(items: Sequence[Labelled], tokenizer: object) -> list[Example]:
    """Examples of pairs, in order; passages are cut first where a pair is longer than the window."""
    out: list[Example] = []
    for item in items:
        passage, claim = pack(item.pair)
        ids = tokenizer(passage, claim, truncation="only_first", max_length=WINDOW)  # type: ignore[operator]
        out.append(
            Example(
                ids["input_ids"],
                ids["token_type_ids"],
                LABELS.index(item.label),
                three_way_source(item.source),
                f"{item.source}/{item.group}",
            )
        )
    return out


def batches(examples: Sequence[Example], rng: Random) -> Iterator[list[Example]]:
    """All examples once: passages whole, of like length together, in random order."""
    by_passage: dict[str, list[Example]] = {}
    for example in examples:
        by_passage.setdefault(example.group, []).append(example)
    units: list[list[Example]] = []
    for group in by_passage.values():
        rng.shuffle(group)
        units += [group[i : i + _MOST_OF_ONE_PASSAGE] for i in range(0, len(group), _MOST_OF_ONE_PASSAGE)]
    rng.shuffle(units)
    units.sort(key=lambda unit: max(len(example.ids) for example in unit) // 16)
    made: list[list[Example]] = [[]]
    for unit in units:
        longest = max(len(example.ids) for example in [*made[-1], *unit])
        if made[-1] and longest * (len(made[-1]) + len(unit)) > _BATCH_TOKENS:
            made.append([])
        made[-1] += unit
    rng.shuffle(made)
    yield from made


def padded(batch: Sequence[Example]) -> dict[str, Tensor]:
    width = max(len(example.ids) for example in batch)
    ids, types, mask = (torch.zeros(len(batch), width, dtype=torch.long) for _ in range(3))
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        types[row, : len(example.ids)] = torch.tensor(example.types)
        mask[row, : len(example.ids)] = 1
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}


def loss_of(logits: Tensor, batch: Sequence[Example]) -> Tensor:
    """Cross entropy over three labels, over two where a source has only two, plus the margin between twins."""
    label = torch.tensor([example.label for example in batch])
    three = torch.tensor([example.three_way for example in batch])
    chances = torch.log_softmax(logits, 1)
    refused = torch.logsumexp(chances[:, 1:], 1)
    two_way = torch.where(label == 0, chances[:, 0], refused)
    plain = -torch.where(three, chances.gather(1, label[:, None])[:, 0], two_way).mean()
    odds = chances[:, 0] - refused
    groups = {name: n for n, name in enumerate(dict.fromkeys(example.group for example in batch))}
    group = torch.tensor([groups[example.group] for example in batch])
    facing = (group[:, None] == group[None, :]) & (label[:, None] == 0) & (label[None, :] != 0)
    if not facing.any():
        return plain
    gaps = odds[:, None] - odds[None, :]
    return plain + _MARGIN_WEIGHT * nn.functional.softplus(1 - gaps[facing]).mean()


def training_sets(folder: Path, passes: Passes, *, seed: int) -> list[list[Labelled]]:
    """What is seen, one list an epoch: the written claims each time, of everything else another share."""
    files = {path.stem: load(path) for path in sorted(folder.glob("*.jsonl")) if may_train_on(path)}
    written = [item for name, items in files.items() if name.startswith("news_claims") for item in items]
    news = [i for n, f in files.items() if n.startswith(("news_claims", "defacto", "factor_news", "bump")) for i in f]
    made = twins(news, families=passes.families, seed=seed)
    rest: list[Labelled] = list(made)
    for name, items in files.items():
        if not name.startswith("news_claims"):
            shuffled = Random(f"{seed}/{name}").sample(items, len(items))
            rest += [shuffled[i % len(items)] for i in range(min(int(cap(name) * passes.others), 2 * len(items)))]
    order: dict[str, int] = {}
    rng = Random(seed)
    for item in rest:  # a passage's pairs stay together
        order.setdefault(f"{item.source}/{item.group}", rng.randrange(passes.claims))
    return [
        written + [item for item in rest if order[f"{item.source}/{item.group}"] == epoch]
        for epoch in range(passes.claims)
    ]


def train(folder: Path, start: str, out: Path, passes: Passes, *, seed: int) -> None:
    """Trains and writes the model with its tokenizer into `out`."""
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(start)
    names = dict(enumerate(LABELS))
    model = AutoModelForSequenceClassification.from_pretrained(
        start, num_labels=len(LABELS), id2label=names, label2id={v: k for k, v in names.items()}, dtype=torch.float32
    )
    model.base_model.embeddings.word_embeddings.weight.requires_grad_(False)
    epochs = training_sets(folder, passes, seed=seed)
    examples = [encoded(items, tokenizer) for items in epochs]
    plan = [batch for n, epoch in enumerate(examples) for batch in batches(epoch, Random(f"{seed}/{n}"))]
    print(f"{sum(map(len, plan))} pairs in {len(plan)} steps", flush=True)
    optimizer = torch.optim.AdamW(
        [p for p in model.parameters() if p.requires_grad], lr=passes.rate, weight_decay=_DECAY, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, len(plan)))
    out.mkdir(parents=True, exist_ok=True)
    saved = out / "checkpoint.pt"
    done = 0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done = state["step"]
    model.train()
    began, seen, total = time.monotonic(), 0, 0.0
    for step in range(done, len(plan)):
        torch.manual_seed(seed * 1_000_003 + step)  # dropout as it would have been without a break
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(**padded(plan[step])).logits
        loss = loss_of(logits.float(), plan[step])
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        seen, total = seen + len(plan[step]), total + float(loss.detach())
        if (step + 1) % 50 == 0:
            rate = seen / (time.monotonic() - began)
            print(f"{step + 1}/{len(plan)} loss {total / 50:.4f} {rate:.1f} pairs/s", flush=True)
            total = 0.0
        if (step + 1) % _CHECKPOINT_STEPS == 0:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save({**state, "schedule": schedule.state_dict()}, saved.with_suffix(".part"))
            saved.with_suffix(".part").replace(saved)
    model.eval()
    model.to(torch.bfloat16).save_pretrained(out)
    tokenizer.save_pretrained(out)
    saved.unlink(missing_ok=True)


def _share(step: int, steps: int) -> float:
    warm = max(1, math.ceil(_WARM_UP * steps))
    return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))


def probabilities(model: nn.Module, examples: Sequence[Example]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """P(supported), P(unsupported), P(contradicted) of every example, in order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    out = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 32):
            at = order[start : start + 32]
            out[at] = torch.softmax(model(**padded([examples[i] for i in at])).logits.float(), 1).numpy()
    return out


def measure(folder: Path, source: str, *, most: int) -> None:
    """Prints balanced accuracy (at one half) and AUROC of the model alone on every file of a folder."""
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModelForSequenceClassification.from_pretrained(source, dtype=torch.float32).eval()
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        items = load(path)
        items = Random(0).sample(items, min(most, len(items)))
        score = probabilities(model, encoded(items, tokenizer))[:, 0].astype(np.float64)
        truth = np.asarray([item.label == "supported" for item in items])
        row = balanced_accuracy(truth, score >= 0.5), auroc(truth, score)
        rows.append(row)
        print(f"{path.stem:32s} n={len(items):4d} bacc={row[0] or 0:.3f} auroc={row[1] or 0:.3f}", flush=True)
    print(f"mean {np.mean([r[0] for r in rows if r[0]]):.3f} {np.mean([r[1] for r in rows if r[1]]):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--start", default="sentence-transformers/all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--measure", type=int, metavar="N", help="only measure --start, on N pairs a file")
    parser.add_argument("--seed", type=int, default=1)
    for name, value in vars(Passes()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    given = parser.parse_args()
    if given.measure:
        measure(given.folder, given.start, most=given.measure)
    else:
        passes = Passes(given.claims, given.others, given.families, given.rate)
        train(given.folder, given.start, given.out, passes, seed=given.seed)


if __name__ == "__main__":
    main()
