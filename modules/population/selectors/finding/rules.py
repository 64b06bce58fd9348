"""The grammar of an advanced filter: rules of field, operator and values, in groups, written into the URL and read again.

    r=1.religion.is.1 & r=1.age.between.17~30 & r=2.papers.without.kk & m=any & g1=any

``r`` is group, field, operator and values (parted by ``~``); ``m`` says how the groups stand together (``all``, the
default, or ``any``), ``g<group>`` how the rules of one group do. A rule that makes no sense raises a sentence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.forms import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import Refused
from balai.ui.formats import short_date
from balai.ui.forms import DateField
from modules.population import codes
from modules.population.fields import FIELDS, Field, labels
from modules.population.models import EventKind
from modules.population.sight import Sight

#: No village needs more; the URL stays one that can be sent.
MOST_RULES, MOST_VALUES, LONGEST = 20, 100, 120
PART, BETWEEN_VALUES = ".", "~"
Input = Literal["text", "date", "number", "code", "codes", "territory", "event", "paper", ""]


class BadRule(Refused):
    """A rule that cannot be used: an unknown field or operator, a value that is none. The sentence says which."""

    code = "bad_rule"


@dataclass(frozen=True)
class Operator:
    """What is said of a field: its words, the inputs that its values come from, and what stands in them until filled."""

    key: str
    words: Any
    inputs: tuple[Input, ...] = ()
    hints: tuple[Any, ...] = ()


def _operators(*found: Operator) -> dict[str, Operator]:
    return {each.key: each for each in found}


_IS, _NOT = gettext_lazy("adalah"), gettext_lazy("bukan")
_FROM, _TO, _YEARS = gettext_lazy("dari"), gettext_lazy("sampai"), gettext_lazy("tahun")
_ON = gettext_lazy("hari ini, atau tanggal")
_SINCE, _UNTIL = gettext_lazy("dilaporkan sejak"), gettext_lazy("dilaporkan sampai")
_EMPTY = Operator("empty", gettext_lazy("belum diisi"))
_FILLED = Operator("filled", gettext_lazy("sudah diisi"))
OPERATORS: dict[str, dict[str, Operator]] = {
    "text": _operators(
        Operator("contains", gettext_lazy("memuat"), ("text",)), Operator("is", _IS, ("text",)),
        Operator("not", _NOT, ("text",)), Operator("starts", gettext_lazy("diawali"), ("text",)), _EMPTY, _FILLED,
    ),
    "digits": _operators(
        Operator("starts", gettext_lazy("diawali"), ("text",)), Operator("is", _IS, ("text",)),
        Operator("not", _NOT, ("text",)), Operator("contains", gettext_lazy("memuat"), ("text",)), _EMPTY, _FILLED,
    ),
    "code": _operators(
        Operator("is", _IS, ("code",)), Operator("not", _NOT, ("code",)),
        Operator("in", gettext_lazy("salah satu dari"), ("codes",)), _EMPTY, _FILLED,
    ),
    "date": _operators(
        Operator("between", gettext_lazy("antara"), ("date", "date"), (_FROM, _TO)), Operator("before", gettext_lazy("sebelum"), ("date",)),
        Operator("after", gettext_lazy("sesudah"), ("date",)), Operator("is", gettext_lazy("pada"), ("date",)), _EMPTY, _FILLED,
    ),
    "number": _operators(
        Operator("between", gettext_lazy("antara"), ("number", "number"), (_FROM, _TO)),
        Operator("least", gettext_lazy("paling sedikit"), ("number",)),
        Operator("most", gettext_lazy("paling banyak"), ("number",)), Operator("is", _IS, ("number",)), _EMPTY, _FILLED,
    ),
    "age": _operators(
        Operator("between", gettext_lazy("antara"), ("number", "number", "date"), (_FROM, _TO, _ON)),
        Operator("least", gettext_lazy("paling muda"), ("number", "date"), (_YEARS, _ON)),
        Operator("most", gettext_lazy("paling tua"), ("number", "date"), (_YEARS, _ON)),
    ),
    "yes": _operators(Operator("yes", gettext_lazy("ya")), Operator("no", gettext_lazy("tidak"))),
    "territory": _operators(
        Operator("in", gettext_lazy("di dalam"), ("territory",)), Operator("out", gettext_lazy("di luar"), ("territory",)),
        _EMPTY,
    ),
    "events": _operators(
        Operator("happened", gettext_lazy("tercatat"), ("event", "date", "date"), ("", _SINCE, _UNTIL)),
        Operator("never", gettext_lazy("tidak tercatat"), ("event", "date", "date"), ("", _SINCE, _UNTIL)),
    ),
    "papers": _operators(
        Operator("without", gettext_lazy("tidak ada"), ("paper",)), Operator("with", gettext_lazy("ada"), ("paper",))
    ),
}  # fmt: skip
#: Fields that only filters know: (title, group, kind of operators).
SPECIAL: dict[str, tuple[Any, Any, str]] = {
    "territory": (gettext_lazy("Wilayah (dusun, RW, RT)"), FIELDS["address_current"].group, "territory"),
    "lone": (gettext_lazy("Tanpa KK"), FIELDS["shdk"].group, "yes"),
    "ktp_due": (gettext_lazy("Wajib KTP, belum rekam"), FIELDS["ktp_record"].group, "yes"),
    "papers": (gettext_lazy("Dokumen dipindai"), FIELDS["ktp_record"].group, "papers"),
    "events": (gettext_lazy("Peristiwa"), gettext_lazy("Peristiwa"), "events"),
}
#: Shown in lists, but asked for by ``territory`` and ``age`` in another way.
_NOT_ASKED = {"dusun", "rw", "rt"}
#: Operators whose last date may be left out.
_OPEN_ENDED = {("age", "between"), ("age", "least"), ("age", "most"), ("events", "happened"), ("events", "never")}


def kind_of(name: str) -> str:
    """Which operators a field has.

    Raises:
        BadRule: no such field.
    """
    if name in SPECIAL:
        return SPECIAL[name][2]
    if name == "age":
        return "age"
    if name in FIELDS and name not in _NOT_ASKED:
        return FIELDS[name].kind
    raise BadRule(_('Saringan memakai isian "{name}" yang tidak ada.').format(name=name[:40]))


def title_of(name: str) -> str:
    """A field's title."""
    return str(SPECIAL[name][0] if name in SPECIAL else FIELDS[name].title)


