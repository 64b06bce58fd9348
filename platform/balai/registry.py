"""What a module declares, and which modules are installed. The kernel reads modules through this and no other way."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from balai.reports.declaration import Export


class Scope(Enum):
    """Which side a module lives on."""

    VILLAGE = "village"
    REGENCY = "regency"
    BOTH = "both"


@dataclass(frozen=True)
class Permission:
    """A right: ``code`` is ``<module>.<what>``, ``roles`` hold it unless the rights matrix says otherwise."""

    code: str
    title: Any
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu; shown to those who hold ``needs``."""

    title: Any
    url_name: str
    icon: str = ""
    needs: str = ""
    order: int = 50


@dataclass(frozen=True)
class CitizenService:
    """A tile in the citizen's door."""

    title: Any
    url_name: str
    icon: str = ""
    order: int = 50


@dataclass(frozen=True)
class CitizenNews:
    """One line on top of the citizen's home: what is new for them, and where it stands."""

    title: str
    detail: str
    url: str
    icon: str = "bell"


@dataclass(frozen=True)
class StaffNews:
    """One line under a member of staff's bell: what waits for them, and where it leads."""

    title: str
    url: str
    at: datetime


@dataclass(frozen=True)
class QueueItem:
    """Something that waits for somebody: the office's home lists these, oldest first."""

    title: str
    url: str
    waiting_since: datetime
    next_step: str
    mine: bool = True
    detail: str = ""


@dataclass(frozen=True)
class SearchHit:
    """One line of the office's search."""

    title: str
    detail: str
    url: str
    group: str


