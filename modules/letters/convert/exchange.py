"""Templates between villages: our own file, and ours inside OpenSID's. What is written can be read again as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from balai.documents.blocks import check, fields_of
from balai.errors import BalaiError
from modules.letters.convert.errors import Issue, Report
from modules.letters.convert.opensid import Converted, convert_template, name_key
from modules.letters.convert.reading import FORMAT, VERSION, Parsed
from modules.letters.convert.writing import opensid_template
from modules.letters.layers.definitions import checked, checked_definition, definition_of, problems_of
from modules.letters.layers.effective import aliases as village_aliases
from modules.letters.layers.effective import below, effective_types, kind_of, value_of
from modules.letters.models.templates import Aspect, OwnType, TypeOverride
from modules.letters.types import LetterType
from tenants.context import current_village


@dataclass
class Item:
    """A template of a file. ``action`` is what it is: ``template`` (the officer chooses what becomes of it), ``own``,
    ``override``, ``same`` (the village has it already), ``failed``."""

    name: str
    action: str
    definition: dict[str, Any] | None = None
    own_key: str = ""
    match: str = ""
    aspects: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    more: int = 0
    override_issues: list[Issue] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "name": self.name, "action": self.action, "definition": self.definition, "own_key": self.own_key,
            "match": self.match, "aspects": self.aspects, "issues": [each.as_dict() for each in self.issues], "more": self.more,
            "override_issues": [each.as_dict() for each in self.override_issues], "aliases": self.aliases,
        }  # fmt: skip


# -- reading


def read_items(
    parsed: Parsed, progress: Callable[[int, int, str], None] | None = None
) -> tuple[list[Item], dict[str, Any]]:
    """Every template of a file as it would be used here, and the snippets that they bring along."""
    kinds, fixed = below()
    known = {name_key(str(each.name)): each for each in kinds.values()}
    own = {row.key: row for row in OwnType.objects.filter(void_at=None)}
    here = _Here(kinds, fixed, own, {}, {})
    here.take_aliases(parsed.aliases)
    items: list[Item] = []
    for data in parsed.templates:
        if progress is not None:
            words = _("{n} dari {total} templat dibaca").format(n=len(items), total=len(parsed.templates))
            progress(len(items), len(parsed.templates), words)
        ours = data if parsed.source == "balai" else data.get("balai")
        if isinstance(ours, Mapping) and ours.get("v", VERSION) == VERSION:
            if isinstance(ours.get("aliases"), Mapping):
                here.take_aliases(ours["aliases"])
            items.append(here.ours(ours))
        else:
            items.append(here.theirs(convert_template(data, known)))
    return items, here.aliases


@dataclass
class _Here:
    """The village as it is while a file is read."""

    kinds: Mapping[str, LetterType]
    fixed: Mapping[str, set[str]]
    own: Mapping[str, OwnType]
    aliases: dict[str, Any]
    clashes: dict[str, str]

    def take_aliases(self, given: Mapping[str, Any]) -> None:
        """Snippets of the file; the village's own of the same name stay."""
        mine = village_aliases()
        for name, content in given.items():
            text = str(name)[:40]
            if text in mine:
                if mine[text] != content:
                    self.clashes[text] = str(_("Alias {name} di desa ini berisi lain; yang dipakai milik desa ini."))
                continue
            tree = {"type": "doc", "content": [{"type": "paragraph", "content": content}]}
            fits = text.isidentifier() and text.islower() and isinstance(content, list) and content
            if fits and not check(tree, aliases={**mine, **self.aliases, text: content}):
                self.aliases[text] = content
            else:
                self.clashes[text] = str(_("Alias {name} di berkas ini rusak dan tidak diambil."))

    def named(self, body: Any, report: Report) -> list[str]:
        """Snippets that a text needs; what is said of them."""
        try:
            names = fields_of(body)
        except (BalaiError, TypeError, KeyError, AttributeError):
            return []
        for name in sorted(names & set(self.clashes)):
            report.say(self.clashes[name].format(name=name), str(_("alias")))
        needed = names & set(self.aliases)
        todo = list(needed)
        while todo:
            for each in self.aliases[todo.pop()]:
                more = (fields_of(each) & set(self.aliases)) - needed
                needed |= more
                todo += more
        return sorted(needed)

    def theirs(self, found: Converted) -> Item:
        """A template of OpenSID's."""
        if found.definition is None:
            return Item(found.name, "failed", issues=found.issues, more=found.more)
        item = Item(
            found.name, "template", found.definition, match=found.match, aspects=found.aspects, issues=found.issues,
            more=found.more, override_issues=found.override_issues,
        )  # fmt: skip
        self.drop_fixed(item)
        if any(row.definition == found.definition for row in self.own.values()):
            item.action = "same"
        return item

    def ours(self, data: Mapping[str, Any]) -> Item:
        """A kind as a village of ours has written it."""
        name = " ".join(str(data.get("name") or "").split())[:120] or str(_("Tanpa nama"))
        report = Report(name)
        item = Item(name, "failed")
        try:
            if data.get("own"):
                self.own_kind(data, item, report)
            else:
                self.shipped_kind(data, item, report)
        except BalaiError as error:
            report.say(error.message(), str(_("seluruh templat")), "error")
        except (TypeError, ValueError, KeyError, AttributeError):
            report.say(str(_("Templat ini rusak dan tidak dapat dibaca.")), str(_("seluruh templat")), "error")
        item.issues, item.more = report.issues, report.more
        return item

    def own_kind(self, data: Mapping[str, Any], item: Item, report: Report) -> None:
        """A kind that is a village's own."""
        definition = data["definition"]
        item.aliases = self.named(definition.get("body"), report)
        item.definition = checked_definition(definition, self.aliases)
        item.own_key = str(data.get("key") or "")[:40]
        row = self.own.get(item.own_key)
        item.action = "same" if row is not None and row.definition == item.definition else "own"
        if row is not None and item.action == "own":
            report.say(
                _("Desa ini sudah mempunyai {name}; isinya diganti dengan isi berkas.").format(
                    name=row.definition["name"]
                ),
                str(_("seluruh templat")),
            )

    def shipped_kind(self, data: Mapping[str, Any], item: Item, report: Report) -> None:
        """What a village has changed of a shipped kind."""
        kind = self.kinds.get(str(data.get("key") or ""))
        if kind is None:
            report.say(
                _("Jenis surat {key} tidak ada di sini.").format(key=str(data.get("key"))[:40]),
                str(_("seluruh templat")),
                "error",
            )
            return
        item.match = kind.key
        aspects: Mapping[str, Any] = data.get("aspects") or {}
        for aspect, value in aspects.items():
            if aspect not in Aspect.values:
                report.say(_("Bagian {name} tidak dikenal.").format(name=str(aspect)[:30]), str(_("seluruh templat")))
                continue
            title = str(Aspect(aspect).label)
            if aspect == Aspect.BODY:
                item.aliases = self.named(value, report)
                for problem in problems_of(kind, value, self.aliases):
                    report.say(problem.message, title)
            try:
                item.aspects[aspect] = checked(kind, aspect, value, self.aliases)
            except BalaiError as error:
                if aspect != Aspect.BODY:
                    report.say(error.message(), title)
        item.issues = report.issues
        self.drop_fixed(item)
        present = effective_types().get(kind.key, kind)
        changes = {aspect: value for aspect, value in item.aspects.items() if value != value_of(present, aspect)}
        item.action = "override" if changes else "same"
        if aspects and not item.aspects:
            item.action = "failed"

    def drop_fixed(self, item: Item) -> None:
        """Without what the regency does not let villages change."""
        for aspect in sorted(set(item.aspects) & set(self.fixed.get(item.match, ()))):
            del item.aspects[aspect]
            issue = Issue(
                item.name, str(Aspect(aspect).label), str(_("Ditetapkan kabupaten; tidak diubah.")), "warning"
            )
            (item.override_issues if item.action == "template" else item.issues).append(issue)


