"""l4s fetch against servers that break off, are busy, refuse and lie; and the run on what was fetched."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from click.testing import CliRunner, Result

pytest.importorskip("requests", reason="the extra stac is not installed")
from rasterio.shutil import copy as copy_raster

from files_server import PIECE, serve_files
from l4s_core.base.errors import InputError
from l4s_core.batch.manifest import jobs_of_items
from l4s_core.cli.main import main as l4s
from l4s_core.inventory.files.read import read_inventory
from l4s_core.scene import open_scene
from l4s_core.scene.stac_item import item_of
from l4s_core.search.account import VARIABLE, Account, account_of_environment
from l4s_core.search.addresses import Signer, web_address
from l4s_core.search.checksum import agrees
from l4s_core.search.own_network import refuse_local
from l4s_core.search.plan import bands_of, file_name
from l4s_core.search.web import make_session
from l4s_core.synthetic.demo_scene import make_demo

BANDS = ("B2", "B3", "B4", "B8", "B11")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The demo's bands, classes and DEM as files on a server."""
    folder = tmp_path_factory.mktemp("served")
    files = folder / "files"
    files.mkdir()
    demo = make_demo(folder / "demo")
    scene = open_scene(demo.product)
    assert scene.cloud_classes is not None
    for band, path in [*((b, scene.bands[b].path) for b in BANDS), ("SCL", scene.cloud_classes.path)]:
        copy_raster(path, files / f"{band}.tif", driver="COG", compress="DEFLATE")
    copy_raster(demo.dem, files / "dem.tif", driver="GTiff", compress="NONE")
    with serve_files(folder) as address:
        yield address, folder


def scene_item(address: str, files: Path, manner: str = "files", **more: Any) -> dict[str, Any]:
    assets = {
        band if band == "SCL" else f"B{band[1:].zfill(2)}": {
            "href": f"{address}/{manner}/{band}.tif",
            "file:checksum": "1220" + hashlib.sha256((files / f"{band}.tif").read_bytes()).hexdigest(),
        }
        for band in (*BANDS, "SCL")
    }
    properties = {"datetime": "2023-08-23T13:05:51Z", "s2:processing_baseline": "05.09", "platform": "sentinel-2a"}
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": "S2A_25TEK_L2A", "collection": "sentinel-2-l2a",
        "geometry": None, "properties": properties | {"l4s:role": "post"}, "assets": assets, "links": [],
    } | more  # fmt: skip


def dem_item(address: str, manner: str = "files") -> dict[str, Any]:
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": "Copernicus_DSM_N44", "collection": "cop-dem-glo-30",
        "geometry": None, "properties": {"datetime": "2021-01-01T00:00:00Z", "l4s:role": "dem"}, "links": [],
        "assets": {"data": {"href": f"{address}/{manner}/dem.tif"}},
    }  # fmt: skip


def written(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def run(items: object, out: Path, address: str = "", *more: str) -> Result:
    local = ["--local", urlparse(address).netloc] if address else []
    return CliRunner().invoke(l4s, ["fetch", str(items), "-o", str(out), "--progress", "lines", *local, *more])


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.name.startswith("."))


def test_from_download_to_landslides(served, tmp_path: Path) -> None:
    address, folder = served
    items = written(tmp_path / "found.json", scene_item(address, folder / "files"), dem_item(address))
    out = tmp_path / "got"
    done = run(items, out, address, "--bands", "B2,B3,B4,B8")
    assert done.exit_code == 0, done.output
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    files = ("B02.tif", "B03.tif", "B04.tif", "B08.tif", "S2A_25TEK_L2A.json", "SCL.tif")
    scene = [f"S2A_25TEK_L2A/{name}" for name in files]
    assert names == [*sorted(scene), "dem/Copernicus_DSM_N44.tif", "items.json"]
    for name, band in (("B02", "B2"), ("SCL", "SCL")):
        ours = (out / f"S2A_25TEK_L2A/{name}.tif").read_bytes()
        assert ours == (folder / f"files/{band}.tif").read_bytes()

    moved = tmp_path / "elsewhere"
    out.rename(moved)  # links are relative: the folder can be given away
    opened = open_scene(moved / "S2A_25TEK_L2A" / "S2A_25TEK_L2A.json")
    assert set(opened.bands) == {"B2", "B3", "B4", "B8"} and opened.level == "L2A" and opened.cloud_classes is not None
    [job] = jobs_of_items(moved / "items.json")
    item, slides = moved / "S2A_25TEK_L2A/S2A_25TEK_L2A.json", tmp_path / "slides.gpkg"
    ran = CliRunner().invoke(l4s, ["detect", str(item), "--dem", str(moved / "dem"), "-o", str(slides)])
    assert ran.exit_code == 0, ran.output
    assert job.dem is not None and len(read_inventory(tmp_path / "slides.gpkg").landslides) > 10


