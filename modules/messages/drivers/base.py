"""One interface for every way out: a driver sends one message and says what is known afterwards.

What is known decides what may happen next, so a driver raises exactly one of three things: :class:`Later` (nothing left the
house, or the provider refused to take it for now: the queue tries again), :class:`Never` (it will never be taken like this)
and :class:`Unclear` (it left, and no answer says whether it was taken: it is told to the office and not sent again blindly).
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from balai.outbound import Answer, Forbidden, Silent, Unreached, call

SECONDS = 15.0
MAX_ANSWER = 256 * 1024


class Later(Exception):
    """Not taken now; ``words`` for the office, ``seconds`` where the provider says how long to wait."""

    def __init__(self, words: str, *, seconds: int = 0) -> None:
        super().__init__(words)
        self.words, self.seconds = words, seconds


class Never(Exception):
    """Refused for good; ``words`` for the office."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unclear(Exception):
    """Sent, and no answer came that says so; ``words`` for the office."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Outgoing:
    """What is sent. ``key`` is the same each time the same message is tried: providers that know such a key send it once."""

    key: str
    to: str
    title: str
    text: str
    end_url: str = ""
    is_code: bool = False

    @property
    def with_end(self) -> str:
        """The text, and below it where its reader may end them."""
        return with_end(self.text, self.end_url)


def with_end(text: str, end_url: str) -> str:
    """A text as channels carry it that know no "unsubscribe" of their own; what cannot be ended (a code) stays as it is."""
    return f"{text}\nBerhenti: {end_url}" if end_url else text


@dataclass(frozen=True)
class DeliveryRef:
    """The provider took it; ``reference`` is how it calls it, ``delivered`` whether that already means "arrived"."""

    reference: str = ""
    delivered: bool = False


@dataclass(frozen=True)
class News:
    """What a provider says of a message later: ``state`` is sent, delivered or failed; by its reference or our key."""

    reference: str
    state: str
    words: str = ""
    key: str = ""


@dataclass(frozen=True)
class Asked:
    """A provider's call to us, as far as a driver needs it. Header names are lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class NotThem(Exception):
    """Whoever calls does not know the secret."""


@dataclass(frozen=True)
class Option:
    """A setting of a driver, as its form shows it."""

    name: str
    label: Any
    help_text: Any = ""
    secret: bool = False
    required: bool = True
    long: bool = False
    default: str = ""
    choices: Sequence[tuple[str, Any]] = field(default_factory=tuple)


class Driver(ABC):
    """A way to reach people. Made for one use from a gateway's options, secret ones included."""

    key: ClassVar[str]
    title: ClassVar[Any]
    channels: ClassVar[tuple[str, ...]]
    options: ClassVar[tuple[Option, ...]] = ()
    #: What the office must know before it chooses this one: sentences for the channel's page.
    notes: ClassVar[tuple[Any, ...]] = ()
    #: Pages show the class itself: a template would call it.
    do_not_call_in_templates: ClassVar[bool] = True
    #: Whether the provider tells later that it arrived.
    reports: ClassVar[bool] = False

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = {each.name: str(values.get(each.name) or each.default) for each in self.options}

    @property
    def idempotent(self) -> bool:
        """Whether the provider takes the same key once: then a lost answer may be asked for again."""
        return False

    def check(self) -> None:  # noqa: B027 - most need none
        """Look at the options before they are kept.

        Raises:
            Never: with the reason in words.
        """

    @abstractmethod
    def send(self, out: Outgoing) -> DeliveryRef:
        """Send one message.

        Raises:
            Later, Never, Unclear: see the module.
        """

    def greet(self, asked: Asked) -> str | None:
        """The answer to a provider that checks whether the address is ours (a GET); None: this driver knows no such thing.

        Raises:
            NotThem: the secret is wrong.
        """
        return None

    def news(self, asked: Asked) -> list[News]:
        """What a provider tells.

        Raises:
            NotThem: the secret is missing or wrong.
        """
        raise NotThem()


def post(url: str, *, headers: Mapping[str, str], body: bytes, method: str = "POST") -> Answer:
    """One call; what is missing becomes Later or Unclear, an address that we do not call Never.

    Raises:
        Later, Never, Unclear: as they say.
    """
    try:
        return call(method, url, body=body, headers=headers, seconds=SECONDS, max_bytes=MAX_ANSWER)
    except Forbidden as error:
        if error.reason == "unresolved":
            raise Later("Alamat penyedia tidak ditemukan. Periksa alamatnya, atau sambungan internet.") from None
        raise Never("Alamat penyedia ini tidak boleh dipanggil: harus https dan di luar jaringan sendiri.") from None
    except Unreached:
        raise Later("Penyedia tidak dapat dihubungi.") from None
    except Silent:
        raise Unclear("Penyedia tidak menjawab setelah pesan dikirim. Pesan mungkin sampai, mungkin tidak.") from None


def json_of(answer: Answer) -> Any:
    """The answer as JSON; None where it is none."""
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


def as_json(body: bytes) -> dict[str, Any]:
    """A call's body as a JSON object.

    Raises:
        NotThem: it is none.
    """
    try:
        found = json.loads(body)
    except ValueError:
        raise NotThem() from None
    if not isinstance(found, dict):
        raise NotThem()
    return found
