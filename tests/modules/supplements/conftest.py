"""People, staff and pages as in the register's tests."""

from tests.modules.population.conftest import family, make, office_client, rt

__all__ = ["family", "make", "office_client", "rt"]
