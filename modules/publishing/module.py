"""Kinds of letters that Dispermasdes publishes to all villages: whole kinds, or some parts of the shipped ones.

No table of its own: what is published stands in ``tenants.exchange`` (Publication), what villages have otherwise beside
it (Adoption: names of parts, never content).
"""

from django.utils.translation import gettext_lazy as _

from balai.registry import MenuItem, Module, Permission, Scope

module = Module(
    name="publishing",
    title=_("Templat surat kabupaten"),
    scope=Scope.REGENCY,
    requires=["letters"],
    permissions=[Permission("publishing.letters", _("Menerbitkan templat surat bagi semua desa"), ("regency",))],
    menu=[MenuItem(_("Templat surat"), "publishing:kinds", icon="mail", needs="publishing.letters", order=5)],
    urls={"regency": "modules.publishing.urls"},
)
