"""A file that somebody sends, held in memory only: nothing of it is ever on the disk, even if the process is killed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

MOST = 4 << 20  # bytes


class InMemory(MemoryFileUploadHandler):
    """Django's own writes what is above 2.5 MB to the disk."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.activated = content_length <= MOST + 64 * 1024


def keep_in_memory(request: HttpRequest) -> None:
    """To be called before anything of the request is read."""
    request.upload_handlers = [InMemory(request)]


@contextmanager
def readable_path(upload: UploadedFile[Any]) -> Iterator[Path]:
    """A path that readers of files can open, gone afterwards. Where the system has no files in memory (not Linux), a
    temporary file without a lasting name.
    """
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("upload")
        try:
            for chunk in upload.chunks():
                _write(descriptor, chunk)
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)


def _write(descriptor: int, chunk: bytes) -> None:
    while chunk:
        chunk = chunk[os.write(descriptor, chunk) :]
