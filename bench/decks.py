"""So many decks of a portfolio in one process, in the format of a suffix: python decks.py PORTFOLIO .pptx 100 DATE."""

import sys
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from cs_cli.documents.content.context import build_review
from cs_cli.documents.document import make_document
from cs_cli.documents.formats import written
from cs_cli.settings import Settings
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader

path, suffix, count, day = sys.argv[1:]
portfolio = Portfolio(Reader(Path(path)), date.fromisoformat(day), date.max, Settings(Path(path)))
for account in islice(cycle(portfolio.accounts()), int(count)):
    review = build_review(portfolio, portfolio.account(account.key, exactly=True), "customer")
    written(make_document("qbr", review).deck, suffix)