# -- writing


def chosen_kinds(keys: Sequence[str] = (), *, changed_only: bool = False) -> list[LetterType]:
    """Kinds to write: those named, or all in use; ``changed_only``: those that the village has made or changed."""
    changed = set(TypeOverride.objects.values_list("type_key", flat=True)) | set(
        OwnType.objects.filter(void_at=None).values_list("key", flat=True)
    )
    kinds = [each for each in effective_types(fresh=True).values() if each.enabled or each.key in changed]
    kinds = [each for each in kinds if (each.key in keys if keys else not changed_only or each.key in changed)]
    return sorted(kinds, key=lambda kind: (kind.number == 0, kind.number, kind.key))


def described(kinds: Sequence[LetterType]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Kinds as our own file holds them, and the snippets that they need."""
    own = {row.key: row.definition for row in OwnType.objects.filter(void_at=None)}
    changes: dict[str, dict[str, Any]] = {}
    for row in TypeOverride.objects.order_by("type_key", "aspect"):
        changes.setdefault(row.type_key, {})[row.aspect] = row.value
    mine = village_aliases()
    found, needed = [], set[str]()
    for kind in kinds:
        data: dict[str, Any] = {"v": VERSION, "key": kind.key, "name": str(kind.name), "own": kind.key in own}
        if kind.key in own:
            data["definition"] = definition_of(kind_of(kind.key, own[kind.key]))
        else:
            data["aspects"] = changes.get(kind.key, {})
        needed |= _needed(kind.body, mine)
        found.append(data)
    return found, {name: mine[name] for name in sorted(needed)}


def _needed(body: Mapping[str, Any], mine: Mapping[str, Any]) -> set[str]:
    found = fields_of(body) & set(mine)
    todo = list(found)
    while todo:
        for each in mine[todo.pop()]:
            more = (fields_of(each) & set(mine)) - found
            found |= more
            todo += more
    return found


def exchange_file(keys: Sequence[str] = (), *, changed_only: bool = False) -> dict[str, Any]:
    """The village's kinds in our own format."""
    kinds, aliases = described(chosen_kinds(keys, changed_only=changed_only))
    village = current_village()
    return {"format": FORMAT, "version": VERSION, "village": village.title, "kinds": kinds, "aliases": aliases}


def opensid_file(keys: Sequence[str] = (), *, changed_only: bool = False) -> list[dict[str, Any]]:
    """The village's kinds as OpenSID writes them: it can read the text, and we read our own beside it as it was."""
    kinds = chosen_kinds(keys, changed_only=changed_only)
    rows, _aliases = described(kinds)
    mine = village_aliases()
    found = []
    for kind, data in zip(kinds, rows, strict=True):
        needed = {name: mine[name] for name in sorted(_needed(kind.body, mine))}
        found.append({**opensid_template(kind, definition_of(kind), mine), "balai": {**data, "aliases": needed}})
    return found
