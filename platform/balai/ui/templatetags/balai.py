"""Tags and filters of every template (built in, nothing to load)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from balai.ui import charts, formats
from balai.ui.states import STATES

register = template.Library()
register.filter("number", formats.number)
register.filter("rupiah", formats.rupiah)
register.filter("percent", formats.percent)
register.filter("long_date", formats.long_date)
register.filter("day_and_date", formats.day_and_date)
register.filter("short_date", formats.short_date)
register.filter("month_words", formats.month_words)
register.filter("clock", formats.clock)
register.filter("moment", formats.moment)
register.filter("age", formats.age)
register.filter("ago", formats.ago)
register.filter("mask", formats.mask)
register.filter("mask_name", formats.mask_name)
register.filter("title_case", formats.title_case)
register.filter("terbilang", formats.in_words)


@register.filter
def counted(value: Any) -> Any:
    """A number as people write it (decimals as they are, at most two); words as they are; None "-"."""
    if value is None:
        return "-"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    places = max(0, -int(Decimal(str(value)).normalize().as_tuple().exponent))
    return formats.number(value, min(2, places))


@register.filter
def breakable(value: Any) -> SafeString:
    """A letter's number that may go on in the next line behind its strokes, not in the middle of a year."""
    *above, last = str(value).split("/")
    return format_html("{}{}", format_html_join("", "{}/<wbr>", ((each,) for each in above)), last)


#: What opens a message's extra tags when the act can be undone (:func:`balai.web.undo.say_done`).
UNDO = "undo:"


@register.filter
def undo_url(message: Any) -> str:
    """Where a message's "Urungkan" posts to, or nothing. Only a path of this site."""
    tags = str(getattr(message, "extra_tags", "") or "")
    url = tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
    return url if url.startswith("/") and not url.startswith("//") else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; decoration beside a word."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def badge(state: str, words: Any) -> SafeString:
    """A status: word, icon and colour."""
    kind, name = STATES.get(str(state), ("quiet", "info-circle"))
    return format_html('<span class="badge {}">{}{}</span>', kind, icon(name), words)


@register.simple_tag
def nik(value: str | None, shown: bool = True) -> SafeString:
    """A NIK or KK in groups of four (by CSS: copied without spaces), masked for who has no need.

    One that begins with 0 is a temporary number of ours: it says so, and on paper it says nothing else.
    """
    if not value:
        return format_html("{}", "-")
    temporary = formats.is_temporary(value)
    said = format_html('<span class="muted">{}</span>', _("sementara"))
    if temporary and not shown:
        return said
    text = value if shown else formats.mask(value)
    parts = format_html_join("", "<span>{}</span>", [(text[start : start + 4],) for start in range(0, len(text), 4)])
    if temporary:
        return format_html('<span class="nik noprint">{}</span> {}', parts, said)
    return format_html('<span class="nik">{}</span>', parts)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own query string with some values changed (None takes one away): state stands in the URL."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            asked.pop(key, None)
        else:
            asked[key] = value
    text = asked.urlencode()
    return f"?{text}" if text else "?"


@register.simple_tag(takes_context=True)
def sort_link(context: dict[str, Any], key: str, words: Any) -> SafeString:
    """A table head that sorts: once up, once down."""
    now = context["request"].GET.get("sort", context.get("default_sort", ""))
    following = f"-{key}" if now == key else key
    arrow = icon("arrow-up") if now == key else icon("arrow-down") if now == f"-{key}" else ""
    said = _("naik") if now == key else _("turun") if now == f"-{key}" else ""
    hidden = format_html('<span class="visually-hidden"> {}</span>', said) if said else ""
    return format_html('<a href="{}">{}{}{}</a>', query(context, sort=following), words, arrow, hidden)


@register.inclusion_tag("ui/field.html")
def field(bound: Any, cls: str = "") -> dict[str, Any]:
    """One field of a form: label, hint, input, error."""
    widget = bound.field.widget
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    attributes: dict[str, str] = {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{bound.auto_id}_error")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if cls:
        attributes["class"] = f"{widget.attrs.get('class', '')} {cls}".strip()
    kind = getattr(widget, "input_type", "")
    many = kind == "radio" or (kind == "checkbox" and hasattr(bound.field, "choices"))
    return {
        "field": bound,
        "input": "" if many else bound.as_widget(attrs=attributes),
        "kind": "choices" if many else kind,
        "described": " ".join(described),
        "digits": widget.attrs.get("data-digits", ""),
        "optional": not bound.field.required and not bound.field.disabled,
    }


@register.simple_tag
def focused(bound: Any) -> SafeString:
    """A field's bare input in which the cursor stands when the page opens: for lists that are filled in row by row."""
    return SafeString(bound.as_widget(attrs={"autofocus": "autofocus"}))


@register.simple_tag
def bars(rows: Any, label: str = "") -> SafeString:
    """Horizontal bars: rows of (name, value) or (name, male, female). The table beside it says the same."""
    return charts.bars_html(rows, label)


@register.simple_tag
def pyramid(rows: Any, label: str = "") -> SafeString:
    """A population pyramid: rows of (band, male, female), youngest first."""
    return charts.pyramid_html(rows, label)


@register.simple_tag
def line_chart(rows: Any, label: str = "") -> SafeString:
    """One line from a zero base: rows of (label, value); None leaves a gap."""
    found = [tuple(row) for row in rows]
    values = [row[1] for row in found]
    return charts.line_html(charts.Chart(label, [str(row[0]) for row in found], [charts.Series(label, values)]))


@register.simple_tag
def chart_drawing(chart: charts.Chart, kind: str = "bar") -> SafeString:
    """The drawing alone of a :class:`balai.ui.charts.Chart`: bar, pyramid or line."""
    if kind == "line":
        return charts.line_html(chart)
    if kind == "pyramid":
        return charts.pyramid_html(chart.bars, chart.title)
    colours = [chart.colour(index) for index in range(len(chart.series))]
    return charts.bars_html(chart.bars, chart.title, chart.decimals, colours)


@register.inclusion_tag("ui/job_progress.html", takes_context=True)
def job_progress(context: dict[str, Any], job: Any, next_url: str = "") -> dict[str, Any]:
    """A job's bar, from the first half second; without JavaScript the page loads itself again."""
    request = context.get("request")
    return {"job": job, "next_url": next_url or (request.path if request else ""), "site": context.get("site")}


@register.inclusion_tag("ui/table.html", takes_context=True)
def table(context: dict[str, Any], shown: Any) -> dict[str, Any]:
    """A :class:`balai.ui.tables.Table`, prepared by its view."""
    return {
        "table": shown,
        "page": shown.page,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
