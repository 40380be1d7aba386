"""How many of the forms in which people hold a raster are read right, refused, or taken for something else.

    python benchmarks/any_form.py 2000
    python benchmarks/any_form.py 2000 --kind dem --seed 7 --code OTHER_CHECKOUT --save outcomes.json

Draws forms (tests/kits/forms*.py) by chance, writes a real scene, its elevation or a probability in each, and compares
what becomes of it with what becomes of the plainest form. Prints a table: tried, same, refused, of these refused
although the form says all that is needed, wrong, crashed; in all and for each level of each factor; then the faults.
"""

from __future__ import annotations

import argparse
import collections
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCENES = ROOT.parent / "shared" / "data" / "scenes"
GROUNDS: dict[str, tuple[Path, tuple[slice, slice], float]] = {
    "puthumala": (ROOT / "examples" / "puthumala", (slice(90, 186), slice(150, 278)), 0),
    "west": (SCENES / "puthumala_2019", (slice(40, 136), slice(10, 138)), 0),
    "wayanad": (SCENES / "wayanad_2024_cloudy", (slice(300, 396), slice(300, 428)), 1000),
}
"""Folder of bands, rows and columns, and what is added to its values."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="forms to draw")
    parser.add_argument("--kind", choices=("scene", "dem", "probability"), default="scene")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--ground", choices=GROUNDS, default="puthumala")
    parser.add_argument("--code", type=Path, default=ROOT, help="checkout whose l4s is tried")
    parser.add_argument("--usual", type=float, default=0.5, help="probability of the usual level of a factor")
    parser.add_argument("--save", type=Path, help="JSON of every outcome")
    parser.add_argument("--show", type=int, default=30, help="faults to print")
    args = parser.parse_args()
    sys.path[:0] = [str(args.code.resolve()), str(ROOT / "tests" / "kits")]
    from forms_choice import Outcome, levels_of
    from forms_kinds import dems, probabilities, scenes

    bands, crop, added = GROUNDS[args.ground]
    work = Path(tempfile.mkdtemp(prefix="l4s-forms-"))
    started = time.monotonic()
    outcomes: list[Outcome] = []
    try:
        if args.kind == "scene":
            forms, judge = scenes(bands, work / "scene", crop, added)
        elif args.kind == "dem":
            heights = bands / "Copernicus_DEM_30m.tif"
            forms, judge = dems(bands, heights, work / "dem", crop)
        else:
            forms, judge = probabilities(bands, work / "probability", crop)
        for form in dict.fromkeys(forms.drawn(args.seed * 1_000_003 + i, args.usual) for i in range(args.count)):
            outcomes.append(judge(form))
            if len(outcomes) % 100 == 0:
                print(f"{len(outcomes)}, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{len(outcomes)} different forms ({args.kind}), {time.monotonic() - started:.0f} s\n")
    print(table([(levels_of(outcome.form), outcome) for outcome in outcomes]))
    for outcome in [outcome for outcome in outcomes if outcome.is_fault][: args.show]:
        print(str(outcome)[:400])
    if args.save:
        told = [
            {**levels_of(outcome.form), "verdict": outcome.verdict, "fault": outcome.is_fault, "answer": outcome.said}
            for outcome in outcomes
        ]
        args.save.write_text(json.dumps(told, indent=0))


def table(outcomes: Sequence[tuple[dict[str, str], Any]]) -> str:
    """Markdown: a line for all, and for each level of each factor."""
    lines = [
        "| form | tried | same | refused | of these needlessly | wrong | crashed |",
        "|---|---|---|---|---|---|---|",
    ]

    def line(name: str, some: Sequence[Any]) -> None:
        count = collections.Counter(outcome.verdict for outcome in some)
        needless = sum(outcome.verdict == "refused" and outcome.is_fault for outcome in some)
        cells = len(some), count["same"], count["refused"], needless, count["wrong"], count["crashed"]
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")

    line("all", [outcome for _, outcome in outcomes])
    by_level: dict[tuple[str, str], list[Any]] = collections.defaultdict(list)
    for levels, outcome in outcomes:
        for name, value in levels.items():
            by_level[name, value].append(outcome)
    for (name, value), some in sorted(by_level.items()):
        line(f"{name} {value}", some)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
