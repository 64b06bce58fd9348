"""The register's quality: checks as declared objects, a score in words, repairs in place."""

from modules.population.quality.checks import BY_CODE, CHECKS
from modules.population.quality.counting import Board, Line, board, check_of, families_of, people_of
from modules.population.quality.declaration import AnyCheck, Check, FamilyCheck

__all__ = [
    "BY_CODE", "CHECKS", "AnyCheck", "Board", "Check", "FamilyCheck", "Line", "board", "check_of", "families_of", "people_of",
]  # fmt: skip
