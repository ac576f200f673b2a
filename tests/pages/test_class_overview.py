"""The class page: its week is named as the diaries of the class name it."""

import pytest
from sqlalchemy import update

from ejournal.database import session_scope
from ejournal.models import SchoolClass
from ejournal.pages.class_overview.state import ClassState
from ejournal.pages.diary.state import DiaryState
from tests.cast import DAY, Cast
from tests.pages.conftest import OpenTab


@pytest.mark.parametrize(("days", "named"), [(5, "16–20\u00a0ноября"), (6, "16–21\u00a0ноября")])
def test_a_week_has_the_days_of_the_class(cast: Cast, open_tab: OpenTab, days: int, named: str) -> None:
    with session_scope() as session:
        session.execute(update(SchoolClass).values(days_per_week=days))
    overview = open_tab("class_teacher", f"/class?class={cast.classes['6b'].id}&day={DAY.isoformat()}")
    overview.send(ClassState.load)
    diary = open_tab("guardian", f"/diary?child={cast.id_of('pupil')}&day={DAY.isoformat()}")
    diary.send(DiaryState.load)
    assert overview.state(ClassState).week == diary.state(DiaryState).week == named
