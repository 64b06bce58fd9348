"""Books B.1 to B.5 of the village administration (Permendagri 47/2016, group B), for any month, rebuilt from the ledger.

``BOOKS`` are the five declarations; ``paper`` puts one on paper; ``asking`` is what pages, jobs and the command line call.
Rows come from ``selectors.past`` and ``selectors.balance``: who counts, and in which month, is decided there and only there.
"""

from modules.population.books.cards import CARDS
from modules.population.books.declaration import Book, BookRows, Printing
from modules.population.books.mutations import MUTATIONS
from modules.population.books.recapitulation import RECAPITULATION
from modules.population.books.residents import RESIDENTS
from modules.population.books.temporary import TEMPORARY

BOOKS: dict[str, Book] = {book.code: book for book in (RESIDENTS, MUTATIONS, RECAPITULATION, TEMPORARY, CARDS)}

__all__ = ["BOOKS", "Book", "BookRows", "Printing"]
