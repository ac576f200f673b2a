"""The operator's command for an administrator who has lost the phone."""

import pytest
from sqlmodel import select

from ejournal import clock
from ejournal.__main__ import main
from ejournal.database import session_scope
from ejournal.models import Account
from tests.cast import make_cast


def test_the_command_takes_the_second_factor_off_and_says_so(
    sqlite_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with session_scope() as session:
        account = make_cast(session).accounts["admin"]
        account.second_factor_since = clock.now()
        session.add(account)
    assert main(["second-factor-off", "admin"]) == 0
    assert "by the password alone" in capsys.readouterr().out
    with session_scope(writing=False) as session:
        assert session.exec(select(Account).where(Account.login == "admin")).one().second_factor_since is None
    assert main(["second-factor-off", "admin"]) == 1
    assert "no second factor" in capsys.readouterr().err
    assert main(["second-factor-off", "nobody"]) == 1
    assert "no account with this login" in capsys.readouterr().err
