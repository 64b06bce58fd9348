"""Messages between citizens and the office, and what citizens are told about their matters, through which way."""

from django.utils.translation import gettext_lazy as _

from balai.registry import CitizenService, MenuItem, Module, Permission, Scope

_OFFICE = ("sekretaris", "operator")
module = Module(
    name="messages",
    title=_("Pesan dan pemberitahuan"),
    scope=Scope.VILLAGE,
    requires=["population", "government", "letters"],
    permissions=[
        Permission("messages.view", _("Membaca pesan warga"), ("kepala_desa", *_OFFICE)),
        Permission("messages.answer", _("Menjawab pesan warga"), _OFFICE),
        Permission("messages.manage", _("Mengatur pesan dan pemberitahuan"), ("sekretaris",)),
    ],
    area=_("Surat dan layanan"),
    menu=[MenuItem(_("Pesan warga"), "messages:inbox", icon="mail", needs="messages.view", order=35)],
    urls={
        "office": "modules.messages.urls",
        "citizen": "modules.messages.citizen_urls",
        "public": "modules.messages.public_urls",
    },
    citizen_services=[
        CitizenService(_("Pesan ke kantor desa"), "messages_citizen:threads", icon="mail", order=5),
        CitizenService(_("Pemberitahuan"), "messages_citizen:notices", icon="bell", order=6),
    ],
    listens={
        "letters.moved": "modules.messages.listening.letter_moved",
        "letters.absence_recorded": "modules.messages.staff_listening.head_is_away",
    },
    staff_news="modules.messages.home.staff_news",
    citizen_news="modules.messages.home.news",
    queue="modules.messages.home.queue",
    search="modules.messages.selectors.search_results",
    person_links="modules.messages.home.person_links",
    on_merge="modules.messages.merging.follow_merge",
)
