"""The plan of the house in figures: rooms of `l4s_core`, arrows between them, knots, and the sizes of its files.

    python benchmarks/house.py CHECKOUT [CHECKOUT]

A room is a package directly below `l4s_core` (with its sub-packages), or a module that lies loose there. An arrow is a
pair of rooms of which one imports the other, however often, lazy and type-only imports included. A knot is a set of
rooms (a circle: of files) of which each leads to every other one. Needs grimp, which import-linter brings.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PACKAGE = "l4s_core"
ROWS = {
    "files": "files",
    "median": "median lines of a file",
    "largest": "lines of the largest file",
    "lines": "lines",
    "small": "files below 40 lines",
    "rooms": "rooms",
    "loose": "modules loose on top",
    "arrows": "arrows between rooms",
    "knots": "rooms in knots",
    "circles": "files in circles",
}


def room(module: str) -> str:
    """The first part of a module's name below the package."""
    return module.split(".")[1]


def in_circles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The strongly connected sets of two and more nodes, largest first."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = [pair for pair in edges if pair[0] != pair[1]]
    names = sorted({name for pair in pairs for name in pair})
    number = {name: k for k, name in enumerate(names)}
    ends = np.array([[number[a], number[b]] for a, b in pairs], dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(pairs)), (ends[0], ends[1])), shape=(len(names), len(names)))
    count, label = connected_components(graph, connection="strong")
    sets = [[name for name, own in zip(names, label, strict=True) if own == k] for k in range(count)]
    return sorted((one for one in sets if len(one) > 1), key=len, reverse=True)


def measure(checkout: Path) -> dict[str, object]:
    """The figures of one checkout; of a process that has imported no other one."""
    import grimp

    sys.path.insert(0, str(checkout))
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    modules = graph.modules - {PACKAGE}  # its public names are of all rooms, by design
    imports = [(a, b) for a in modules for b in graph.find_modules_directly_imported_by(a) if b in modules]
    arrows = {(room(a), room(b)) for a, b in imports if room(a) != room(b)}
    rooms = {room(module) for module in modules}
    folder = checkout / PACKAGE
    loose = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in folder.rglob("*.py")]
    with_code = [count for count in lines if count > 1]  # the others only make a folder a package
    knots, circles = in_circles(arrows), in_circles(imports)
    return {
        "files": len(with_code),
        "median": round(statistics.median(with_code)),
        "largest": max(with_code),
        "lines": sum(lines),
        "small": sum(count < 40 for count in with_code),
        "rooms": len(rooms),
        "loose": len(loose),
        "arrows": len(arrows),
        "knots": sum(map(len, knots)),
        "circles": sum(map(len, circles)),
        "knot": knots,
        "circle": circles,
    }


def main() -> None:
    """A column for each checkout."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]).resolve())))
        return
    if not sys.argv[1:]:
        sys.exit(__doc__)
    checkouts = sys.argv[1:]
    for checkout in checkouts:
        if not (Path(checkout) / PACKAGE / "__init__.py").is_file():
            sys.exit(f"{checkout} is no checkout: it has no {PACKAGE}/__init__.py.")
    # a process each: a package is imported once in a process
    runs = [[sys.executable, __file__, "--one", checkout] for checkout in checkouts]
    found = [json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout) for run in runs]
    width = max(map(len, ROWS.values()))
    columns = [max(len(checkout), 8) for checkout in checkouts]
    print(" " * width, *(f"{name:>{wide}}" for name, wide in zip(checkouts, columns, strict=True)))
    for key, words in ROWS.items():
        print(f"{words:{width}}", *(f"{one[key]:>{wide}}" for one, wide in zip(found, columns, strict=True)))
    for name, one in zip(checkouts, found, strict=True):
        for what in ("knot", "circle"):
            for members in one[what]:
                print(f"{name}: a {what} of {', '.join(members)}")


if __name__ == "__main__":
    main()
