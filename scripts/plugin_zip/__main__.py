"""Command line of the packager, see scripts/package_plugin."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plugin_zip.contents import SOURCE
from plugin_zip.errors import PackagingError
from plugin_zip.make import make_plugin, prepare
from plugin_zip.rules import notes, problems

REPOSITORY = Path(__file__).resolve().parents[2]


def main() -> int:
    """Make the zip, prepare the folder, or check a zip; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/package_plugin", description="Makes the zip of the QGIS plugin.")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "dist", help="folder for the zip (default: dist)")
    others = parser.add_mutually_exclusive_group()
    others.add_argument(
        "--prepare",
        action="store_true",
        help=f"no zip: bring {SOURCE}/ itself up to date (wheel, translations, metadata), so that it works as a "
        "plugin where it is, and for qgis-plugin-ci",
    )
    others.add_argument("--check", type=Path, metavar="ZIP", help="only check a zip that is there")
    arguments = parser.parse_args()
    try:
        if arguments.prepare:
            print(f"Wheel for the plugin: {prepare(REPOSITORY)}")
            return 0
        if arguments.check:
            target = arguments.check
            if not target.is_file():
                raise PackagingError(f"{target} is not there")
            wrong = problems(target)
            if wrong:
                raise PackagingError(f"{target} breaks the rules for plugins:\n  " + "\n  ".join(wrong))
        else:
            target = make_plugin(REPOSITORY, arguments.output)
    except PackagingError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, meets the rules of plugins.qgis.org")
    for note in notes(target):
        print(f"Note: {note}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
