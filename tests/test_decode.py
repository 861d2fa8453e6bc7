"""Encodings told apart without a declaration."""

from pathlib import Path

import pytest

from reportlens.errors import SourceError
from reportlens.reading.decode import decode

TEXT = "柘澄市直机关工委坚持把党的建设摆在首位，各支部严格落实三会一课制度，全年开展主题党日12次。\r\n"
TRADITIONAL = "柘澄市直機關工委堅持把黨的建設擺在首位,各支部嚴格落實三會一課制度,全年開展主題黨日12次。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("times", [1, 40])
def test_simplified_text_comes_back(encoding: str, times: int) -> None:
    assert decode((TEXT * times).encode(encoding), "x")[0] == TEXT * times


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "big5hkscs", "utf-16"])
def test_traditional_text_comes_back(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "x")[0] == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_costs_one_character_and_not_the_encoding(encoding: str) -> None:
    data = (TEXT * 5).encode(encoding)
    broken = data[:60] + data[61:]
    text, name = decode(broken, "x")
    assert name == encoding
    assert text.endswith(TEXT * 3)


def test_a_text_cut_off_inside_a_character_is_read() -> None:
    assert decode(TEXT.encode()[:40], "x")[0].startswith(TEXT[:13])


@pytest.mark.parametrize("data", [b"", b" \n\r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_named(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.txt: the file is empty"):
        decode(data, "a.txt")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(SourceError, match="not a text"):
        decode(bytes(range(256)) * 20, "a.txt")


def test_every_shared_text_in_every_encoding(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_bytes().decode()
        for encoding in ("gb18030", "utf-16", "utf-16-le", "utf-16-be"):
            assert decode(text.encode(encoding), path.name)[0] == text, (path.name, encoding)
