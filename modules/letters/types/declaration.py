"""What a kind of letter is: who takes part, what is asked, what is brought, who signs, and its text as a tree of blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

FieldKind = Literal["text", "long_text", "number", "date", "time", "choice"]
#: ``resident``: picked from the register; ``either``: picked, or typed where they live elsewhere; ``typed``: no person at all.
GroupKind = Literal["resident", "either", "typed"]


@dataclass(frozen=True)
class AnswerField:
    """Something that the register cannot know.

    ``name`` is the key in the answers and in forms: the field's own name in the first group, ``group__field`` in others.
    ``merge`` is how a text names it. ``shown_when`` (field, values): asked only where that field has one of these answers.
    """

    name: str
    label: Any
    kind: FieldKind = "text"
    required: bool = False
    options: tuple[str, ...] = ()
    shown_when: tuple[str, tuple[str, ...]] | None = None
    max_length: int = 200
    hint: Any = ""
    merge: str = ""

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is asked, given the other answers."""
        if self.shown_when is None:
            return True
        other, values = self.shown_when
        return str(answers.get(other) or "") in values


@dataclass(frozen=True)
class Group:
    """A party of a letter, or a heading of typed fields. The first is the applicant (``individu``)."""

    key: str
    title: str
    label: str
    kind: GroupKind
    sex: int | None = None
    presence: tuple[int, ...] = ()
    shdk: tuple[int, ...] = ()
    #: Key of another group: only people of that person's family are offered.
    family_of: str = ""
    with_parents: bool = False
    required: bool = True
    fields: tuple[AnswerField, ...] = ()

    @property
    def suffix(self) -> str:
        """What a text writes behind a field's name for this party: ``nama_ibu``; nothing for the applicant."""
        return "" if self.key == "individu" else f"_{self.key.lower()}"

    @property
    def has_person(self) -> bool:
        """Whether a person is picked or described."""
        return self.kind != "typed"


@dataclass(frozen=True)
class Requirement:
    """A paper that belongs to a request (syarat): uploaded, or brought to the office.

    ``kept_as``: the kind of kept paper that will do (its own key where empty). ``shared``: it is the same paper whoever of
    the family applies, so that a parent's kept one is the child's, too.
    """

    key: str
    title: Any
    kept_as: str = ""
    shared: bool = False

    @property
    def paper(self) -> str:
        """Which kept papers will do."""
        return self.kept_as or self.key


@dataclass(frozen=True)
class Validity:
    """``count`` units from the letter's date; ``printed`` whether the letter says so."""

    count: int
    unit: Literal["day", "week", "month", "year"]
    printed: bool

    def until(self, since: date) -> date:
        """The last day. The 31st plus a month is the last of a shorter one."""
        if self.unit in ("day", "week"):
            return since + timedelta(days=self.count * (7 if self.unit == "week" else 1))
        months = since.year * 12 + since.month - 1 + self.count * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month + 1, min(since.day, last))


@dataclass(frozen=True)
class PageSetup:
    """Paper and letters. Margins in millimetres: left, right, top, bottom."""

    paper: str = "F4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    margin: tuple[float, float, float, float] = (25.0, 20.0, 20.0, 20.0)
    font: str = "Arimo"
    size: float = 12.0
    header: bool = True
    footer: bool = True
    heading: bool = True

    def as_dict(self) -> dict[str, Any]:
        """As the template reads it."""
        left, right, top, bottom = self.margin
        return {
            "paper": self.paper, "orientation": self.orientation, "font": self.font, "size": self.size,
            "margin": {"left": left, "right": right, "top": top, "bottom": bottom},
            "header": self.header, "footer": self.footer, "heading": self.heading,
        }  # fmt: skip


@dataclass(frozen=True)
class LetterType:
    """A kind of letter. ``number`` is its place in OpenSID's list (0: a village's own), ``code`` the classification code.

    ``signs_beside`` says who signs beside the village head, by the roles that its text's signature block names.
    ``needs_district``: the camat signs too. ``version`` changes whenever anything that prints changes.
    """

    key: str
    number: int
    name: Any
    title: Any
    code: str
    summary: Any
    groups: tuple[Group, ...]
    requirements: tuple[Requirement, ...]
    validity: Validity | None
    body: Mapping[str, Any]
    self_service: bool = False
    qr: bool = True
    needs_district: bool = False
    attachments: tuple[str, ...] = ()
    #: "Saya mau ...": needs under which a citizen finds it.
    needs: tuple[str, ...] = ()
    number_format: str = ""
    #: Whether the village uses it.
    enabled: bool = True
    page: PageSetup = field(default_factory=PageSetup)
    version: str = ""
    #: Which layer each changed aspect comes from: {"body": "village"}; what is not named is shipped.
    layers: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[AnswerField, ...]:
        """Every question, in the order of the groups."""
        return tuple(each for group in self.groups for each in group.fields)

    @property
    def parties(self) -> tuple[Group, ...]:
        """The people beside the applicant."""
        return tuple(group for group in self.groups[1:] if group.has_person)

    def group(self, key: str) -> Group:
        """One group.

        Raises:
            KeyError: there is none of this key.
        """
        for each in self.groups:
            if each.key == key:
                return each
        raise KeyError(key)


def answers_shown(fields: Sequence[AnswerField], answers: Mapping[str, Any]) -> list[AnswerField]:
    """The fields that are asked, given the answers."""
    return [each for each in fields if each.is_asked(answers)]
