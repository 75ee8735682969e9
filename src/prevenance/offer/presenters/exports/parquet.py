"""Our own columns as Parquet, by groups of rows: memory stays near one group. Needs the extra `exports`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from prevenance.offer.choices import exchanges
from prevenance.offer.presenters.exports import files, rows
from prevenance.offer.queries.published import Published

FILE = "places.parquet"
GROUP = 5000


class NotInstalled(Exception):
    """The extra that writes Parquet is not there. The message says how to mend it."""


def parquet(places: Iterable[Published], folder: Path, about: files.About) -> files.Written:
    """`places.parquet`, compressed with zstd; lists are lists, absent values are null."""
    try:
        import pyarrow
        from pyarrow import parquet as writing
    except ImportError as error:
        raise NotInstalled("Parquet needs one more library: pip install 'prevenance[exports]'.") from error
    schema = _schema(pyarrow)
    written = files.Written(files=[folder / FILE])
    remaining = iter(places)
    with writing.ParquetWriter(str(folder / FILE), schema, compression="zstd") as writer:
        while group := [_row(place) for place in islice(remaining, GROUP)]:
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
            written.kept += len(group)
    return written


def _row(place: Published) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else (None if value == "" else value)
        for name, value in rows.row(place).items()
    }


def _schema(pyarrow: Any) -> Any:
    types = {
        "string": pyarrow.string(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    return pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                pyarrow.list_(pyarrow.string()) if column.is_list else types[column.type],
                metadata={"fr": column.words["fr"], "en": column.words["en"]},
            )
            for column in exchanges.columns()
        ]
    )
