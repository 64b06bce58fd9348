"""Sums in a template ("harga * 12"): numbers, names, + - * / and brackets, and nothing else. No interpreter is asked."""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation

from django.utils.translation import gettext as _

from balai.errors import Refused

_LONGEST = 200
_ACTS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


class ArithmeticRefused(Refused):
    """No sum: something else than numbers, names, + - * / and brackets, or a division by nought."""

    code = "arithmetic_refused"

    def message(self) -> str:
        return _("Hitungan {text} tidak dapat dibaca. Pakai angka, nama isian, + - * / dan kurung.").format(
            text=self.data.get("text", "")
        )


def _parsed(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise ArithmeticRefused(text=text[:40])
    try:
        tree = ast.parse(text.strip() or "?", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ArithmeticRefused(text=text[:40]) from None
    for node in ast.walk(tree):
        plain = (
            isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
        )
        known = (
            isinstance(node, ast.BinOp | ast.UnaryOp | ast.Name | ast.Load | ast.USub | ast.UAdd) or type(node) in _ACTS
        )
        if not (plain or known):
            raise ArithmeticRefused(text=text[:40])
    return tree


def names_in(text: str) -> set[str]:
    """Names that a sum asks for, lower case.

    Raises:
        ArithmeticRefused: it is no sum.
    """
    return {node.id.lower() for node in ast.walk(_parsed(text)) if isinstance(node, ast.Name)}


def calculate(text: str, value_of: Callable[[str], Decimal | None]) -> Decimal | None:
    """The sum's value; None where a name has no number.

    Raises:
        ArithmeticRefused: it is no sum, or divides by nought.
    """

    def value(node: ast.AST) -> Decimal | None:
        if isinstance(node, ast.Constant):
            return Decimal(str(node.value))
        if isinstance(node, ast.Name):
            return value_of(node.id.lower())
        if isinstance(node, ast.UnaryOp):
            below = value(node.operand)
            return None if below is None else (-below if isinstance(node.op, ast.USub) else below)
        assert isinstance(node, ast.BinOp)
        left, right = value(node.left), value(node.right)
        if left is None or right is None:
            return None
        return _ACTS[type(node.op)](left, right)

    try:
        return value(_parsed(text))
    except (DivisionByZero, InvalidOperation, OverflowError):
        raise ArithmeticRefused(text=text[:40]) from None
