"""Which files a user means, and reading one of them."""

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from reportlens.errors import ManifestError, SourceError
from reportlens.reading.extract import READERS, Extract, extract
from reportlens.reading.manifest import MANIFEST, Problems, is_manifest, read_manifest
from reportlens.reading.signature import READ
from reportlens.report import Facts, Report

# Files that lie beside reports and are none.
BESIDE = frozenset({MANIFEST, "places.csv", "truth.json"})
LONGEST_REPORT = 15_000_000
_CHECK_RIGHTS = "Check its rights, or that the disk is there."
_SURROGATE = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[\u3400-\u9fff]")
# Forms of text that cannot be read: named, because a report may be in them.
REFUSED = frozenset({".doc", ".wps", ".ofd", ".rtf", ".odt", ".zip", ".rar", ".7z"})


class Problem(NamedTuple):
    """Something that could not be used: `path`, the `stage` that met it, one line with the remedy.

    `lost` says that a report, or something stated about one, is missing from the result. The stage
    `selecting` is that of files which lie beside reports and were left out.
    """

    path: str
    stage: str
    reason: str
    lost: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, with what is stated about it from outside."""

    report_id: str
    path: str
    stated: Facts = Facts()


@dataclass(frozen=True, slots=True)
class Found:
    """The files behind the sources that a user gave, by report id, and what was wrong with them."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    places: tuple[Path, ...] = ()
    given: tuple[str, ...] = ()

    @property
    def nothing(self) -> str:
        """What to say where not one of the sources that were given holds a report."""
        return (
            f"nothing readable: there is no report in {', '.join(self.given) or 'the sources'}. "
            f"Put reports there, as {READ}."
        )


