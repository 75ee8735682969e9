"""Texts of strangers made safe to show: one line, no invisible or control character, no markup, a bounded length.

Templates escape whatever we show; this is about what a reader, a screen reader or a spreadsheet would be fooled by.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import urlsplit

_TAG = re.compile(r"<[^<>]{0,500}>")
_SCRIPT = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_SPACES = re.compile(r"\s+")
_FORMULA = re.compile(r"^[=+@\-]+(?=[^\d\s])|^[=@]+")
_DOUBLE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf\u2018-\u2122\u0152-\u0178\u02c6\u02dc]")
_HOST = re.compile(r"^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}$")
# Windows-1252 punctuation that was read as Latin-1: these codes have no other use in French text.
_CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
LONGEST_URL = 500


def line(text: str, longest: int) -> tuple[str, str]:
    """The text on one line and the key of what was changed in its meaning ("" when only spaces were tidied)."""
    changed = ""
    if _DOUBLE_ENCODED.search(text):
        text, changed = _decoded_once_more(text)
    if any("\x80" <= char <= "\x9f" for char in text):
        text, changed = text.translate(_CONTROLS), "double_encoding_repaired"
    if "<" in text:
        stripped = _TAG.sub(" ", _SCRIPT.sub(" ", text))
        text, changed = stripped, "markup_removed" if stripped != text else changed
    if "&" in text:
        text = html.unescape(text)
        text = _TAG.sub(" ", _SCRIPT.sub(" ", text)) if "<" in text else text
    visible = "".join(" " if char in "\t\r\n" else char for char in text if char in "\t\r\n" or not _is_hidden(char))
    if visible != text.translate({9: " ", 10: " ", 13: " "}):
        changed = "hidden_characters_removed"
    tidy = unicodedata.normalize("NFC", _SPACES.sub(" ", visible)).strip()
    if not any(map(str.isalnum, tidy)):
        return "", changed
    if (without := _FORMULA.sub("", tidy)) != tidy:
        tidy, changed = without, "formula_defused"
    if len(tidy) > longest:
        tidy, changed = tidy[: longest - 1].rstrip() + "…", "text_shortened"
    return tidy, changed


def _is_hidden(char: str) -> bool:
    """Controls, direction overrides, zero-width and unassigned characters; private use too, which no font shows."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def _decoded_once_more(text: str) -> tuple[str, str]:
    try:
        return text.encode("cp1252").decode("utf-8"), "double_encoding_repaired"
    except UnicodeError:
        return text, ""


def url(text: str) -> str:
    """The first usable http(s) address of the text, or an empty text. Never `javascript:`, never a user name in it."""
    for part in re.split(r"[\s|,]+", text.strip()):
        candidate = part if "://" in part else f"https://{part}"
        try:
            pieces = urlsplit(candidate)
            host = (pieces.hostname or "").encode("idna").decode("ascii")
            port_is_fine = pieces.port is None or 0 < pieces.port < 65_536
        except (ValueError, UnicodeError):
            continue
        is_clean = not any(_is_hidden(char) or char in "\"'<>\\" for char in candidate)
        if (
            pieces.scheme in ("http", "https")
            and _HOST.match(host)
            and port_is_fine
            and not pieces.username
            and is_clean
        ):
            return candidate if len(candidate) <= LONGEST_URL else ""
    return ""
