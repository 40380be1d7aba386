"""Time and cost of mapping many tiles, from a measured rate: the table of docs/planning.md.

    python benchmarks/suite.py --only T1 --format jp2 --json suite.json
    python benchmarks/planning.py --suite suite.json --workers 20 --worker-cores 2 --hour 0.05 --storage 0.023 \
        --target docs/planning.md

Without ``--target`` it prints the table. The rate is that of the suite's whole runs (T1), or ``--scene-seconds`` on
``--cores`` cores. Prices are in any currency: ``--hour`` for a worker, ``--egress`` and ``--storage`` for a GB.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = (("a country", 300), ("the mountains of the world", 6000))
BEGIN, END = "<!-- planning: begin -->", "<!-- planning: end -->"


@dataclass(frozen=True)
class Rate:
    """Seconds of a whole full-tile run on so many cores, and where that was measured."""

    seconds: float
    cores: int
    source: str

    @classmethod
    def of_suite(cls, path: Path) -> Rate:
        facts = json.loads(path.read_text())
        if facts["side"] != 10980:
            raise SystemExit(f"{path} was measured on {facts['side']} px; run the suite on a full tile, 10980 px.")
        walls = next(result for result in facts["results"] if result["name"] == "T1")["figures"]["run_wall_s"]
        where = f"{facts['cpu']}, {facts['cores']} cores, {facts['format']}, {facts['date']}"
        return cls(sum(walls) / len(walls), int(facts["cores"]), where)


def plan(tiles: int, rate: Rate, args: argparse.Namespace) -> dict[str, float]:
    """What ``tiles`` tiles take, with ``args.dates`` scenes of each; the formulas of docs/planning.md."""
    scenes = tiles * args.dates
    on_worker_s = rate.seconds * rate.cores / args.worker_cores / args.efficiency
    worker_h = scenes * on_worker_s / 3600
    read_gb = scenes * args.product_gb * args.share_read
    kept_gb = scenes * (args.inventory_mb + args.probability_mb) / 1000
    network_h = read_gb * 8000 / args.mbit / 3600
    return {
        "scenes": scenes,
        "worker_h": worker_h,
        "mapping_h": worker_h / args.workers,
        "read_tb": read_gb / 1000,
        "network_h": network_h,
        "kept_gb": kept_gb,
        "compute": worker_h * args.hour,
        "transfer": read_gb * args.egress,
        "storage_month": kept_gb * args.storage,
    }


def table(rate: Rate, args: argparse.Namespace) -> list[str]:
    """The table and what it was made with, as Markdown."""
    plans = [plan(tiles, rate, args) for _, tiles in CASES]
    rows = (
        ("scenes mapped", "scenes", "{:,.0f}"),
        ("worker hours", "worker_h", "{:,.0f}"),
        (f"hours with {args.workers} workers, mapping", "mapping_h", "{:,.1f}"),
        (f"hours at {args.mbit:g} Mbit/s, reading", "network_h", "{:,.1f}"),
        ("read, TB", "read_tb", "{:,.2f}"),
        ("kept, GB", "kept_gb", "{:,.0f}"),
        ("cost of workers", "compute", "{:,.0f}"),
        ("cost of reading", "transfer", "{:,.0f}"),
        ("cost of keeping, a month", "storage_month", "{:,.2f}"),
    )
    heads = [f"{name} ({tiles:,} tiles)" for name, tiles in CASES]
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    lines += [f"| {words} | {' | '.join(form.format(one[key]) for one in plans)} |" for words, key, form in rows]
    longer = "reading" if plans[0]["network_h"] > plans[0]["mapping_h"] else "mapping"
    return [
        *lines,
        "",
        f"A full tile takes {rate.seconds:,.0f} s on {rate.cores} cores ({rate.source}). Assumed: workers of "
        f"{args.worker_cores} cores at {args.hour:g} an hour, {args.efficiency:.0%} of the rate of a single run, "
        f"{args.dates} scene(s) of each tile, {args.product_gb:g} GB a product of which {args.share_read:.0%} is read, "
        f"{args.inventory_mb:g} MB an inventory and {args.probability_mb:g} MB a probability kept, {args.egress:g} for "
        f"reading and {args.storage:g} for keeping a GB. The longer of the two times is {longer}; they overlap, so "
        "it is about how long the whole takes.",
    ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    rate = parser.add_mutually_exclusive_group(required=True)
    rate.add_argument("--suite", type=Path, help="JSON of benchmarks/suite.py with T1 on a full tile")
    rate.add_argument("--scene-seconds", type=float, help="a whole full-tile run, with --cores")
    parser.add_argument("--cores", type=int, default=2, help="of the run that --scene-seconds is of")
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--worker-cores", type=float, required=True, help="of one worker, which maps a scene at a time")
    parser.add_argument("--hour", type=float, required=True, help="price of a worker for an hour")
    parser.add_argument("--storage", type=float, required=True, help="price of keeping a GB for a month")
    parser.add_argument("--egress", type=float, default=0.0, help="price of reading a GB; 0 beside the archive")
    parser.add_argument("--mbit", type=float, default=2000.0, help="Mbit/s from the archive, all workers together")
    parser.add_argument("--dates", type=float, default=1.0, help="scenes of each tile; 2-3 where clouds are common")
    parser.add_argument("--efficiency", type=float, default=0.85, help="of a busy cluster against a single run")
    parser.add_argument("--product-gb", type=float, default=0.95, help="a Level-2A product: 0.8 to 1.1")
    parser.add_argument("--share-read", type=float, default=1.0, help="1 for downloads, about 0.4 for COGs by URL")
    parser.add_argument("--inventory-mb", type=float, default=20.0)
    parser.add_argument("--probability-mb", type=float, default=0.0, help="about 60 with --save probability")
    parser.add_argument("--target", type=Path, help="page between whose marks the table is put")
    return parser.parse_args()


def main() -> None:
    args: Any = arguments()
    rate = (
        Rate.of_suite(args.suite) if args.suite else Rate(args.scene_seconds, args.cores, "given on the command line")
    )
    text = "\n".join(table(rate, args))
    if args.target is None:
        print(text)
        return
    before, mark, rest = args.target.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise SystemExit(f"{args.target} has no {BEGIN} ... {END}.")
    args.target.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