def find_sources(given: Sequence[str | Path]) -> Found:
    """Expand files, folders and manifests.

    A folder is walked with all folders below it; its `manifest.csv` overrides what the texts say, its
    `places.csv` adds places. The report id is the path below the folder without its suffix, or the
    stem of a file. Raises `SourceError` for what does not exist and `ManifestError` for a manifest
    that cannot be read at all.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    places: list[Path] = []
    for name in given:
        path = Path(name)
        try:
            folder = _named(path)
        except PermissionError as error:
            raise SourceError(str(name), f"cannot be opened ({error.strerror}). {_CHECK_RIGHTS}") from error
        beside = folder.root / "places.csv"
        if beside.is_file() and beside not in places:
            places.append(beside)
        problems += [Problem(*row) for row in folder.problems]
        for file in folder.files:
            if _SURROGATE.search(str(file)):
                shown = str(file).encode("utf-8", "replace").decode()
                problems.append(Problem(shown, "reading", "the name of the file is not UTF-8. Rename it."))
                continue
            below = file.relative_to(folder.root)
            sources.append(
                Source(
                    below.with_suffix("").as_posix(), str(file), folder.stated.get(below.as_posix(), Facts())
                )
            )
    return Found(
        tuple(_distinct(sources)), tuple(problems), tuple(places), tuple(str(name) for name in given)
    )


class _Folder(NamedTuple):
    files: list[Path]
    root: Path
    stated: dict[str, Facts]
    problems: Problems


def _named(path: Path) -> _Folder:
    """The files that one source stands for."""
    if path.is_dir():
        must_open(path)
        return _folder(path)
    if not path.exists():
        raise SourceError(str(path), "there is no such file or folder. Check the path.")
    if not path.is_file():
        raise SourceError(str(path), "this is neither a file nor a folder. Name a file with a text in it.")
    if is_manifest(path):
        stated, wrong = read_manifest(path)
        return _Folder([path.parent / file for file in stated], path.parent, stated, wrong)
    return _Folder([path], path.parent, {}, [])


def must_open(folder: Path) -> None:
    """Raises `SourceError` for a folder that this user may not look into."""
    if not os.access(folder, os.R_OK | os.X_OK):
        raise SourceError(str(folder), f"the folder cannot be opened. {_CHECK_RIGHTS}")


def _folder(root: Path) -> _Folder:
    stated: dict[str, Facts] = {}
    problems: Problems = []
    manifest = root / MANIFEST
    if manifest.is_file():
        try:
            stated, problems = read_manifest(manifest)
        except ManifestError as error:
            reason = str(error).removeprefix(str(manifest)).lstrip(": ")
            problems.append((str(manifest), "manifest", reason, True))
    files = []
    found, closed = _below(root)
    problems += closed
    ours = _folders_of_ours(found)
    for file in found:
        hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
        beside = file.name in BESIDE or file.stem.upper() == "README"
        if hidden or beside or file.is_dir() or not ours.isdisjoint(file.parents):
            continue
        if not file.is_file():
            problems.append((str(file), "selecting", "left out: no regular file.", False))
            continue
        suffix = file.suffix.lower()
        if suffix in REFUSED or (suffix in READERS and suffix != ".md"):
            files.append(file)
        else:
            reason = f"left out: no form of text that is known. If it is a report, save it as one of {READ}."
            problems.append((str(file), "selecting", reason, False))
    return _Folder(files, root, stated, problems)


def _below(root: Path) -> tuple[list[Path], Problems]:
    """All that lies in `root` and the folders below it but folders, and those that cannot be opened."""
    found: list[Path] = []
    closed: Problems = []

    def refused(error: OSError) -> None:
        reason = f"the folder cannot be opened ({error.strerror}). {_CHECK_RIGHTS}"
        closed.append((str(error.filename), "reading", reason, True))

    for folder, folders, names in os.walk(root, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder) / name for name in names]
    return sorted(found), closed


def _folders_of_ours(files: Iterable[Path]) -> set[Path]:
    """Corpora and written reports that lie among the sources: what we made is nothing to read."""
    corpora = {path.parent for path in files if path.name == "corpus.json"}
    return corpora | {path.parents[1] for path in files if path.parts[-2:] == ("tables", "tables.xlsx")}


def same_bytes(digests: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """A remark for each set of files that have the same bytes; `digests` are pairs of path and digest."""
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for path, sha256 in digests:
        if path not in paths[sha256]:
            paths[sha256].append(path)
    for first, *others in paths.values():
        if others:
            names = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
            reason = (
                f"has the same bytes as {names}: a text that stands twice counts twice. Remove the copies."
            )
            yield Problem(first, "reading", reason, lost=False)


def _distinct(sources: Sequence[Source]) -> Iterator[Source]:
    """Each path once; ids that meet get the suffix, then a number."""
    paths: set[str] = set()
    taken: set[str] = set()
    for source in sorted(sources, key=lambda s: (s.report_id, s.path)):
        resolved = str(Path(source.path).resolve())
        if resolved in paths:
            continue
        paths.add(resolved)
        name, count = source.report_id, 1
        if name in taken:
            name += Path(source.path).suffix
        base = name
        while name in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name)
        yield Source(name, source.path, source.stated)


def digest(data: bytes) -> str:
    """Hex SHA-256 of the bytes of a source."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: str) -> bytes:
    """The bytes of a source; raises `SourceError` with the reason."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise SourceError(path, f"cannot be opened ({error.strerror}). Check that it may be read.") from error


def _without_surrogates(part: Extract) -> Extract:
    """Halves of characters, which JSON can hold and no file can, become U+FFFD."""

    def mended(text: str | None) -> str | None:
        return text and _SURROGATE.sub("\ufffd", text)

    stated = part.stated
    stated = replace(
        stated, title=mended(stated.title), source=mended(stated.source), author=mended(stated.author)
    )
    return replace(part, raw=_SURROGATE.sub("\ufffd", part.raw), stated=stated)


def _broken(raw: str, encoding: str) -> Iterator[str]:
    """What is wrong with the characters of a text that is read all the same."""
    for character, what in (("\ufffd", f"lost in decoding as {encoding} or before"), ("\0", "that are NUL")):
        count = raw.count(character)
        if count:
            at = raw.index(character)
            yield f"characters {what}: {count}, the first at {at}. The rest is read; check the file if they matter."


def read_reports(source: Source) -> tuple[list[Report], list[Problem]]:
    """The reports in one file (several in a table of texts), and the rows that hold no report.

    Raises `SourceError` where nothing in the file can be read.
    """
    data = read_bytes(source.path)
    reports: list[Report] = []
    problems: list[Problem] = []
    for part in map(_without_surrogates, extract(data, source.path)):
        path = f"{source.path}#{part.part}" if part.part else source.path
        problems += [Problem(path, "reading", f"{what}.") for what in part.wrong]
        if part.refused:
            problems.append(Problem(path, "reading", part.refused))
            continue
        if not _HAN.search(part.raw):
            what = "there is not one Chinese character in it" if part.raw.strip() else "there is no text"
            problems.append(Problem(path, "reading", f"{what}. Remove it from the reports."))
            continue
        if len(part.raw) > LONGEST_REPORT:
            what = f"it has {len(part.raw):,} characters, more than any report (at most {LONGEST_REPORT:,})"
            problems.append(Problem(path, "reading", f"{what}. Split it."))
            continue
        problems += [Problem(path, "reading", what, lost=False) for what in _broken(part.raw, part.encoding)]
        reports.append(
            Report(
                f"{source.report_id}#{part.part}" if part.part else source.report_id,
                source.path,
                digest(data),
                part.raw,
                part.encoding,
                part.html,
                source.stated.over(part.stated),
            )
        )
    return reports, problems
