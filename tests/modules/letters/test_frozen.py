"""What approval froze, column by column; one file whoever prints; no code for what is not issued."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from balai.actor import Actor
from balai.files import StoredFile, put_rendered
from modules.letters import selectors, services
from modules.letters.models import FROZEN, Letter, LetterEvent, State
from tests.modules.letters.acting import issued, letter_in, together

#: A value that each frozen column does not have.
OTHER = {
    "type_key": "'skck'", "resident_id": "uuidv7()", "applicant": "'{}'", "answers": "'{}'", "parties": "'{\"x\": 1}'", "followers": "'[1]'", "forms": "'[1]'", "channel": "'citizen'",
    "created_at": "now() - interval '1 year'", "number": "'470/999'", "sequence": "'other'", "year": "1999", "serial": "999",
    "letter_date": "'1999-01-01'", "valid_until": "'1999-01-01'", "signer": "'{}'", "template_version": "'x'",
    "merged": "'{}'", "token": "'00000000000000000000'", "approved_at": "now() - interval '1 year'", "sub": "'a'", "author": "'x'", "reserved_id": "uuidv7()", "absence_id": "uuidv7()", "needs_signature": "true",
}  # fmt: skip


def test_every_frozen_column_is_tried() -> None:
    assert set(OTHER) == set(FROZEN)


@pytest.mark.parametrize("column", FROZEN)
def test_no_column_of_an_issued_letter_changes(village: Any, column: str) -> None:
    letter = issued()
    with pytest.raises(DatabaseError, match=r"(?i)cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE letters_letter SET {column} = {OTHER[column]} WHERE id = %s", [letter.pk])
    assert Letter.objects.filter(pk=letter.pk).values_list(column, flat=True).get() == getattr(letter, column)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.READY])
def test_no_letter_is_deleted(village: Any, state: State) -> None:
    letter = letter_in(state)
    with pytest.raises(DatabaseError, match=r"(?i)cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM letters_letter WHERE id = %s", [letter.pk])
    assert Letter.objects.filter(pk=letter.pk).exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE letters_letterevent SET message = 'x'", "DELETE FROM letters_letterevent"]
)
def test_the_ledger_is_only_added_to(village: Any, statement: str) -> None:
    letter = issued()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [event.kind for event in LetterEvent.objects.filter(letter=letter)] == ["requested", "approved"]


def test_a_worker_killed_between_file_and_letter_leaves_one_pdf(village: Any) -> None:
    letter = issued()
    # The file's row was written, then the worker died: the letter knows nothing of it yet.
    kept = put_rendered(
        content=b"%PDF-1.7 first", name="surat.pdf", kind="letters.letter", key=f"letter:{letter.pk}",
        permission="letters.view",
    )  # fmt: skip
    assert services.render(letter.pk).pk == kept.pk
    letter.refresh_from_db()
    assert letter.pdf_file_id == kept.pk


def test_four_workers_print_the_same_letter_into_one_file(real_village: Any) -> None:
    letter = issued()
    made = together(real_village, [lambda: services.render(letter.pk).pk] * 4)
    letter.refresh_from_db()
    assert set(made) == {letter.pdf_file_id}
    assert StoredFile.objects.filter(key=f"letter:{letter.pk}", deleted_at=None).count() == 1


def test_what_is_not_issued_has_no_code(village: Any, actor: Actor) -> None:
    for number, state in enumerate([State.SUBMITTED, State.SIGNING, State.RETURNED, State.REJECTED, State.CANCELLED]):
        assert letter_in(state, number).token is None
    assert selectors.verification_of("") is None
    assert selectors.verification_of("0" * 20) is None
    assert selectors.verification_of("None") is None


def test_a_guesser_of_codes_is_stopped(village: Any, client_of: Any) -> None:
    client = client_of(village)
    answers = [client.get(f"/v/{village.key}-{number:020d}", follow=True).status_code for number in range(60)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert set(answers) == {404, 429}