def askable(sight: Sight) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every field that somebody's filter may ask for, by group: (name, title)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in FIELDS.values():
        if each.name not in _NOT_ASKED and sight.sees(each):
            found.setdefault(str(each.group), []).append((each.name, str(each.title)))
    for name, (title, group, _kind) in SPECIAL.items():
        found.setdefault(str(group), []).append((name, str(title)))
    return list(found.items())


@dataclass(frozen=True)
class Rule:
    """One rule, its values already typed (``parsed``) beside what the URL says."""

    field: str
    op: str
    values: tuple[str, ...] = ()
    group: int = 1
    parsed: tuple[Any, ...] = dataclasses.field(default=(), compare=False)

    @property
    def operator(self) -> Operator:
        """Its operator."""
        return OPERATORS[kind_of(self.field)][self.op]

    def written(self) -> str:
        """As the URL has it."""
        return PART.join([str(self.group), self.field, self.op, BETWEEN_VALUES.join(self.values)])


@dataclass(frozen=True)
class RuleSet:
    """Rules in groups. ``among`` says how the groups stand together, ``within`` how the rules of each group do."""

    rules: tuple[Rule, ...] = ()
    among: str = "all"
    within: Mapping[int, str] = dataclasses.field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rules)

    def groups(self) -> list[tuple[int, list[Rule]]]:
        """Rules by group, in order."""
        numbers = sorted({rule.group for rule in self.rules})
        return [(number, [rule for rule in self.rules if rule.group == number]) for number in numbers]

    def parameters(self) -> list[tuple[str, str]]:
        """As the URL has them."""
        found = [("r", rule.written()) for rule in self.rules]
        if self.among == "any":
            found.append(("m", "any"))
        found += [(f"g{number}", "any") for number, how in sorted(self.within.items()) if how == "any"]
        return found


def read_rules(written: Sequence[str], among: str = "", within: Mapping[int, str] | None = None) -> RuleSet:
    """The rules of a URL.

    Raises:
        BadRule: one of them makes no sense; the sentence says which and why.
    """
    if len(written) > MOST_RULES:
        raise BadRule(_("Saringan paling banyak {most} syarat.").format(most=MOST_RULES))
    rules = []
    for text in written:
        parts = text.split(PART, 3)
        if len(parts) < 3 or not parts[0].isascii() or not parts[0].isdigit() or len(parts[0]) > 1:
            raise BadRule(_("Alamat saringan ini tidak lengkap. Susun lagi saringannya."))
        values = parts[3].split(BETWEEN_VALUES) if len(parts) == 4 and parts[3] else []
        rules.append(make_rule(parts[1], parts[2], values, group=int(parts[0])))
    groups = {rule.group for rule in rules}
    ways = {number: "any" for number, how in (within or {}).items() if how == "any" and number in groups}
    return RuleSet(tuple(rules), "any" if among == "any" else "all", ways)


