"""Kinds of the village's own: made, asked otherwise step by step, put away and taken out again."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import BalaiError, NotFound
from balai.ui.forms import VersionedForm
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView
from modules.letters import layers
from modules.letters.layers.forms import NewKindForm
from modules.letters.models import OwnType
from modules.letters.types import LetterType, letter_types
from modules.letters.types.loading import slug
from modules.letters.views.templates.common import own_or_404
from modules.letters.views.templates.kind import undo_url
from modules.population import codes

Groups = list[dict[str, Any]]


class NewKindView(ServiceFormView):
    """``surat/templat/baru/``: a copy of a kind, or an empty letter."""

    permission = "letters.templates"
    form_class = NewKindForm
    service = staticmethod(layers.create_own_type)
    heading = gettext_lazy("Jenis surat baru")
    button = gettext_lazy("Buat jenis surat")
    success_message = gettext_lazy("{result.name} dibuat. Lengkapi isi dan formulirnya.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"kinds": sorted(letter_types(all_kinds=True), key=lambda kind: str(kind.name).casefold())}

    def get_initial(self) -> dict[str, Any]:
        return {"like": self.request.GET.get("dari", "")}

    def get_success_url(self, result: LetterType) -> str:
        return reverse("letters:template", args=[result.key])

    def get_cancel_url(self) -> str:
        return reverse("letters:templates")


class RetireView(OfficeView):
    """``surat/templat/<kind>/berhenti/``."""

    permission = "letters.templates"

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Put it away."""
        own_or_404(kind)
        layers.remove_own_type(actor=self.actor, key=kind)
        say_done(
            request, _("Jenis surat ini tidak dipakai lagi. Surat yang sudah dibuat tetap ada."),
            undo=reverse("letters:template_restore", args=[kind]),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("letters:template", args=[kind]))


