"""The JavaScript that Reflex makes of Vars, as expressions of Jinja: the few forms that our pages use.

Whatever else occurs stops the build: nothing is guessed.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<string>"(?:[^"\\]|\\.)*"|'[^'\\]*')|(?P<name>[A-Za-z_$][\w$]*)"""
    r"""|(?P<sign>\?\?|===|!==|=>|&&|\|\||\?\.|<=|>=|[-+*/!?:.,;()\[\]{}<>]))"""
)
_SUFFIX = "_rx_state_"
_SAME = {"===": "==", "!==": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_CONSTANTS = {"null": "none", "undefined": "none", "true": "true", "false": "false"}
_IDENTITY = ("isTrue", "stringify", "valueOf", "toString")
"""Calls that give what they are given, where a template uses it."""


class NotUnderstood(RuntimeError):
    """A form that no page has used before: it has to be added here."""


@dataclass(frozen=True)
class Code:
    """An expression of Jinja; text when it is surely one, so that a plus before or after it joins."""

    code: str
    is_text: bool = False
    constant: str | int | float | bool | None = None
    """What it always is, where that is known."""


def expression(script: str, names: Mapping[str, Code] | None = None) -> Code:
    """The expression; names are those of its identifiers that stand for something else."""
    parser = _Parser(script, names or {})
    found = parser.choice()
    parser.end()
    return found


def entries(script: str, names: Mapping[str, Code] | None = None) -> list[tuple[str, Code]]:
    """The keys and values of an object, `({ ["gridRow"] : row })`."""
    parser = _Parser(script, names or {})
    found = parser.object()
    parser.end()
    return found


class _Parser:
    def __init__(self, script: str, names: Mapping[str, Code]) -> None:
        self._script, self._names = script, names
        self._tokens = list(_tokens(script))
        self._at = 0

    def choice(self) -> Code:
        """A condition with its two outcomes, or one of what binds closer."""
        asked = self._sum_compared()
        while self._take("??"):
            other = self._sum_compared()
            asked = Code(f"({asked.code} if {asked.code} is not none else {other.code})")
        if not self._take("?"):
            return asked
        yes = self.choice()
        self._need(":")
        no = self.choice()
        return Code(f"({yes.code} if {asked.code} else {no.code})", yes.is_text or no.is_text)

    def object(self) -> list[tuple[str, Code]]:
        """The entries of an object between its braces, and between brackets around those."""
        wrapped = self._take("(")
        self._need("{")
        found: list[tuple[str, Code]] = []
        while not self._take("}"):
            self._need("[")
            key = json.loads(self._next())
            self._need("]")
            self._need(":")
            found.append((key, self.choice()))
            self._take(",")
        if wrapped:
            self._need(")")
        return found

    def end(self) -> None:
        """Nothing may be left."""
        if self._at < len(self._tokens):
            raise self._unknown()

    def _sum_compared(self) -> Code:
        left = self._sum()
        for sign, same in _SAME.items():
            if self._take(sign):
                return Code(f"({left.code} {same} {self._sum().code})")
        return left

    def _sum(self) -> Code:
        parts = [self._unary()]
        while self._take("+"):
            parts.append(self._unary())
        if len(parts) == 1:
            return parts[0]
        if not any(part.is_text for part in parts):
            raise self._unknown()
        return Code("(" + " ~ ".join(part.code for part in parts) + ")", is_text=True)

    def _unary(self) -> Code:
        if self._take("!"):
            return Code(f"(not {self._unary().code})")
        if self._take("-"):
            number = int(self._next())
            return Code(str(-number), constant=-number)
        return self._followed(self._primary())

    def _followed(self, found: Code) -> Code:
        """What stands behind a value: names within it, calls that change nothing."""
        while True:
            optional = self._take("?.")
            if self._take("["):
                found = self._within(found, json.loads(self._next()))
                self._need("]")
            elif optional or self._take("."):
                name = self._next()
                if name in _IDENTITY:
                    self._take("?.")
                    self._need("(", ")")
                elif name == "some":
                    found = self._some(found)
                else:
                    found = self._within(found, name)
            else:
                return found

    def _some(self, found: Code) -> Code:
        """Whether any of a list has that under a name, `.some((one) => one.key === "home")`."""
        self._need("(", "(")
        one = self._next()
        self._need(")", "=>", one, ".")
        name = self._next()
        self._need("===")
        value = self._primary()
        self._need(")")
        return Code(f"({found.code}|selectattr({name!r}, 'equalto', {value.code})|list|length > 0)")

    def _within(self, found: Code, name: Any) -> Code:
        if not isinstance(name, str):
            raise self._unknown()
        if name == "length":
            return Code(f"({found.code}|length)")
        return Code(f"{found.code}.{name.removesuffix(_SUFFIX)}")

    def _primary(self) -> Code:
        word = self._next()
        if word == "(":
            return self._bracketed()
        if word == "[":
            self._need("]")
            return Code("[]")
        if word[0] in "\"'":
            text = json.loads(word) if word[0] == '"' else word[1:-1]
            return Code(json.dumps(text, ensure_ascii=False), is_text=True, constant=text)
        if word[0].isdecimal():
            return Code(word, constant=float(word) if "." in word else int(word))
        if word in _CONSTANTS:
            known = {"true": True, "false": False}.get(word)
            return Code(_CONSTANTS[word], constant=known)
        if word == "JSON":
            self._need(".")
            word = self._next()
        if word in _CALLS or word in _IDENTITY:
            return self._call(word)
        if not re.fullmatch(r"[A-Za-z_]\w*", word):
            raise self._unknown()
        return self._names.get(word) or Code(word)

    def _call(self, name: str) -> Code:
        self._need("(")
        given = [self._argument()]
        while self._take(","):
            given.append(self._argument())
        self._need(")")
        return _CALLS[name](*given) if name in _CALLS else given[0]

    def _argument(self) -> Code:
        if self._tokens[self._at : self._at + 3] == ["(", ")", "=>"]:
            self._at += 3
        return self.choice()

    def _bracketed(self) -> Code:
        """What stands in brackets; a function called at once is one of its returns."""
        if self._tokens[self._at : self._at + 4] == ["(", ")", "=>", "{"]:
            self._at += 4
            found = self._switch()
            for sign in ("}", ")", "(", ")"):
                self._need(sign)
            return found
        found = self.choice()
        self._need(")")
        return found

    def _switch(self) -> Code:
        self._need("switch", "(")
        asked = self.choice()
        self._need(")", "{")
        cases: list[tuple[list[Code], Code]] = []
        while not self._take("default"):
            values = []
            while self._take("case"):
                values.append(self.choice())
                self._need(":")
            cases.append((values, self._returned()))
        self._need(":")
        found = self._returned()
        self._need("}")
        self._take(";")
        for values, outcome in reversed(cases):
            test = " or ".join(f"{asked.code} == {value.code}" for value in values)
            found = Code(f"({outcome.code} if {test} else {found.code})", found.is_text or outcome.is_text)
        return found

    def _returned(self) -> Code:
        self._need("return")
        found = self.choice()
        self._need(";", "break", ";")
        return found

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise self._unknown()
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, token: str) -> bool:
        if self._tokens[self._at : self._at + 1] != [token]:
            return False
        self._at += 1
        return True

    def _need(self, *tokens: str) -> None:
        for token in tokens:
            if not self._take(token):
                raise self._unknown()

    def _unknown(self) -> NotUnderstood:
        return NotUnderstood(f"no template can say {' '.join(self._tokens[self._at :])!r} of {self._script}")


_CALLS: dict[str, Callable[..., Code]] = {
    "pyOr": lambda one, other: Code(f"({one.code} or {other.code})"),
    "pyAnd": lambda one, other: Code(f"({one.code} and {other.code})"),
    "isNotNullOrUndefined": lambda one: Code(f"({one.code} is not none)"),
}


def _tokens(script: str) -> list[str]:
    found, at, script = [], 0, script.rstrip()
    while at < len(script):
        token = _TOKEN.match(script, at)
        if token is None:
            raise NotUnderstood(f"no template can say {script[at:]!r}")
        found.append(token.group().lstrip())
        at = token.end()
    return found
