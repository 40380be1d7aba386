"""The version, from the one place that states it: ``metadata.txt``, which QGIS reads too."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PLUGIN = "Landslides (L4S)"  # any folder may hold some metadata.txt; ours has this name


def read_version() -> str:
    """The ``version`` of the ``metadata.txt`` that a wheel carries inside the package, a checkout beside it.

    Reading one small file is quicker than asking ``importlib.metadata``, and right in a checkout too, where the
    version of an editable install is the one it had when it was installed.

    Raises
    ------
    RuntimeError
        Neither file is there: the package was copied without it.
    """
    for path in (_HERE / "metadata.txt", _HERE.parent / "metadata.txt"):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        found = dict(line.split("=", 1) for line in lines if "=" in line)
        if found.get("name") == _PLUGIN and "version" in found:
            return found["version"].strip()
    raise RuntimeError(f"{_HERE.parent / 'metadata.txt'}, which states the version, is missing; install l4s again")
