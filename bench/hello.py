"""The least that a Typer program with a Rich table does: 60 rows of 8 columns."""

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def hello(rows: int = 60) -> None:
    """Print a table."""
    table = Table(*(f"column {number}" for number in range(8)))
    for row in range(rows):
        table.add_row(*(f"cell {row}.{number}" for number in range(8)))
    Console().print(table)


app()