def test_what_is_there_is_not_fetched_again(served, tmp_path: Path) -> None:
    address, folder = served
    items = written(tmp_path / "found.json", scene_item(address, folder / "files"), dem_item(address))
    out = tmp_path / "got"
    assert run(items, out, address, "--id", "Copernicus_DSM_N44").exit_code == 0
    before = gets(folder)
    done = run(items, out, address)
    assert done.exit_code == 0 and "of it were there" in done.output, done.output
    fetched = [line["path"] for line in gets(folder)[len(before) :]]
    assert len(fetched) == 6 and not any("dem" in path for path in fetched)
    found = json.loads((out / "items.json").read_text())["features"]
    assert {f["id"] for f in found} == {"S2A_25TEK_L2A", "Copernicus_DSM_N44"}, "downloads of two days are one manifest"
    (out / "S2A_25TEK_L2A/B02.tif").write_bytes(b"my own work")
    refused = run(items, out, address)
    assert refused.exit_code == 2 and "--overwrite" in refused.output
    assert (out / "S2A_25TEK_L2A/B02.tif").read_bytes() == b"my own work"
    assert run(items, out, address, "--overwrite").exit_code == 0
    assert (out / "S2A_25TEK_L2A/B02.tif").read_bytes() == (folder / "files/B2.tif").read_bytes()


def gets(folder: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in (folder / "requests.log").read_text().splitlines()]
    return [line for line in lines if line["method"] == "GET"]


@pytest.mark.parametrize("manner", ["broken", "busy", "norange"])
def test_bad_lines_end_in_the_same_bytes(served, manner: str, tmp_path: Path) -> None:
    address, folder = served
    items = written(tmp_path / "found.json", scene_item(address, folder / "files", manner), dem_item(address, manner))
    done = run(items, tmp_path / "got", address)
    assert done.exit_code == 0, done.output
    for path in (tmp_path / "got").rglob("*.tif"):
        name = {"SCL.tif": "SCL.tif", "Copernicus_DSM_N44.tif": "dem.tif"}.get(
            path.name
        ) or f"B{int(path.stem[1:])}.tif"
        assert path.read_bytes() == (folder / "files" / name).read_bytes(), path.name
    assert leftovers(tmp_path / "got") == []
    ranges = [line.get("Range") for line in gets(folder) if line["path"] == f"/{manner}/dem.tif"]
    size = (folder / "files/dem.tif").stat().st_size
    assert size > PIECE, "the test is about a file of several pieces"
    if manner == "broken":
        assert ranges == [None, *(f"bytes={at}-" for at in range(PIECE, size, PIECE))], "nothing was fetched twice"


@pytest.mark.parametrize(
    ("manner", "words", "code"),
    [
        ("closed", "is refused by its server (status 403); it needs an account", 2),
        ("gone", "is not there (status 404)", 2),
        ("login", "no GeoTIFF or JPEG 2000", 2),
        ("inside", "127.0.0.2:9 is a server of your own network", 2),
        ("wait", "asks to wait for 3600 s", 1),
        ("nothing", "could not be fetched (the connection was broken off); try again later", 1),
    ],
)
def test_what_goes_wrong_is_one_sentence(served, manner: str, words: str, code: int, tmp_path: Path) -> None:
    address, _ = served
    items = written(tmp_path / "found.json", dem_item(address, manner))
    done = run(items, tmp_path / "got", address)
    said = " ".join(done.output.split())
    assert done.exit_code == code and words in said, done.output
    assert "Traceback" not in said
    assert not [path for path in (tmp_path / "got").rglob("*") if path.suffix == ".tif"], "nothing has its name"
    assert not (tmp_path / "got/items.json").exists()


def test_a_redirect_on_the_same_machine_needs_its_name(served, tmp_path: Path) -> None:
    """``localhost`` is another server than the one that was named, whatever its address."""
    address, _ = served
    items = written(tmp_path / "found.json", dem_item(address, "outside"))
    refused = run(items, tmp_path / "got", address)
    assert refused.exit_code == 2 and "localhost" in refused.output
    port = urlparse(address).port
    assert run(items, tmp_path / "got", address, "--local", f"localhost:{port}").exit_code == 0


