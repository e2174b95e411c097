"""`cs scorecard`: the rules by which health is scored, listed, begun, checked, tried, and held against what came."""

from cs_cli.commands.backtest import backtest
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand, Filtered, Listing
from cs_cli.commands.scorecard_check import check
from cs_cli.commands.scorecard_copy import copy
from cs_cli.commands.scorecard_list import list_
from cs_cli.commands.scorecard_try import try_

scorecard = words_below("The rules by which health is scored.")
scorecard.command("list", cls=Listing)(list_)
scorecard.command("copy", cls=CsCommand)(copy)
scorecard.command("check", cls=Listing)(check)
scorecard.command("try", cls=Filtered)(try_)
scorecard.command(cls=Listing)(backtest)
