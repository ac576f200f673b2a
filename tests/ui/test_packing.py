"""What goes to the browser is what Reflex would send, whatever it is made of."""

import json
import math
from collections import OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from functools import cached_property
from pathlib import Path
from pathlib import PurePosixPath as Folder
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
import reflex as rx
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from reflex.istate.data import HeaderData, ReflexURL, RouterData, _FrozenDictStrStr
from reflex.istate.proxy import MutableProxy
from reflex_base.utils.format import json_dumps

from ejournal.models import Role, School
from ejournal.ui.runtime import packing
from ejournal.ui.runtime.session import Place, SessionState

SECRET = "ejournal_session=the-token-of-a-sign-in"
ADDRESS = {
    "headers": {"cookie": SECRET, "authorization": SECRET, "origin": "https://school.example"},
    "pathname": "/login",
    "asPath": "/login?error=wrong&next=%2Fjournal%3Fcourse%3D3",
    "query": {"error": "wrong", "next": "/journal?course=3"},
}


class Word(StrEnum):
    ONE = "один"


class Number(IntEnum):
    ONE = 1


class Anything(Enum):
    PAIR = (1, date(2026, 11, 20))


class Loud(str):
    __slots__ = ()


class Heavy(float):
    pass


class Counted(int):
    pass


class Noted(dict[str, Any]):
    pass


class Read(BaseModel):
    one: Any
    day: date = date(2026, 11, 20)


@dataclass
class Row:
    one: Any
    _private: Any = None
    __hidden: Any = "hidden"


@dataclass(frozen=True, slots=True)
class Slim:
    one: Any
    _private: Any = 2


@dataclass
class Busy:
    """Holds more than its fields, and a field that is only the class's."""

    one: Any
    made: int = field(default=5, init=False)

    def __post_init__(self) -> None:
        self.extra = "not a field"

    @cached_property
    def long(self) -> str:
        return "not a field either"


@dataclass(frozen=True)
class Frozen(Mapping[str, Any]):
    """As Reflex keeps the parameters of an address."""

    _data: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Any:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


Pair = namedtuple("Pair", "one two")


def frozen(words: dict[str, str]) -> Any:
    return _FrozenDictStrStr(**words)  # type: ignore[no-untyped-call]


def read_in(one: Any) -> Read:
    return Read(one=one)


def busy(one: Any) -> Busy:
    made = Busy(one)
    assert made.long
    return made


KEYS = st.one_of(st.text(max_size=3), st.integers(), st.booleans(), st.none(), st.floats(), st.just(Word.ONE))
LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(max_size=4)),
    *(st.dates(), st.times(), st.timedeltas(), st.datetimes(), st.datetimes(timezones=st.just(UTC))),
    *(st.decimals(allow_nan=False), st.uuids(), st.sampled_from([*Word, *Number, *Anything, *Role])),
    st.builds(Loud, st.text(max_size=3)),
    st.builds(Heavy, st.floats()),
    st.builds(Counted, st.integers()),
    st.sampled_from([Path("/a/b"), Folder("a"), Row, int, rx.color("accent", 3), object(), range(3), Folder]),
    st.builds(frozen, st.dictionaries(st.text(), st.text(), max_size=3)),
    st.builds(rx.Var.create, st.one_of(st.integers(), st.text(max_size=3))),
    st.builds(lambda name: School(name=name, short_name=name, code="a"), st.text(max_size=3)),
)


def around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Whatever can hold other values."""
    named = st.dictionaries(st.text(max_size=3), inner, max_size=3)
    listed = st.lists(inner, max_size=3)
    return st.one_of(
        *(listed, listed.map(tuple), listed.map(deque), named, named.map(OrderedDict), named.map(Noted)),
        *(named.map(MappingProxyType), named.map(Frozen), named.map(lambda d: defaultdict(list, d))),
        *(st.builds(kind, inner) for kind in (Row, Slim, busy, read_in)),
        *(st.builds(kind, inner, inner) for kind in (Row, Slim, Pair)),
        st.dictionaries(KEYS, inner, max_size=2),
        st.sets(st.integers(), max_size=3),
        st.frozensets(st.text(max_size=2), max_size=2),
        listed.map(lambda held: MutableProxy(held, None, "rows")),  # type: ignore[arg-type]
        st.builds(Row, inner).map(lambda held: MutableProxy(held, None, "row")),  # type: ignore[arg-type]
    )


def read(text: str) -> str:
    """What a JSON text says, whichever way its numbers are spelled and its names are ordered."""
    return repr(_ordered(json.loads(text)))


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((name, _ordered(one)) for name, one in value.items())
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def assert_alike(value: Any) -> None:
    try:
        reflex = json_dumps(value)
    except (TypeError, ValueError, OverflowError) as refused:
        with pytest.raises(type(refused)):
            packing.dumps(value)
    else:
        assert read(packing.dumps(value, separators=(",", ":"))) == read(reflex)


@given(st.recursive(LEAVES, around, max_leaves=12))
def test_a_value_is_packed_as_reflex_would(value: Any) -> None:
    assert_alike(["event", {"delta": {"state": {"field": value}}}])


@pytest.mark.parametrize(
    "value",
    [
        *(math.nan, math.inf, -math.inf, None, -0.0, 1e300, 2**53 + 1, 2**64, -(2**70), 10**400),
        *(
            "\x00\u2028\u2029\x7f",
            "\ud800",
            "😀",
            "null",
            {"null": math.nan},
            [None, 1.5],
            [None, [Row(math.nan)]],
        ),
        *({1: "a", None: "b", False: "c"}, {(1, 2): "no key of JSON"}, {date(2026, 1, 1): 1}, {Word.ONE: 1}),
        *(Decimal("1.10"), Decimal("NaN"), UUID(int=7), timedelta(days=-1, seconds=5), time(8, 30)),
        *(datetime(2026, 11, 20, 8, 30, tzinfo=UTC), date(2026, 11, 20), complex(1), b"\x00\xff", Ellipsis),
        *(RouterData.from_router_data(ADDRESS), ReflexURL("/a?b=c"), HeaderData.from_router_data(ADDRESS)),
        *(
            [[[[]]]] * 3,
            {},
            (),
            set(),
            "",
            Place("home", "а", "b", "/", "house"),
            Busy("one"),
            Row(Row(Slim(1))),
        ),
    ],
    ids=repr,
)
def test_odd_values_are_packed_as_reflex_would(value: Any) -> None:
    assert_alike(value)


def test_what_is_deeper_than_the_packer_goes_is_packed_still() -> None:
    deep: Any = "the end"
    for _ in range(300):
        deep = [deep]
    assert_alike(deep)


def test_what_holds_itself_is_refused() -> None:
    round_and_round: list[Any] = []
    round_and_round.append(round_and_round)
    assert_alike(round_and_round)


def test_a_type_that_is_given_words_later_is_packed_by_them() -> None:
    @dataclass
    class Late:
        one: int

    assert read(packing.dumps(Late(1))) == read('{"one": 1}')

    @rx.serializer
    def told(value: Late) -> str:
        return f"late {value.one}"

    assert_alike(Late(1))
    assert packing.dumps(Late(1)) == '"late 1"'


def test_what_the_page_is_asked_for_reaches_it_and_the_cookie_does_not() -> None:
    root: Any = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
    root.router = RouterData.from_router_data(ADDRESS)
    packed = packing.dumps({"delta": root.dict()})
    assert '"query_parameters":{"error":"wrong","next":"/journal?course=3"}' in packed
    assert SECRET not in packed
    assert SessionState.get_full_name() in packed
