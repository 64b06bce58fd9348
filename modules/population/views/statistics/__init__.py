"""Pages of statistics: the office's, what a village decides about them, and everybody's."""