def make_rule(name: str, op: str, values: Sequence[str], *, group: int = 1) -> Rule:
    """A rule with its values typed.

    Raises:
        BadRule: unknown field or operator, or a value that is none.
    """
    found = OPERATORS[kind_of(name)].get(op)
    if found is None:
        raise BadRule(_("{title}: cara membandingkan ini tidak ada.").format(title=title_of(name)))
    given = [value.replace(BETWEEN_VALUES, " ").replace("\x00", " ").strip() for value in values]
    if found.inputs == ("codes",):
        given = [value for value in given if value][:MOST_VALUES]
        if not given:
            raise BadRule(_("{title}: pilih paling sedikit satu.").format(title=title_of(name)))
        kinds: tuple[str, ...] = ("code",) * len(given)
    else:
        kinds = found.inputs
        given = [*given, *[""] * len(kinds)][: len(kinds)]
    parsed = tuple(_typed(name, kind, value) for kind, value in zip(kinds, given, strict=True))
    needed = len(parsed)
    if (kind_of(name), op) in _OPEN_ENDED:
        needed -= 2 if kind_of(name) == "events" else 1
    if any(value is None for value in parsed[:needed]):
        raise BadRule(_("{title}: nilainya belum diisi.").format(title=title_of(name)))
    ends = [value for kind, value in zip(kinds, parsed, strict=True) if kind in {"number", "date"}]
    if found.inputs[:2] in {("number", "number"), ("date", "date")} or kind_of(name) == "events":
        first, last = (parsed[1], parsed[2]) if kind_of(name) == "events" else (ends[0], ends[1])
        if first is not None and last is not None and first > last:
            raise BadRule(_("{title}: awal lebih besar daripada akhir.").format(title=title_of(name)))
    while given and not given[-1] and found.inputs != ("codes",):
        given.pop()
    kept = tuple(_as_kept(kind, value, text) for kind, value, text in zip(kinds, parsed, given, strict=False))
    return Rule(name, op, kept, group, parsed)


def _as_kept(kind: str, value: Any, text: str) -> str:
    return value.isoformat() if kind == "date" and value is not None else text


def _typed(name: str, kind: str, text: str) -> Any:
    if not text:
        return None
    reader: Callable[[str, str], Any] = _READERS[kind]
    return reader(name, text)


def _read_text(name: str, text: str) -> str:
    if len(text) > LONGEST:
        raise BadRule(_("{title}: paling banyak {most} huruf.").format(title=title_of(name), most=LONGEST))
    return text


def _read_date(name: str, text: str) -> date:
    try:
        found = DateField(required=False).to_python(text)
    except ValidationError as error:
        raise BadRule(f"{title_of(name)}: {error.messages[0]}") from None
    assert found is not None
    return found


def _read_number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise BadRule(_('{title}: "{text}" bukan angka.').format(title=title_of(name), text=text[:20]))
    return int(text)


def _read_code(name: str, text: str) -> int:
    choices = FIELDS[name].choices
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
    if choices is None or found is None or found not in choices.values:
        raise BadRule(_('{title}: pilihan "{text}" tidak ada.').format(title=title_of(name), text=text[:20]))
    return found


def _read_territory(name: str, text: str) -> str:
    from uuid import UUID

    try:
        return str(UUID(text))
    except ValueError:
        raise BadRule(_("Wilayah ini tidak ada.")) from None


def _read_event(name: str, text: str) -> str:
    if text not in EventKind.values:
        raise BadRule(_("Jenis peristiwa ini tidak ada."))
    return text


def _read_paper(name: str, text: str) -> str:
    if text not in codes.PaperKind.values:
        raise BadRule(_("Jenis dokumen ini tidak ada."))
    return text


_READERS: dict[str, Callable[[str, str], Any]] = {
    "text": _read_text, "date": _read_date, "number": _read_number, "code": _read_code,
    "territory": _read_territory, "event": _read_event, "paper": _read_paper,
}  # fmt: skip


def in_words(rule: Rule, places: Mapping[str, str] | None = None) -> str:
    """A rule as people say it: "Umur antara 17 dan 30". ``places`` names territory by key."""
    title, words = title_of(rule.field), str(rule.operator.words)
    kind = kind_of(rule.field)
    if kind == "yes":
        return title if rule.op == "yes" else _("Bukan: {title}").format(title=title)
    said = [
        _value_words(rule.field, each, value, places or {}) for each, value in _with_inputs(rule) if value is not None
    ]
    if kind in {"age", "events"}:
        return _with_day(title, words, said, rule)
    joined = _(" dan ").join(said) if rule.op == "between" else ", ".join(said)
    return f"{title} {words} {joined}".strip()


def _with_day(title: str, plain: str, said: list[str], rule: Rule) -> str:
    if rule.field == "events":
        period = _(" antara {first} dan {last}").format(first=said[1], last=said[2]) if len(said) == 3 else ""
        if len(said) == 2:
            period = (_(" sejak {day}") if rule.parsed[1] else _(" sampai {day}")).format(day=said[1])
        return f"{title} {said[0]} {plain}{period}"
    numbers = 2 if rule.op == "between" else 1
    day = _(" pada {day}").format(day=said[numbers]) if len(said) > numbers else ""
    return f"{title} {plain} {_(' dan ').join(said[:numbers])} {_('tahun')}{day}"


def _with_inputs(rule: Rule) -> list[tuple[str, Any]]:
    inputs = rule.operator.inputs
    kinds = ("code",) * len(rule.parsed) if inputs == ("codes",) else inputs
    return list(zip(kinds, rule.parsed, strict=True))


def _value_words(name: str, kind: str, value: Any, places: Mapping[str, str]) -> str:
    if kind == "code":
        known: Field = FIELDS[name]
        return str(labels(known.choices).get(value, value))
    if kind == "date":
        return short_date(value)
    if kind == "territory":
        return places.get(value, _("wilayah yang sudah tidak ada"))
    if kind == "event":
        return str(labels(EventKind).get(value, value))
    if kind == "paper":
        return str(labels(codes.PaperKind).get(value, value))
    return str(value)
