"""The targets of speed and memory on this machine's CPU, measured in one command.

    python benchmarks/suite.py [--side 10980] [--only T1,T4] [--format jp2] [--json FILE] [--work FOLDER]

Prints a table (target, measured, met or not) and JSON with the date, the CPU and the versions. Everything is a ratio
within one run. The scene is written once into the working folder, 5 GB for a full tile.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from devices.machine import machine
from speed.gdal_stack import stack_against_gdal
from speed.measure import Result
from speed.outlines import outlines
from speed.straightforward import against_straightforward
from speed.whole_run import whole_runs

TARGETS = ("T1", "T2", "T3", "T4", "T5")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--side", type=int, default=10980, help="pixels of 10 m along a side of the scene")
    parser.add_argument("--only", default=",".join(TARGETS), help="targets, with commas")
    parser.add_argument("--format", choices=("tif", "jp2"), default="tif")
    parser.add_argument("--repeats", type=int, default=1, help="of each measurement")
    parser.add_argument("--work", type=Path, default=Path("runs/speed"), help="folder for the scenes")
    parser.add_argument("--json", type=Path, help="file for the figures")
    args = parser.parse_args()
    wanted = set(args.only.split(","))
    if unknown := wanted - set(TARGETS):
        parser.error(f"there is no target {', '.join(sorted(unknown))}; choose from {', '.join(TARGETS)}")
    args.work.mkdir(parents=True, exist_ok=True)
    facts = machine()
    steps: list[tuple[set[str], Callable[[], list[Result]]]] = [
        ({"T1", "T2"}, lambda: whole_runs(args.work, args.side, args.format, args.repeats, wanted)),
        ({"T3"}, lambda: [against_straightforward(args.work, args.side)]),
        ({"T4"}, lambda: [stack_against_gdal(args.work, args.side, args.format, args.repeats)]),
        ({"T5"}, lambda: [outlines(args.work, args.side, args.format, max(args.repeats, 3))]),
    ]
    print(f"{facts['date']}, {facts['cpu']}, {facts['cores']} cores, {args.side} px, {args.format}")
    print("| | target | measured | met |\n|---|---|---|---|")
    results = []
    for names, measure in steps:
        for result in measure() if names & wanted else []:
            print(
                f"| {result.name} | {result.target} | {result.measured} | {'yes' if result.met else 'no'} |", flush=True
            )
            results.append(asdict(result))
    text = json.dumps({**facts, "side": args.side, "format": args.format, "results": results}, indent=1)
    if args.json:
        args.json.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
