"""The register's own categories, one file a subject. Other modules declare theirs in ``Module(statistics=[...])``."""

from modules.population.statistics.categories import families, health, papers, people

ALL = (*people.ALL, *papers.ALL, *health.ALL, *families.ALL)

__all__ = ["ALL", "families", "health", "papers", "people"]
