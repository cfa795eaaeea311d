"""Templates saved again by LibreOffice in any of its formats read back without a question.

By hand where LibreOffice is installed (`script/test tests/exchange/libreoffice_templates.py`): it is no part of the suite,
in which a machine without it would have to skip tests.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date

import pytest

from exchange import services
from exchange.sheets_out import SETS, template
from foundation.form_sheets import write_form

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.django_db
YEAR = 2021


def made(code, town):
    stream = io.BytesIO()
    write_form(stream, template(SETS[code], unit=town.minh, year=YEAR, user=town.people.xa_minh))
    return stream.getvalue()


@pytest.mark.skipif(SOFFICE is None, reason="NOT RUN: templates in LibreOffice (no soffice)")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("code", SETS)
def test_a_template_saved_by_libreoffice_reads_back_without_a_question(code, kind, town, tmp_path):
    source, target = tmp_path / f"{code}.xlsx", tmp_path / "saved"
    source.write_bytes(made(code, town))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    order = [SOFFICE, home, "--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    content = (target / f"{code}.{kind}").read_bytes()
    upload = services.Upload(f"{code}.{kind}", content, town.minh, date(YEAR, 12, 31), as_district=False)
    result = services.read(upload).result
    assert (result["outcome"], result["unknown_headings"]) == ("accept", [])
    assert [(row["status"], row["change"]) for row in result["rows"]] == [("ok", "same")]
