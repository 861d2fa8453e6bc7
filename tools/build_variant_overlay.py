#!/usr/bin/env python3
"""Build src/reportlens/normalise/data/overlay.tsv: variant characters that OpenCC's t2s leaves alone.

Run from the project's root: python tools/build_variant_overlay.py
A character goes in if it is not in GB 2312, t2s does not give it a form that is, and one of these does:
OpenCC's tables for Hong Kong, Taiwan and Japan (関 → 关), Unicode's compatibility decomposition
(U+F92C → 郎), or the list below, each with its reason. One character for one, so that conversion
never changes a length.
"""

import pathlib
import unicodedata

import opencc

BY_HAND = {
    "陜": ("陕", "U+965C, written for U+965D 陝 by fonts and converters"),
    "讌": ("宴", "variant of 宴; t2s gives the rare 䜩"),
}
TARGET = pathlib.Path(__file__).parents[1] / "src/reportlens/normalise/data/overlay.tsv"


def in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    simplify = opencc.OpenCC("t2s").convert
    tables = {name: opencc.OpenCC(name).convert for name in ("hk2s", "tw2s", "jp2t")}
    rows = {}
    for point in [*range(0x3400, 0xA000), *range(0xF900, 0xFB00)]:
        character = chr(point)
        if in_gb2312(character) or in_gb2312(simplify(character)):
            continue
        for name, convert in tables.items():
            standard = simplify(convert(character))
            if len(standard) == 1 and standard != character and in_gb2312(standard):
                rows[character] = (standard, f"opencc {name}")
                break
        else:
            standard = simplify(unicodedata.normalize("NFKC", character))
            if len(standard) == 1 and standard != character:
                rows[character] = (standard, "NFKC")
    rows |= BY_HAND
    lines = [f"{variant}\t{standard}\t{source}\n" for variant, (standard, source) in sorted(rows.items())]
    TARGET.write_text("variant\tstandard\tsource\n" + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
