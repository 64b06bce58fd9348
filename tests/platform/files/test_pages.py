"""The office's door to a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from balai.errors import NotFound
from balai.files import store
from balai.files.serving import file_for_staff
from tests.papers import small_pdf

PDF = small_pdf()


def test_a_file_is_downloaded_with_the_right_and_not_there_without(
    village: Any, actor: Any, office_client: Any, client_of: Any
) -> None:
    stored = store(
        actor=actor, content=PDF, name="surat.pdf", kind="k", accept=["pdf"], max_bytes=999, permission="jobs.view_all"
    )
    answer = office_client("sekretaris").get(f"/kantor/berkas/{stored.pk}/")
    assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert office_client("viewer").get(f"/kantor/berkas/{stored.pk}/").status_code == 404
    assert client_of(village).get(f"/kantor/berkas/{stored.pk}/").status_code in (302, 401, 403)
    assert client_of(village).get(f"/layanan/berkas/{stored.pk}/").status_code in (302, 401, 403)


def test_a_withdrawn_right_closes_the_files_of_who_made_them_too(village: Any, actor: Any) -> None:
    maker = replace(actor, kind="staff", id="pembuat", rights=frozenset({"jobs.view_all"}))
    kept: dict[str, Any] = {"content": PDF, "kind": "k", "accept": ["pdf"], "max_bytes": 999}
    guarded = store(actor=maker, name="surat.pdf", permission="jobs.view_all", **kept)
    plain = store(actor=maker, name="catatan.pdf", **kept)
    assert file_for_staff(maker, guarded.pk) == guarded
    after = replace(maker, rights=frozenset())
    assert file_for_staff(after, plain.pk) == plain
    with pytest.raises(NotFound):
        file_for_staff(after, guarded.pk)
