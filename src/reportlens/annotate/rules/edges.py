"""Where words end, as a general dictionary has them."""

from reportlens.annotate.segmenters import segmenter


def is_word_edge(phrase: str, place: int) -> bool:
    """Whether a word of `phrase` ends at `place`, so that a name may begin there."""
    reached = 0
    for word in segmenter()(phrase):
        reached += len(word)
        if reached >= place:
            return reached == place
    return place == reached
