"""Archives and metadata made to do harm, or broken on the way, end in one clear sentence."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.base.errors import InputError
from l4s_core.base.xml import utc_time
from l4s_core.scene import check_readable, open_scene
from l4s_core.scene.safe_metadata import parse_product, parse_tile
from products import make_safe


@pytest.fixture(scope="module")
def safe_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_safe(tmp_path_factory.mktemp("product"), "L2A", "05.09", zip=True)


def copy_with(source: Path, target: Path, add: Callable[[zipfile.ZipFile], None]) -> Path:
    target.write_bytes(source.read_bytes())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as out:
        add(out)
    return target


def named(name: str) -> Callable[[zipfile.ZipFile], None]:
    def add(out: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo("x")
        info.filename = info.orig_filename = name
        out.writestr(info, b"x")

    return add


def symlink(out: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("innocent.jp2")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out.writestr(info, "/etc/passwd")


def bomb(out: zipfile.ZipFile) -> None:
    out.writestr("big.jp2", b"\0" * (32 * 2**20))


HOSTILE = {
    "dots": (named("../../evil.xml"), r"\.\."),
    "inner dots": (named("a/../../evil.xml"), r"\.\."),
    "absolute": (named("/etc/evil.xml"), "absolute path"),
    "drive": (named("C:/evil.xml"), "absolute path"),
    "backslash": (named("..\\evil.xml"), "backslash"),
    "braces": (named("a}/b.xml"), "braces"),
    "symlink": (symlink, "symbolic link"),
    "bomb": (bomb, "swell"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_members_are_refused(kind: str, safe_zip: Path, tmp_path: Path) -> None:
    add, words = HOSTILE[kind]
    archive = copy_with(safe_zip, tmp_path / "hostile.SAFE.zip", add)
    with pytest.raises(InputError, match=words):
        open_scene(archive)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hostile.SAFE.zip"]  # nothing was unpacked


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice(safe_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(safe_zip) as archive:
        name = next(n for n in archive.namelist() if n.endswith("MTD_TL.xml"))
    archive_2 = copy_with(safe_zip, tmp_path / "twice.zip", lambda out: out.writestr(name, "<other/>"))
    with pytest.raises(InputError, match="is there twice"):
        open_scene(archive_2)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_truncated_zip(share: float, safe_zip: Path, tmp_path: Path) -> None:
    archive = tmp_path / "cut.zip"
    archive.write_bytes(safe_zip.read_bytes()[: int(safe_zip.stat().st_size * share)])
    with pytest.raises(InputError, match=r"cut\.zip is not a complete zip"):
        open_scene(archive)


@pytest.mark.slow
def test_damage_inside_a_zip_is_an_input_error(safe_zip: Path, tmp_path: Path) -> None:
    """Whichever place is hit: opening and checking give a scene or an InputError, nothing else."""
    whole = safe_zip.read_bytes()
    refused = 0
    for position in range(50, len(whole), len(whole) // 60):
        archive = tmp_path / f"damaged{position}.zip"
        archive.write_bytes(whole[:position] + b"\xff\x00\xff\x00" * 8 + whole[position + 32 :])
        try:
            check_readable(open_scene(archive))
        except InputError:
            refused += 1
    assert refused > 10


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    archive = tmp_path / "photos.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("holiday.jpg", b"x")
    with pytest.raises(InputError, match=r"no MTD_MSIL1C\.xml.*holiday\.jpg"):
        open_scene(archive)


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><lolz>&c;</lolz>"""
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
DTD = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><x/>'


@pytest.mark.parametrize("text", [LAUGHS, EXTERNAL, DTD], ids=["laughs", "external", "dtd"])
@pytest.mark.parametrize("which", ["MTD_MSIL2A.xml", "MTD_TL.xml"])
def test_xml_with_entities_or_a_dtd(text: str, which: str, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L2A", "05.09")
    next(safe.rglob(which)).write_text(text)
    with pytest.raises(InputError, match=rf"{which} .*contains a document type or entities"):
        open_scene(safe)


@pytest.mark.parametrize("share", [0.0, 0.4, 0.95])
@pytest.mark.parametrize("which", ["MTD_MSIL2A.xml", "MTD_TL.xml"])
def test_truncated_xml(share: float, which: str, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L2A", "05.09")
    path = next(safe.rglob(which))
    path.write_text(path.read_text()[: int(path.stat().st_size * share)])
    with pytest.raises(InputError, match=which):
        open_scene(safe)


@pytest.mark.parametrize(
    ("which", "pattern", "replacement"),
    [
        ("MTD_MSIL2A.xml", "Level-2A<", "Level-3<"),
        ("MTD_MSIL2A.xml", ">10000<", ">0<"),
        ("MTD_MSIL2A.xml", ">10000<", ">many<"),
        ("MTD_MSIL2A.xml", 'band_id="3"', 'band_id="13"'),
        ("MTD_MSIL2A.xml", 'band_id="3">-1000', 'band_id="3">nan'),
        ("MTD_TL.xml", "EPSG:32633", "EPSG:999999"),
        ("MTD_TL.xml", "EPSG:32633", "+proj=utm"),
        ("MTD_TL.xml", "<ULX>499980</ULX>", "<ULX>inf</ULX>"),
        ("MTD_TL.xml", r"<NROWS>\d+<", "<NROWS>9999999999<"),
        ("MTD_TL.xml", "Tile_Geocoding", "Tile_Coding"),
    ],
)
def test_nonsense_in_the_metadata(which: str, pattern: str, replacement: str, tmp_path: Path) -> None:
    safe = make_safe(tmp_path, "L2A", "05.09")
    path = next(safe.rglob(which))
    text, n = re.subn(pattern, replacement, path.read_text())
    assert n
    path.write_text(text)
    with pytest.raises(InputError, match=which):
        open_scene(safe)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_as_metadata_are_refused_in_words(data: bytes) -> None:
    for parse in (parse_product, parse_tile):
        with pytest.raises(InputError, match=r"file\.xml"):
            parse(data, "file.xml")


@given(st.datetimes(min_value=__import__("datetime").datetime(1999, 1, 1)), st.sampled_from(["Z", "", "+00:00"]))
def test_times_survive(moment, zone: str) -> None:
    back = utc_time(moment.isoformat() + zone)
    assert back is not None and back.replace(tzinfo=None) == moment and back.utcoffset() is not None


@given(st.text(max_size=40))
def test_no_text_breaks_the_time(text: str) -> None:
    back = utc_time(text)
    assert back is None or back.tzinfo is not None
