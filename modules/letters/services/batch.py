"""One letter for many people: chosen, made, approved and printed as one thing, each letter by the normal services.

A batch's job works in portions, each a transaction of its own that begins with the batch's row locked. What is done stands
in the letters themselves, so a job that was killed goes on where the last portion ended: nobody is missing, nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.documents.joining import join
from balai.errors import BalaiError, Conflict, NotAllowed, NotFound
from balai.files.models import StoredFile
from balai.files.services import open_file, put_rendered
from balai.jobs.models import Job
from balai.jobs.models import State as JobState
from balai.remembering import remembering
from balai.ui.formats import number
from modules.letters.answers import checked_answers
from modules.letters.errors import BatchBusy, BatchRefused, BatchWrongState, SignerNotAllowed
from modules.letters.merging.letter import with_crest
from modules.letters.models import ISSUED, BatchState, Letter, LetterBatch, State
from modules.letters.services.approval import approve_letter
from modules.letters.services.chain import Authority, chain_of
from modules.letters.services.checking import check_letter, reject_letter
from modules.letters.services.printing import CORES, keep_printed, printed
from modules.letters.services.requests import request_letter
from modules.letters.services.steps import message_of, require_any, touch_numbers
from modules.letters.types import LetterType, letter_type, letter_types
from modules.population.models import Resident

JOB = "letters.batch"
#: So many letters are one transaction: others who want a number wait for no more than these.
PORTION = 20
#: A village has fewer families and more would be a mistake.
MOST = 5_000
#: What the job may do is what its asker might when it was asked for.
RIGHTS = ("letters.check", "letters.confirm", "letters.approve", "letters.issue", "letters.manage")

Progress = Callable[[int, int, str], None]


def batch_kinds() -> list[LetterType]:
    """Kinds that can be made for many at once: nothing in them is asked of each person anew."""
    return [kind for kind in letter_types() if not any(group.required for group in kind.parties)]


def _may_have(kind: LetterType) -> LetterType:
    if any(group.required for group in kind.parties):
        raise BatchRefused(
            _("Surat ini menyebut orang lain bagi setiap pemohon, jadi dibuat satu per satu."), field="type"
        )
    return kind


@atomic
def draft_batch(
    *, actor: Actor, letter_type_key: str, title: str, residents: Sequence[UUID | str], whom: str = ""
) -> LetterBatch:
    """Choose a kind and whom it is for; nothing is made yet. Each person once, in the order given.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        UnknownType: there is no such kind.
        BatchRefused: nobody or too many were chosen, or the kind asks for further people.
    """
    require(actor, "letters.check")
    kind = _may_have(letter_type(letter_type_key))
    keys = list(dict.fromkeys(str(each) for each in residents))
    if not keys:
        raise BatchRefused(_("Belum ada yang dipilih. Pilih wilayah, saringan, atau tempel NIK."), field="source")
    if len(keys) > MOST:
        raise BatchRefused(
            _("Paling banyak {n} surat sekali buat. Bagi menurut wilayah.").format(n=number(MOST)), field="source"
        )
    batch = LetterBatch.objects.create(
        type_key=kind.key, title=" ".join(title.split())[:150] or str(kind.name)[:150], whom=whom[:300], chosen=keys,
        created_by=actor.id, created_by_name=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "letters.batch_drafted", about=batch, type=kind.key, people=len(keys))
    return batch


@atomic
def leave_out(
    *, actor: Actor, batch: LetterBatch, shown: Sequence[str], kept: Sequence[str], version: str = ""
) -> LetterBatch:
    """Of the people ``shown`` on a page, those not ``kept`` get no letter.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        BatchWrongState, Conflict: as they say.
    """
    require(actor, "letters.check")
    row = _locked(batch, [BatchState.DRAFT], version)
    there, out = set(row.chosen), set(row.left_out)
    out = (out - set(shown)) | ((set(shown) & there) - set(kept))
    row.left_out = [key for key in row.chosen if key in out]
    return _saved(row, "left_out")


@atomic
def start_batch(*, actor: Actor, batch: LetterBatch, answers: Mapping[str, Any], version: str = "") -> Job:
    """The common answers are there: make the letters, as a job. They then wait as one thing for who may approve.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        AnswersRefused: something is missing or wrong.
        BatchRefused: everybody was left out.
        BatchWrongState, Conflict: as they say.
    """
    require(actor, "letters.check")
    row = _locked(batch, [BatchState.DRAFT], version)
    row.answers = checked_answers(_may_have(row.type), answers)
    if not row.members:
        raise BatchRefused(_("Semua orang dikecualikan. Centang paling sedikit satu."), field="kept")
    _to(row, BatchState.MAKING, "answers")
    audit.record(actor, "letters.batch_started", about=row, people=len(row.members))
    return _ask(actor, row)


@atomic
def confirm_batch(*, actor: Actor, batch: LetterBatch, version: str = "") -> Job:
    """The secretary finds all of them in order; a job.

    Raises:
        NotAllowed: the actor lacks ``letters.confirm``.
        BatchWrongState, Conflict: as they say.
    """
    require(actor, "letters.confirm")
    row = _locked(batch, [BatchState.WAITING], version)
    _to(row, BatchState.CHECKING)
    audit.record(actor, "letters.batch_confirmed", about=row)
    return _ask(actor, row)


@atomic
def approve_batch(*, actor: Actor, batch: LetterBatch, official_id: UUID | str, version: str = "") -> Job:
    """Approve every letter of the batch that waits for a signature; numbers, printing and the one file are a job's.

    Raises:
        NotAllowed: the actor may not give letters of its kind their number today (the head, who acts for the head).
        SignerNotAllowed: the official may not sign today.
        BatchRefused: none of its letters waits for a signature.
        BatchWrongState, Conflict: as they say.
    """
    authority, chain = Authority.of(actor, today()), chain_of(batch.type)
    authority.require(chain)
    row = _locked(batch, [BatchState.WAITING], version)
    authority.refuse_head(official_id)
    if str(official_id) not in {str(each.official_id) for each in authority.signers(chain)}:
        raise SignerNotAllowed(field="official")
    if not row.letters.filter(state=State.SIGNING).exists():
        raise BatchRefused(_("Tidak ada surat dalam kelompok ini yang menunggu tanda tangan."))
    row.official_id, row.approved_by = str(official_id), actor.name[:150]
    _to(row, BatchState.ISSUING, "official_id", "approved_by")
    audit.record(actor, "letters.batch_approved", about=row, letters=row.letters.filter(state=State.SIGNING).count())
    return _ask(actor, row)


@atomic
def close_batch(*, actor: Actor, batch: LetterBatch, reason: str, version: str = "") -> Job | None:
    """Give it up: letters that have no number yet are refused with the reason. A draft just goes.

    Raises:
        NotAllowed: neither ``letters.check`` nor ``letters.approve``.
        MessageMissing, BatchWrongState, Conflict: as they say.
    """
    require_any(actor, "letters.approve", "letters.check")
    text = message_of(reason)
    row = _locked(batch, [BatchState.DRAFT, BatchState.WAITING], version)
    row.note = text
    audit.record(actor, "letters.batch_closed", about=row, people=len(row.members))
    if row.state == BatchState.DRAFT:
        _to(row, BatchState.CANCELLED, "note")
        return None
    _to(row, BatchState.CLOSING, "note")
    return _ask(actor, row)


@atomic
def resume_batch(*, actor: Actor, batch: LetterBatch) -> Job:
    """Ask again for the work at a batch whose job ended badly; what is done stays done.

    Raises:
        NotAllowed: the actor may not do what is left to do.
        BatchWrongState: there is nothing to go on with.
        BatchBusy: a job is at it.
    """
    row = _locked(batch, list(_STEPS))
    if row.state == BatchState.ISSUING:
        Authority.of(actor, today()).require(chain_of(row.type))
    else:
        require(actor, _STEPS[BatchState(row.state)][0])
    if job_of(row) is not None:
        raise BatchBusy()
    return _ask(actor, row)


def job_of(batch: LetterBatch) -> Job | None:
    """The job that is at it, whoever asked."""
    found = Job.objects.filter(kind=JOB, about_id=str(batch.pk), state__in=[JobState.WAITING, JobState.RUNNING])
    return found.first()


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
        step[1](batch, actor, progress or (lambda done, total, words: None))
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
        with remembering(), atomic():
            row = _locked(batch, [BatchState.MAKING])
            have = {str(key) for key in row.letters.values_list("resident_id", flat=True)}
            left = [key for key in row.members if key not in have and key not in row.problems]
            if not left:
                if have:
                    _to(row, BatchState.WAITING)
                else:
                    row.note = _("Tidak satu pun surat dapat dibuat. Sebabnya tertulis di bawah.")
                    _to(row, BatchState.CANCELLED, "note")
                return
            portion = left[:PORTION]
            people = Resident.objects.in_bulk([UUID(key) for key in portion])
            for key in portion:
                resident = people.get(UUID(key))
                try:
                    if resident is None or resident.void_at is not None:
                        raise NotFound()
                    request_letter(
                        actor=actor, letter_type=kind, resident=resident, answers=row.answers, phone=resident.phone, batch=row
                    )  # fmt: skip
                except NotAllowed:
                    raise
                except BalaiError as error:
                    row.problems[key] = error.message()[:300]
            _saved(row, "problems")
            touch_numbers()
        _tell(progress, total - len(left) + len(portion), total, _("{done} dari {total} surat dibuat"))


def _each(
    batch: LetterBatch,
    state: BatchState,
    waits: Sequence[str],
    act: Callable[[Letter], Any],
    tell: Callable[[int], None],
) -> None:
    """Do something to every letter of the batch that stands in ``waits``, a portion a transaction; who cannot have it
    is among the problems, and its letter stays as it was."""
    seen: list[UUID] = []
    while True:
        with remembering(), atomic():
            row = _locked(batch, [state])
            # What still stands there after its act waits for somebody else: it is not asked twice.
            waiting = row.letters.filter(state__in=waits).exclude(resident_id__in=list(row.problems))
            portion = list(waiting.exclude(pk__in=seen).order_by("created_at", "id")[:PORTION])
            for letter in portion:
                try:
                    act(letter)
                except NotAllowed:
                    raise
                except BalaiError as error:
                    row.problems[str(letter.resident_id)] = error.message()[:300]
            _saved(row, "problems")
            if portion:
                touch_numbers()
        if not portion:
            return
        seen += [each.pk for each in portion]
        tell(len(seen))


def _confirm(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    total = batch.letters.filter(state=State.CHECKING).count()
    _each(
        batch, BatchState.CHECKING, [State.CHECKING], lambda letter: check_letter(actor=actor, letter=letter),
        lambda done: _tell(progress, done, total, _("{done} dari {total} surat diperiksa")),
    )  # fmt: skip
    _ended(batch, BatchState.CHECKING, BatchState.WAITING)


def _close(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    open_states = [State.SUBMITTED, State.CHECKING, State.SIGNING, State.RETURNED]
    total = batch.letters.filter(state__in=open_states).count()
    _each(
        batch, BatchState.CLOSING, open_states,
        lambda letter: reject_letter(actor=actor, letter=letter, message=batch.note),
        lambda done: _tell(progress, done, total, _("{done} dari {total} surat ditolak")),
    )  # fmt: skip
    _ended(batch, BatchState.CLOSING, BatchState.CANCELLED)


def _issue(batch: LetterBatch, actor: Actor, progress: Progress) -> None:
    """Numbers for all; then, or while that goes on, their PDFs; then the one file."""
    total = batch.letters.filter(state__in=[State.SIGNING, *ISSUED]).count()
    steps = total * 2 + 1
    begun = batch.letters.filter(state__in=ISSUED).count()
    with _Printing(batch) as printing:

        def told(done: int) -> None:
            printing.take()
            _tell(progress, begun + done, steps, _("{done} dari {total} surat diberi nomor"), shown=total)

        _each(
            batch, BatchState.ISSUING, [State.SIGNING],
            lambda letter: approve_letter(actor=actor, letter=letter, official_id=batch.official_id, printing=False),
            told,
        )  # fmt: skip
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
            for letter in found.order_by("created_at", "id")[: PORTION * 2]:
                self.begun.add(letter.pk)
                data = with_crest(letter.merged)  # type: ignore[arg-type]
                self.waiting.append((letter, self.pool.submit(printed, data)))
        ready = [each for each in self.waiting if each[1].done()] or (self.waiting[:PORTION] if wait else [])
        for each in ready:
            self.waiting.remove(each)
            letter, future = each
            try:
                keep_printed(letter, future.result())
            except BalaiError as error:
                Letter.objects.filter(pk=letter.pk, pdf_file_id=None).update(render_error=error.message()[:300])
            self.kept += 1
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


#: What each state asks of the job, and the right that it takes.
_STEPS: dict[BatchState, tuple[str, Callable[[LetterBatch, Actor, Progress], None]]] = {
    BatchState.MAKING: ("letters.check", _make),
    BatchState.CHECKING: ("letters.confirm", _confirm),
    BatchState.ISSUING: ("letters.approve", _issue),
    BatchState.CLOSING: ("letters.check", _close),
}


def _ask(actor: Actor, batch: LetterBatch) -> Job:
    words = _("Surat massal: {title}").format(title=batch.title)
    rights = [right for right in RIGHTS if actor.may(right)]
    args = {"batch": str(batch.pk), "rights": rights}
    return jobs.enqueue(JOB, actor=actor, title=words, about=batch, args=args, queue="slow")


def _locked(batch: LetterBatch, states: Sequence[str], version: str = "") -> LetterBatch:
    row = LetterBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if row is None:
        raise NotFound()
    if row.state not in {str(state) for state in states}:
        raise BatchWrongState(state=row.state, label=str(BatchState(row.state).label))
    if version and version != row.version:
        raise Conflict()
    return row


def _saved(row: LetterBatch, *columns: str) -> LetterBatch:
    row.updated_at = timezone.now()
    row.save(update_fields=[*columns, "updated_at"])
    return row


def _to(row: LetterBatch, state: BatchState, *columns: str) -> LetterBatch:
    row.state, row.state_since = state, timezone.now()
    return _saved(row, "state", "state_since", *columns)


@atomic
def _ended(batch: LetterBatch, before: BatchState, after: BatchState) -> None:
    _to(_locked(batch, [before]), after)


def _tell(progress: Progress, done: int, total: int, words: str, *, less: int = 0, shown: int = 0) -> None:
    progress(min(done, total), total, words.format(done=number(done - less), total=number(shown or total)))
