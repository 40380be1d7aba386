"""``python -m docs_site [build|serve]``: see ``scripts/docs``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from docs_site.assemble import ROOT, SiteError, assemble
from docs_site.made import localise, problems

FOLDER = ROOT / "build" / "docs"


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/docs", description="Build the documentation site.")
    parser.add_argument("action", nargs="?", choices=["build", "serve"], default="build")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="Where pages/ and site/ are written.")
    action, folder = vars(parser.parse_args()).values()
    began = time.monotonic()
    try:
        config = assemble(folder)
    except SiteError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "zensical", action, "--config-file", str(config)]
    if action == "serve":
        print("Changes of the pages need a new start: the site is made of a copy of them.")
        return subprocess.run(command, cwd=folder, check=False).returncode
    done = subprocess.run([*command, "--strict"], cwd=folder, check=False)
    if done.returncode:
        return 1
    localise(folder / "site")
    wrong = problems(folder / "site")
    for line in wrong:
        print(line)
    pages = len(list((folder / "site").rglob("*.html")))
    print(f"{folder / 'site' / 'index.html'}: {pages} pages in {time.monotonic() - began:.0f} s, {len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
