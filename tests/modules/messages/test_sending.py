"""The queue: once, in time, within the budget, and never a guess about what became of it."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from balai.actor import Actor
from balai.errors import Conflict, NotAllowed
from balai.jobs.models import Job
from modules.messages import selectors, services
from modules.messages.errors import MessageError
from modules.messages.models import Delivery, Gateway, Notice
from modules.messages.services import sending
from modules.messages.services.gateways import secrets_of
from modules.messages.services.quiet import held_until
from tests.modules.messages.conftest import with_contact
from tests.modules.messages.imitating import provider
from tests.modules.messages.test_drivers import TAKEN
from tests.modules.messages.test_threads import officer


def told(who: Any, key: str = "k1", event: str = "message_answered") -> Notice:
    return services.notify(resident=who, event=event, key=key, url="/layanan/pesan/")


def only() -> Delivery:
    return Delivery.objects.get()


def due(row: Delivery) -> None:
    Delivery.objects.filter(pk=row.pk).update(next_try=timezone.now())


def test_it_leaves_after_the_commit_and_is_told_when_it_arrived(people: list[Any], wa: Any) -> None:
    with provider((200, TAKEN)) as server:
        gateway = wa(server.base, price=350)
        with_contact(people[0])
        told(people[0])
        assert (only().state, server.asked) == ("waiting", [])
        assert Job.objects.filter(kind="messages.deliver", key="messages:now").exists()
        assert services.deliver() == {"sent": 1}
        assert services.deliver() == {}
    row = only()
    assert (row.state, row.reference, row.attempts, row.cost) == ("sent", "wamid.HBg", 1, 350)
    assert len(server.asked) == 1
    body = server.asked[0].body.decode()
    assert people[0].nik not in body
    assert people[0].name not in body
    assert services.told(gateway=gateway, reference="wamid.HBg", state="delivered")
    assert services.told(gateway=gateway, reference="wamid.HBg", state="sent")
    assert services.told(gateway=gateway, reference="wamid.HBg", state="failed")
    assert only().state == "delivered"
    assert not services.told(gateway=gateway, reference="wamid.other", state="delivered")


def test_what_is_told_twice_is_sent_once(people: list[Any], wa: Any) -> None:
    wa("http://127.0.0.1:1")
    with_contact(people[0])
    assert told(people[0]).pk == told(people[0]).pk
    assert Delivery.objects.count() == 1
    told(people[0], "k2")
    assert Delivery.objects.count() == 2


def test_a_provider_that_is_away_is_tried_again_later_and_later_and_then_given_up(people: list[Any], wa: Any) -> None:
    with provider((503, {"error": {"code": 131016, "message": "Service unavailable"}})) as server:
        wa(server.base, price=350)
        with_contact(people[0])
        told(people[0])
        pauses = []
        for _number in range(sending.ATTEMPTS):
            services.deliver()
            row = only()
            pauses.append(round((row.next_try - timezone.now()).total_seconds() / 60))
            assert services.deliver() == {}
            due(row)
    assert pauses[:5] == [1, 5, 20, 60, 180]
    assert (row.state, row.attempts, row.cost, len(server.asked)) == ("given_up", 6, 0, 6)
    later = Job.objects.get(kind="messages.deliver", key="messages:later")
    assert later.next_try <= timezone.now() + sending.LONGEST_WAIT
    [item] = selectors.trouble_queue(officer("sekretaris"))
    assert "1 pemberitahuan tidak sampai" in item.title
    assert selectors.trouble_queue(officer()) == []


def test_a_refusal_is_not_tried_again_until_somebody_says_so(people: list[Any], wa: Any) -> None:
    with provider((400, {"error": {"code": 131026, "message": "x"}}), (200, TAKEN)) as server:
        wa(server.base)
        with_contact(people[0])
        told(people[0])
        services.deliver()
        assert (only().state, "tidak dapat menerima" in only().words) == ("failed", True)
        with pytest.raises(NotAllowed):
            services.send_again(actor=officer(), delivery=only())
        services.send_again(actor=officer("sekretaris"), delivery=only())
        with pytest.raises(Conflict):
            services.send_again(actor=officer("sekretaris"), delivery=only())
        services.deliver()
    assert only().state == "sent"


def test_a_lost_answer_is_told_and_settled_by_the_providers_word(people: list[Any], wa: Any) -> None:
    with provider("cut") as server:
        gateway = wa(server.base, price=350)
        with_contact(people[0])
        told(people[0])
        assert services.deliver() == {"unknown": 1}
        due(only())
        assert services.deliver() == {}
    assert (only().state, only().cost, len(server.asked)) == ("unknown", 350, 1)
    services.told(gateway=gateway, reference="wamid.9", key=str(only().pk), state="delivered")
    assert (only().state, only().reference) == ("delivered", "wamid.9")


def _killed() -> Delivery:
    """A worker died between the claim and the answer."""
    claimed = sending._claim()
    assert claimed is not None
    assert services.deliver() == {}
    Delivery.objects.update(claimed_at=timezone.now() - sending.LEASE - timedelta(seconds=1))
    return claimed


def test_a_worker_that_dies_does_not_make_it_twice(people: list[Any], wa: Any) -> None:
    with provider((200, TAKEN)) as server:
        wa(server.base)
        with_contact(people[0])
        told(people[0])
        claimed = _killed()
        assert Job.objects.filter(key="messages:later").exists()
        assert services.deliver() == {"lost": 1}
        assert (only().state, server.asked) == ("unknown", [])
        # The worker that was given up for dead comes back: its outcome has no say any more.
        assert sending._send(claimed) == "lost"
    assert only().state == "unknown"


def test_where_the_provider_takes_a_key_once_it_is_sent_again(people: list[Any], actor: Any, awake: None) -> None:
    with provider((200, {"id": 7})) as server:
        services.set_gateway(
            actor=actor, channel="sms", driver="sms_http", active=True,
            values={"url": server.base, "format": "form", "body": "to=[nomor]&text=[pesan]", "key_header": "Idempotency-Key", "id_path": "id"},
        )  # fmt: skip
        with_contact(people[0], "sms")
        told(people[0])
        _killed()
        assert services.deliver() == {"lost": 1, "sent": 1}
    assert (only().state, only().reference) == ("sent", "7")
    assert server.asked[0].headers["idempotency-key"] == str(only().pk)


def test_the_budget_of_a_month_has_an_end(people: list[Any], wa: Any) -> None:
    with provider((200, TAKEN)) as server:
        wa(server.base, price=400, budget=1000)
        with_contact(people[0])
        for number in range(3):
            told(people[0], f"k{number}")
        assert services.deliver() == {"sent": 2, "given_up": 1}
    assert len(server.asked) == 2
    [line] = selectors.month(timezone.now())
    assert (line.sent, line.failed, line.cost, line.left) == (2, 1, 800, 200)
    assert Notice.objects.count() == 3


def test_at_night_what_can_wait_waits(people: list[Any], wa: Any, actor: Any) -> None:
    now = timezone.localtime()
    services.change_settings(
        actor=actor, quiet_from=(now - timedelta(hours=1)).time(), quiet_until=(now + timedelta(hours=1)).time()
    )
    with provider((200, TAKEN)) as server:
        wa(server.base)
        services.change_settings(
            actor=actor, quiet_from=(now - timedelta(hours=1)).time(), quiet_until=(now + timedelta(hours=1)).time()
        )
        with_contact(people[0])
        told(people[0])
        assert services.deliver() == {}
        assert only().next_try > timezone.now() + timedelta(minutes=50)
        told(people[0], "k2", "pin_changed")
        assert services.deliver() == {"sent": 1}
        # A retry does not ring at night either.
        due(Delivery.objects.get(event="message_answered"))
        assert services.deliver() == {}
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("clock", "start", "end", "held"),
    [
        ((23, 0), time(20), time(6), (6, 0)), ((2, 0), time(20), time(6), (6, 0)), ((6, 0), time(20), time(6), None),
        ((12, 0), time(20), time(6), None), ((12, 30), time(12), time(13), (13, 0)), ((23, 0), time(0), time(0), None),
    ],
)  # fmt: skip
def test_quiet_hours(
    village: Any, actor: Any, clock: tuple[int, int], start: time, end: time, held: tuple[int, int] | None
) -> None:
    from balai.db import zone

    services.change_settings(actor=actor, quiet_from=start, quiet_until=end)
    moment = datetime(2026, 11, 26, *clock, tzinfo=zone())
    until = held_until(moment)
    if held is None:
        assert until == moment
    else:
        assert ((until.hour, until.minute), moment < until <= moment + timedelta(days=1)) == (held, True)


def test_what_is_of_no_use_any_more_is_given_up(people: list[Any], wa: Any) -> None:
    wa("http://127.0.0.1:1")
    with_contact(people[0])
    told(people[0])
    Delivery.objects.update(useless_from=timezone.now())
    assert services.deliver() == {"given_up": 1}
    assert "Terlalu lama" in only().words


def test_a_channel_that_was_switched_off_sends_nothing(people: list[Any], wa: Any) -> None:
    with provider((200, TAKEN)) as server:
        wa(server.base)
        with_contact(people[0])
        told(people[0])
        Gateway.objects.update(active=False)
        assert services.deliver() == {"given_up": 1}
        told(people[0], "k2")
    assert (Delivery.objects.count(), server.asked) == (1, [])


def test_two_workers_share_the_queue_and_send_each_once(real_db: None, village: Any, actor: Any) -> None:
    from modules.messages.services import change_settings, set_gateway
    from tests.modules.selfservice.conftest import adults

    change_settings(actor=actor, quiet_from=time(0, 0), quiet_until=time(0, 0))
    values = {
        "base": "", "number": "106540352242922", "token": "T", "app_secret": "S", "verify": "V", "template": "k",
        "language": "id",
    }  # fmt: skip
    with provider((200, TAKEN)) as server:
        set_gateway(
            actor=actor, channel="whatsapp", driver="whatsapp_cloud", values=values | {"base": server.base}, active=True
        )
        who = adults()[0]
        with_contact(who)
        for number in range(12):
            told(who, f"k{number}")
        counts: list[dict[str, int]] = []

        def work() -> None:
            from tenants.context import village_context

            try:
                with village_context(village.schema_name):
                    counts.append(services.deliver())
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _number in range(3)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
    assert sum(each.get("sent", 0) for each in counts) == 12
    keys = [each.json["biz_opaque_callback_data"] for each in server.asked]
    assert (len(keys), len(set(keys))) == (12, 12)


def test_secrets_are_sealed_and_kept_when_left_empty(village: Any, wa: Any, actor: Any) -> None:
    row = wa("https://graph.facebook.com/v23.0")
    assert '"T"' not in row.secrets
    assert "app_secret" not in str(row.options)
    again = services.set_gateway(
        actor=actor, channel="whatsapp", driver="whatsapp_cloud", active=True, version=row.version,
        values={"base": "https://graph.facebook.com/v23.0", "number": "106540352242922", "token": "U", "language": "id"},
    )  # fmt: skip
    assert secrets_of(again) == {"token": "U", "app_secret": "S", "verify": "V"}
    with pytest.raises(Conflict):
        services.set_gateway(
            actor=actor, channel="whatsapp", driver="whatsapp_cloud", active=False, values={}, version=row.version
        )
    with pytest.raises(NotAllowed):
        services.set_gateway(actor=officer(), channel="sms", driver="file", active=True, values={})
    for channel, driver, values in (
        ("sms", "telegram_bot", {}),
        ("whatsapp", "whatsapp_cloud", {"base": "https://x", "number": "nomor"}),
        ("telegram", "telegram_bot", {"bot": "DesaGeyerBot"}),
    ):
        with pytest.raises(MessageError):
            services.set_gateway(actor=actor, channel=channel, driver=driver, values=values, active=True)


def test_a_copied_row_opens_nothing_next_door(village: Any, other_village: Any, wa: Any) -> None:
    from modules.messages.drivers import Never

    row = wa("https://graph.facebook.com/v23.0")
    connection.set_schema(other_village.schema_name)  # type: ignore[attr-defined]
    try:
        with pytest.raises(Never):
            secrets_of(row)
    finally:
        connection.set_tenant(village)  # type: ignore[attr-defined]


def test_a_test_message_goes_to_a_checked_address(village: Any, wa: Any, actor: Any) -> None:
    with provider((200, TAKEN)) as server:
        row = services.send_test(actor=actor, gateway=wa(server.base), address="0812-3456-7890")
        services.deliver()
    assert (only().pk, only().state, server.asked[0].json["to"]) == (row.pk, "sent", "6281234567890")
    with pytest.raises(MessageError):
        services.send_test(actor=actor, gateway=Gateway.objects.get(), address="12")


def test_old_words_and_addresses_are_emptied_and_the_counts_stay(people: list[Any], wa: Any) -> None:
    with provider((200, TAKEN)) as server:
        wa(server.base)
        with_contact(people[0])
        told(people[0])
        services.deliver()
    Delivery.objects.update(settled_at=timezone.now() - timedelta(days=31))
    assert services.forget_old(actor=Actor.job("t"))["emptied"] == 1
    assert (only().text, only().address, only().state) == ("", "", "sent")
    Notice.objects.update(at=timezone.now() - timedelta(days=500))
    services.forget_old(actor=Actor.job("t"))
    assert not Delivery.objects.exists()


def test_the_workers_job_sends_what_is_due(people: list[Any], wa: Any) -> None:
    from balai.jobs.handlers import call, handler_of
    from workers.tasks import messages as task_file

    with provider((200, TAKEN)) as server:
        wa(server.base)
        with_contact(people[0])
        told(people[0])
        job = Job.objects.get(kind="messages.deliver")
        found = handler_of(job.kind)
        assert found is not None and found.function is task_file.deliver_messages
        assert (call(found, job), call(found, job)) == ({"sent": 1}, {})
    assert len(server.asked) == 1
    assert job.args == {}
