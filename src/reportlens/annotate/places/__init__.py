"""Places: a gazetteer, the places that a text names, and the one that a report is about."""

from reportlens.annotate.places.find import find_places
from reportlens.annotate.places.gazetteer import Gazetteer
from reportlens.annotate.places.report_place import report_place
from reportlens.annotate.places.stated import place_from_name

__all__ = ["Gazetteer", "find_places", "place_from_name", "report_place"]