def test_another_version_begins_anew_and_size_and_sum_are_compared(served, tmp_path: Path) -> None:
    address, _ = served
    item = dem_item(address, "changed")
    done = run(written(tmp_path / "found.json", item), tmp_path / "got", address)
    assert done.exit_code == 1 and "broken off" in done.output, "pieces of several versions are never put together"
    for more, words in (({"file:size": 17}, "where the catalogue says 17"),
                        ({"file:checksum": "1220" + "0" * 64}, "arrived damaged")):  # fmt: skip
        item = dem_item(address)
        item["assets"]["data"] |= more
        done = run(written(tmp_path / "found.json", item), tmp_path / "other", address)
        assert done.exit_code == 2 and words in " ".join(done.output.split()), done.output
        assert not list((tmp_path / "other").rglob("*.tif")) and leftovers(tmp_path / "other") == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="stops a program as POSIX does")
def test_a_stopped_download_goes_on(served, tmp_path: Path) -> None:
    address, folder = served
    items = written(tmp_path / "found.json", dem_item(address, "slowly"))
    out = tmp_path / "got"
    command = [sys.executable, "-m", "l4s_core.cli.main", "fetch", str(items), "-o", str(out), "--progress", "json"]
    command += ["--local", urlparse(address).netloc]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    part = out / "dem" / ".Copernicus_DSM_N44.tif.part"
    end = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 8000):
        assert time.monotonic() < end
        time.sleep(0.02)
    asked = time.monotonic()
    running.send_signal(signal.SIGTERM)
    said, _ = running.communicate(timeout=10)
    assert running.returncode == 130 and time.monotonic() - asked < 3
    assert "what was fetched stays" in said and not list(out.rglob("*.tif"))
    have = part.stat().st_size
    done = run(written(tmp_path / "found.json", dem_item(address, "slowly")), out, address)
    assert done.exit_code == 0, done.output
    assert (out / "dem/Copernicus_DSM_N44.tif").read_bytes() == (folder / "files/dem.tif").read_bytes()
    last = [line for line in gets(folder) if line["path"] == "/slowly/dem.tif"][-1]
    assert last["Range"] == f"bytes={have}-"


def test_a_full_disk_is_said_before_and_while(served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, _ = served
    item = dem_item(address)
    item["assets"]["data"]["file:size"] = 10**18
    done = run(written(tmp_path / "found.json", item), tmp_path / "got", address)
    assert done.exit_code == 2 and "GB free" in done.output and "1000000000.0 GB" in done.output
    if not Path("/dev/full").exists():
        return
    (tmp_path / "other" / "dem").mkdir(parents=True)
    (tmp_path / "other/dem/.Copernicus_DSM_N44.tif.part").symlink_to("/dev/full")
    monkeypatch.setattr("l4s_core.search.download._forget", lambda _: None)
    done = run(written(tmp_path / "found.json", dem_item(address)), tmp_path / "other", address)
    assert done.exit_code == 1 and "full" in done.output.lower(), done.output


def test_hostile_items_stay_in_the_folder(served, tmp_path: Path) -> None:
    """Names that climb, links to files of this machine, and what GDAL would open as something else."""
    address, folder = served
    climbing = scene_item(address, folder / "files") | {"id": "../../../climb/CON"}
    climbing["assets"] = {"../../x": climbing["assets"]["B04"] | {"eo:bands": [{"name": "B04"}]}}
    out = tmp_path / "deep" / "got"
    out.parent.mkdir()
    done = run(written(tmp_path / "found.json", climbing), out, address)
    assert done.exit_code == 0, done.output
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and out not in path.parents]
    assert [path.name for path in outside] == ["found.json"]
    assert [path.name for path in out.rglob("*.tif")] == ["B04.tif"]
    for href in ("file:///etc/passwd", "/etc/passwd", "/vsimem/x.tif", "ftp://example.org/x.tif", "s3://eodata/x.tif"):
        item = dem_item(address)
        item["assets"]["data"]["href"] = href
        done = run(written(tmp_path / "found.json", item), tmp_path / "none", address)
        assert done.exit_code == 2 and "fetched" in done.output, (href, done.output)
    assert not list((tmp_path / "none").rglob("*.tif")) if (tmp_path / "none").exists() else True


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/x", "http://localhost/x", "http://10.1.2.3/x", "http://[::1]/x", "http://169.254.169.254/latest",
     "http://[::ffff:192.168.0.1]/x", "http://2130706433/x", "http://0.0.0.0/x", "file:///etc/passwd", "ftp://a.org/x",
     "http://a.org:x/"],
)  # fmt: skip
def test_addresses_of_the_own_network_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        refuse_local(url)