@dataclass(frozen=True)
class PersonLink:
    """What another module knows of a resident, as one line on the resident's page."""

    title: str
    detail: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class PublicLink:
    """A line on the village's front page for everybody: what is shown where."""

    title: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Letterhead:
    """What stands at the head of a village's books and lists: three lines, the crest (PNG or JPEG) and the place that
    signatures name ("GEYER"); the office's postal code where it is known."""

    lines: tuple[str, ...]
    place: str
    crest: bytes | None = None
    postal_code: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs books for a post: how the post is printed ("KEPALA DESA GEYER"), the holder's name ("" where nobody holds
    it) and what stands below it ("NIP 1980...")."""

    title: str
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class Rule:
    """A choice that the regency makes for all its villages (``balai regency rule``): on or off, on what law."""

    code: str
    title: Any
    default: bool


@dataclass(frozen=True)
class Importer:
    """A kind of workbook that a module takes; the upload page and ``village load`` choose it by ``layout`` or by looking.

    ``sniff`` and ``load`` are dotted paths:

    - ``sniff(headings: list[str]) -> float``: how surely the first row of a sheet is this layout's, 0 to 1;
    - ``load(path, *, actor, dry_run, skip_refused) -> dict``: a report ``{"rows", "new", "changed", "unchanged",
      "refused", "warnings", "applied", "issues": [{"row", "column", "value", "level", "code", "message"}]}``. It checks
      the right, and by default applies nothing while any row is refused. The upload page previews with ``dry_run``
      (``"first": {"new": [{"row", "words"}], "changed": ...}`` in the report shows the first rows of each), and
      applies in one transaction with the run's own row, so ``load`` must not commit by itself.

    ``permission``: who may upload it, asked before its jobs, which act with every right; "" is ``population.import``.

    ``undo(kept, *, actor, skip_touched) -> {"reverted", "skipped"}`` takes an applied import back by what its report held
    under ``"undo"`` (JSON; what needs undoing stands there, keys alone). ``options``: whether ``load`` takes a further
    ``options=``: the upload's choices (which list to fill) and ``file_name``.
    """

    layout: str
    title: Any
    sniff: str
    load: str
    permission: str = ""
    undo: str = ""
    options: bool = False

    def sniff_headings(self, headings: list[str]) -> float:
        """How surely these are this layout's headings, 0 to 1."""
        return float(import_string(self.sniff)(headings))

    def load_file(
        self, path: Any, *, actor: Any, dry_run: bool, skip_refused: bool, options: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """Import the file at ``path``, or only look; the report of the contract above."""
        more = {"options": options or {}} if self.options else {}
        report: dict[str, Any] = import_string(self.load)(
            path, actor=actor, dry_run=dry_run, skip_refused=skip_refused, **more
        )
        return report

    def undo_import(self, kept: dict[str, Any], *, actor: Any, skip_touched: bool) -> dict[str, int]:
        """Take an applied import back by what its report held under ``"undo"``."""
        done: dict[str, int] = import_string(self.undo)(kept, actor=actor, skip_touched=skip_touched)
        return done


@dataclass(frozen=True)
class Module:
    """A module's table of contents. It declares and computes nothing.

    ``urls`` maps a door (office, citizen, public, regency, regency_public) to a URL module. Names of callables
    (``queue``, ``search``, ``citizen_resolver``, ``before_live``) are dotted paths, so that declaring imports nothing.
    """

    name: str
    title: Any
    scope: Scope
    requires: Sequence[str] = ()
    permissions: Sequence[Permission] = ()
    menu: Sequence[MenuItem] = ()
    #: The heading under which its lines stand in the menu; modules may share one.
    area: Any = ""
    urls: dict[str, str] = field(default_factory=dict)
    api: str = ""
    indicators: Sequence[Any] = ()
    importers: Sequence[Importer] = ()
    reports: Sequence[Export] = ()
    #: Categories of statistics over the residents (``modules.population.statistics.Category``); the kernel only hands them on.
    statistics: Sequence[Any] = ()
    citizen_services: Sequence[CitizenService] = ()
    merge_fields: Sequence[Any] = ()
    queue: str = ""
    search: str = ""
    citizen_resolver: str = ""
    #: ``news(actor) -> list[CitizenNews]``: what stands on top of the citizen's home; nothing where nothing is new.
    citizen_news: str = ""
    #: ``news(actor) -> list[StaffNews]``: what is new under a member of staff's bell, newest first, at most eight.
    staff_news: str = ""
    #: What this module wants to hear of others, by the name of what happened: see :func:`announce`.
    listens: dict[str, str] = field(default_factory=dict)
    #: ``links() -> list[PublicLink]``: what the village's front page leads to; nothing where there is nothing to show.
    public_links: str = ""
    #: ``links(actor, resident) -> list[PersonLink]``: what stands under "Terkait" on a resident's page, by the actor's rights.
    person_links: str = ""
    checklist: str = ""
    #: ``letterhead() -> Letterhead`` and ``signatories(on) -> dict[post, Signatory]`` (posts: kades, sekdes): one module
    #: answers for all (:func:`letterhead`, :func:`signatories`), so that what lies below it may print, too.
    letterhead: str = ""
    signatories: str = ""
    rules: Sequence[Rule] = ()
    #: ``follow_merge(*, actor, kept, merged)``: two records of one person became one; what points at ``merged`` is pointed at
    #: ``kept`` in the same transaction. Where a module declares none, its foreign keys to residents are pointed at the kept
    #: record one by one, and the merge is refused where both stand in the same list.
    on_merge: str = ""
    #: Verbs that the module adds to the command line: {"village load": "modules.population.commands.Load"}
    commands: dict[str, str] = field(default_factory=dict)

    def call(self, attribute: str) -> Callable[..., Any] | None:
        """The callable behind a dotted path, or None where the module declares none."""
        path = getattr(self, attribute)
        return import_string(path) if path else None


@functools.cache
def modules() -> tuple[Module, ...]:
    """The installed modules, in the order of ``settings.BALAI_MODULES`` (code, the same for every village)."""
    return tuple(import_module(f"{path}.module").module for path in settings.BALAI_MODULES)


def module(name: str) -> Module:
    """One installed module by its name.

    Raises:
        KeyError: no such module is installed.
    """
    for found in modules():
        if found.name == name:
            return found
    raise KeyError(name)


def announce(happening: str, **facts: Any) -> None:
    """Tell whoever declares that they listen (``Module.listens``) that something happened, in the same transaction.

    For what stands above the one that tells: letters may not import who notifies. Listeners are called in the order of the
    modules, each ``listener(**facts)``; what they raise undoes the act, so they only write rows and leave work to jobs.
    """
    for each in modules():
        path = each.listens.get(happening)
        if path:
            import_string(path)(**facts)


def citizen_news(actor: Any) -> list[CitizenNews]:
    """What is new for a citizen, from every module of the village's side."""
    found: list[CitizenNews] = []
    for each in on_side(Scope.VILLAGE):
        news = each.call("citizen_news")
        if news is not None:
            found += news(actor)
    return found


def staff_news(actor: Any) -> list[StaffNews]:
    """What is new for a member of staff of the village, from every module."""
    found: list[StaffNews] = []
    for each in on_side(Scope.VILLAGE):
        news = each.call("staff_news")
        if news is not None:
            found += news(actor)
    return found


def person_links(actor: Any, resident: Any) -> list[PersonLink]:
    """What the village's other modules know of a resident, in the order of the modules."""
    found: list[PersonLink] = []
    for each in on_side(Scope.VILLAGE):
        links = each.call("person_links")
        if links is not None:
            found += links(actor, resident)
    return found


def on_side(*scopes: Scope) -> list[Module]:
    """Modules of the scopes given; those of :attr:`Scope.BOTH` always."""
    return [found for found in modules() if found.scope in scopes or found.scope is Scope.BOTH]


@functools.cache
def permissions() -> dict[str, Permission]:
    """Every declared right by its code: the kernel's own and the modules'."""
    found = {right.code: right for right in kernel_permissions()}
    for each in modules():
        found.update({right.code: right for right in each.permissions})
    return found


def kernel_permissions() -> Sequence[Permission]:
    """Rights over the kernel's own pages."""
    from django.utils.translation import gettext_lazy as _

    return (
        Permission("accounts.manage", _("Mengelola pengguna dan hak"), ("kepala_desa", "sekretaris", "regency")),
        Permission("audit.view", _("Melihat catatan pemeriksaan"), ("kepala_desa", "sekretaris", "regency")),
        Permission("jobs.view_all", _("Melihat semua pekerjaan"), ("sekretaris", "regency")),
        Permission("api.manage", _("Mengelola token API"), ("sekretaris", "regency")),
    )


def importers() -> dict[str, Importer]:
    """Every workbook layout that an installed module takes, by its name."""
    return {importer.layout: importer for each in modules() for importer in each.importers}


def exports() -> dict[str, Export]:
    """Every export that an installed module declares (``balai.reports``), by its kind."""
    return {export.kind: export for each in modules() for export in each.reports}


def letterhead() -> Letterhead | None:
    """The village's letterhead from the module that knows it; None where no installed one does."""
    for each in modules():
        if each.letterhead:
            found: Letterhead = import_string(each.letterhead)()
            return found
    return None


def signatories(on: date) -> dict[str, Signatory]:
    """Who signs the village's books on a day, by post (kades, sekdes); empty where no installed module knows."""
    for each in modules():
        if each.signatories:
            found: dict[str, Signatory] = import_string(each.signatories)(on)
            return found
    return {}


def rules() -> dict[str, Rule]:
    """Every rule that the regency may set, by its code."""
    return {rule.code: rule for each in modules() for rule in each.rules}


def indicators() -> list[Any]:
    """Every indicator that an installed module declares."""
    return [indicator for each in modules() for indicator in each.indicators]


@checks.register("balai")
def check_modules(app_configs: Any = None, **_: Any) -> list[checks.CheckMessage]:
    """Unknown or circular requirements, doubled or misnamed rights, indicators without words: one sentence each."""
    problems: list[checks.CheckMessage] = []

    def wrong(number: int, sentence: str) -> None:
        problems.append(checks.Error(sentence, id=f"balai.E{number:03d}"))

    names = [each.name for each in modules()]
    by_name = {each.name: each for each in modules()}
    seen: dict[str, str] = {}
    for each in modules():
        for needed in each.requires:
            if needed not in by_name:
                wrong(1, f"Module {each.name} requires {needed}, which is not installed.")
            elif each.name in _reach(by_name, needed):
                wrong(2, f"Modules {each.name} and {needed} require each other.")
        for right in each.permissions:
            if not right.code.startswith(f"{each.name}."):
                wrong(3, f"Right {right.code} of module {each.name} must start with '{each.name}.'.")
            if right.code in seen:
                wrong(4, f"Right {right.code} is declared by {seen[right.code]} and by {each.name}.")
            seen[right.code] = each.name
        for item in each.menu:
            if item.needs and item.needs not in permissions():
                wrong(5, f"Menu line {item.url_name} of {each.name} needs the unknown right {item.needs}.")
        for indicator in each.indicators:
            if not indicator.words or not indicator.unit:
                wrong(6, f"Indicator {indicator.code} of {each.name} has no formula in words or no unit.")
            if len(indicator.dimensions) > 2:
                wrong(7, f"Indicator {indicator.code} of {each.name} has more than two dimensions.")
            if {"hamlet", "dusun", "rw", "rt"} & set(indicator.dimensions):
                wrong(8, f"Indicator {indicator.code} of {each.name} would let a dusun or RT leave the village.")
        for importer in each.importers:
            if importer.permission and importer.permission not in permissions():
                wrong(14, f"Importer {importer.layout} of {each.name} needs the unknown right {importer.permission}.")
        for rule in each.rules:
            if not rule.code.startswith(f"{each.name}."):
                wrong(15, f"Rule {rule.code} of module {each.name} must start with '{each.name}.'.")
        for export in each.reports:
            if not export.kind.startswith(f"{each.name}."):
                wrong(11, f"Export {export.kind} of module {each.name} must start with '{each.name}.'.")
            for code in (export.permission, *export.rights):
                if code not in permissions():
                    wrong(12, f"Export {export.kind} asks for the unknown right {code}.")
    kinds = [export.kind for each in modules() for export in each.reports]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        wrong(13, f"The export {kind} is declared twice.")
    layouts = [importer.layout for each in modules() for importer in each.importers]
    for layout in sorted({layout for layout in layouts if layouts.count(layout) > 1}):
        wrong(10, f"Two modules take the workbook layout {layout}.")
    tables = [category.code for each in modules() for category in each.statistics]
    for code in sorted({code for code in tables if tables.count(code) > 1}):
        wrong(14, f"Two categories of statistics are called {code}.")
    if len(names) != len(set(names)):
        wrong(9, "Two installed modules have the same name.")
    return problems


def _reach(by_name: dict[str, Module], start: str) -> set[str]:
    reached: set[str] = set()
    todo = [start]
    while todo:
        current = todo.pop()
        if current in reached or current not in by_name:
            continue
        reached.add(current)
        todo.extend(by_name[current].requires)
    return reached - {start} if start not in by_name[start].requires else reached
