"""Reads what the scenario reported; the exit code says whether all went well."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(folder: Path) -> int:
    path = folder / "report.json"
    if not path.is_file():
        print(f"The desktop wrote no report; see {folder / 'qgis.log'}")
        return 1
    report = json.loads(path.read_text(encoding="utf-8"))
    for step in report["steps"]:
        facts = ", ".join(f"{name} {value}" for name, value in step["facts"].items())
        print(f"  {'ok  ' if step['ok'] else 'FAIL'} {step['seconds']:6.1f} s  {step['name']}  {facts}")
    if report.get("error"):
        print(report["error"])
    if report["finished"] and all(step["ok"] for step in report["steps"]):
        return 0
    print("The desktop test failed.")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
