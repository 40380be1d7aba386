"""What a set-up costs, said before it begins."""

from __future__ import annotations

from ..i18n_text import tr

DOWNLOAD_MB = 150
DISK_MB = 600


def costs() -> str:
    return tr(
        "The calculations run in a Python environment of their own, which never touches that of QGIS. Setting it up "
        "once downloads about {download} MB, needs {disk} MB on the disk and takes one to five minutes."
    ).format(download=DOWNLOAD_MB, disk=DISK_MB)
