"""Opening a package: what is not a package, or not a safe one, is refused in words."""

import json
import stat
import zipfile

import pytest

from exchange.package import reading
from exchange.package.reading import Unreadable, open_package
from tests.exchange.package_rows import RICH, rich, write_package, zipped


def code_of(path):
    with pytest.raises(Unreadable) as caught, open_package(path):
        pass
    assert str(caught.value).endswith(".")
    return caught.value.code


def make_zip(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


UNITS = "unit,name,kind\nU1,Phố Mới,xa\n"


def test_a_missing_path(tmp_path):
    assert code_of(tmp_path / "nothing.zip") == "package_missing"


def test_a_file_that_is_no_zip(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"%PDF-1.4")
    assert code_of(tmp_path / "x.zip") == "package_unreadable"


def test_a_damaged_zip(tmp_path):
    path = make_zip(tmp_path / "x.zip", [("units.csv", UNITS * 50)])
    content = bytearray(path.read_bytes())
    content[45] ^= 0xFF
    path.write_bytes(content)
    assert code_of(path) == "package_unreadable"


def test_a_folder_without_any_table(tmp_path):
    (tmp_path / "notes.csv").write_text("a,b\n")
    assert code_of(tmp_path) == "no_tables"


@pytest.mark.parametrize(
    "name", ["../units.csv", "/units.csv", "a/../units.csv", "..\\units.csv", "a/b/units.csv", "C:units.csv"]
)
def test_a_name_that_leads_elsewhere(tmp_path, name):
    assert code_of(make_zip(tmp_path / "x.zip", [(name, UNITS)])) == "unsafe_entry"


def test_files_in_two_folders(tmp_path):
    path = make_zip(
        tmp_path / "x.zip", [("a/units.csv", UNITS), ("b/officials.csv", "official_id,full_name\n")]
    )
    assert code_of(path) == "unsafe_entry"


def test_two_files_of_one_name(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = make_zip(tmp_path / "x.zip", [("units.csv", UNITS), ("units.csv", UNITS)])
    assert code_of(path) == "unsafe_entry"


def test_a_link_in_a_zip(tmp_path):
    info = zipfile.ZipInfo("units.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert code_of(make_zip(tmp_path / "x.zip", [(info, "/etc/passwd")])) == "unsafe_entry"


def test_a_link_out_of_a_folder(tmp_path):
    (tmp_path / "outside.csv").write_text(UNITS)
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "units.csv").symlink_to(tmp_path / "outside.csv")
    assert code_of(folder) == "unsafe_entry"


def test_too_many_files(tmp_path):
    entries = [(f"f{number}.txt", "") for number in range(reading.MAX_ENTRIES + 1)]
    assert code_of(make_zip(tmp_path / "x.zip", entries)) == "too_many_entries"


def test_too_many_columns(tmp_path):
    (tmp_path / "units.csv").write_text(",".join(["x"] * (reading.MAX_COLUMNS + 1)))
    assert code_of(tmp_path) == "too_many_columns"


def test_too_much_when_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    assert code_of(make_zip(tmp_path / "x.zip", [("units.csv", UNITS * 100)])) == "package_too_large"


def test_a_file_that_swells_beyond_reason(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "RATIO_FROM_BYTES", 1000)
    assert code_of(make_zip(tmp_path / "x.zip", [("units.csv", "a" * 1_000_000)])) == "zip_bomb"


def test_a_zip_with_a_password(tmp_path):
    path = make_zip(tmp_path / "x.zip", [("units.csv", UNITS)])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert code_of(path) == "package_unreadable"


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000, "null"])
def test_a_descriptor_that_describes_nothing(tmp_path, text):
    folder = write_package(tmp_path / "in", {"units": RICH["units"]})
    (folder / "datapackage.json").write_text(text)
    assert code_of(folder) == "descriptor_invalid"


def test_a_path_in_the_descriptor_is_not_followed(tmp_path):
    folder = write_package(tmp_path / "in", {"units": RICH["units"]})
    document = {"resources": [{"name": "officials", "path": "/etc/passwd"}]}
    (folder / "datapackage.json").write_text(json.dumps(document))
    with open_package(folder) as package:
        assert list(package.tables) == ["units"]


def test_one_folder_inside_a_zip_and_what_systems_add_are_fine(tmp_path):
    entries = [("p/", ""), ("p/units.csv", UNITS), ("__MACOSX/p/._units.csv", "x"), ("p/.DS_Store", "x")]
    with open_package(make_zip(tmp_path / "x.zip", entries)) as package:
        assert list(package.tables["units"].rows()) == [(2, ["U1", "Phố Mới", "xa"])]


def test_a_folder_and_its_zip_have_one_digest(tmp_path):
    folder = write_package(tmp_path / "in", rich())
    with open_package(folder) as a, open_package(zipped(folder, tmp_path / "in.zip")) as b:
        assert a.digest == b.digest
