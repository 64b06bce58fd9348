"""Signing in: one answer for every mistake, counted tries, a fresh session, and nowhere to be led astray."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balai.accounts import services
from balai.accounts.errors import SignInFailed, Throttled
from balai.accounts.models import AccountSession, User
from balai.audit.models import Entry
from tests.building.villages import PASSWORD


def try_in(client: Any, username: str, password: str = "salah-sekali-1", **more: str) -> Any:
    return client.post("/kantor/masuk/", {"username": username, "password": password, **more})


def test_by_username_or_email_in_any_case(village: Any, user_of: Any, client_of: Any) -> None:
    User.objects.filter(username="operator").update(email="Petugas@contoh.id")
    for typed in ("operator", " OPERATOR ", "petugas@CONTOH.id"):
        client = client_of(village)
        answer = try_in(client, typed, PASSWORD)
        assert (answer.status_code, answer["Location"]) == (302, "/kantor/")
        page = client.get("/kantor/akun/")
        assert user_of("operator").name in page.content.decode()


def test_unknown_name_wrong_password_and_closed_account_get_the_same_answer(
    village: Any, actor: Any, user_of: Any, client_of: Any
) -> None:
    services.close_account(actor=actor, user=user_of("viewer"))
    pages = []
    for name, password in (("operator", "salah-sekali-1"), ("tidak.ada", "salah-sekali-1"), ("viewer", PASSWORD)):
        answer = try_in(client_of(village), name, password)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "Anda masih dapat mencoba 4 kali, lalu harus menunggu 15 menit." in text
        pages.append(text.replace(name, "NAMA"))
    assert len({_without_tokens(page) for page in pages}) == 1


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", page)


def test_an_unknown_name_costs_the_same_hash(village: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from balai.accounts.services import signing_in

    compared: list[str] = []
    real = signing_in.check_password  # type: ignore[attr-defined]

    def counting(password: str, encoded: str) -> bool:
        compared.append(encoded.split("$")[0])
        return real(password, encoded)

    monkeypatch.setattr(signing_in, "check_password", counting)
    for typed in ("operator", "tidak.ada"):
        with pytest.raises(SignInFailed):
            services.sign_in(typed=typed, password="salah", address="192.0.2.1")
    assert compared == ["argon2", "argon2"]


def test_the_fifth_mistake_closes_the_door_even_for_the_right_password(village: Any, client_of: Any) -> None:
    client = client_of(village)
    words = [try_in(client, "operator").content.decode() for _n in range(5)]
    assert "mencoba 1 kali" in words[3]
    assert "Tunggu 15 menit, lalu coba lagi." in words[4]
    answer = try_in(client, "operator", PASSWORD)
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan. Tunggu 15 menit" in answer.content.decode()
    # Another account is not punished for it.
    assert try_in(client_of(village), "sekretaris", PASSWORD).status_code == 302


def test_an_unknown_name_is_closed_just_the_same(village: Any, client_of: Any) -> None:
    client = client_of(village)
    statuses = [try_in(client, "tidak.ada").status_code for _n in range(6)]
    assert statuses == [422] * 5 + [429]


def test_username_and_email_share_one_count(village: Any) -> None:
    User.objects.filter(username="operator").update(email="petugas@contoh.id")
    for typed in ("operator", "petugas@contoh.id", "OPERATOR", "Petugas@contoh.id", "operator"):
        with pytest.raises(SignInFailed):
            services.sign_in(typed=typed, password="salah", address="192.0.2.1")
    with pytest.raises(Throttled):
        services.sign_in(typed="petugas@contoh.id", password=PASSWORD, address="192.0.2.2")


def test_a_good_sign_in_forgets_the_mistakes(village: Any) -> None:
    for _n in range(4):
        with pytest.raises(SignInFailed):
            services.sign_in(typed="operator", password="salah", address="192.0.2.1")
    assert services.sign_in(typed="operator", password=PASSWORD, address="192.0.2.1").username == "operator"
    with pytest.raises(SignInFailed) as raised:
        services.sign_in(typed="operator", password="salah", address="192.0.2.1")
    assert raised.value.data["left"] == 4


def test_another_village_counts_for_itself(village: Any, other_village: Any, inside: Any) -> None:
    for _n in range(5):
        with pytest.raises(SignInFailed):
            services.sign_in(typed="tidak.ada", password="salah", address="192.0.2.1")
    with inside(other_village), pytest.raises(SignInFailed) as raised:
        services.sign_in(typed="tidak.ada", password="salah", address="192.0.2.1")
    assert raised.value.data["left"] == 4


def test_both_outcomes_stand_in_the_audit_with_the_address_and_without_what_was_typed(
    village: Any, client_of: Any, user_of: Any
) -> None:
    before = Entry.objects.count()
    client = client_of(village)
    try_in(client, "operator", "rahasia-yang-salah")
    try_in(client, "operator", PASSWORD)
    refused, done = Entry.objects.order_by("id")[before:]
    assert (refused.action, refused.outcome, refused.about_id) == (
        "accounts.sign_in",
        "refused",
        str(user_of("operator").pk),
    )
    assert (done.outcome, done.actor_id) == ("done", str(user_of("operator").pk))
    assert refused.address == done.address == "127.0.0.1"
    assert "rahasia" not in str(refused.__dict__)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://jahat.example",
        "//jahat.example",
        "/\\jahat.example",
        "/\t/jahat.example",
        "javascript:alert(1)",
        "akun/",
    ],
)
def test_nobody_is_led_off_the_site(village: Any, client_of: Any, wanted: str) -> None:
    answer = try_in(client_of(village), "operator", PASSWORD, next=wanted)
    assert (answer.status_code, answer["Location"]) == (302, "/kantor/")


def test_who_was_on_the_way_somewhere_arrives_there(village: Any, client_of: Any) -> None:
    client = client_of(village)
    sent = client.get("/kantor/akun/?a=1")
    assert sent["Location"] == "/kantor/masuk/?next=/kantor/akun/%3Fa%3D1"
    assert "/kantor/akun/?a=1" in client.get(sent["Location"]).content.decode()
    answer = try_in(client, "operator", PASSWORD, next="/kantor/akun/?a=1")
    assert answer["Location"] == "/kantor/akun/?a=1"


def test_a_cookie_of_before_does_not_become_the_session(village: Any, client_of: Any) -> None:
    client = client_of(village)
    client.get("/kantor/masuk/")
    planted = client.cookies["balai_kantor"].value
    try_in(client, "operator", PASSWORD)
    assert client.cookies["balai_kantor"].value != planted
    thief = client_of(village)
    thief.cookies["balai_kantor"] = planted
    assert thief.get("/kantor/akun/").status_code == 302


def test_signing_in_over_somebody_else_leaves_nothing_of_them(
    village: Any, office_client: Any, session_of: Any
) -> None:
    client = office_client("sekretaris")
    session = session_of(client)
    session["token_secret"] = "balai_xyz"
    session.save()
    try_in(client, "operator", PASSWORD)
    assert "token_secret" not in session_of(client)


def test_a_form_without_its_token_is_refused(village: Any) -> None:
    client = Client(HTTP_HOST=f"{village.subdomain}.grobogan.localhost", enforce_csrf_checks=True)
    assert try_in(client, "operator", PASSWORD).status_code == 403
    page = client.get("/kantor/masuk/").content.decode()
    token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert try_in(client, "operator", PASSWORD, csrfmiddlewaretoken=token).status_code == 302
    # The token is another one after signing in.
    assert client.post("/kantor/keluar/", {"csrfmiddlewaretoken": token}).status_code == 403


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(
    village: Any, office_client: Any, client_of: Any, user_of: Any
) -> None:
    client = office_client("operator")
    copied = client.cookies["balai_kantor"].value
    assert client.get("/kantor/keluar/").status_code == 405
    assert client.post("/kantor/keluar/")["Location"] == "/kantor/masuk/"
    assert not AccountSession.objects.filter(user=user_of("operator")).exists()
    thief = client_of(village)
    thief.cookies["balai_kantor"] = copied
    assert thief.get("/kantor/akun/").status_code == 302
    assert Entry.objects.filter(action="accounts.sign_out", actor_id=str(user_of("operator").pk)).count() == 1


def test_who_must_change_the_password_gets_to_no_other_page(village: Any, user_of: Any, client_of: Any) -> None:
    User.objects.filter(username="operator").update(must_change_password=True)
    client = client_of(village)
    try_in(client, "operator", PASSWORD)
    for path in ("/kantor/", "/kantor/akun/", "/kantor/penduduk/"):
        assert client.get(path)["Location"] == "/kantor/akun/sandi/"
    answer = client.post("/kantor/akun/sandi/", {"old": PASSWORD, "password": "Padi-menguning-77"})
    assert answer["Location"] == "/kantor/akun/"
    assert client.get("/kantor/akun/").status_code == 200


def test_a_public_page_asks_for_no_session_and_no_account(village: Any, office_client: Callable[..., Any]) -> None:
    client = office_client("operator")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get("/")
    assert answer.status_code == 200
    tables = " ".join(query["sql"] for query in asked.captured_queries)
    assert "django_session" not in tables
    assert "accounts_" not in tables
    assert "Cookie" not in answer.get("Vary", "")


def test_the_regencys_side_signs_in_at_its_own_door(village: Any, regency_client: Any, client_of: Any) -> None:
    client = regency_client("kabupaten")
    assert client.get("/akun/").status_code == 200
    assert set(client.cookies) == {"balai_dasbor"}
    stranger = client_of(None)
    assert stranger.post("/masuk/", {"username": "operator", "password": PASSWORD}).status_code == 422


def test_a_form_sent_without_a_session_leads_back_to_its_page_and_never_to_nothing(
    village: Any, client_of: Any, office_client: Any
) -> None:
    asked = "/kantor/surat/01980000-0000-7000-8000-000000000000/setujui/"
    host = client_of(village)
    for came, back in (
        ("http://{host}/kantor/surat/?q=a", "/kantor/surat/%3Fq%3Da"),
        ("http://elsewhere.example/kantor/surat/", "/kantor/"),
        ("", "/kantor/"),
    ):
        came = came.format(host=host.defaults.get("HTTP_HOST") or host.defaults["SERVER_NAME"])
        answer = host.post(asked, HTTP_REFERER=came)
        assert (answer.status_code, answer["Location"]) == (302, f"/kantor/masuk/?next={back}")
    page = office_client("kepala_desa").get(asked)
    assert (page.status_code, page["Allow"]) == (405, "POST, OPTIONS")
    assert "Buka halamannya lagi" in page.content.decode()
