"""The errors that reportlens raises on purpose.

A message names the file, the place in it and the value, then what to do. The library raises; only
the command line prints and exits.
"""


class ReportLensError(Exception):
    """Base of all errors that a user can cause."""


class SourceError(ReportLensError):
    """One source cannot be read; the others are not affected.

    `path` is the source as given, `reason` one line that says what is wrong and what to do.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type["SourceError"], tuple[str, str]]:
        return (type(self), (self.path, self.reason))


class NoTextColumn(SourceError):
    """A table has no column of texts: it may hold something else."""


class ManifestError(ReportLensError):
    """A manifest names what does not exist or says what cannot be."""


class LexiconError(ReportLensError):
    """A lexicon file is not usable: the message names file and row."""


class CorpusError(ReportLensError):
    """A corpus folder is missing, foreign or of another format version."""


class AnalysisError(ReportLensError):
    """An analysis was asked for something that the corpus cannot give."""
