"""A page's components written out as a template of Jinja: what React would draw, without what only it can do.

Components of our own say by a class attribute `written` what stands for them, a template with their props.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import reflex as rx
from markupsafe import Markup
from reflex_base.components.memo import MEMOS, MemoComponentDefinition

from ejournal.ui.first_text.expressions import Code, NotUnderstood, entries, expression

Drawn = Mapping[str, Any]
"""What Reflex gives of a component to be drawn."""
Names = Mapping[str, Code]

_PROP = re.compile(r'"?(?P<name>[\w-]+)"?:(?P<value>.*)', re.DOTALL)
_MEMO = re.compile(r"(?P<name>[A-Z]\w*)_[0-9a-f]{8}")
_LEFT_OUT = re.compile(r"ref|key|on[A-Z]\w*")
_CALLED = {"className": "class", "htmlFor": "for", "defaultValue": "value", "to": "href"}
_VOID = frozenset({"input", "img", "br", "hr"})
_LUCIDE = "Lucide"


def template_of(drawn: Drawn, names: Names) -> str:
    """The template of a page's components; NotUnderstood for what has not been met before."""
    return _Writer(names).write(drawn)


def attribute(name: str, value: Any) -> Markup:
    """An attribute as React writes it: nothing of none, the name alone of true, words for aria."""
    if isinstance(value, bool) and name.startswith(("aria-", "data-")):
        value = "true" if value else "false"
    if value is None or value is False:
        return Markup()
    return Markup(' {}="{}"').format(name, "" if value is True else value)


def shown(value: Any) -> Any:
    """What React shows of a value within a text: nothing of none, yes and no."""
    return "" if value is None or isinstance(value, bool) else value


class _Writer:
    """Writes one component tree; `select` is what the field around an option has as its value."""

    def __init__(self, names: Names, select: Code | None = None) -> None:
        self._names, self._select = names, select

    def write(self, drawn: Drawn) -> str:
        """One component of any kind, with all within it."""
        if "contents" in drawn:
            return f"{{{{ {self._say(drawn['contents']).code} }}}}"
        if "cond_state" in drawn:
            return self._branch([(drawn["cond_state"], drawn["true_value"])], drawn["false_value"])
        if "match_cases" in drawn:
            return self._match(drawn)
        if "iterable_state" in drawn:
            return self._each(drawn)
        return self._element(drawn)

    def _say(self, script: str) -> Code:
        return expression(script, self._names)

    def _all(self, children: Iterable[Drawn]) -> str:
        return "".join(self.write(child) for child in children)

    def _branch(self, cases: list[tuple[str, Drawn]], otherwise: Drawn) -> str:
        return self._choose([(self._say(test).code, what) for test, what in cases], otherwise)

    def _match(self, drawn: Drawn) -> str:
        asked = self._say(drawn["cond"]).code
        cases = [
            (" or ".join(f"{asked} == {self._say(value).code}" for value in values), what)
            for values, what in drawn["match_cases"]
        ]
        return self._choose(cases, drawn["default"])

    def _choose(self, cases: list[tuple[str, Drawn]], otherwise: Drawn) -> str:
        told = [(test, self.write(what)) for test, what in cases]
        last = self.write(otherwise)
        if not last and not any(what for _, what in told):
            return ""
        parts = [f"{{% {'elif' if n else 'if'} {test} %}}{what}" for n, (test, what) in enumerate(told)]
        return "".join(parts) + (f"{{% else %}}{last}" if last else "") + "{% endif %}"

    def _each(self, drawn: Drawn) -> str:
        index = f"{{% set {drawn['arg_index']} = loop.index0 %}}"
        body = self._all(drawn["children"])
        named = index if drawn["arg_index"] in body else ""
        over = self._say(drawn["iterable_state"]).code
        return f"{{% for {drawn['arg_name']} in {over} %}}{named}{body}{{% endfor %}}"

    def _element(self, drawn: Drawn) -> str:
        name, children = drawn["name"], drawn["children"]
        props = dict(_props(drawn["props"]))
        if name == "Fragment":
            return self._all(children)
        if name == "ReactRouterLink":
            return self._tag("a", props, children)
        if name.startswith('"'):
            return self._tag(name.strip('"'), props, children)
        if name.startswith(_LUCIDE):
            return f"{{{{ icon({name.removeprefix(_LUCIDE)!r}, {props['size']}) }}}}"
        if memo := _MEMO.fullmatch(name):
            return self._memo(memo["name"], props)
        return self._own(name, props)

    def _tag(self, tag: str, props: Mapping[str, str], children: Iterable[Drawn]) -> str:
        chosen = self._say(props["value"]) if tag == "select" else None
        told = [
            self._attribute(name, value)
            for name, value in props.items()
            if not (tag == "select" and name == "value") and not _LEFT_OUT.fullmatch(name)
        ]
        if tag == "option" and self._select is not None:
            told.append(
                f"{{{{ attr('selected', {self._select.code} == {self._say(props['value']).code}) }}}}"
            )
        start = f"<{tag}{''.join(told)}>"
        if tag in _VOID:
            return start
        inside = _Writer(self._names, chosen)._all(children) if chosen else self._all(children)
        return f"{start}{inside}</{tag}>"

    def _attribute(self, name: str, script: str) -> str:
        if name in ("css", "style"):
            return self._style(script)
        called, said = _CALLED.get(name, name), self._say(script)
        if said.constant is not None:
            return str(attribute(called, said.constant))
        return f"{{{{ attr({called!r}, {said.code}) }}}}"

    def _style(self, script: str) -> str:
        told = ((_hyphened(name), said.code) for name, said in entries(script, self._names))
        joined = " ~ ';' ~ ".join(f"'{name}:' ~ {code}" for name, code in told)
        return f"{{{{ attr('style', {joined}) }}}}"

    def _memo(self, name: str, props: Mapping[str, str]) -> str:
        made = _memos()[name]
        given = {param.placeholder_name: self._say(props[param.name]) for param in made.params}
        return _Writer({**self._names, **given}, self._select).write(made.component.render())

    def _own(self, name: str, props: Mapping[str, str]) -> str:
        written = _own_components().get(name)
        if written is None:
            raise NotUnderstood(f"the component {name} does not say what is written for it")
        used = {prop: value for prop, value in props.items() if re.search(rf"\b{prop}\b", written)}
        given = "".join(f"{{% set {prop} = {self._say(value).code} %}}" for prop, value in used.items())
        return f"{{% with %}}{given}{written}{{% endwith %}}" if written else ""


def _props(props: Iterable[str]) -> Iterable[tuple[str, str]]:
    for prop in props:
        found = _PROP.fullmatch(prop)
        if found is None:
            raise NotUnderstood(f"no template can say the attribute {prop}")
        yield found["name"], found["value"]


def _hyphened(name: str) -> str:
    return name if name.startswith("--") else re.sub("[A-Z]", lambda letter: "-" + letter[0].lower(), name)


def _memos() -> dict[str, MemoComponentDefinition]:
    return {name: made for (name, _), made in MEMOS.items() if isinstance(made, MemoComponentDefinition)}


def _own_components() -> dict[str, str]:
    found, waiting = {}, [rx.Component]
    while waiting:
        cls: Any = waiting.pop()
        waiting += cls.__subclasses__()
        if "written" in vars(cls):
            found[cls.tag] = cls.written
    return found
