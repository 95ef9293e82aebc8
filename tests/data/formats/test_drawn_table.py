"""Tables in frames, as databases, data frames and shells print them."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

ROWS = [["kind", "w"], ["fir", "2.5"], ["a|b", "-7"]]

SAME = {
    "SQLite box": "┌──────┬─────┐\n│ kind │  w  │\n├──────┼─────┤\n│ fir  │ 2.5 │\n│ a|b  │ -7  │\n└──────┴─────┘\n",
    "MariaDB": "+------+------+\n| kind | w    |\n+------+------+\n| fir  |  2.5 |\n| a|b  |   -7 |\n+------+------+\n"
    "2 rows in set (0.000 sec)\n",
    "psql, unicode, border 1": " kind │  w  \n──────┼─────\n fir  │ 2.5\n a|b  │  -7\n(2 rows)\n\n",
    "psql, unicode, border 2": (
        "┌──────┬─────┐\n│ kind │  w  │\n├──────┼─────┤\n│ fir  │ 2.5 │\n│ a|b  │  -7 │\n└──────┴─────┘\n(2 rows)\n"
    ),
    "polars": "shape: (2, 2)\n┌──────┬──────┐\n│ kind ┆ w    │\n│ ---  ┆ ---  │\n│ str  ┆ f64  │\n╞══════╪══════╡\n"
    "│ fir  ┆ 2.5  │\n│ a|b  ┆ -7   │\n└──────┴──────┘",
    "DuckDB": (
        "┌─────────┬────────┐\n│  kind   │   w    │\n│ varchar │ double │\n├─────────┼────────┤\n"
        "│ fir     │    2.5 │\n│ a|b     │     -7 │\n└─────────┴────────┘\n"
    ),
    "DuckDB, counted in the frame": (
        "┌─────────┬────────┐\n│  kind   │   w    │\n│ varchar │ double │\n├─────────┼────────┤\n"
        "│ fir     │    2.5 │\n│ a|b     │     -7 │\n├─────────┴────────┤\n│ 2 rows 2 columns │\n"
        "└──────────────────┘\n"
    ),
    "ClickHouse Pretty": (
        "    ┏━━━━━━┳━━━━━┓\n    ┃ kind ┃   w ┃\n    ┡━━━━━━╇━━━━━┩\n 1. │ fir  │ 2.5 │\n"
        "    ├──────┼─────┤\n 2. │ a|b  │  -7 │\n    └──────┴─────┘\n"
    ),
    "ClickHouse PrettyCompact": "   ┌─kind─┬───w─┐\n1. │ fir  │ 2.5 │\n2. │ a|b  │  -7 │\n   └──────┴─────┘\n",
    "Nushell": (
        "╭──────┬─────╮\n│ kind │  w  │\n├──────┼─────┤\n│ fir  │ 2.5 │\n│ a|b  │  -7 │\n├──────┼─────┤\n"
        "│ kind │  w  │\n╰──────┴─────╯\n"
    ),
    "tabulate grid": (
        "+------+-----+\n| kind |   w |\n+======+=====+\n| fir  | 2.5 |\n+------+-----+\n| a|b  |  -7 |\n"
        "+------+-----+\n"
    ),
    "tabulate psql": "+------+-----+\n| kind |   w |\n|------+-----|\n| fir  | 2.5 |\n| a|b  |  -7 |\n+------+-----+\n",
    "tabulate double": "╔══════╦═════╗\n║ kind ║   w ║\n╠══════╬═════╣\n║ fir  ║ 2.5 ║\n║ a|b  ║  -7 ║\n╚══════╩═════╝",
    "polars, ASCII": (
        "shape: (2, 2)\n+------+------+\n| kind | w    |\n| ---  | ---  |\n| str  | f64  |\n+=============+\n"
        "| fir  | 2.5  |\n|------+------|\n| a|b  | -7   |\n+------+------+"
    ),
    "PrettyTable, single border": (
        "|──────┬──────|\n| kind │  w   |\n|──────┼──────|\n| fir  │ 2.5  |\n| a|b  │  -7  |\n|──────┴──────|"
    ),
    "Rich, minimal": "       ╷      \n  kind │ w    \n╶──────┼─────╴\n  fir  │ 2.5  \n  a|b  │ -7   \n       ╵      \n",
    ("SQLite qbox"): (
        "┌───────┬─────┐\n│ kind  │  w  │\n├───────┼─────┤\n│ 'fir' │ 2.5 │\n│ 'a|b' │ -7  │\n└───────┴─────┘\n"
    ),
    "PSPP": "Table: trees\n+----+---+\n|kind| w |\n+----+---+\n|fir |2.5|\n|a|b | -7|\n+----+---+\n",
    "two queries": (
        "+------+------+\n| kind | w    |\n+------+------+\n| fir  |  2.5 |\n+------+------+\n"
        "1 row in set\n\n+------+------+\n| kind | w    |\n+------+------+\n| a|b  |   -7 |\n"
        "+------+------+\n1 row in set\n"
    ),
}


def table_of(text: str):
    table = read(text.encode(), name="a.txt")
    assert table.form == "a table drawn with lines"
    return table


def rows(text: str) -> list[list[str]]:
    table = table_of(text)
    return [list(table.columns), *table.cells.to_numpy().tolist()]


def refusal(text: str) -> DataError:
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.txt")
    return refused.value


@pytest.mark.parametrize("program", SAME)
def test_one_table_as_many_programs_draw_it(program):
    assert rows(SAME[program]) == ROWS


def test_org_tables_with_their_column_widths():
    text = "#+CAPTION: trees\n| kind | w |\n|------+---|\n| <l>  | <r> |\n| fir  | 2 |\n| elm | |\n#+TBLFM: $2=1\n"
    assert rows(text) == [["kind", "w"], ["fir", "2"], ["elm", ""]]


def test_a_bar_in_a_cell_beside_letters_that_take_two_places():
    text = "+-------+-----+\n| 木    |   w |\n+-------+-----+\n| 松|柏 |   1 |\n| 樅    | 2.5 |\n+-------+-----+\n"
    assert rows(text) == [["木", "w"], ["松|柏", "1"], ["樅", "2.5"]]


def test_texts_of_several_lines_are_one_cell():
    psql = (
        "+------+---+\n| kind | w |\n+------+---+\n| sil +| 2 |\n| ver  |   |\n| fir  | 3 |\n+------+---+\n(2 rows)\n"
    )
    assert rows(psql) == [["kind", "w"], ["sil ver", "2"], ["fir", "3"]]
    grid = (
        "+------+---+\n| kind | w |\n+======+===+\n| sil  | 2 |\n| ver  |   |\n+------+---+\n| fir  | 3 |\n"
        "+------+---+\n"
    )
    assert rows(grid) == [["kind", "w"], ["sil ver", "2"], ["fir", "3"]]
    polars = (
        "shape: (2, 2)\n┌──────┬─────┐\n│ kind ┆ w   │\n│ ---  ┆ --- │\n│ str  ┆ i64 │\n╞══════╪═════╡\n"
        "│ sil  ┆ 2   │\n│ ver  ┆     │\n│ fir  ┆ 3   │\n└──────┴─────┘"
    )
    assert rows(polars) == [["kind", "w"], ["sil ver", "2"], ["fir", "3"]]


def test_a_plus_at_a_cells_end_is_no_sign_that_it_goes_on_without_blanks_around():
    spark = "+-----+---+\n|blood|  w|\n+-----+---+\n|   A+|  1|\n|  AB+|  2|\n+-----+---+\n"
    assert rows(spark)[1:] == [["A+", "1"], ["AB+", "2"]]


def test_a_line_with_a_number_below_a_number_is_a_row_of_its_own():
    groups = (
        "+------+---+\n| kind | w |\n+------+---+\n| fir  | 2 |\n|      | 3 |\n+------+---+\n| elm  | 4 |\n"
        "+------+---+\n"
    )
    assert rows(groups)[1:] == [["fir", "2"], ["", "3"], ["elm", "4"]]


def test_a_line_that_was_joined_is_said():
    grid = (
        "+------+---+\n| kind | w |\n+======+===+\n| sil  | 2 |\n| ver  |   |\n+------+---+\n| fir  | 3 |\n"
        "+------+---+\n"
    )
    assert any("joined" in note.sentence and note.lines == (5,) for note in table_of(grid).notes)


def test_quotes_of_sql_are_left_out_only_where_all_texts_have_them():
    box = (
        "+-------+------+\n| kind  | w    |\n+-------+------+\n| 'it''s' | NULL |\n| {}   | 2    |\n+-------+------+\n"
    )
    assert rows(box.format("'a'"))[1:] == [["it's", ""], ["a", "2"]]
    assert rows(box.format("a"))[1:] == [["'it''s'", "NULL"], ["a", "2"]]


@pytest.mark.parametrize("given", ["'fir'", '"fir"'])
def test_quotes_around_all_texts_are_left_out_and_said(given):
    frame = f"┌───┬───────┬──────┐\n│ n │ kind  │ w    │\n├───┼───────┼──────┤\n│ 0 │ {given} │ '2'  │\n"
    table = read(f'{frame}│ 1 │ "it\'s" │ None │\n└───┴───────┴──────┘\n'.encode(), name="a")
    assert table.cells.to_numpy().tolist() == [["0", "fir", "2"], ["1", "it's", ""]]
    assert any("Texts stand in quotes" in note.sentence for note in table.notes)


def test_clickhouse_has_a_sign_for_no_value():
    table = table_of("┌─kind─┬────w─┐\n│ fir  │ ᴺᵁᴸᴸ │\n│ elm  │    3 │\n└──────┴──────┘\n")
    assert table.cells.to_numpy().tolist() == [["fir", ""], ["elm", "3"]]
    assert any("ᴺᵁᴸᴸ" in note.sentence and note.lines == (2,) for note in table.notes)


def test_what_stands_outside_and_the_smaller_tables_are_said():
    text = "Data List\n+--+-+\n|a |b|\n+--+-+\n|x |1|\n+--+-+\n\n+--+-+\n|c |d|\n+--+-+\n|y |2|\n|z |3|\n+--+-+\n"
    table = table_of(text)
    assert (table.columns, list(table.lines)) == (("c", "d"), [11, 12])
    lines = {note.sentence: note.lines for note in table.notes}
    assert lines["What stands outside the frame was left out."] == (1,)
    assert lines["The file has other tables too; the largest was read."] == (5,)


def test_a_terminals_colours_are_left_out_and_said():
    bold = (
        "┏━━━━━━┳━━━┓\n┃ \x1b[1mkind\x1b[0m ┃ \x1b[1mw\x1b[0m ┃\n┡━━━━━━╇━━━┩\n"
        "│ fir  │ 2 │\n├──────┼───┤\n│ elm  │ 3 │\n└──────┴───┘\n"
    )
    table = table_of(bold)
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == [["kind", "w"], ["fir", "2"], ["elm", "3"]]
    assert "A terminal's codes for colours were left out." in [note.sentence for note in table.notes]


def test_names_repeated_below_the_rows_are_said():
    notes = read(SAME["Nushell"].encode(), name="a.txt").notes
    assert any("repeated below" in note.sentence and note.lines == (7,) for note in notes)


def test_texts_cut_off_are_said():
    table = table_of("+------+---+\n| kind | w |\n+------+---+\n| fir… | 2 |\n| elm  | 3 |\n+------+---+\n")
    assert any("cuts long texts off" in note.sentence and note.lines == (4,) for note in table.notes)


POLARS = (
    "┌──────┬─────┐\n│ kind ┆ w   │\n│ ---  ┆ --- │\n│ str  ┆ i64 │\n╞══════╪═════╡\n│ fir  ┆ 2   │\n{}└──────┴─────┘"
)
DUCKDB = (
    "┌─────────┬───────┐\n│  kind   │   w   │\n│ varchar │ int64 │\n├─────────┼───────┤\n"
    "│ fir     │     2 │\n{}└─────────┴───────┘\n"
)

CUT = {
    "petl's look": "+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n...\n",
    "polars, dots": "shape: (9, 2)\n" + POLARS.format("│ …    ┆ …   │\n│ elm  ┆ 3   │\n"),
    "polars, its shape alone": "shape: (9, 2)\n" + POLARS.format("│ elm  ┆ 3   │\n"),
    "polars, columns": "shape: (1, 8)\n┌──────┬───┬─────┐\n│ kind ┆ … ┆ w   │\n│ ---  ┆   ┆ --- │\n│ str  ┆   ┆ i64 │\n"
    "╞══════╪═══╪═════╡\n│ fir  ┆ … ┆ 2   │\n└──────┴───┴─────┘",
    "DuckDB, dots": DUCKDB.format("│ ·       │     · │\n│ ·       │     · │\n│ elm     │     3 │\n"),
    "DuckDB, its count": DUCKDB.format("│ elm     │     3 │\n") + "  44 rows (2 shown)   2 columns\n",
    "Spark": "+----+---+\n|kind|  w|\n+----+---+\n| fir|  2|\n+----+---+\nonly showing top 1 row\n",
    "ClickHouse": "┌─kind─┬─w─┐\n│ fir  │ 2 │\n└──────┴───┘\nShowed first 1.\n",
    "MariaDB, lines lost": (
        "+------+---+\n| kind | w |\n+------+---+\n| fir  | 2 |\n+------+---+\n3 rows in set (0.00 sec)\n"
    ),
    "agate": "| kind |   w |\n| ---- | --- |\n| fir  |   2 |\n| ...  | ... |\n",
    "pandas": "   kind   w\n0   fir   2\n..  ...  ..\n99  elm   3\n\n[100 rows x 2 columns]\n",
    "tibble": "# A tibble: 30 × 2\n   kind      w\n   <chr> <dbl>\n 1 fir       2\n# ℹ 29 more rows\n",
}


@pytest.mark.parametrize("program", CUT)
def test_a_print_that_leaves_out_rows_or_columns_is_not_taken_for_the_table(program):
    assert refusal(CUT[program]).code == "cut-short"


def test_a_broken_line_is_named():
    broken = refusal("+------+---+\n| kind | w |\n+------+---+\n| fir  | 2 | 3 | 4 |\n| elm  | 3 |\n+------+---+\n")
    assert broken.code == "drawn-table"
    assert "Line 4" in broken.sentence


@pytest.mark.parametrize(
    "text",
    [
        "+----------+\n| My report |\n+----------+\nkind,w\nfir,2\nelm,3\n",
        "+-----+-----+\n| a   | by b |\n+-----+-----+\nkind,w\nfir,2\nelm,3\nash,4\noak,1\n",
        "| kind | w |\n|------|---|\n| fir | 2 |\n| elm | 3 |\n",
        "a|b\n-+-\n1|2\n",
    ],
)
def test_a_banner_or_a_table_without_a_frame_is_read_as_before(text):
    assert read(text.encode(), name="a.txt").form == ""
