"""Tags and filters of every template (built in, nothing to load)."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from balai.ui import formats

register = template.Library()
register.filter("number", formats.number)
register.filter("rupiah", formats.rupiah)
register.filter("long_date", formats.long_date)
register.filter("short_date", formats.short_date)
register.filter("month_words", formats.month_words)
register.filter("clock", formats.clock)
register.filter("moment", formats.moment)
register.filter("age", formats.age)
register.filter("ago", formats.ago)
register.filter("mask", formats.mask)
register.filter("mask_name", formats.mask_name)
register.filter("title_case", formats.title_case)

#: One status, one word, one look: (kind of badge, icon).
STATES = {
    "draft": ("quiet", "edit"), "submitted": ("", "send"), "checking": ("", "search"), "signing": ("warn", "writing-sign"),
    "ready": ("good", "package"), "handed": ("good", "circle-check"), "returned": ("warn", "rotate"),
    "rejected": ("bad", "x"), "cancelled": ("quiet", "ban"), "withdrawn": ("bad", "ban"), "replaced": ("quiet", "refresh"),
    "waiting": ("quiet", "clock"), "running": ("", "refresh"), "done": ("good", "circle-check"), "failed": ("bad", "alert-triangle"),
    "live": ("good", "circle-check"), "setup": ("warn", "settings"), "planned": ("quiet", "clock"), "suspended": ("bad", "ban"),
    "read_only": ("warn", "eye"), "archived": ("quiet", "package"), "valid": ("good", "shield-check"),
    "uploaded": ("quiet", "upload"), "checked": ("", "search"), "applied": ("good", "circle-check"), "undone": ("quiet", "rotate"),
    "refused": ("bad", "x"),
}  # fmt: skip


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
def nik(value: str, shown: bool = True) -> SafeString:
    """A NIK or KK in groups of four (by CSS: copied without spaces), masked for who has no need."""
    text = value if shown else formats.mask(value)
    parts = [(text[start : start + 4],) for start in range(0, len(text), 4)]
    return format_html('<span class="nik">{}</span>', format_html_join("", "<span>{}</span>", parts))


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
    arrow = " ▲" if now == key else " ▼" if now == f"-{key}" else ""
    return format_html('<a href="{}">{}{}</a>', query(context, sort=following), words, arrow)


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
    return {
        "field": bound,
        "input": bound.as_widget(attrs=attributes),
        "kind": kind,
        "optional": not bound.field.required,
    }


@register.simple_tag
def bars(rows: Any, label: str = "") -> SafeString:
    """Horizontal bars as SVG: rows of (name, value) or (name, male, female). The table beside it says the same."""
    found = [tuple(row) for row in rows]
    if not found:
        return mark_safe("")
    most = max(sum(row[1:]) for row in found) or 1
    height, parts = 26, []
    for number, row in enumerate(found):
        top = number * height
        parts.append(format_html('<text x="0" y="{}">{}</text>', top + 17, str(row[0])[:30]))
        left = 200.0
        for series, value in enumerate(row[1:], 1):
            width = 320 * value / most
            parts.append(
                format_html(
                    '<rect class="f{}" x="{}" y="{}" width="{}" height="18"></rect>',
                    series if len(row) > 2 else 3,
                    f"{left:.1f}",
                    top + 4,
                    f"{width:.1f}",
                )
            )
            left += width
        parts.append(
            format_html('<text x="{}" y="{}">{}</text>', f"{left + 6:.1f}", top + 17, formats.number(sum(row[1:])))
        )
    return format_html(
        '<svg class="chart" viewBox="0 0 600 {}" role="img" aria-label="{}">{}</svg>',
        len(found) * height + 4, label, mark_safe("".join(parts)),  # noqa: S308 - parts are escaped above
    )  # fmt: skip


@register.simple_tag
def pyramid(rows: Any, label: str = "") -> SafeString:
    """A population pyramid: rows of (band, male, female), youngest first."""
    found = [tuple(row) for row in rows]
    if not found:
        return mark_safe("")
    most = max(max(row[1], row[2]) for row in found) or 1
    height, parts = 20, []
    for number, (band, male, female) in enumerate(reversed(found)):
        top = number * height
        one, two = 240 * male / most, 240 * female / most
        parts.append(
            format_html(
                '<rect class="f1" x="{}" y="{}" width="{}" height="16"></rect>',
                f"{260 - one:.1f}",
                top + 2,
                f"{one:.1f}",
            )
        )
        parts.append(
            format_html('<rect class="f2" x="340" y="{}" width="{}" height="16"></rect>', top + 2, f"{two:.1f}")
        )
        parts.append(format_html('<text x="300" y="{}" text-anchor="middle">{}</text>', top + 15, band))
        parts.append(
            format_html(
                '<text x="{}" y="{}" text-anchor="end">{}</text>',
                f"{max(36, 256 - one):.1f}",
                top + 15,
                formats.number(male),
            )
        )
        parts.append(
            format_html('<text x="{}" y="{}">{}</text>', f"{min(564, 344 + two):.1f}", top + 15, formats.number(female))
        )
    return format_html(
        '<svg class="chart" viewBox="0 0 600 {}" role="img" aria-label="{}">{}</svg>',
        len(found) * height + 4, label, mark_safe("".join(parts)),  # noqa: S308 - parts are escaped above
    )  # fmt: skip
