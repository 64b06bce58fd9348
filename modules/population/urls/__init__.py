"""Everything of the register below ``/kantor/``: one file a room."""

from modules.population.urls import books, crossing, imports, register, statistics

app_name = "population"
urlpatterns = [*register.patterns, *statistics.patterns, *imports.patterns, *crossing.patterns, *books.patterns]
