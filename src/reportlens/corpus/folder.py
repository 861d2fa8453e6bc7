"""A corpus on disk: which shards count, written so that a kill at any moment leaves it whole."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from reportlens.corpus.tables import SCHEMAS
from reportlens.errors import CorpusError

FORMAT = 1
HEAD = "corpus.json"


@dataclass(frozen=True, slots=True)
class Head:
    """What corpus.json says: the fingerprint of pipeline and lexicon, and the shards that count."""

    fingerprint: str
    shards: tuple[str, ...]


def read_head(folder: Path) -> Head:
    """Raises `CorpusError` for a folder that is no corpus or has another format version."""
    try:
        content = json.loads((folder / HEAD).read_text("utf-8"))
        version = content["format"]
        head = Head(content["fingerprint"], tuple(content["shards"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{folder}: no readable {HEAD} in it. Build the corpus again.") from error
    if version != FORMAT:
        raise CorpusError(
            f"{folder}: the corpus has format version {version}, this program reads {FORMAT}. "
            f"Build it again: reportlens build SOURCE --to {folder}"
        )
    for shard in head.shards:
        for name in SCHEMAS:
            if not (folder / "shards" / shard / f"{name}.parquet").is_file():
                raise CorpusError(
                    f"{folder}: {name}.parquet of shard {shard} is missing. Build the corpus again."
                )
    return head


def write_head(folder: Path, head: Head) -> None:
    """Replace corpus.json in one step."""
    content = {"format": FORMAT, "fingerprint": head.fingerprint, "shards": sorted(head.shards)}
    temporary = folder / f".{HEAD}.{os.getpid()}"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / HEAD)


def write_shard(folder: Path, name: str, tables: dict[str, pa.Table]) -> None:
    """Write a shard under a temporary name, sync it, and rename it. It counts once the head names it."""
    target = folder / "shards" / name
    temporary = target.with_name(f".{name}.{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for table_name, table in tables.items():
        with (temporary / f"{table_name}.parquet").open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
    shutil.rmtree(target, ignore_errors=True)
    temporary.replace(target)


def read_table(folder: Path, shard: str, name: str) -> pa.Table:
    return pq.read_table(folder / "shards" / shard / f"{name}.parquet").cast(SCHEMAS[name])


def sweep(folder: Path, head: Head) -> None:
    """Remove what no head names: shards of killed or superseded builds."""
    for path in (folder / "shards").iterdir():
        if path.name not in head.shards:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(f".{HEAD}.*"):
        path.unlink(missing_ok=True)
