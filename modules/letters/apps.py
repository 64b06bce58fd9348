"""Letters that the village office issues."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Requests, approval, numbering, archive, verification."""

    name = "modules.letters"
    label = "letters"
