"""How long a letter takes, told out of the village's own past and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from modules.letters.models import Channel, LetterEvent, State

#: What is looked back on, and how many letters it takes before anything is said.
PAST = timedelta(days=180)
LEAST = 5
_MOST_READ = 200


@dataclass(frozen=True)
class Expected:
    """Of ``letters`` asked for at the citizen's door and issued lately, half took at most ``half``, nine of ten ``most``;
    None where there are fewer than :data:`LEAST`."""

    letters: int
    half: timedelta | None = None
    most: timedelta | None = None

    def words(self) -> str:
        """What the citizen is told."""
        if self.half is None or self.most is None:
            if not self.letters:
                return _("Belum ada surat seperti ini yang diminta dari HP, jadi lamanya belum dapat diperkirakan.")
            return _(
                "Baru {n} surat seperti ini yang diminta dari HP dalam enam bulan terakhir: belum cukup untuk "
                "memperkirakan lamanya."
            ).format(n=self.letters)
        half, most = span_words(self.half), span_words(self.most)
        if half == most:
            return _("Biasanya siap dalam {most}. Dihitung dari {n} surat enam bulan terakhir.").format(
                most=most, n=self.letters
            )
        return _(
            "Separuhnya siap dalam {half}, hampir semuanya dalam {most}. Dihitung dari {n} surat enam bulan terakhir."
        ).format(half=half, most=most, n=self.letters)


def span_words(span: timedelta) -> str:
    """A span as people say it, rounded up: "1 jam", "5 jam", "2 hari"."""
    hours = max(1, -(-int(span.total_seconds()) // 3600))
    if hours < 24:
        return _("{n} jam").format(n=hours)
    return _("{n} hari").format(n=-(-hours // 24))


def expected(type_key: str) -> Expected:
    """From asking until the letter was ready to be taken, for letters of one kind: one query. A letter that the camat or a
    signing service still has is not ready."""
    found = LetterEvent.objects.filter(
        letter__type_key=type_key, letter__channel=Channel.CITIZEN, to_state=State.READY, at__gte=timezone.now() - PAST
    ).exclude(from_state=State.READY)
    rows = found.order_by("-id").values_list("letter__created_at", "at")[:_MOST_READ]
    spans = sorted(ready - asked for asked, ready in rows)
    if len(spans) < LEAST:
        return Expected(len(spans))
    return Expected(len(spans), spans[(len(spans) - 1) // 2], spans[min(len(spans) - 1, len(spans) * 9 // 10)])
