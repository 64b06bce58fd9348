"""Everything of the register below ``/kantor/``: one file a room."""

from modules.population.urls import books, crossing, families, imports, person, register, statistics

app_name = "population"
urlpatterns = [
    *families.patterns,
    *person.patterns,
    *register.patterns,
    *statistics.patterns,
    *imports.patterns,
    *crossing.patterns,
    *books.patterns,
]
