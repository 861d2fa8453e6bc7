"""From files to a corpus on disk, shard by shard."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

import reportlens
from reportlens.annotate import Annotation
from reportlens.annotate.contradictions import contradictions
from reportlens.annotate.places import Gazetteer
from reportlens.annotate.sources import annotate_source
from reportlens.corpus.folder import HEAD, Head, read_head, read_table, sweep, write_head, write_shard
from reportlens.corpus.tables import SCHEMAS, to_tables
from reportlens.errors import CorpusError, SourceError
from reportlens.lexicon import Lexicon, default_lexicon
from reportlens.reading.sources import Found, Problem, Source, digest, read_bytes, same_bytes

# A shard holds about so many bytes of sources: small enough for memory, large enough for columns.
SHARD_BYTES = 4_000_000
# Below this, starting processes costs more than it gains.
PARALLEL_BYTES = 4_000_000


class Job(NamedTuple):
    """One shard: paths, not texts, because passing texts between processes eats what they gain."""

    folder: Path
    sources: tuple[tuple[Source, str], ...]
    places: tuple[Path, ...]
    lexicon: Lexicon | None

    @property
    def shard(self) -> str:
        return hashlib.sha256("\n".join(key for _, key in self.sources).encode()).hexdigest()[:16]


class Built(NamedTuple):
    """What a build did: reports annotated anew and kept, and everything that could not be used."""

    annotated: int
    kept: int
    problems: tuple[Problem, ...]


def build(
    found: Found,
    to: Path,
    *,
    lexicon: Lexicon | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    progress: bool = False,
) -> Built:
    """Annotate the sources that are new or changed, and bring the corpus `to` up to date.

    `jobs` is the number of processes (None: as many as the work is worth), `scheduler` the address of
    a Dask scheduler to use instead, `progress` shows a bar on a terminal. A build that is killed
    leaves the corpus as far as it came; the next one goes on from there. Raises `CorpusError` where
    nothing at all can be read, and leaves nothing behind then.
    """
    try:
        return _build(found, to, lexicon, jobs, scheduler, progress=progress)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CorpusError(
            f"{to}: the corpus cannot be written ({reason}). Check the folder, its rights and the room on the disk."
        ) from error


def _build(
    found: Found,
    to: Path,
    lexicon: Lexicon | None,
    jobs: int | None,
    scheduler: str | None,
    *,
    progress: bool,
) -> Built:
    fingerprint = fingerprint_of(lexicon or default_lexicon(), found.places)
    outside = [*found.problems, *contradictions(found.sources, found.places)]
    keys: dict[Source, str] = {}
    sizes: dict[Source, int] = {}
    digests = []
    for source in found.sources:
        try:
            data = read_bytes(source.path)
        except SourceError as error:
            outside.append(Problem(error.path, "reading", error.reason))
            continue
        sizes[source] = len(data)
        digests.append((source.path, digest(data)))
        keys[source] = _key(source, digests[-1][1], fingerprint)
    outside += same_bytes(digests)
    new = not to.exists()
    old = _open(to)
    shards, standing, kept = _prune(to, old, set(keys.values()))
    pending = [source for source, key in keys.items() if key not in standing]
    work = [
        Job(to, tuple((s, keys[s]) for s in batch), found.places, lexicon)
        for batch in _batches(pending, sizes)
    ]
    if jobs is None and sum(sizes[s] for s in pending) < PARALLEL_BYTES:
        jobs = 1
    annotated = 0
    head = Head(fingerprint, shards)
    for shard, done in _bar(_run(work, jobs, scheduler), len(work), progress):
        annotated += done
        head = Head(fingerprint, (*head.shards, shard))
        # Until there is a report to stand for it, what the folder held before stays what it is.
        if kept + annotated:
            write_head(to, head)
    problems = (*outside, *(p for shard in head.shards for p in _problems_of(to, shard)))
    if not kept + annotated:
        _withdraw(to, old, new)
        raise CorpusError(_nothing_readable(found, problems))
    _write_problems(to, outside)
    write_head(to, head)
    sweep(to, head)
    return Built(annotated, kept, problems)


def _withdraw(to: Path, old: Head | None, new: bool) -> None:
    """Leave the folder as it was before a build that found nothing to read."""
    if old is not None:
        sweep(to, old)
    else:
        shutil.rmtree(to / "shards")
        if new:
            to.rmdir()


def fingerprint_of(lexicon: Lexicon, places: Sequence[Path]) -> str:
    """Changes with the program, the lexicon and the extra places: then reports are annotated again."""
    parts = [_code_digest(), lexicon.digest, *(digest(read_bytes(str(path))) for path in places)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _code_digest() -> str:
    """Digest of the stages that make an annotation, their data included."""
    root = Path(reportlens.__file__).parent
    content = hashlib.sha256()
    for stage in ("reading", "normalise", "lexicon", "annotate", "corpus"):
        for path in sorted((root / stage).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return content.hexdigest()


def _key(source: Source, sha256: str, fingerprint: str) -> str:
    """Tells one source in one state from every other: its id, its bytes, what is stated, who reads it."""
    state = f"{source.report_id}\n{source.path}\n{sha256} {fingerprint} {source.stated!r}"
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()


def _open(to: Path) -> Head | None:
    """The head of the corpus at `to`, None where nothing has been built yet; raises `CorpusError`."""
    if (to / HEAD).exists():
        return read_head(to)
    foreign = to.exists() and (
        not to.is_dir()
        or any(p.name != "shards" and not p.name.startswith(f".{HEAD}.") for p in to.iterdir())
    )
    if foreign:
        raise CorpusError(f"{to}: exists and is no corpus. Name another folder, or empty this one.")
    (to / "shards").mkdir(parents=True, exist_ok=True)
    return None


def _prune(to: Path, old: Head | None, current: set[str]) -> tuple[tuple[str, ...], set[str], int]:
    """The shards without what is gone or changed, the keys of the sources that stand, and their reports."""
    shards = []
    standing: set[str] = set()
    kept = 0
    for shard in old.shards if old else ():
        reports = read_table(to, shard, "reports")
        keys = set(reports["key"].to_pylist()) | set(read_table(to, shard, "problems")["key"].to_pylist())
        alive = keys & current
        if not alive:
            continue
        standing |= alive
        ids = reports.filter(pc.is_in(reports["key"], pa.array(sorted(alive))))["report_id"].to_pylist()
        kept += len(ids)
        if alive == keys:
            shards.append(shard)
            continue
        name = hashlib.sha256("\n".join([shard, *sorted(alive)]).encode()).hexdigest()[:16]
        write_shard(to, name, {n: _only(read_table(to, shard, n), alive, ids) for n in SCHEMAS})
        shards.append(name)
    return tuple(shards), standing, kept


def _only(table: pa.Table, keys: set[str], report_ids: Sequence[str]) -> pa.Table:
    if "key" in table.column_names:
        return table.filter(pc.is_in(table["key"], pa.array(sorted(keys))))
    return table.filter(pc.is_in(table["report_id"].cast(pa.string()), pa.array(report_ids, pa.string())))


def _problems_of(to: Path, shard: str) -> list[Problem]:
    rows = read_table(to, shard, "problems").drop_columns(["key"]).to_pylist()
    return [Problem(**row) for row in rows]


def _batches(sources: Sequence[Source], sizes: dict[Source, int]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    filled = 0
    for source in sources:
        batch.append(source)
        filled += sizes[source]
        if filled >= SHARD_BYTES:
            yield batch
            batch, filled = [], 0
    if batch:
        yield batch


def _run(jobs_to_do: Sequence[Job], jobs: int | None, scheduler: str | None) -> Iterator[tuple[str, int]]:
    if scheduler is not None:
        yield from _run_on_cluster(jobs_to_do, scheduler)
    elif jobs == 1 or len(jobs_to_do) == 1:
        yield from map(annotate_shard, jobs_to_do)
    else:
        from joblib import Parallel, delayed

        pool = Parallel(n_jobs=jobs or -1, return_as="generator_unordered")
        yield from pool(delayed(annotate_shard)(job) for job in jobs_to_do)


def _run_on_cluster(jobs_to_do: Sequence[Job], scheduler: str) -> Iterator[tuple[str, int]]:
    """The same function on the workers of a Dask cluster, which must see the same file system."""
    try:
        from dask.distributed import Client
    except ImportError as error:
        raise CorpusError("--scheduler needs Dask. Install reportlens[cluster].") from error
    from joblib import Parallel, delayed, parallel_config

    try:
        client = Client(scheduler, timeout="10s")
    except OSError as error:
        raise CorpusError(
            f"no Dask scheduler answers at {scheduler}. Start one, or leave --scheduler out."
        ) from error
    with client, parallel_config("dask"):
        yield from Parallel()(delayed(annotate_shard)(job) for job in jobs_to_do)


def _bar(results: Iterable[tuple[str, int]], total: int, progress: bool) -> Iterable[tuple[str, int]]:
    from tqdm import tqdm

    # disable=None: no bar where standard error is no terminal.
    bar: Iterable[tuple[str, int]] = tqdm(
        results, total=total, unit="shard", desc="annotate", disable=None if progress else True
    )
    return bar


def annotate_shard(job: Job) -> tuple[str, int]:
    """Read and annotate the sources of one shard and write it; its name and the number of its reports."""
    gazetteer = Gazetteer.load(job.places)
    annotations: list[tuple[Annotation, str]] = []
    problems: list[tuple[Problem, str]] = []
    for source, key in job.sources:
        met: list[Problem] = []
        annotations += [(found, key) for found in annotate_source(source, job.lexicon, gazetteer, met)]
        problems += [(problem, key) for problem in met]
    write_shard(job.folder, job.shard, to_tables(annotations, problems, job.lexicon or default_lexicon()))
    return job.shard, len(annotations)


def _write_problems(to: Path, problems: Sequence[Problem]) -> None:
    """What was wrong with the sources as a whole stands beside the shards."""
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([p._asdict() for p in problems], SCHEMAS["problems"])
    pq.write_table(table, to / "problems.parquet")


def _nothing_readable(found: Found, problems: Sequence[Problem]) -> str:
    reasons = [f"{p.path}: {p.reason}" for p in problems[:5]]
    more = [f"… and {len(problems) - 5} more"] if len(problems) > 5 else []
    return "\n".join([found.nothing, *reasons, *more])
