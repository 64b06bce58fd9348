"""The job at a batch of letters: made, confirmed or refused, numbered, printed and joined, a portion at a time.

Each portion is a transaction of its own that begins with the batch's row locked, and takes its letters in a handful of
statements; where one of them cannot have what the others get, that portion goes letter by letter. What is done stands in
the letters themselves, so a job that was killed goes on where the last portion ended: nobody is missing, nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.collecting import collector_paused
from balai.db import atomic, today
from balai.documents.joining import join
from balai.errors import BalaiError, NotAllowed, NotFound
from balai.files.models import StoredFile
from balai.files.services import open_file, put_rendered
from balai.remembering import remembering
from balai.ui.formats import number
from modules.letters.merging.letter import with_crest
from modules.letters.models import ISSUED, BatchState, Letter, LetterBatch, State
from modules.letters.services.approval import issue_many
from modules.letters.services.batch import locked_batch, saved, to_state
from modules.letters.services.chain import Authority, chain_of
from modules.letters.services.checking import check_letter, reject_letter
from modules.letters.services.printing import CORES, keep_many_printed, printed
from modules.letters.services.requests import request_for_many
from modules.letters.services.steps import PEOPLE, touch_numbers
from modules.population.models import Resident

#: So many letters are one transaction: others who want a number wait for no more than these.
PORTION = 40

Progress = Callable[[int, int, str], None]


def carry_on(batch_id: UUID | str, *, actor: Actor, progress: Progress | None = None) -> dict[str, Any]:
    """The job: do what the batch's state asks for, to its end. Run again it goes on where it was.

    Raises:
        NotFound: there is no such batch.
    """
    batch = LetterBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound()
    step = _STEPS.get(BatchState(batch.state))
    if step is not None:
        step(batch, actor, progress or (lambda done, total, words: None))
    batch.refresh_from_db()
    return {
        "url": f"/kantor/surat/massal/{batch.pk}/",
        "letters": batch.letters.count(),
        "problems": len(batch.problems),
    }


def _make(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    """A letter for each, asked for as an officer asks."""
    kind, total = batch.type, len(batch.members)
    while True:
        with collector_paused(), remembering(), atomic():
            row = locked_batch(batch, [BatchState.MAKING])
            have = {str(key) for key in row.letters.values_list("resident_id", flat=True)}
            left = [key for key in row.members if key not in have and key not in row.problems]
            if not left:
                if have:
                    to_state(row, BatchState.WAITING)
                else:
                    row.note = _("Tidak satu pun surat dapat dibuat. Sebabnya tertulis di bawah.")
                    to_state(row, BatchState.CANCELLED, "note")
                return
            portion = left[:PORTION]
            people = Resident.objects.filter(void_at=None).in_bulk([UUID(key) for key in portion])
            for key in portion:
                if UUID(key) not in people:
                    row.problems[key] = NotFound().message()[:300]
            here = [people[UUID(key)] for key in portion if key not in row.problems]

            def made(residents: Sequence[Resident], row: LetterBatch = row) -> None:
                request_for_many(actor=actor, letter_type=kind, residents=residents, answers=row.answers, batch=row)

            _all_or_each(here, made, lambda each: str(each.pk), row)
            saved(row, "problems")
            touch_numbers()
        _tell(progress, total - len(left) + len(portion), total, _("{done} dari {total} surat dibuat"))


def _all_or_each(
    items: Sequence[Any], act: Callable[[Sequence[Any]], object], key: Callable[[Any], str], row: LetterBatch
) -> None:
    """Do it to all at once; where that is refused, to each alone: who cannot have it is among the problems."""
    if not items:
        return
    try:
        with atomic():
            act(items)
        return
    except NotAllowed:
        raise
    except BalaiError as error:
        if len(items) == 1:
            row.problems[key(items[0])] = error.message()[:300]
            return
    for each in items:
        _all_or_each([each], act, key, row)


def _each(
    batch: LetterBatch,
    state: BatchState,
    waits: Sequence[str],
    act: Callable[[Sequence[Letter]], object],
    tell: Callable[[int], None],
) -> None:
    """Do something to every letter of the batch that stands in ``waits``, a portion a transaction; who cannot have it
    is among the problems, and its letter stays as it was."""
    seen: list[UUID] = []
    while True:
        with collector_paused(), remembering(), atomic():
            row = locked_batch(batch, [state])
            # What still stands there after its act waits for somebody else: it is not asked twice.
            waiting = Letter.objects.filter(batch=row, state__in=waits).exclude(resident_id__in=list(row.problems))
            waiting = waiting.select_for_update(of=("self",)).select_related(*PEOPLE)
            portion = list(waiting.exclude(pk__in=seen).order_by("created_at", "id")[:PORTION])
            _all_or_each(portion, act, lambda each: str(each.resident_id), row)
            saved(row, "problems")
            if portion:
                touch_numbers()
        if not portion:
            return
        seen += [each.pk for each in portion]
        tell(len(seen))


def _confirm(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    total = batch.letters.filter(state=State.CHECKING).count()
    _each(
        batch, BatchState.CHECKING, [State.CHECKING],
        lambda letters: [check_letter(actor=actor, letter=each) for each in letters],
        lambda done: _tell(progress, done, total, _("{done} dari {total} surat diperiksa")),
    )  # fmt: skip
    _ended(batch, BatchState.CHECKING, BatchState.WAITING)


def _close(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    open_states = [State.SUBMITTED, State.CHECKING, State.SIGNING, State.RETURNED]
    total = batch.letters.filter(state__in=open_states).count()
    _each(
        batch, BatchState.CLOSING, open_states,
        lambda letters: [reject_letter(actor=actor, letter=each, message=batch.note) for each in letters],
        lambda done: _tell(progress, done, total, _("{done} dari {total} surat ditolak")),
    )  # fmt: skip
    _ended(batch, BatchState.CLOSING, BatchState.CANCELLED)


def _issue(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    """Numbers for all; then, or while that goes on, their PDFs; then the one file."""
    total = batch.letters.filter(state__in=[State.SIGNING, *ISSUED]).count()
    steps = total * 2 + 1
    begun = batch.letters.filter(state__in=ISSUED).count()

    def numbered(letters: Sequence[Letter]) -> None:
        # Asked anew for each portion: who may, and who is away, can change while eight hundred are numbered.
        chain, authority = chain_of(batch.type), Authority.of(actor, today())
        authority.require(chain)
        issue_many(letters, authority=authority, chain=chain, official_id=batch.official_id, printing=False)

    with _Printing(batch) as printing:

        def told(done: int) -> None:
            printing.take()
            _tell(progress, begun + done, steps, _("{done} dari {total} surat diberi nomor"), shown=total)

        _each(batch, BatchState.ISSUING, [State.SIGNING], numbered, told)
        while printing.take(wait=True):
            _tell(
                progress, total + printing.kept, steps, _("{done} dari {total} surat dicetak"), less=total, shown=total
            )
    _join(batch)
    _ended(batch, BatchState.ISSUING, BatchState.DONE)


class _Printing:
    """Printing beside approving, on the cores that Typst leaves Python: numbers and ledger need the database, a page only
    its own data. Files and rows are written by the job's own thread."""

    def __init__(self, batch: LetterBatch) -> None:
        self.batch = batch
        self.pool = ThreadPoolExecutor(CORES)
        self.waiting: list[tuple[Letter, Future[bytes]]] = []
        self.begun: set[Any] = set()
        self.kept = 0

    def __enter__(self) -> _Printing:
        return self

    def __exit__(self, *_error: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def take(self, *, wait: bool = False) -> bool:
        """Keep what is printed (with ``wait`` a portion at least) and hand out what has its number; whether anything is
        left."""
        found = self.batch.letters.filter(state__in=ISSUED, pdf_file_id=None).exclude(pk__in=self.begun)
        # What waits for the camat is printed when the camat has answered.
        found = found.exclude(state=State.DISTRICT)
        with remembering():
            for letter in found.order_by("created_at", "id")[:PORTION]:
                self.begun.add(letter.pk)
                data = with_crest(letter.merged)  # type: ignore[arg-type]
                self.waiting.append((letter, self.pool.submit(printed, data)))
        ready = [each for each in self.waiting if each[1].done()] or (self.waiting[:PORTION] if wait else [])
        papers = []
        for each in ready:
            self.waiting.remove(each)
            letter, future = each
            try:
                papers.append((letter, future.result()))
            except BalaiError as error:
                Letter.objects.filter(pk=letter.pk, pdf_file_id=None).update(render_error=error.message()[:300])
        if papers:
            keep_many_printed(papers)
        self.kept += len(ready)
        return bool(self.waiting or ready)


def _join(batch: LetterBatch) -> None:
    """One file of all, in the order of their numbers; the first that was kept stays."""
    issued = batch.letters.filter(state__in=ISSUED).exclude(pdf_file_id=None).order_by("year", "serial", "id")
    keys = list(issued.values_list("pdf_file_id", flat=True))
    if not keys:
        return
    files = StoredFile.objects.in_bulk(keys)

    def papers() -> Any:
        for key in keys:
            with open_file(files[key]) as handle:
                yield handle.read()

    stored = put_rendered(
        content=join(papers()), name=f"{batch.title}.pdf", kind="letters.batch", key=f"letter_batch:{batch.pk}",
        permission="letters.view",
    )  # fmt: skip
    LetterBatch.objects.filter(pk=batch.pk).update(pdf_file_id=stored.pk)


#: What each state asks of the job.
_STEPS: dict[BatchState, Callable[[LetterBatch, Actor, Progress], None]] = {
    BatchState.MAKING: _make,
    BatchState.CHECKING: _confirm,
    BatchState.ISSUING: _issue,
    BatchState.CLOSING: _close,
}


@atomic
def _ended(batch: LetterBatch, before: BatchState, after: BatchState) -> None:
    to_state(locked_batch(batch, [before]), after)


def _tell(progress: Progress, done: int, total: int, words: str, *, less: int = 0, shown: int = 0) -> None:
    progress(min(done, total), total, words.format(done=number(done - less), total=number(shown or total)))
