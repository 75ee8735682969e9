"""Every real place goes out again, valid for each standard's own validator (PREVENANCE_REAL_DATA=<folder>)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from prevenance.offer import operations
from prevenance.offer.presenters import exports
from prevenance.offer.queries import published
from prevenance.offer.queries.published import Wanted
from tests.unit.offer import hsds_schema
from tests.unit.offer.published_examples import AT

FOLDER = os.environ.get("PREVENANCE_REAL_DATA", "")
NODE_FHIR = os.environ.get("PREVENANCE_NODE_FHIR", "")  # a folder where npm has installed `fhir`
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER, reason="PREVENANCE_REAL_DATA names no folder"),
]
CHECK = """
const {Fhir} = require('fhir'); const fs = require('fs'); const fhir = new Fhir(); const found = [];
for (const line of fs.readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  const said = fhir.validate(JSON.parse(line), {errorOnUnexpected: true}).messages || [];
  const wrong = said.filter((one) => ['error', 'fatal'].includes(one.severity));
  found.push(...wrong.map((one) => one.location + one.message));
}
console.log(JSON.stringify(found));
"""


def frictionless_says(path: Path, **options: Any) -> list[Any]:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(path), **options).validate()
    return list(report.flatten(["rowNumber", "fieldName", "message"])[:5])


def test_every_real_place_leaves_valid_in_every_format(tmp_path: Path) -> None:
    fhirkit = pytest.importorskip("fhirkit")
    jsonschema = pytest.importorskip("jsonschema")
    operations.import_folder(Path(FOLDER), at=AT)
    done = {
        name: writer(published.published(Wanted()), tmp_path, exports.About(at=AT))
        for name, writer in exports.FORMATS.items()
    }
    everything = done["csv"].kept
    assert everything > 7000
    assert {one.kept for name, one in done.items() if name not in ("mediation-numerique", "data-inclusion")} == {
        everything
    }

    assert frictionless_says(tmp_path / "datapackage.json") == []
    with zipfile.ZipFile(tmp_path / "hsds-tables.zip") as archive:
        archive.extractall(tmp_path / "tables")
    assert frictionless_says(tmp_path / "tables" / "datapackage.json") == []
    services = json.loads((tmp_path / "hsds-services.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(hsds_schema.SERVICES).validate(services[::20])
    lines = [
        line
        for path in sorted(tmp_path.glob("fhir-*.ndjson"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [str(issue) for line in lines for issue in fhirkit.validate(json.loads(line))] == []
    if NODE_FHIR and shutil.which("node"):
        said = subprocess.run(
            ["node", "-e", CHECK],
            input="\n".join(lines[::10]),
            capture_output=True,
            text=True,
            check=True,
            cwd=NODE_FHIR,
        )
        assert json.loads(said.stdout) == []
