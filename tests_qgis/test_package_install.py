"""The packaged plugin is installed as QGIS installs a zip, starts, and starts in ``qgis_process``."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import package_kit
import pytest
import qgis.utils


@pytest.fixture(scope="module")
def plugin_zip(repository: Path, backend_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package_kit.make_zip(repository, backend_python, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def profile(plugin_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty profile into which QGIS's own installer has unpacked the zip."""
    monkeypatch.syspath_prepend(str(package_kit.QGIS_PYTHON))
    from pyplugin_installer.unzip import unzip

    unzip(str(plugin_zip), str(package_kit.plugins_folder(tmp_path)))
    return tmp_path


def test_the_installer_unpacks_everything(plugin_zip: Path, profile: Path) -> None:
    folder = package_kit.plugins_folder(profile)
    unpacked = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    with zipfile.ZipFile(plugin_zip) as archive:
        assert unpacked == set(archive.namelist())


def test_qgis_process_finds_the_installed_plugin(repository: Path, profile: Path) -> None:
    enabled = package_kit.qgis_process(profile, "plugins", "enable", "landslides_l4s")
    assert enabled.returncode == 0, enabled.stdout + enabled.stderr
    listed = package_kit.qgis_process(profile, "--json", "list")
    assert listed.returncode == 0, listed.stderr
    providers = json.loads(listed.stdout[listed.stdout.index("{") :])["providers"]
    assert "l4s" in providers, listed.stderr
    files = (repository / "qgis_plugin" / "processing" / "algorithms").glob("[a-z]*.py")
    assert len(providers["l4s"]["algorithms"]) == len(list(files))


def test_qgis_lists_and_reads_the_metadata(repository: Path, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = package_kit.plugins_folder(profile)
    monkeypatch.setattr(qgis.utils, "plugin_paths", [str(folder)])
    monkeypatch.setattr(qgis.utils, "plugins_metadata_parser", {})
    qgis.utils.updateAvailablePlugins()
    assert qgis.utils.available_plugins == ["landslides_l4s"]
    icon = qgis.utils.pluginMetadata("landslides_l4s", "icon")
    assert (folder / "landslides_l4s" / icon).is_file()
    assert qgis.utils.pluginMetadata("landslides_l4s", "hasProcessingProvider") == "yes"
    version = qgis.utils.pluginMetadata("landslides_l4s", "version")
    assert f"\nversion={version}\n" in (repository / "metadata.txt").read_text(encoding="utf-8")


def test_the_installed_plugin_is_the_one_that_starts(profile: Path, tmp_path: Path) -> None:
    """In a process of its own: this one has imported the plugin from the checkout."""
    script = tmp_path / "start.py"
    script.write_text(
        "import sys, json\n"
        f"sys.path[:0] = [{str(package_kit.QGIS_PYTHON)!r}, {str(package_kit.plugins_folder(profile))!r}]\n"
        "from qgis.core import QgsApplication\n"
        "from qgis.gui import QgsGui, QgsMapCanvas, QgsMessageBar\n"
        "from qgis.PyQt.QtWidgets import QMainWindow\n"
        "from pytest_qgis.qgis_interface import QgisInterface\n"
        "app = QgsApplication([], True)\n"
        "app.initQgis()\n"
        "QgsGui.editorWidgetRegistry().initEditors()\n"
        "import qgis.utils\n"
        "window = QMainWindow()\n"
        "qgis.utils.iface = QgisInterface(QgsMapCanvas(window), QgsMessageBar(window), window)\n"
        "qgis.utils.plugin_paths = [sys.path[1]]\n"
        "qgis.utils.updateAvailablePlugins()\n"
        "loaded = qgis.utils.loadPlugin('landslides_l4s')\n"
        "started = qgis.utils.startPlugin('landslides_l4s')\n"
        "import landslides_l4s\n"
        "file = landslides_l4s.__file__\n"
        "actions = len(qgis.utils.plugins['landslides_l4s'].actions)\n"
        "unloaded = qgis.utils.unloadPlugin('landslides_l4s')\n"
        "report = dict(loaded=loaded, started=started, unloaded=unloaded, file=file, actions=actions)\n"
        f"open({str(tmp_path / 'report.json')!r}, 'w').write(json.dumps(report))\n"
        "import os; os._exit(0)\n"
    )
    import subprocess

    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert (tmp_path / "report.json").is_file(), done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report.pop("file").startswith(str(profile))
    assert report.pop("actions") >= 3
    assert report == {"loaded": True, "started": True, "unloaded": True}
