"""Putting the files of a report into a folder, so that nobody ever sees half of them."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from reportlens.errors import ReportLensError
from reportlens.present.export import write_whole

PAGE = "report.html"
BRIEF = "brief.docx"
# How our page begins. A folder with another report.html is not ours to write over.
MARK = '<meta name="generator" content="reportlens'
# Names that a report may leave in its folders; those of an earlier one that are not written again go.
_FOLDERS = {"figures": (".png", ".svg", ".pdf"), "tables": (".csv", ".xlsx")}


def check_folder(folder: Path) -> None:
    """Raise `ReportLensError` where `folder` holds something that is no report of ours."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ReportLensError(f"{folder}: is a file. Name a folder to write the report to.")
    try:
        if not any(folder.iterdir()) or _is_ours(folder / PAGE):
            return
    except OSError as error:
        raise ReportLensError(f"{folder}: cannot be read ({error.strerror}). Name another folder.") from error
    raise ReportLensError(
        f"{folder}: is not empty and holds no report of ours. Name another folder, or empty this one."
    )


def _is_ours(page: Path) -> bool:
    if not page.is_file():
        return False
    with page.open(encoding="utf-8", errors="replace") as file:
        return MARK in file.read(2000)


def publish(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (path below the folder to content) into `folder`.

    A new folder appears whole. In one that is there each file is replaced in one step, the page last,
    so that it never names what is not there yet.
    """
    check_folder(folder)
    target = folder.resolve()
    if target.exists():
        for name in sorted(files, key=lambda name: name == PAGE):
            path = target / name
            _make(path.parent)
            write_whole(path, files[name])
        _sweep(target, files)
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        for name, content in files.items():
            path = temporary / name
            _make(path.parent)
            write_whole(path, content)
        temporary.rename(target)
    except (OSError, ReportLensError) as error:
        # What `write_whole` and `_make` say names the folder that nobody is to see.
        cause = error.__cause__ if isinstance(error, ReportLensError) else error
        raise ReportLensError(
            f"{folder}: cannot be written ({getattr(cause, 'strerror', None) or cause}). Name another folder."
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportLensError(f"{folder}: cannot be made ({error.strerror}). Name another folder.") from error


def _sweep(target: Path, files: Mapping[str, bytes]) -> None:
    """Remove figures and tables of the report that stood here before, which this one does not have."""
    for name, suffixes in _FOLDERS.items():
        for path in sorted((target / name).glob("*")):
            if path.suffix in suffixes and f"{name}/{path.name}" not in files:
                path.unlink(missing_ok=True)
