"""`cs scorecard`: what scores the accounts, and whether that predicts what they decide."""

from cs_cli.commands.backtest import backtest
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import Listing

scorecard = words_below("What scores the accounts, and whether it predicts what they decide.")
scorecard.command(cls=Listing)(backtest)
