"""A file is looked at from end to end before anyone believes it."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from prevenance.formats import files
from prevenance.formats.refusals import FileRefused

GOOD = "code;nom\n1;Élise\n"


def refusal(path: Path, limits: files.Limits | None = None) -> str:
    with pytest.raises(FileRefused) as caught:
        files.checked(path, limits)
    return caught.value.reason


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"a,b\n1,\x002\n", "nul_bytes"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "not_a_table"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "not_a_table"),
        (b"PK\x03\x04rest of a workbook", "not_a_table"),
        ("a,b\n1,2\n".encode("utf-16"), "not_a_table"),
        (gzip.compress(GOOD.encode() * 2000)[:-30], "broken_compression"),
        (b"\x1f\x8bnot gzip at all", "broken_compression"),
        ("nom\nÉlise\n".encode() + "Zoé\n".encode("cp1252"), "wrong_encoding"),
        (b"nom\n\xe9\x81\n", "wrong_encoding"),
        ("nom\nMaison de santé\n".encode("cp850"), "wrong_encoding"),
        ("nom\nMaison de santé\n".encode("mac_roman"), "wrong_encoding"),
        (b'[{"nom": "\xe9"}]', "wrong_encoding"),
        (b"a,b\n" + b"x" * (1 << 20) + b"yz\n", "line_too_long"),
        (b'[{"a": "' + b'x\\"' * 700_000 + b'"}]', "line_too_long"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refusal(written(tmp_path, content)) == reason


def test_a_directory_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "not_a_file"
    assert refusal(tmp_path / "absent.csv") == "not_a_file"


def test_a_gzip_bomb_is_refused_at_the_limit(tmp_path: Path) -> None:
    bomb = written(tmp_path, gzip.compress(b"a,b\n" * 2_000_000))
    assert bomb.stat().st_size < 40_000
    assert refusal(bomb, files.Limits(file=1 << 20)) == "file_too_large"


@pytest.mark.parametrize(("codec", "found"), [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252")])
def test_utf_8_and_windows_1252_are_told_apart(tmp_path: Path, codec: str, found: str) -> None:
    file = files.checked(written(tmp_path, GOOD.encode(codec)))
    assert file.encoding == found
    with files.opened_text(file) as text:
        assert text.read() == GOOD


def test_a_multibyte_letter_cut_by_a_block_is_still_utf_8(tmp_path: Path) -> None:
    lines = b"a,b\n" * (files.BLOCK // 4 - 1) + b"abc"
    assert files.checked(written(tmp_path, lines + "é,1\n".encode())).encoding == "utf-8-sig"


def test_two_hundred_megabytes_on_one_line_are_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(4)
        for _ in range(200):
            file.write(b"x" * (1 << 20))
    tracemalloc.start()
    assert refusal(path) == "line_too_long"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    path.unlink()
    assert peak < 16 << 20
