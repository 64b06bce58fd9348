"""Charts drawn on the server. In the page a bar is an SVG in per cent inside an HTML row, so that words keep their size at
360 px; as a picture to take home the same chart is one self-contained SVG. No style attribute, no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from balai.ui import formats

Value = int | float | Decimal | None
#: The tokens c1 to c6 on light paper: a picture is printed, and knows no theme.
COLOURS = ("#1f6fb2", "#b0487e", "#0b6b5b", "#9a6700", "#6a4fb3", "#55606e")
#: More lines than these cannot be told apart by anybody.
MOST_SERIES = 6


@dataclass(frozen=True)
class Series:
    """One row of values. ``colour`` 1 to 6; male is 1 and female 2 everywhere, 0 takes the next in order."""

    name: str
    values: Sequence[Value]
    colour: int = 0


@dataclass(frozen=True)
class Chart:
    """What a chart says. ``title`` is the finding or the question; ``unit``, ``on`` and ``source`` stand below it.

    Raises:
        ValueError: more than six series, or a series of another length than the labels.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    source: str = ""
    on: date | None = None
    head: str = ""
    decimals: int = 0
    extra: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.series) > MOST_SERIES:
            raise ValueError(f"A chart has at most {MOST_SERIES} series, not {len(self.series)}.")
        for each in self.series:
            if len(each.values) != len(self.labels):
                raise ValueError(f"Series {each.name!r} has {len(each.values)} values for {len(self.labels)} labels.")

    def colour(self, index: int) -> int:
        """The colour of a series: its own, else green for a lone one, else in order."""
        return self.series[index].colour or (3 if len(self.series) == 1 else index + 1)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for each in self.series for value in each.values)

    @property
    def many(self) -> bool:
        """Whether a legend is needed."""
        return len(self.series) > 1

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Colour and name of each series."""
        return [(self.colour(index), each.name) for index, each in enumerate(self.series)]

    @property
    def rows(self) -> list[tuple[str, list[Value]]]:
        """The table: label and the values of each series."""
        return [(label, [each.values[index] for each in self.series]) for index, label in enumerate(self.labels)]

    @property
    def totals(self) -> list[Value]:
        """The sums of the series; unknown values are left out."""
        return [sum((value for value in each.values if value is not None), start=0) for each in self.series]

    @property
    def bars(self) -> list[tuple[Any, ...]]:
        """As the tag ``bars`` wants them."""
        return [(label, *values) for label, values in self.rows]


def _share(value: Value, most: float) -> str:
    return f"{100 * float(value or 0) / most:.2f}%"


def bars_html(
    rows: Iterable[Sequence[Any]], label: str = "", decimals: int = 0, colours: Sequence[int] = ()
) -> SafeString:
    """Horizontal bars: rows of (name, value, ...), the values of a row stacked, their sum written. Zero-based."""
    found = [tuple(row) for row in rows]
    if not found:
        return mark_safe("")
    sums = [float(sum((value or 0 for value in row[1:]), start=0)) for row in found]
    most = max([*sums, 0]) or 1.0
    width = len(found[0]) - 1
    palette = list(colours) or ([3] if width == 1 else list(range(1, width + 1)))
    lines = []
    for row, total in zip(found, sums, strict=True):
        left, rects = 0.0, []
        for index, value in enumerate(row[1:]):
            share = 100 * float(value or 0) / most
            rects.append((palette[index], f"{left:.2f}%", f"{share:.2f}%"))
            left += share
        drawn = format_html_join("", '<rect class="f{}" x="{}" width="{}" height="18"></rect>', rects)
        known = any(value is not None for value in row[1:])
        lines.append((row[0], drawn, formats.number(total, decimals) if known else "-"))
    body = format_html_join(
        "",
        '<div class="bar"><span class="name">{}</span><svg width="100%" height="18" aria-hidden="true">{}</svg><b>{}</b></div>',
        lines,
    )
    return format_html('<div class="bars" role="img" aria-label="{}">{}</div>', label, body)


def pyramid_html(rows: Iterable[Sequence[Any]], label: str = "") -> SafeString:
    """A population pyramid: rows of (band, male, female), youngest first; the oldest is drawn on top."""
    found = [tuple(row) for row in rows]
    if not found:
        return mark_safe("")
    most = float(max(max(row[1] or 0, row[2] or 0) for row in found)) or 1.0
    lines = [
        (
            formats.number(male),
            f"{100 - 100 * float(male or 0) / most:.2f}%",
            _share(male, most),
            band,
            _share(female, most),
            formats.number(female),
        )
        for band, male, female in reversed(found)
    ]
    body = format_html_join(
        "",
        '<div class="bar"><b>{}</b><svg width="100%" height="18" aria-hidden="true"><rect class="f1" x="{}" width="{}" height="18">'
        '</rect></svg><span class="band-of">{}</span><svg width="100%" height="18" aria-hidden="true"><rect class="f2" width="{}" '
        'height="18"></rect></svg><b>{}</b></div>',
        lines,
    )
    return format_html(
        '<div class="pyramid" role="img" aria-label="{}"><div class="bar heads"><span class="left">{}</span>'
        '<span class="band-of">{}</span><span class="right">{}</span></div>{}</div>',
        label, _("Laki-laki"), _("Umur"), _("Perempuan"), body,
    )  # fmt: skip


def ceiling(most: float) -> float:
    """The round number that ends an axis: 1, 2, 2.5 or 5 times a power of ten, at least ``most``."""
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= most * 0.999999)


def line_html(chart: Chart, height: int = 220) -> SafeString:
    """Lines over time from a zero base; a gap where a value is unknown. Words keep their size at every width."""
    if not chart.labels or chart.is_empty:
        return mark_safe("")
    top = ceiling(max(float(value) for each in chart.series for value in each.values if value is not None))
    low, high, floor_y = 14, height - 24, height - 24
    count = max(1, len(chart.labels) - 1)
    parts: list[SafeString] = []
    for step in range(5):
        y = floor_y - (high - low) * step / 4
        parts.append(format_html('<line class="axis" x1="0" x2="100%" y1="{}" y2="{}"></line>', f"{y:.1f}", f"{y:.1f}"))
        tick = top * step / 4
        decimals = 0 if tick == int(tick) else 1
        parts.append(format_html('<text x="0" y="{}">{}</text>', f"{y - 3:.1f}", formats.number(tick, decimals)))
    every = max(1, ceil(len(chart.labels) / 6))
    for index, words in enumerate(chart.labels):
        if index % every and index != len(chart.labels) - 1:
            continue
        if index and index != len(chart.labels) - 1 and len(chart.labels) - 1 - index < every / 2 + 1:
            continue
        anchor = "start" if index == 0 else "end" if index == len(chart.labels) - 1 else "middle"
        x = f"{100 * index / count:.2f}%"
        parts.append(format_html('<text x="{}" y="{}" text-anchor="{}">{}</text>', x, height - 6, anchor, words))
    inner: list[SafeString] = []
    for number, each in enumerate(chart.series):
        colour = chart.colour(number)
        for run in _runs(each.values):
            points = " ".join(f"{100 * i / count:.2f},{100 - 100 * float(v) / top:.2f}" for i, v in run)
            if len(run) == 1:
                place, value = run[0]
                across, down = f"{100 * place / count:.2f}%", f"{floor_y - (high - low) * float(value) / top:.1f}"
                parts.append(format_html('<circle class="f{}" cx="{}" cy="{}" r="4"></circle>', colour, across, down))
            else:
                inner.append(format_html('<polyline class="trace s{}" points="{}"></polyline>', colour, points))
    return format_html(
        '<svg class="chart" width="100%" height="{}" role="img" aria-label="{}">{}<svg x="0" y="{}" width="100%" height="{}" '
        'viewBox="0 0 100 100" preserveAspectRatio="none" overflow="visible">{}</svg></svg>',
        height, chart.title, _joined(parts), low, high - low, _joined(inner),
    )  # fmt: skip


def _runs(values: Sequence[Value]) -> list[list[tuple[int, Any]]]:
    runs: list[list[tuple[int, Any]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


# -- the picture to take home ------------------------------------------------------------------------------------------
def picture(chart: Chart, kind: str = "bar") -> str:
    """One self-contained SVG of 960 px with title, legend, unit, date and source; ``kind`` is bar, pyramid or line.

    Raises:
        ValueError: an unknown kind.
    """
    drawers = {"bar": _bar_picture, "pyramid": _pyramid_picture, "line": _line_picture}
    if kind not in drawers:
        raise ValueError(f"No chart is called {kind!r}.")
    body, height = drawers[kind](chart)
    legend, x = [], 24.0
    for colour, name in chart.legend if chart.many else []:
        legend.append(f'<rect x="{x:.0f}" y="62" width="14" height="14" fill="{COLOURS[colour - 1]}"/>')
        legend.append(f'<text x="{x + 20:.0f}" y="74" font-size="15" fill="#1b2430">{escape(name)}</text>')
        x += 44 + 8.5 * len(name)
    said = [chart.unit, formats.long_date(chart.on) if chart.on else "", chart.source]
    foot = " · ".join(str(each) for each in said if each)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="960" height="{height + 140}" viewBox="0 0 960 {height + 140}" '
        f'font-family="Arial, Liberation Sans, sans-serif"><title>{escape(chart.title)}</title>'
        f'<rect width="960" height="{height + 140}" fill="#ffffff"/>'
        f'<text x="24" y="40" font-size="20" font-weight="bold" fill="#1b2430">{escape(chart.title)}</text>'
        f'{"".join(legend)}<g transform="translate(24 96)">{body}</g>'
        f'<text x="24" y="{height + 124}" font-size="15" fill="#55606e">{escape(foot)}</text></svg>'
    )


def _text(x: float, y: float, words: Any, anchor: str = "start", fill: str = "#1b2430") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="15" text-anchor="{anchor}" fill="{fill}">{escape(str(words))}</text>'
    )


def _bar_picture(chart: Chart) -> tuple[str, int]:
    most = max([float(sum((v or 0 for v in values), start=0)) for _label, values in chart.rows] or [0]) or 1.0
    parts = []
    for line, (label, values) in enumerate(chart.rows):
        y, left = line * 30, 260.0
        parts.append(_text(250, y + 19, label[:34], "end"))
        for index, value in enumerate(values):
            width = 540 * float(value or 0) / most
            parts.append(
                f'<rect x="{left:.1f}" y="{y + 3}" width="{width:.1f}" height="22" fill="{COLOURS[chart.colour(index) - 1]}"/>'
            )
            left += width
        total = sum((v or 0 for v in values), start=0)
        parts.append(_text(left + 8, y + 19, formats.number(total, chart.decimals)))
    return "".join(parts), 30 * len(chart.rows)


def _pyramid_picture(chart: Chart) -> tuple[str, int]:
    most = max([float(v or 0) for each in chart.series for v in each.values] or [0]) or 1.0
    parts = []
    for line, (label, values) in enumerate(reversed(chart.rows)):
        y = line * 26
        male, female = (float(value or 0) / most * 330 for value in values[:2])
        parts.append(f'<rect x="{400 - male:.1f}" y="{y + 2}" width="{male:.1f}" height="20" fill="{COLOURS[0]}"/>')
        parts.append(f'<rect x="512" y="{y + 2}" width="{female:.1f}" height="20" fill="{COLOURS[1]}"/>')
        parts.append(_text(456, y + 18, label, "middle", "#55606e"))
        parts.append(_text(394 - male, y + 18, formats.number(values[0]), "end"))
        parts.append(_text(518 + female, y + 18, formats.number(values[1])))
    return "".join(parts), 26 * len(chart.rows)


def _line_picture(chart: Chart) -> tuple[str, int]:
    height, width = 360, 900
    top = ceiling(max([float(v) for each in chart.series for v in each.values if v is not None] or [0]))
    count = max(1, len(chart.labels) - 1)
    parts = []
    for step in range(5):
        y = height - height * step / 4
        parts.append(f'<line x1="0" x2="{width}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dfe3e0"/>')
        parts.append(_text(0, y - 4, formats.number(top * step / 4, 0 if top >= 4 else 1), "start", "#55606e"))
    every = max(1, ceil(len(chart.labels) / 8))
    for index, words in enumerate(chart.labels):
        if index % every == 0:
            anchor = "start" if index == 0 else "middle"
            parts.append(_text(width * index / count, height + 20, words, anchor, "#55606e"))
    for number, each in enumerate(chart.series):
        fill = COLOURS[chart.colour(number) - 1]
        for run in _runs(each.values):
            points = " ".join(f"{width * i / count:.1f},{height - height * float(v) / top:.1f}" for i, v in run)
            if len(run) == 1:
                across, _comma, down = points.partition(",")
                parts.append(f'<circle cx="{across}" cy="{down}" r="4" fill="{fill}"/>')
            else:
                parts.append(
                    f'<polyline points="{points}" fill="none" stroke="{fill}" stroke-width="3" stroke-linejoin="round"/>'
                )
    return "".join(parts), height + 24
