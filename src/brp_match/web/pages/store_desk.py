"""The desk on the database: all of `desk` for one user at one moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from brp_match.review.accounts import Account
from brp_match.web.pages.store_accounts import AccountsOfStore
from brp_match.web.pages.store_audit import AuditOfStore
from brp_match.web.pages.store_cards import CardsOfStore
from brp_match.web.pages.store_cases import CasesOfStore
from brp_match.web.pages.store_clients import ClientsOfStore
from brp_match.web.pages.store_feedback import FeedbackOfStore
from brp_match.web.pages.store_runs import RunsOfStore
from brp_match.web.settings import WebSettings


class StoreDesk(
    CasesOfStore,
    FeedbackOfStore,
    RunsOfStore,
    CardsOfStore,
    AuditOfStore,
    AccountsOfStore,
    ClientsOfStore,
):
    """Cases, feedback, deliveries, scorecards, audit, accounts and API keys, each from its own module."""

    def __init__(self, engine: Engine, user: Account, now: datetime, settings: WebSettings) -> None:
        self.engine = engine
        self.user = user
        self.now = now
        self.settings = settings
        self.data = settings.data
