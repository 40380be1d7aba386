"""The verdict of the domain guard on every scene at hand, as it is and broken, as the table of docs/domain.md.

    python benchmarks/domain_verdicts.py l4s-lite-v4
    python benchmarks/domain_verdicts.py MODEL.onnx --clouds none --broken

Each scene is opened, its clouds are found and its verdict is made, as `l4s-detect` does before the model looks.
``--broken``: the values of each scene as from a wrong file: 1000 too high, divided by 10,000, stretched to 8 bits, one
band constant, and under snow (in memory, the pixels that the guard looks at).
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from model_scores import DATA, FLOWS, grounds

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Silent
from l4s_core.detection.opening import open_request, request_model
from l4s_core.detection.options import DetectOptions
from l4s_core.detection.request import Request
from l4s_core.domain.ground import ground_shares
from l4s_core.domain.judge import judge
from l4s_core.domain.samples import Samples, sample_stack
from l4s_core.domain.types import Verdict
from l4s_core.inference.card import ModelCard
from l4s_core.stack.open import open_stack

SNOW = {"B2": 0.85, "B3": 0.83, "B4": 0.82, "B8": 0.75, "B11": 0.10}
"""Reflectance of fresh snow, by order of magnitude (Dozier 1989)."""


def scenes(data: Path, work: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    for name, how in FLOWS.items():
        yield name, data / "scenes" / name, {"offset": how["offset"], "level": "L2A"}
    yield "hokkaido after", data / "scenes" / "hokkaido_2018" / "post", {"offset": 0, "level": "L2A"}
    yield from grounds(data / "scenes", work)


def looked_at(scene: Path, model: str, clouds: str, how: dict[str, Any]) -> tuple[Samples, ModelCard, str | None]:
    """The pixels that the guard looks at, the card and the level."""
    request = Request(scene=scene, options=DetectOptions.of(model=model, clouds=clouds, **how))
    loaded = request_model(request, Silent())
    opened = open_request(request, loaded, [], Silent())
    card = opened.card
    with tempfile.TemporaryDirectory() as work:
        required = [name for name in card.required_channels if name in opened.scene.bands]
        stack = open_stack(opened.scene, None, required, Path(work), Silent(), clouds=clouds)
        try:
            names = dict.fromkeys((*card.channels, "B2", "B3", "B4", "B8", "B11"))
            return sample_stack(stack, list(names)), card, opened.scene.level
        finally:
            stack.close()


def stretched(values: np.ndarray) -> np.ndarray:
    low, high = np.nanpercentile(values, [2, 98], axis=1, keepdims=True)
    return np.round(np.clip((values - low) / (high - low), 0, 1) * 255) / 255 * 10000


def snowed(samples: Samples) -> Samples:
    """Four of five pixels under snow."""
    rng, values = np.random.default_rng(1), samples.values.copy()
    where = rng.random(values.shape[1]) < 0.8
    for k, name in enumerate(samples.channels):
        values[k, where] = 10000 * SNOW.get(name, 0.8) * np.exp(rng.normal(0, 0.03, int(where.sum())))
    return Samples(samples.channels, values, samples.counts)


def of_values(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Samples], Samples]:
    return lambda one: Samples(one.channels, change(one.values.astype(np.float64)).astype(np.float32), one.counts)


BROKEN: dict[str, Callable[[Samples], Samples]] = {
    "1000 too high": of_values(lambda v: v + 1000),
    "0 to 1 taken for DN": of_values(lambda v: v / 10000),
    "stretched to 8 bits": of_values(stretched),
    "one band constant": lambda one: Samples(
        one.channels, np.where(np.array(one.channels)[:, None] == "B4", np.float32(500), one.values), one.counts
    ),
    "under snow": snowed,
}


def words(verdict: Verdict) -> str:
    share = "" if verdict.share_outside is None else f"{verdict.outside} of {verdict.windows}"
    return f"{verdict.word} | {share} | {', '.join(dict.fromkeys(doubt.id for doubt in verdict.doubts))}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="l4s-lite-v4")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--clouds", default="builtin")
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--text", action="store_true", help="the sentences too")
    args = parser.parse_args()
    counts: dict[str, Counter[str]] = {name: Counter() for name in BROKEN}
    print("| scene | verdict | windows outside | reasons | bare, snow, shadow, cloud |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as work:
        for name, scene, how in scenes(args.data, Path(work)):
            try:
                samples, card, level = looked_at(scene, args.model, args.clouds, how)
            except InputError as error:
                print(f"| {name} | not opened: {error} |")
                continue
            verdict, shares = judge(samples, card, level), ground_shares(samples, level)
            ground = ", ".join(f"{shares[k]:.2f}" if k in shares else "-" for k in ("bare", "snow", "shadow", "cloud"))
            print(f"| {name} | {words(verdict)} | {ground} |", flush=True)
            if args.text:
                print(*(f"    {doubt.text}" for doubt in verdict.doubts), sep="\n")
            for kind, change in BROKEN.items() if args.broken else ():
                counts[kind][judge(change(samples), card, level).word] += 1
    for kind, found in counts.items() if args.broken else ():
        print(f"{kind}: {', '.join(f'{word} {count}' for word, count in found.items())}")


if __name__ == "__main__":
    main()
