"""``balai letters types``: verbs come from the module."""

from balai.commands import VerbCommand


class Command(VerbCommand):
    """Letters."""

    help = "Letters"
    thing = "letters"
