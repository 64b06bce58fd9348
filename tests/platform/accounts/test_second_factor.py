"""The second factor: each code opens once, a phone that is lost is somebody else's to forgive."""

from __future__ import annotations

import re
import time
from typing import Any

import pyotp
import pytest

from balai.accounts import second_factor, services
from balai.accounts.errors import AccountRefused, SecondFactorNeeded, SignInFailed, SignInOver, Throttled
from balai.accounts.models import User
from balai.audit.models import Entry
from balai.errors import NotAllowed
from tests.building.villages import PASSWORD

HERE = "192.0.2.1"


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + steps * second_factor.STEP_SECONDS)


def sign_in(code: str) -> User:
    return services.sign_in(typed="operator", password=PASSWORD, address=HERE, code=code)


def test_switched_on_from_the_page_with_a_picture(village: Any, office_client: Any, user_of: Any) -> None:
    client = office_client("operator")
    page = client.get("/kantor/akun/faktor-kedua/").content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    answer = client.post(
        "/kantor/akun/faktor-kedua/", {"secret": secret, "code": code_of(secret), "password": PASSWORD}
    )
    shown = re.findall(r"<code>(\d{5}-\d{5})</code>", answer.content.decode())
    assert len(set(shown)) == second_factor.RECOVERY_CODES
    user = user_of("operator")
    assert secret not in user.second_factor
    assert not any(code.replace("-", "") in str(user.recovery_codes) for code in shown)
    assert "Tersisa 8 kode pemulihan" in client.get("/kantor/akun/").content.decode()
    assert Entry.objects.filter(action="accounts.second_factor_set", about_id=str(user.pk)).count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "bukan-sandi-1"}, "Sandi salah."),
        ({"code": "000000"}, "Kode tidak cocok."),
        ({"secret": "!!!"}, "Kode tidak cocok."),
        ({"secret": "A" * 31 + "é"}, "Kode tidak cocok."),
        ({"code": "١٢٣٤٥٦"}, "Kode tidak cocok."),
    ],
)
def test_not_switched_on_by(village: Any, office_client: Any, user_of: Any, wrong: dict[str, str], words: str) -> None:
    secret = second_factor.new_secret()
    sent = {"secret": secret, "code": code_of(secret), "password": PASSWORD} | wrong
    answer = office_client("operator").post("/kantor/akun/faktor-kedua/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert user_of("operator").second_factor == ""


def test_nobody_switches_it_on_for_somebody_else(village: Any, staff: Any, user_of: Any) -> None:
    secret = second_factor.new_secret()
    with pytest.raises(NotAllowed):
        second_factor.enrol(
            actor=staff("sekretaris"), user=user_of("operator"), secret=secret, code=code_of(secret), password=PASSWORD
        )


def test_the_code_is_asked_after_the_password_which_stands_in_no_page(
    village: Any, client_of: Any, with_factor: Any
) -> None:
    _user, secret, _codes = with_factor("operator")
    client = client_of(village)
    first = client.post("/kantor/masuk/", {"username": "operator", "password": PASSWORD, "next": "/kantor/akun/"})
    page = first.content.decode()
    assert first.status_code == 200
    assert "Kode autentikator" in page
    assert PASSWORD not in page
    assert client.get("/kantor/akun/").status_code == 302
    second = client.post("/kantor/masuk/", {"code": code_of(secret), "next": "/kantor/akun/"})
    assert second["Location"] == "/kantor/akun/"
    assert client.get("/kantor/akun/").status_code == 200


def test_the_password_waits_five_minutes_for_its_code(
    village: Any, client_of: Any, with_factor: Any, session_of: Any
) -> None:
    _user, secret, _codes = with_factor("operator")
    client = client_of(village)
    client.post("/kantor/masuk/", {"username": "operator", "password": PASSWORD})
    session = session_of(client)
    session["half"] = {**session["half"], "at": int(time.time()) - 301}
    session.save()
    answer = client.post("/kantor/masuk/", {"code": code_of(secret)})
    assert answer.status_code == 422
    assert "Waktu untuk menulis kode sudah habis" in answer.content.decode()
    assert client.get("/kantor/akun/").status_code == 302


def test_a_code_without_a_password_before_it_opens_nothing(village: Any, client_of: Any, with_factor: Any) -> None:
    _user, secret, _codes = with_factor("operator")
    answer = client_of(village).post("/kantor/masuk/", {"code": code_of(secret)})
    assert answer.status_code == 422
    assert "Masuk lagi" in answer.content.decode()


def test_the_first_step_ends_with_the_password_it_stood_for(
    village: Any, actor: Any, with_factor: Any, staff: Any
) -> None:
    user, secret, _codes = with_factor("operator")
    with pytest.raises(SecondFactorNeeded) as raised:
        services.sign_in(typed="operator", password=PASSWORD, address=HERE)
    services.change_password(actor=staff("operator"), user=user, old=PASSWORD, new="Padi-menguning-77")
    data = raised.value.data
    with pytest.raises(SignInOver):
        services.sign_in_with_code(user_id=data["user"], proof=data["proof"], code=code_of(secret), address=HERE)


def test_each_code_opens_once_and_none_of_before_it(village: Any, with_factor: Any) -> None:
    _user, secret, _codes = with_factor("operator")
    code = code_of(secret)
    assert sign_in(f"{code[:3]} {code[3:]}").username == "operator"
    for again in (code, code_of(secret, -1)):
        with pytest.raises(SignInFailed):
            sign_in(again)


def test_a_clock_that_is_half_a_minute_off_is_forgiven_and_two_minutes_are_not(village: Any, with_factor: Any) -> None:
    _user, secret, _codes = with_factor("operator")
    with pytest.raises(SignInFailed):
        sign_in(code_of(secret, 4))
    assert sign_in(code_of(secret, 1)).username == "operator"


def test_each_recovery_code_opens_once_with_or_without_its_dash(village: Any, with_factor: Any, user_of: Any) -> None:
    _user, _secret, codes = with_factor("operator")
    sign_in(codes[0])
    sign_in(codes[1].replace("-", ""))
    assert len(user_of("operator").recovery_codes) == second_factor.RECOVERY_CODES - 2
    with pytest.raises(SignInFailed):
        sign_in(codes[0])


def test_wrong_codes_are_counted_and_audited_like_wrong_passwords(village: Any, with_factor: Any) -> None:
    user, secret, _codes = with_factor("operator")
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(SignInFailed) as raised:
            sign_in("000000")
        assert raised.value.data["left"] == left
        assert raised.value.message().startswith("Kode salah atau sudah dipakai.")
    with pytest.raises(Throttled):
        sign_in(code_of(secret))
    refused = Entry.objects.filter(action="accounts.sign_in", outcome="refused", about_id=str(user.pk))
    assert refused.count() == 5


def test_wrong_passwords_at_an_open_session_are_counted_too(village: Any, staff: Any, user_of: Any) -> None:
    secret = second_factor.new_secret()
    user, me = user_of("operator"), staff("operator")
    for _n in range(5):
        with pytest.raises(AccountRefused):
            second_factor.enrol(actor=me, user=user, secret=secret, code=code_of(secret), password="salah")
    with pytest.raises(Throttled):
        second_factor.enrol(actor=me, user=user, secret=secret, code=code_of(secret), password=PASSWORD)


def test_a_lost_phone_is_forgiven_by_a_second_person_and_all_sessions_end(
    village: Any, office_client: Any, with_factor: Any, user_of: Any, staff: Any
) -> None:
    at_work = office_client("operator")
    user, _secret, _codes = with_factor("operator")
    with pytest.raises(NotAllowed):
        services.reset_second_factor(actor=staff("operator"), user=user)
    secretary = office_client("sekretaris")
    assert secretary.post(f"/kantor/pengguna/{user.pk}/", {"act": "reset"}).status_code == 302
    fresh = user_of("operator")
    assert (fresh.second_factor, fresh.recovery_codes) == ("", [])
    assert at_work.get("/kantor/akun/").status_code == 302
    assert sign_in("").username == "operator"
    assert Entry.objects.filter(action="accounts.second_factor_reset", about_id=str(user.pk)).count() == 1


def test_not_even_a_manager_forgives_oneself(village: Any, with_factor: Any, staff: Any) -> None:
    user, _secret, _codes = with_factor("sekretaris")
    with pytest.raises(AccountRefused, match="hanya dapat dihapus orang lain"):
        services.reset_second_factor(actor=staff("sekretaris"), user=user)


def test_a_row_copied_to_another_village_opens_nothing_there(
    village: Any, other_village: Any, inside: Any, with_factor: Any
) -> None:
    user, secret, codes = with_factor("operator")
    with inside(other_village):
        there = User.objects.get(username="operator")
        there.second_factor, there.recovery_codes = user.second_factor, user.recovery_codes
        there.save()
        for code in (code_of(secret), codes[0]):
            with pytest.raises(AccountRefused, match="tidak dapat dibaca lagi"):
                sign_in(code)


def test_the_deployments_key_can_be_renewed(village: Any, with_factor: Any, settings: Any) -> None:
    _user, secret, codes = with_factor("operator")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "k" * 50
    assert sign_in(code_of(secret)).username == "operator"
    assert sign_in(codes[0]).username == "operator"
