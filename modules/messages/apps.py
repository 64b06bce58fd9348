"""Messages of a village."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """What citizens and the office write to each other, and what citizens are told."""

    name = "modules.messages"
    # Not "messages": that is the label of Django's own, which shows a sentence on the next page.
    label = "correspondence"
    verbose_name = "Pesan dan pemberitahuan"
