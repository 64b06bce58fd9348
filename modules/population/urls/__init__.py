"""Everything of the register below ``/kantor/``: one file a room."""

from modules.population.urls import (
    books,
    crossing,
    events,
    families,
    finding,
    imports,
    person,
    quality,
    register,
    statistics,
)

app_name = "population"
urlpatterns = [
    *finding.patterns,
    *families.patterns,
    *person.patterns,
    *register.patterns,
    *statistics.patterns,
    *quality.patterns,
    *imports.patterns,
    *crossing.patterns,
    *books.patterns,
    *events.patterns,
]
