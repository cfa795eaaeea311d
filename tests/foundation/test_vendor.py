"""The vendored front-end files are those of the manifest, no more and no less."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
ROWS = json.loads((VENDOR / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_vendored_file_has_the_hash_of_the_manifest(row):
    assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_no_unlisted_file_stands_in_the_vendor_folder():
    assert {p.name for p in VENDOR.iterdir()} == {row["file"] for row in ROWS} | {"manifest.json"}


def test_every_vendored_file_names_its_package_version_and_licence():
    assert all(row["package"] and row["version"] and row["licence"] for row in ROWS)
    assert all(row["version"] in row["file"] for row in ROWS if row["file"] != "licences.txt")


def test_the_lock_pins_the_versions_of_the_manifest():
    lock = json.loads((ROOT / "script" / "vendor-package-lock.json").read_text())["packages"]
    locked = {name.removeprefix("node_modules/"): entry.get("version") for name, entry in lock.items()}
    own = {row["package"]: row["version"] for row in ROWS if row["package"] in locked}
    assert own == {name: locked[name] for name in own}
    assert {"@tabler/core", "@tabler/icons", "echarts"} <= set(own)


def test_pages_and_styles_ask_no_other_host():
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static/css").glob("*.css"),
        *(ROOT / "static/js").glob("*.js"),
    ]
    hosts = {
        (path.name, host)
        for path in files
        for host in re.findall(
            r"""(?:src|href|url|import|fetch)[=(\s"']+(?:https?:)?//[\w.-]+""", path.read_text()
        )
    }
    assert hosts == set()


def test_templates_hold_no_inline_style_script_or_handler():
    wrong = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']", path.read_text())
    ]
    assert wrong == []


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = next(VENDOR.glob("icons-*.svg")).read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = set()
    for path in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r"""\{% icon "([\w-]+)\"""", path.read_text()))
    assert named - drawn == set()


def test_the_icon_tag_uses_the_vendored_sprite():
    from foundation.templatetags import kinhmon

    assert (ROOT / "static" / kinhmon.ICON_SPRITE).exists()
