"""Nothing of QGIS reaches the backend; what the user has set for himself does."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path, PureWindowsPath

import pytest

from plugin_backend_kit import TEST_BACKEND
from qgis_plugin.backend.environment import child_environment
from qgis_plugin.backend.places import Places, python_of
from qgis_plugin.backend.wheel import bundled_wheel

pytestmark = pytest.mark.slow

OF_QGIS = {
    "PYTHONHOME": "/nowhere",
    "PYTHONPATH": "/nowhere",
    "PYTHONSTARTUP": "/nowhere/x.py",
    "PYTHONDONTWRITEBYTECODE": "1",
    "VIRTUAL_ENV": "/v",
    "LD_LIBRARY_PATH": "/nowhere",
    "LD_PRELOAD": "",
    "PROJ_LIB": "/nowhere",
    "PROJ_DATA": "/nowhere",
    "GDAL_DATA": "/nowhere",
    "GDAL_DRIVER_PATH": "/nowhere",
    "QT_PLUGIN_PATH": "/nowhere",
    "QT_QPA_PLATFORM": "offscreen",
    "OSGEO4W_ROOT": r"C:\OSGeo4W",
    "GISBASE": "/usr/lib/grass82",
    "GRASS_PYTHON": "python3",
    "VSI_CACHE": "TRUE",
    "CPL_ZIP_ENCODING": "x",
    "CONDA_PREFIX": "/opt/conda",
    "DYLD_LIBRARY_PATH": "/nowhere",
    "__PYVENV_LAUNCHER__": "/nowhere/python3",
    "QGIS_PREFIX_PATH": "/usr",
    "SSL_CERT_FILE": "/Applications/QGIS.app/Contents/Resources/certs/certs.pem",
}
OF_THE_USER = {
    "HOME": "/home/anna",
    "PATH": "/usr/bin:/bin",
    "LANG": "ja_JP.UTF-8",
    "PIP_INDEX_URL": "https://mirror.example/simple",
    "OMP_NUM_THREADS": "1",
    "NO_PROXY": "intranet",
    "REQUESTS_CA_BUNDLE": "/etc/company.pem",
    "PYENV_ROOT": "/home/anna/.pyenv",
}


def test_what_is_left_out_and_what_is_kept():
    kept = child_environment({**OF_QGIS, **OF_THE_USER}, system="Linux")
    assert kept == {**OF_THE_USER, "PYTHONUTF8": "1"}


def test_the_backend_works_inside_a_poisoned_environment():
    command = [str(TEST_BACKEND), "-I", "-c"]
    text = (
        "import json, os, sys, rasterio, rasterio.warp\n"
        "x, y = rasterio.warp.transform('EPSG:4326', 'EPSG:32643', [75.0], [0.0])\n"
        "print(json.dumps([x[0], sorted(os.environ)]))"
    )
    poisoned = {**os.environ, **{n: v for n, v in OF_QGIS.items() if n not in ("LD_PRELOAD",)}}
    broken = subprocess.run([*command, text], env=poisoned, capture_output=True)
    assert broken.returncode != 0, "the variables do no harm here, so the test shows nothing"
    done = subprocess.run([*command, text], env=child_environment(poisoned), capture_output=True, check=True)
    x, names = json.loads(done.stdout)
    assert x == pytest.approx(500_000, abs=0.01)
    assert not set(OF_QGIS) & set(names)


def test_proxy():
    proxy = "http://anna:secret@proxy:3128"
    kept = child_environment({"http_proxy": "http://old", "https_proxy": "http://old"}, proxy, system="Linux")
    names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
    assert {kept[name] for name in names} == {proxy}
    windows = child_environment({"Http_Proxy": "http://old"}, proxy, system="Windows")
    assert {name: value for name, value in windows.items() if "PROXY" in name.upper()} == {
        "HTTP_PROXY": proxy,
        "HTTPS_PROXY": proxy,
    }
    assert child_environment({"https_proxy": "http://own"}, None, system="Linux")["https_proxy"] == "http://own"


@pytest.mark.parametrize("root", [r"C:\Program Files\QGIS 3.34.4", r"D:\gis\install"])
def test_on_windows_the_folders_of_qgis_leave_the_path(root):
    path = [
        rf"{root}\apps\qgis-ltr\bin",
        rf"{root}\APPS\Python39",
        rf"{root.lower()}\bin",
        r"C:\Windows\system32",
        r"C:\Users\Anna\AppData\Local\Programs\Python\Python312",
        r'"C:\OSGeo4W64\bin"',
    ]
    base = {"Path": ";".join(path), "OSGEO4W_ROOT": root, "SystemRoot": r"C:\Windows", "Qt_Plugin_Path": "x"}
    kept = child_environment(base, system="Windows")
    assert kept["Path"].split(";") == path[3:5]
    assert kept["SystemRoot"] == r"C:\Windows"
    assert "Qt_Plugin_Path" not in kept
    prefix = {"PATH": ";".join(path), "QGIS_PREFIX_PATH": f"{root}/apps/qgis-ltr"}
    assert child_environment(prefix, system="Windows")["PATH"].split(";") == path[3:5]


def test_places(tmp_path):
    places = Places(tmp_path / "l4s")
    assert places.marker.parent == places.environment
    assert places.environment.parent == places.root
    assert python_of(Path("e"), "Linux") == python_of(Path("e"), "Darwin") == Path("e/bin/python")
    assert PureWindowsPath(python_of(Path("e"), "Windows")) == PureWindowsPath(r"e\Scripts\python.exe")


def test_the_bundled_wheel(tmp_path):
    assert not bundled_wheel(tmp_path).exists()
    (tmp_path / "metadata.txt").write_text("[general]\nname=l4s\nversion=0.3.1\n")
    assert bundled_wheel(tmp_path).name == "l4s-0.3.1-py3-none-any.whl"
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "l4s-0.4.0-py3-none-any.whl").touch()
    assert bundled_wheel(tmp_path).name == "l4s-0.4.0-py3-none-any.whl"
