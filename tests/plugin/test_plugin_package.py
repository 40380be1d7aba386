"""The zip of the QGIS plugin: what is in it, that it is always the same, and the rules it is held to."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import l4s_core
from l4s_core.inference.installed import DEFAULT_MODEL
from plugin_zip.contents import plugin_files, write_zip
from plugin_zip.errors import PackagingError
from plugin_zip.make import make_plugin
from plugin_zip.metadata import read_metadata
from plugin_zip.rules import notes, problems

ROOT = Path(__file__).resolve().parents[2]
VERSION = l4s_core.__version__
WHEEL = f"landslides_l4s/wheels/l4s-{VERSION}-py3-none-any.whl"


def copy_checkout(source: Path, target: Path) -> Path:
    for name in ("l4s_core", "qgis_plugin"):
        shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "wheels", "sample"))
    shutil.copytree(source / "examples" / "puthumala", target / "examples" / "puthumala")
    for name in ("metadata.txt", "LICENSE", "README.md", "pyproject.toml", ".gitignore"):
        shutil.copy(source / name, target)
    return target


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, because the packager writes translations into the plugin's folder."""
    return copy_checkout(ROOT, tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def plugin_zip(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plugin(checkout, tmp_path_factory.mktemp("dist"))


@pytest.mark.slow
def test_the_zip_holds_the_plugin_and_its_wheel(checkout: Path, plugin_zip: Path) -> None:
    assert plugin_zip.name == f"landslides_l4s.{VERSION}.zip"
    with zipfile.ZipFile(plugin_zip) as archive:
        names = archive.namelist()
        assert archive.read("landslides_l4s/metadata.txt") == (ROOT / "metadata.txt").read_bytes()
        palette = ROOT / "l4s_core" / "base" / "palette.json"
        assert archive.read("landslides_l4s/palette.json") == palette.read_bytes()
        assert archive.read("landslides_l4s/LICENSE") == (ROOT / "LICENSE").read_bytes()
    sample = ROOT / "examples" / "puthumala"
    assert {f"landslides_l4s/sample/puthumala/{path.name}" for path in sample.glob("*.tif")} <= set(names)
    assert WHEEL in names
    for language in ("es", "fr", "ja"):
        assert f"landslides_l4s/i18n/l4s_{language}.qm" in names
    source = checkout / "qgis_plugin"
    code = {f"landslides_l4s/{path.relative_to(source).as_posix()}" for path in source.rglob("*.py")}
    assert code <= set(names)
    assert [name for name in names if name.endswith((".ts", ".toml", ".pyc"))] == []
    assert problems(plugin_zip) == []
    with zipfile.ZipFile(plugin_zip) as archive:
        held = sum(info.compress_size for info in archive.infolist() if "/sample/" in info.filename)
    assert held < 3e6, "everybody downloads it"


@pytest.mark.slow
def test_the_wheel_is_complete(plugin_zip: Path) -> None:
    with zipfile.ZipFile(plugin_zip) as archive:
        inside = zipfile.ZipFile(io.BytesIO(archive.read(WHEEL)))
    names = inside.namelist()
    models = {f"l4s_core/models/{model.name}" for model in (ROOT / "l4s_core" / "models").glob("*.onnx")}
    assert f"l4s_core/models/{DEFAULT_MODEL}.onnx" in models
    assert models <= set(names)
    metadata = inside.read(f"l4s-{VERSION}.dist-info/METADATA").decode()
    assert f"\nVersion: {VERSION}\n" in metadata
    assert [
        line for line in metadata.splitlines() if line.startswith("Requires-Dist: torch") and "extra" not in line
    ] == []


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(checkout: Path, plugin_zip: Path, tmp_path: Path) -> None:
    copy = copy_checkout(checkout, tmp_path / "checkout")
    for path in copy.rglob("*"):
        os.utime(path, (1e9, 1e9))
        path.chmod(0o700 if path.is_dir() else 0o600)
    again = make_plugin(copy, tmp_path / "dist")
    with zipfile.ZipFile(plugin_zip) as first, zipfile.ZipFile(again) as second:
        assert [(i.filename, i.CRC) for i in first.infolist()] == [(i.filename, i.CRC) for i in second.infolist()]
    assert again.read_bytes() == plugin_zip.read_bytes()


@pytest.mark.slow
def test_examples_as_addresses_are_noted(plugin_zip: Path) -> None:
    addresses = {key: read_metadata(ROOT / "metadata.txt")[key] for key in ("tracker", "repository", "homepage")}
    expected = [key for key, address in addresses.items() if "example.org" in address]
    assert [all(key in note for key in expected) for note in notes(plugin_zip)] == ([True] if expected else [])


# ------------------------------------------------------------------------------------------------------ broken rules


def minimal_wheel(name: str = "l4s_core/models/m.onnx") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "")
    return buffer.getvalue()


def good_files() -> dict[str, bytes]:
    """The smallest plugin that keeps all rules."""
    return {
        "landslides_l4s/__init__.py": b"def classFactory(iface):\n    return None\n",
        "landslides_l4s/metadata.txt": (ROOT / "metadata.txt").read_bytes(),
        "landslides_l4s/LICENSE": b"GPL",
        "landslides_l4s/icons/l4s.svg": b"<svg/>",
        WHEEL: minimal_wheel(),
    }


def zip_of(files: dict[str, bytes], folder: Path) -> Path:
    path = folder / "plugin.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_minimal_plugin_keeps_the_rules(tmp_path: Path) -> None:
    assert problems(zip_of(good_files(), tmp_path)) == []


def put(name: str, content: bytes = b"") -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({name: content})


def drop(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.pop(name) and None


def in_metadata(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        text = files["landslides_l4s/metadata.txt"].decode()
        assert old in text
        files["landslides_l4s/metadata.txt"] = text.replace(old, new).encode()

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("landslides_l4s/big.bin", os.urandom(25_000_001)), "the repository takes at most 25 MB"),
        (put("l4s_core/__init__.py"), "must have one folder, landslides_l4s, at its top, and has: l4s_core, land"),
        (put("landslides_l4s/../evil.py"), "is not a plain path"),
        (put("landslides_l4s/a.pyc"), "must not be in the zip"),
        (put("landslides_l4s/gui/__pycache__/a.txt"), "must not be in the zip"),
        (put("landslides_l4s/.git/config"), "must not be in the zip"),
        (put("landslides_l4s/.hidden"), "hidden file"),
        (put("landslides_l4s/lib/fast.so"), "is a binary"),
        (put("landslides_l4s/setup.EXE"), "is a binary"),
        (put("landslides_l4s/Rutschung_ü.svg"), "not every unzip program"),
        (put("landslides_l4s/license"), "differ only by capital letters"),
        (drop("landslides_l4s/LICENSE"), "landslides_l4s/LICENSE is missing"),
        (drop("landslides_l4s/__init__.py"), "landslides_l4s/__init__.py is missing"),
        (drop("landslides_l4s/metadata.txt"), "landslides_l4s/metadata.txt is missing"),
        (put("landslides_l4s/__init__.py", b"x = 1\n"), "has no function classFactory"),
        (put("landslides_l4s/a.py", b"from PyQt5.QtCore import Qt\n"), "imports PyQt5"),
        (put("landslides_l4s/a.py", b"def f():\n    import PyQt6.QtCore\n"), "imports PyQt6"),
        (put("landslides_l4s/a.py", b"match 1:\n    case 1: pass\n"), "is not Python 3.9"),
        (put("landslides_l4s/a.py", b"def f(:\n"), "is not Python 3.9"),
        (in_metadata("\nabout=", "\nabout2="), "metadata.txt lacks: about"),
        (in_metadata("\nhomepage=https://", "\nhomepage=ht tp//"), "homepage is not a web address"),
        (in_metadata("experimental=True", "experimental=perhaps"), "experimental must be True or False"),
        (in_metadata(f"\nversion={VERSION}", "\nversion=1.0-beta"), "the version must look like 1.2.3"),
        (in_metadata("qgisMinimumVersion=3.22", "qgisMinimumVersion=new"), "qgisMinimumVersion must look like 3.22"),
        (in_metadata("author=", "author=a/b "), "the author must not contain a slash"),
        (in_metadata("@", " at "), "email is not an address"),
        (in_metadata("icon=icons/l4s.svg", "icon=icons/none.svg"), "the icon icons/none.svg is not in the zip"),
        (in_metadata("description=", "description=100 % "), "metadata.txt cannot be read"),
        (in_metadata("[general]", "[other]"), "metadata.txt cannot be read"),
        (put("landslides_l4s/metadata.txt", b"\xff\xfe"), "metadata.txt cannot be read"),
        (drop(WHEEL), "must carry one wheel of l4s, and has 0"),
        (put("landslides_l4s/wheels/l4s-0.0.1-py3-none-any.whl", minimal_wheel()), "and has 2"),
        (in_metadata(f"\nversion={VERSION}", "\nversion=99.0.0"), "The wheel must be landslides_l4s/wheels/l4s-99.0.0"),
        (put(WHEEL, b"no zip"), "cannot be opened"),
        (put(WHEEL, minimal_wheel("l4s_core/fast.so")), "The wheel carries binaries: l4s_core/fast.so"),
        (put(WHEEL, minimal_wheel("l4s_core/a.py")), "The wheel carries no model"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_said(change: Callable[[dict[str, bytes]], None], said: str, tmp_path: Path) -> None:
    files = good_files()
    change(files)
    found = problems(zip_of(files, tmp_path))
    assert any(said in problem for problem in found), found
    assert all(problem.endswith(".") and "\n" not in problem for problem in found)


def test_a_damaged_zip_is_said(tmp_path: Path) -> None:
    path = zip_of(good_files(), tmp_path)
    content = bytearray(path.read_bytes())
    content[content.index(b"<svg/>")] ^= 1
    path.write_bytes(content)
    assert problems(path) == ["landslides_l4s/icons/l4s.svg is damaged inside the zip."]
    path.write_bytes(b"no zip")
    assert problems(path) == ["The zip cannot be opened."]


# ------------------------------------------------------------------------------------------------------- the packager


def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    plugin = tmp_path / "qgis_plugin"
    (plugin / "__pycache__").mkdir(parents=True)
    for name in ("a.py", ".hidden", "a.ts", "__pycache__/a.pyc"):
        (plugin / name).touch()
    assert list(plugin_files(plugin)) == ["a.py"]
    (plugin / "notes.docx").touch()
    with pytest.raises(PackagingError, match=r"notes\.docx"):
        plugin_files(plugin)


@pytest.mark.slow
def test_a_zip_that_breaks_a_rule_does_not_replace_the_last_one(tmp_path: Path) -> None:
    checkout, output = tmp_path / "checkout", tmp_path / "dist"
    (checkout / "qgis_plugin").mkdir(parents=True)
    (checkout / "l4s_core" / "base").mkdir(parents=True)
    shutil.copy(ROOT / "l4s_core" / "base" / "palette.json", checkout / "l4s_core" / "base")
    shutil.copytree(ROOT / "examples" / "puthumala", checkout / "examples" / "puthumala")
    output.mkdir()
    for name in ("metadata.txt", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout)
    (checkout / "l4s_core" / "m.onnx").touch()
    (checkout / "qgis_plugin" / "__init__.py").write_text("from PyQt5 import QtCore\n")
    last = output / f"landslides_l4s.{VERSION}.zip"
    last.write_bytes(b"the last one")
    with pytest.raises(PackagingError, match="imports PyQt5"):
        make_plugin(checkout, output)
    assert last.read_bytes() == b"the last one"
    assert [path.name for path in output.iterdir()] == [last.name]


@pytest.mark.slow
def test_a_wheel_that_cannot_be_built_is_said(tmp_path: Path) -> None:
    shutil.copy(ROOT / "metadata.txt", tmp_path)
    (tmp_path / "qgis_plugin").mkdir()
    (tmp_path / "pyproject.toml").write_text("no toml")
    with pytest.raises(PackagingError, match="pip could not build the wheel of l4s"):
        make_plugin(tmp_path, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_write_zip_leaves_nothing_half_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_zip(tmp_path / "a.zip", {"a.py": tmp_path / "gone.py"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_script_checks_a_zip(plugin_zip: Path, tmp_path: Path) -> None:
    def check(path: Path) -> subprocess.CompletedProcess[str]:
        script = ROOT / "scripts" / "package_plugin"
        return subprocess.run([script, "--check", path], capture_output=True, text=True, check=False)

    good = check(plugin_zip)
    assert good.returncode == 0 and "meets the rules" in good.stdout
    files = good_files()
    files.pop("landslides_l4s/LICENSE")
    bad = check(zip_of(files, tmp_path))
    assert bad.returncode == 1 and "landslides_l4s/LICENSE is missing." in bad.stderr
