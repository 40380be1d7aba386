"""One version, wherever it is stated."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import l4s_core
from l4s_core.base.docs import page

ROOT = Path(__file__).resolve().parents[3]


def plugin_metadata() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    with (ROOT / "metadata.txt").open(encoding="utf-8") as file:
        parser.read_file(file)
    return parser["general"]


def test_the_plugin_metadata_states_the_version_of_the_package() -> None:
    assert plugin_metadata()["version"] == l4s_core.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", l4s_core.__version__)


def test_the_copy_of_the_metadata_in_the_plugin_is_equal() -> None:
    copy = ROOT / "qgis_plugin" / "metadata.txt"
    assert copy.read_bytes() == (ROOT / "metadata.txt").read_bytes(), "scripts/package_plugin --prepare brings it up"
    assert not copy.is_symlink(), "zips and Windows checkouts do not keep links"


def other_checkout(folder: Path, version: str) -> Path:
    """What a wheel is built from, of another version, with a package that is small."""
    (folder / "l4s_core").mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("__init__.py", "__init__.pyi", "_version.py"):
        shutil.copy(ROOT / "l4s_core" / name, folder / "l4s_core")
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    (folder / "metadata.txt").write_text(re.sub(r"(?m)^version=.*$", f"version={version}", text), encoding="utf-8")
    return folder


def version_seen_from(folder: Path) -> str:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import l4s_core; print(l4s_core.__version__)"
    done = subprocess.run([sys.executable, "-I", "-c", code, str(folder)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.slow
def test_the_version_of_the_metadata_reaches_checkout_and_wheel(tmp_path: Path) -> None:
    checkout = other_checkout(tmp_path / "checkout", "7.8.9")
    assert version_seen_from(checkout) == "7.8.9"
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--quiet",
        "--wheel-dir",
        tmp_path / "wheels",
        checkout,
    ]
    subprocess.run(command, check=True)
    wheel = tmp_path / "wheels" / "l4s-7.8.9-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    assert version_seen_from(tmp_path / "installed") == "7.8.9"


@pytest.mark.slow
def test_a_package_without_its_metadata_says_so(tmp_path: Path) -> None:
    checkout = other_checkout(tmp_path, "1.0.0")
    (checkout / "metadata.txt").write_text("[general]\nname=another plugin\nversion=9.9.9\n")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        version_seen_from(checkout)
    assert "metadata.txt, which states the version, is missing" in failed.value.stderr


def test_the_changelog_has_an_entry_for_the_version() -> None:
    headings = re.findall(r"^## .*$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(l4s_core.__version__ in heading for heading in headings)


def test_the_citation_is_of_this_version() -> None:
    assert f"\nversion: {l4s_core.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_addresses_of_the_package_are_those_of_the_plugin() -> None:
    general = plugin_metadata()
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    urls = dict(re.findall(r'^(Homepage|Repository|Issues|Documentation) = "([^"]+)"$', text, re.MULTILINE))
    assert urls.pop("Documentation") == page("index")
    assert urls == {"Homepage": general["homepage"], "Repository": general["repository"], "Issues": general["tracker"]}
    assert f'authors = [{{name = "{general["author"]}", email = "{general["email"]}"}}]' in text


def test_the_plugin_metadata_has_what_qgis_requires() -> None:
    general = plugin_metadata()
    required = ("name", "qgisMinimumVersion", "description", "version", "author", "email", "about", "repository")
    assert [key for key in required if not general.get(key)] == []
    assert "\n" not in general["about"], "QGIS shows one paragraph"
