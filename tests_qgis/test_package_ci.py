"""qgis-plugin-ci, the usual tool for releases, makes the same zip from a commit."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import package_kit
import pytest

pytestmark = pytest.mark.once


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Path:
    """A repository of its own with one commit; the tool resets the one that it runs in."""
    folder = tmp_path / "checkout"
    for name in ("qgis_plugin", "l4s_core", "scripts", "examples"):
        ignored = shutil.ignore_patterns("__pycache__", "wheels", "sample", "*.aux.xml")
        shutil.copytree(repository / name, folder / name, ignore=ignored)
    for name in (
        "metadata.txt", "LICENSE", "README.md", "pyproject.toml", ".gitignore", ".gitattributes", ".qgis-plugin-ci",
        "CHANGELOG.md",
    ):  # fmt: skip
        shutil.copy(repository / name, folder)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "all")
    return folder


def contents(path: Path) -> dict[str, int]:
    with zipfile.ZipFile(path) as archive:
        return {info.filename: info.CRC for info in archive.infolist()}


def test_it_makes_the_zip_of_the_packager(checkout: Path, backend_python: Path, tmp_path: Path) -> None:
    ours = package_kit.make_zip(checkout, backend_python, tmp_path / "dist")
    version = ours.name.removeprefix("landslides_l4s.").removesuffix(".zip")
    wheels = checkout / "qgis_plugin" / "wheels"  # what scripts/package_plugin --prepare leaves there
    wheels.mkdir()
    with zipfile.ZipFile(ours) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".whl"))
        (wheels / Path(name).name).write_bytes(archive.read(name))
    shutil.copytree(checkout / "examples" / "puthumala", checkout / "qgis_plugin" / "sample" / "puthumala")
    command = [
        sys.executable, "-c", "from qgispluginci.cli import cli; cli()",
        "package", version, "--asset-path", "qgis_plugin/wheels",
        "--asset-path", "qgis_plugin/sample",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (theirs,) = checkout.glob("qgis_plugin*.zip")
    assert contents(theirs) == contents(ours)
    status = subprocess.run(["git", "status", "--short"], cwd=checkout, capture_output=True, text=True, check=True)
    assert status.stdout.split() in ([], ["??", theirs.name]), "nothing is left changed"
