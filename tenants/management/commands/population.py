"""``balai population verify``: verbs come from the module."""

from balai.commands import VerbCommand


class Command(VerbCommand):
    """The population register."""

    help = "The population register"
    thing = "population"
