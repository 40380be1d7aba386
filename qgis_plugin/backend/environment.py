"""The variables that the backend is started with: the user's, without those of QGIS."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import PureWindowsPath

# Each of these makes the libraries inside the backend's wheels find files, plugins or modules of QGIS instead of
# their own. An inherited PROJ_LIB, for instance, breaks every transformation.
_DROPPED = {
    "__PYVENV_LAUNCHER__",  # macOS: tells a Python that it is another one
    "APPDIR",
    "GEOTIFF_CSV",
    "GISBASE",
    "GISRC",
    "JPEGMEM",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "OSGEO4W_ROOT",
    "SAGA",
    "SAGA_MLB",
    "VIRTUAL_ENV",
    "VIRTUAL_ENV_PROMPT",
}
_DROPPED_BEGINNINGS = (
    "CONDA_",
    "_CONDA",
    "CPL_",
    "DYLD_",
    "GDAL_",
    "GRASS",
    "L4S_RUN_TAG",
    "L4S_WATCH_STDIN",
    "O4W_",
    "OGR_",
    "PDAL_",
    "PROJ_",
    "PYTHON",  # PYTHONHOME, PYTHONPATH, PYTHONSTARTUP, PYTHONUSERBASE ...
    "QGIS",
    "QML",
    "QT_",
    "VSI",
)
# Certificates: the user's own matter behind a company's proxy, QGIS's own do not.
_CERTIFICATES = {"SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"}
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY")


def child_environment(
    base: Mapping[str, str], proxy: str | None = None, *, system: str | None = None
) -> dict[str, str]:
    """The environment for a program that is not part of QGIS.

    Parameters
    ----------
    base
        The environment of QGIS, ``os.environ``.
    proxy
        ``http://user:password@host:port``; None leaves a proxy of the user's own environment as it is.
    system
        As `platform.system` names it; for tests.
    """
    system = system or platform.system()
    windows = system == "Windows"
    roots = _qgis_folders(base) if windows else []
    kept: dict[str, str] = {}
    for name, value in base.items():
        upper = name.upper()
        if upper in _DROPPED or upper.startswith(_DROPPED_BEGINNINGS):
            continue
        if upper in _CERTIFICATES and (".app/contents/" in value.lower() or _inside(value, roots)):
            continue
        if windows and upper == "PATH":
            value = ";".join(part for part in value.split(";") if part and not _of_qgis(part, roots))
        kept[name] = value
    kept["PYTHONUTF8"] = "1"
    if proxy:
        for name in [n for n in kept if n.upper() in _PROXIES]:
            del kept[name]
        for name in _PROXIES:
            kept[name] = proxy
            if not windows:  # there, names are the same in both cases; here, some programs read only the lower one
                kept[name.lower()] = proxy
    return kept


def _qgis_folders(base: Mapping[str, str]) -> list[str]:
    """Where QGIS lies on Windows, as it says itself."""
    by_name = {name.upper(): value for name, value in base.items()}
    roots = []
    if by_name.get("OSGEO4W_ROOT"):
        roots.append(by_name["OSGEO4W_ROOT"])
    prefix = by_name.get("QGIS_PREFIX_PATH")  # C:\Program Files\QGIS 3.34\apps\qgis-ltr
    if prefix:
        folder = PureWindowsPath(prefix)
        roots.append(str(folder.parent.parent if folder.parent.name.lower() == "apps" else folder))
    return roots


def _inside(path: str, roots: list[str]) -> bool:
    folder = PureWindowsPath(path.strip().strip('"'))  # compares without case
    return any(folder == PureWindowsPath(root) or PureWindowsPath(root) in folder.parents for root in roots)


def _of_qgis(path: str, roots: list[str]) -> bool:
    parts = PureWindowsPath(path.strip().strip('"').lower()).parts
    return _inside(path, roots) or any(part.startswith(("qgis", "osgeo4w")) for part in parts)
