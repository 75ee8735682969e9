"""Outlines and maps: every commune in its place, neighbours touching."""

import re

import pytest

from prevenance.territories import queries
from prevenance.territories.queries.register import register

HAUTS_DE_FRANCE = ("02", "59", "60", "62", "80")


def region_codes():
    return [code for code in register().codes if code.startswith(HAUTS_DE_FRANCE)]


def area(ring):
    """Shoelace, in square degrees, whatever the direction."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def is_inside(point, ring):
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def points_of(path):
    """Absolute points of each ring of a path made of `M`, relative `l` and `z`."""
    rings = []
    for start, moves in re.findall(r"M(-?\d+,-?\d+)l([-\d, ]+)z", path):
        x, y = map(int, start.split(","))
        ring = [(x, y)]
        for move in moves.split():
            dx, dy = map(int, move.split(","))
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def test_every_commune_of_the_region_has_an_outline_around_its_centre():
    away = []
    for code in region_codes():
        commune, polygons = queries.commune(code), queries.outline(code)
        assert polygons, code
        if not any(is_inside((commune.longitude, commune.latitude), polygon[0]) for polygon in polygons):
            away.append(code)
    assert len(away) <= 20, away  # centres that sit on a border that was simplified


def test_outlines_cover_the_region_without_overlap():
    total = sum(
        sum(area(polygon[0]) - sum(map(area, polygon[1:])) for polygon in queries.outline(code))
        for code in region_codes()
    )
    square_km = total * 111.195**2 * 0.6455  # cosine of 49.8 degrees
    assert square_km == pytest.approx(31_950, rel=0.02)


def test_lille_surrounds_no_one_but_touches_its_neighbours():
    lille = {point for polygon in queries.outline("59350") for ring in polygon for point in ring}
    for code in ("59328", "59368", "59360"):  # Lambersart, La Madeleine, Loos
        other = {point for polygon in queries.outline(code) for ring in polygon for point in ring}
        assert len(lille & other) >= 2


@pytest.mark.parametrize("code", ["62461", "02311", "59070", "80830"])
def test_a_former_code_has_the_outline_of_the_commune_of_today(code):
    assert queries.outline(code) == queries.outline(queries.commune(code).code) != []


@pytest.mark.parametrize("code", ["75056", "99999", ""])
def test_a_commune_without_packed_outline_or_unknown_has_none(code):
    assert queries.outline(code) == []


def test_a_map_holds_every_shape_in_its_frame():
    around = ["59350", *(commune.code for commune, _ in queries.neighbours("59350", 15))]
    drawn = queries.map_shapes(around)
    assert drawn.view_box == f"0 0 {drawn.width} {drawn.height}"
    assert [shape.commune.code for shape in drawn.shapes] == around
    for shape in drawn.shapes:
        assert re.fullmatch(r"(M\d+,\d+l-?\d+,-?\d+( -?\d+,-?\d+)+z)+", shape.path)
        assert 0 <= shape.x <= drawn.width
        assert 0 <= shape.y <= drawn.height
        for x, y in (point for ring in points_of(shape.path) for point in ring):
            assert 0 <= x <= drawn.width
            assert 0 <= y <= drawn.height


def test_north_is_up_east_is_right_and_both_have_one_scale():
    drawn = queries.map_shapes(["59350", "59512", "59343"])  # Lille, Roubaix north-east of it, Lesquin south-east
    lille, roubaix, lesquin = drawn.shapes
    assert roubaix.x > lille.x
    assert roubaix.y < lille.y < lesquin.y
    for one, other in ((lille, roubaix), (lille, lesquin)):
        units = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        km = queries.distance_km(
            one.commune.latitude, one.commune.longitude, other.commune.latitude, other.commune.longitude
        )
        assert units / km == pytest.approx(drawn.units_per_degree / 111.195, rel=0.01)
    assert drawn.place(lille.commune.latitude, lille.commune.longitude) == (lille.x, lille.y)


def test_neighbours_share_their_border_on_the_map():
    lille, lambersart = queries.map_shapes(["59350", "59328"]).shapes
    of_lille = {point for ring in points_of(lille.path) for point in ring}
    of_lambersart = {point for ring in points_of(lambersart.path) for point in ring}
    assert len(of_lille & of_lambersart) >= 3


def test_an_enclave_is_a_hole_of_the_commune_around_it():
    with_holes = [code for code in region_codes() if any(len(polygon) > 1 for polygon in queries.outline(code))]
    assert with_holes
    for code in with_holes:
        for outer, *holes in queries.outline(code):
            assert all(is_inside(hole[0], outer) or hole[0] in outer for hole in holes)


def test_communes_without_outline_are_placed_by_their_centre():
    drawn = queries.map_shapes(["75056", "92012"])
    assert [shape.path for shape in drawn.shapes] == ["", ""]
    assert drawn.shapes[0].x > drawn.shapes[1].x


def test_unknown_codes_are_left_out_and_none_is_drawn_twice():
    drawn = queries.map_shapes(["59350", "99999", "59350", "59355"])  # the last is Lomme, a part of Lille
    assert [shape.commune.code for shape in drawn.shapes] == ["59350"]


def test_a_map_of_nothing_or_of_one_point_has_a_frame():
    assert queries.map_shapes([]).view_box == "0 0 1000 1000"
    alone = queries.map_shapes(["75056"], width=300)
    assert (alone.width, alone.shapes[0].x) == (300, 150)
    assert alone.height > 0


@pytest.mark.parametrize("width", [0, -5, 100_001])
def test_an_impossible_width_is_refused(width):
    with pytest.raises(ValueError, match="wide"):
        queries.map_shapes(["59350"], width=width)
