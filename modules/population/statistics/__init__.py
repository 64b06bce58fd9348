"""Statistics: every category a declared object, every table one query, every number the same as the balance's.

``declaration`` says what a category is, ``categories`` holds the register's own, ``counting`` counts, ``keeping`` keeps
what was counted until something changes, ``tables`` makes rows of it. Other modules declare categories of their own over
the same people: ``Module(statistics=[Category(...)])``.
"""

from modules.population.statistics.declaration import Category, Group, Status

__all__ = ["Category", "Group", "Status"]
