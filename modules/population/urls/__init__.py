"""Everything of the register below ``/kantor/``: one file a room."""

from modules.population.urls import books, crossing, families, imports, register, statistics

app_name = "population"
urlpatterns = [
    *families.patterns,
    *register.patterns,
    *statistics.patterns,
    *imports.patterns,
    *crossing.patterns,
    *books.patterns,
]
