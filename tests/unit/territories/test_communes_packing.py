"""What the packing script writes, the product reads."""

import importlib.util
import json
import lzma
import re
from pathlib import Path

import pytest

from prevenance.territories.queries import outlines

ROOT = Path(__file__).parents[3]
PACKED = ROOT / "src" / "prevenance" / "territories" / "packed"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("pack_territories", ROOT / "scripts" / "pack_territories.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_outlines_written_are_read_back(script):
    square, hole = [(0, 0), (100, 0), (100, 90), (0, 90)], [(40, 40), (50, 40), (50, 50)]
    far = [(-610_000, 160_000), (-609_990, 160_000), (-609_990, 160_070)]
    packed = outlines.decode(script.encode_outlines({"A": [(False, square), (True, hole)], "B": [(False, far)]}))
    assert packed.steps_per_degree == script.STEPS_PER_DEGREE
    assert packed.rings == {"A": [4, -3], "B": [3]}
    assert packed.first_point == {"A": 0, "B": 7}
    assert [tuple(point) for point in packed.points.tolist()] == [*square, *hole, *far]


def test_former_codes_follow_mergers_and_parts(script):
    rows = [
        {"code": "01001", "nom": "Un", "type": "commune-actuelle", "anciensCodes": ["01009"]},
        {"code": "01001", "nom": "Un", "type": "commune-deleguee", "chefLieu": "01001"},
        {"code": "01009", "nom": "Neuf", "type": "commune-deleguee", "chefLieu": "01001"},
        {"code": "13201", "nom": "Un 1er", "type": "arrondissement-municipal", "commune": "01001"},
        {"code": "01099", "nom": "Perdue", "type": "commune-deleguee", "chefLieu": "01098"},
    ]
    position = {"01001": 0}
    assert script.former_codes(rows, position) == {"01009": 0, "13201": 0}
    assert script.other_names(rows, position, ["Un"]) == [["Neuf", 0, "01009"], ["Un 1er", 0, "13201"]]


def test_the_packed_files_stay_small_and_are_told_in_their_readme():
    told = (PACKED / "README.md").read_text(encoding="utf-8")
    assert (PACKED / "communes.json.xz").stat().st_size < 600_000
    assert sum(file.stat().st_size for file in PACKED.glob("outlines-*.xz")) < 300_000
    packed = json.loads(lzma.decompress((PACKED / "communes.json.xz").read_bytes()))
    for figure in (len(packed["codes"].split()), len(packed["other_names"]), len(packed["former_codes"])):
        assert f"{figure:,}" in told


def test_versions_and_fingerprints_are_pinned(script):
    assert re.search(r"\d+\.\d+\.\d+$", script.REGISTER_PACKAGE)
    assert re.search(r"==\d+\.\d+\.\d+$", script.OUTLINE_PACKAGE)
    assert all(re.fullmatch(r"[0-9a-f]{64}", fingerprint) for fingerprint in script.SHA256.values())


def test_a_package_that_is_not_the_one_expected_is_refused(script, tmp_path):
    for name in script.SHA256:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(SystemExit, match="not the file this script was written for"):
        script.sources(tmp_path)
