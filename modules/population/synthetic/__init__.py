"""People who never lived: a plausible Javanese village, the same every time for the same seed."""

from modules.population.synthetic.village import generate

__all__ = ["generate"]