class RestoreView(OfficeView):
    """``surat/templat/<kind>/pakai-lagi/``."""

    permission = "letters.templates"

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Take it out again."""
        if not OwnType.objects.filter(key=kind).exists():
            raise NotFound()
        layers.restore_own_type(actor=self.actor, key=kind)
        messages.success(request, _("Jenis surat ini dipakai lagi."))
        return HttpResponseRedirect(reverse("letters:template", args=[kind]))


def _group(groups: Groups, key: str) -> dict[str, Any]:
    for each in groups:
        if each["key"] == key:
            return each
    raise NotFound()


def _field(group: dict[str, Any], name: str) -> dict[str, Any]:
    for each in group["fields"]:
        if each["name"] == name:
            return dict(each)
    raise NotFound()


class QuestionsView(OfficeTemplateView):
    """``surat/templat/<kind>/formulir/``: parties and questions in order; move and remove them."""

    permission = "letters.templates"
    template_name = "letters/template_questions.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = own_or_404(kwargs["kind"])
        kinds = dict(FIELD_KINDS)
        groups = []
        for index, group in enumerate(row.definition["groups"]):
            fields = [{**each, "kind_words": kinds.get(each["kind"], each["kind"])} for each in group["fields"]]
            groups.append(
                {**group, "fields": fields, "kind_words": dict(GROUP_KINDS)[group["kind"]], "first": index == 0}
            )
        return {"row": row, "name": row.definition["name"], "groups": groups}

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """``act``: up, down or remove; ``group`` and, for a question, ``field``."""
        row = own_or_404(kind)
        groups: Groups = copy.deepcopy(row.definition["groups"])
        group = _group(groups, request.POST.get("group", ""))
        name = request.POST.get("field", "")
        items: list[Any] = group["fields"] if name else groups
        item: Any = next((each for each in items if each["name"] == name), None) if name else group
        act = MOVES.get(request.POST.get("act", ""))
        if item is None or act is None or (not name and item is groups[0]):
            raise NotFound()
        act(items, items.index(item), 0 if name else 1)
        _change(self, row, groups, request.POST.get("version", ""))
        return HttpResponseRedirect(reverse("letters:template_questions", args=[kind]))


def _change(view: OfficeView, row: OwnType, groups: Groups, version: str) -> None:
    try:
        layers.change_groups(actor=view.actor, key=row.key, groups=groups, version=version)
    except BalaiError as error:
        if error.status == 403:
            raise
        messages.error(view.request, error.message())
        return
    say_done(view.request, _("Formulir diubah."), undo=undo_url(row.key, "groups"))


def _up(items: list[Any], at: int, least: int) -> None:
    if at > least:
        items[at - 1], items[at] = items[at], items[at - 1]


def _down(items: list[Any], at: int, least: int) -> None:
    if at < len(items) - 1:
        items[at + 1], items[at] = items[at], items[at + 1]


def _remove(items: list[Any], at: int, least: int) -> None:
    del items[at]


#: What the buttons of the builder do; the applicant stays the first group.
MOVES: dict[str, Callable[[list[Any], int, int], None]] = {"up": _up, "down": _down, "remove": _remove}
GROUP_KINDS = (
    ("resident", _("Orang dari data penduduk")), ("either", _("Orang dari data penduduk atau luar desa")), ("typed", _("Isian saja, tanpa orang")),
)  # fmt: skip
FIELD_KINDS = (
    ("text", _("Teks pendek")), ("long_text", _("Teks panjang")), ("number", _("Angka")), ("date", _("Tanggal")), ("time", _("Jam")),
    ("choice", _("Pilihan")),
)  # fmt: skip


class GroupForm(VersionedForm):
    """A party, or a heading of questions."""

    title = forms.CharField(label=gettext_lazy("Judul bagian"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Siapa"), choices=GROUP_KINDS)
    sex = forms.TypedChoiceField(
        label=gettext_lazy("Jenis kelamin"), choices=[("", gettext_lazy("Semua")), *codes.Sex.choices], coerce=int, empty_value=None, required=False,
    )  # fmt: skip
    presence = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Status dasar"), choices=codes.Presence.choices, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Tanpa centang: semua status."),
    )  # fmt: skip
    shdk = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hubungan dalam keluarga"), choices=codes.Shdk.choices, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Tanpa centang: semua."),
    )  # fmt: skip
    family_of = forms.ChoiceField(label=gettext_lazy("Satu keluarga dengan"), required=False)
    required = forms.BooleanField(label=gettext_lazy("Harus diisi"), required=False)

    def __init__(self, *args: Any, others: list[tuple[str, str]], first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family, kind = self.fields["family_of"], self.fields["kind"]
        assert isinstance(family, forms.ChoiceField) and isinstance(kind, forms.ChoiceField)
        family.choices = [("", _("Tidak dibatasi")), *others]
        if first:
            kind.choices = GROUP_KINDS[:2]
            del self.fields["required"], self.fields["family_of"]


class QuestionForm(VersionedForm):
    """A question."""

    label = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis isian"), choices=FIELD_KINDS)
    options = forms.CharField(
        label=gettext_lazy("Pilihan"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Hanya untuk jenis Pilihan: satu baris satu pilihan."),
    )  # fmt: skip
    required = forms.BooleanField(label=gettext_lazy("Harus diisi"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Tanyakan hanya bila"), required=False)
    values = forms.CharField(
        label=gettext_lazy("berisi"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu baris satu jawaban."),
    )  # fmt: skip

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [("", _("Selalu ditanyakan")), *others]


class _Part(ServiceFormView):
    """A part of the builder: its form changes the groups and writes them back whole."""

    abstract = True

    def row(self) -> OwnType:
        """The kind."""
        if not hasattr(self, "_row"):
            self._row = own_or_404(self.kwargs["kind"])
        return self._row

    def groups(self) -> Groups:
        """A copy to change."""
        return copy.deepcopy(self.row().definition["groups"])

    def changed(self, form: Any) -> Groups:
        """The groups with what the form says."""
        raise NotImplementedError

    def call_service(self, form: Any) -> LetterType:
        version = form.cleaned_data.get("version") or ""
        return layers.change_groups(actor=self.actor, key=self.row().key, groups=self.changed(form), version=version)

    def get_success_url(self, result: Any) -> str:
        say_done(self.request, _("Formulir diubah."), undo=undo_url(self.row().key, "groups"))
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        return reverse("letters:template_questions", args=[self.row().key])


class GroupView(_Part):
    """``.../formulir/bagian/`` (a new one) and ``.../formulir/bagian/<group>/``."""

    permission = "letters.templates"
    heading = gettext_lazy("Bagian formulir")

    def make_form(self) -> Any:
        key = self.kwargs.get("group", "")
        groups = self.groups()
        group = _group(groups, key) if key else {}
        others = [(each["key"], each["title"]) for each in groups if each["key"] != key and each["kind"] != "typed"]
        kwargs: dict[str, Any] = {"others": others, "first": bool(key) and groups[0]["key"] == key}
        if self.request.method == "POST":
            return GroupForm(self.request.POST, **kwargs)
        return GroupForm(initial={"required": True, "presence": [1], **group, "version": self.row().version}, **kwargs)

    def changed(self, form: Any) -> Groups:
        groups, key = self.groups(), self.kwargs.get("group", "")
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if key:
            _group(groups, key).update(data)
        else:
            taken = {each["key"] for each in groups}
            groups.append({"key": _free(slug(data["title"]) or "bagian", taken), "label": "", "fields": [], **data})
        return groups


class QuestionView(_Part):
    """``.../formulir/<group>/isian/`` (a new one) and ``.../formulir/<group>/isian/<name>/``."""

    permission = "letters.templates"
    heading = gettext_lazy("Isian")

    def make_form(self) -> Any:
        groups, name = self.groups(), self.kwargs.get("name", "")
        group = _group(groups, self.kwargs["group"])
        field = _field(group, name) if name else {}
        others = [(each["name"], each["label"]) for part in groups for each in part["fields"] if each["name"] != name]
        if self.request.method == "POST":
            return QuestionForm(self.request.POST, others=others)
        shown = field.get("shown_when") or ["", []]
        initial = {
            **field, "options": "\n".join(field.get("options", ())), "source": shown[0], "values": "\n".join(shown[1]),
            "version": self.row().version,
        }  # fmt: skip
        return QuestionForm(initial=initial, others=others)

    def changed(self, form: Any) -> Groups:
        groups, name, data = self.groups(), self.kwargs.get("name", ""), form.cleaned_data
        group = _group(groups, self.kwargs["group"])
        values = [line for each in data["values"].splitlines() if (line := each.strip())]
        said = {
            "label": data["label"], "kind": data["kind"], "required": data["required"],
            "options": [line for each in data["options"].splitlines() if (line := each.strip())],
            "shown_when": [data["source"], values] if data["source"] and values else None,
        }  # fmt: skip
        if name:
            next(each for each in group["fields"] if each["name"] == name).update(said)
            return groups
        first = groups[0]["key"] == group["key"]
        taken = {each["merge"] for part in groups for each in part["fields"]}
        merge = _free(f"form_{slug(data['label'])[:40] or 'isian'}", taken)
        own = merge.removeprefix("form_")
        group["fields"].append({"name": own if first else f"{group['key']}__{own}"[:79], "merge": merge, **said})
        return groups


def _free(wanted: str, taken: set[str]) -> str:
    """A name that nothing has yet."""
    made = wanted if wanted[0].isalpha() else f"b_{wanted}"
    made, count = made[:36], 2
    plain = made
    while made in taken:
        made, count = f"{plain}_{count}", count + 1
    return made
