"""The documents of the checkout: every link leads somewhere, every how-to is tried by a test, every command exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
HOW_TOS = sorted((ROOT / "docs/how-to").glob("*.md"))
DECISIONS = sorted((ROOT / "docs/adr").glob("*.md"))


def name_of(path):
    return str(path.relative_to(ROOT)) if isinstance(path, Path) else None


def prose(path):
    """The text without its code blocks."""
    return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_inside_the_checkout_leads_somewhere(document):
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(document))
    inside = [target.partition("#")[0] for target in targets if "://" not in target]
    gone = [target for target in inside if target and not (document.parent / target).exists()]
    assert gone == []


FOLDERS = "accounts|assessments|docs|exchange|fixtures|foundation|kinhmon_cadre|officials|reports|script|static|tests"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_written_as_code_exists(document):
    written = re.findall(rf"`((?:{FOLDERS})/[\w./-]*)[`:]", prose(document))
    gone = [path for path in written if not (ROOT / path).exists()]
    assert gone == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_named_exists(document):
    text = document.read_text(encoding="utf-8")
    named = {
        word
        for match in re.findall(r"manage\.py ([a-z_]+(?: / [a-z_]+)*)", text)
        for word in match.split(" / ")
    }
    assert named <= {*get_commands(), "help"}


@pytest.mark.parametrize("script", ["setup", "serve", "test", "lint", "fuzz", "vendor"])
def test_the_first_page_tells_of_the_script(script):
    assert f"script/{script}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "script" / script).stat().st_mode & 0o100


@pytest.mark.parametrize("how_to", HOW_TOS, ids=name_of)
def test_every_how_to_is_tried_by_a_test(how_to):
    here = Path(__file__)
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != here]
    readers = [path for path in tests if how_to.name in path.read_text(encoding="utf-8")]
    assert "```python" in how_to.read_text(encoding="utf-8")
    assert any("exec(" in path.read_text(encoding="utf-8") for path in readers)


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_says_why_what_and_what_follows_on_one_page(decision):
    text = decision.read_text(encoding="utf-8")
    assert text.startswith(f"# {decision.name[:4]}. ")
    assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))
    assert len(text.split()) <= 400


def test_the_change_log_says_nothing_twice():
    lines = [
        line
        for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("- ")
    ]
    assert len(lines) == len(set(lines))
    assert all(line.endswith(".") for line in lines)
