"""A guardian answers a survey on a phone, with pictures and branching; its author reads results and paper."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from ejournal.database import session_scope
from ejournal.models import Account, FileUser, QuestionKind, RuleKind, SurveyReader
from ejournal.models.base import table
from ejournal.services.files import keeping
from tests.infra.browser import assert_accessible, sign_in
from tests.infra.databases import app_uses
from tests.infra.servers import LiveServer
from tests.services.surveys.answer_helpers import Asked, Made, make_survey, seat

K = QuestionKind
QUESTIONS = (
    Asked(K.PICTURE, "Куда поедем?", ("Музей хлеба", "Лесная тропа", "Планетарий"), places={"Планетарий": 7},
          more={"required": True}),
    Asked(K.SHORT_TEXT, "Чем хорош лес?", rule=("Куда поедем?", RuleKind.HAS, ("Лесная тропа",))),
    Asked(K.ORDER, "Что важнее", ("Дорога", "Обед", "Погода")),
    Asked(K.MATRIX, "Как вам", ("Музей", "Лес"), ("Плохо", "Хорошо")),
    Asked(K.SCALE, "Насколько вы довольны"),
)  # fmt: skip
"""In the database of the server; pictures come with the builder's own test."""