def test_addresses_of_the_web_are_not() -> None:
    refuse_local("https://93.184.216.34/x")
    refuse_local("https://[2606:2800:220:1::1]/x")
    refuse_local("http://127.0.0.1:8080/x", {"127.0.0.1:8080"})
    refuse_local("http://localhost/x", {"localhost"})
    with pytest.raises(InputError, match=r"--local 127\.0\.0\.1:81"):
        refuse_local("http://127.0.0.1:81/x", {"127.0.0.1:8080"})


def test_an_account_is_shown_to_its_own_server_alone(served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address, folder = served
    text = json.dumps({"headers": {"X-Key": "secret"}, "hosts": ["127.0.0.1"]})
    items = written(tmp_path / "found.json", dem_item(address, "closed"))
    monkeypatch.setenv(VARIABLE, text)
    done = run(items, tmp_path / "got", address, "-v")
    assert done.exit_code == 0, done.output
    assert VARIABLE not in os.environ, "no other program is told"
    everything = "".join(path.read_text(errors="ignore") for path in (tmp_path / "got").rglob("*.json")) + done.output
    assert "secret" not in everything

    monkeypatch.setenv(VARIABLE, text)
    items = written(tmp_path / "found.json", dem_item(address, "outside"))
    port = urlparse(address).port
    assert run(items, tmp_path / "other", address, "--local", f"localhost:{port}").exit_code == 0
    redirected = [line for line in gets(folder) if line["path"] == "/files/dem.tif" and "localhost" in line["Host"]]
    assert redirected and not any("X-Key" in line for line in redirected)

    account = Account({"Authorization": "Bearer x"}, ("example.org",))
    assert account.headers_for("https://data.example.org/a") and "Bearer" not in repr(account)
    for url in ("http://example.org/a", "https://example.org.evil.net/", "https://notexample.org/", "https://a.net/"):
        assert account.headers_for(url) == {}
    for wrong in ("no json", "{}", '{"headers": {"A": "b\\nc"}, "hosts": ["a"]}', '{"headers": {"A": "secret"}}'):
        monkeypatch.setenv(VARIABLE, wrong)
        with pytest.raises(InputError) as refused:
            account_of_environment()
        assert "secret" not in str(refused.value)


def test_links_of_buckets_and_signatures(served) -> None:
    def address_of(**asset: Any) -> str:
        raw = {**dem_item("https://example.org"), "assets": {"data": asset}}
        item = item_of(raw, "https://example.org/item", is_named=True)
        assert item.elevation is not None
        return web_address(item, item.elevation)

    bucket = "https://copernicus-dem-30m.s3.amazonaws.com/a/b%20c.tif"
    assert address_of(href="s3://copernicus-dem-30m/a/b c.tif") == bucket
    other = {"https": {"href": "https://download.example.org/1"}}
    assert address_of(href="s3://eodata/a.jp2", alternate=other) == "https://download.example.org/1"
    with pytest.raises(InputError, match="cannot be fetched"):
        address_of(href="s3://eodata/a.jp2", alternate={"local": {"href": "file:///etc/passwd"}})

    root, folder = served
    (folder / "files" / "sentinel-2-l2a").write_text(json.dumps({"token": "se=1&sig=abc"}))
    signer = Signer(make_session({urlparse(root).netloc}, None, most_bytes=1000), f"{root}/files")
    blob = "https://sentinel2l2a01.blob.core.windows.net/x/B04.tif"
    assert signer.sign(blob, "sentinel-2-l2a") == f"{blob}?se=1&sig=abc"
    assert signer.sign("https://example.org/B04.tif", "sentinel-2-l2a") == "https://example.org/B04.tif"
    asked = len(gets(folder))
    signer.sign(blob.replace("B04", "B03"), "sentinel-2-l2a")
    assert len(gets(folder)) == asked, "a key is good for an hour"


def test_checksums_bands_and_names(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    for code, kind in (("1220", "sha256"), ("1114", "sha1"), ("1340", "sha512"), ("d50110", "md5")):
        right = code + hashlib.new(kind, b"abc").hexdigest()
        assert agrees(file, right) is True and agrees(file, right.upper()) is True
        assert agrees(file, right[:-1] + ("0" if right[-1] != "0" else "1")) is False
    assert agrees(file, "1b20" + "0" * 64) is None and agrees(file, None) is None
    assert len(bands_of("ten")) == 10 and bands_of("b04, B8A") == ("B4", "B8A")
    for wrong in ("", "eleven", "B4,B99"):
        with pytest.raises(InputError):
            bands_of(wrong)
    assert file_name("../..") == "scene" and file_name("nul.tif") == "nul.tif_" and file_name("S2A/x y") == "S2A_x_y"
