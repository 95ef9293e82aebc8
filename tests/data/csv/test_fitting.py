"""Rows of another length than the others, where more than one way to make them fit is open."""

from nets.data.csv.parse import read


def test_a_row_one_too_long_keeps_its_fields_where_two_empty_ones_may_be_the_one_too_many():
    table = read(b"kind,x,y,z\na,1,u,v\nb,2,,w,s\na,3,,v\n", name="a.csv")
    assert table.cells.iloc[1].tolist() == ["b", "2", "", "w", "s"]


def test_an_unquoted_name_with_a_comma_is_not_mended_by_taking_a_gap_away():
    table = read(b"name,age,town,pay\nAnn Ash,30,Rome,5\nLee, Bo,41,,7\nCy Fir,28,Oslo,6\n", name="a.csv")
    assert "41" in table.cells.iloc[1].tolist()
    assert table.cells.iloc[1].tolist() != ["Lee", " Bo", "41", "7"]


def test_a_colon_may_part_fields_beside_times_and_addresses_in_quotes():
    table = read(
        b'"kind":"at":"page"\n"a":"12:30":"http://a.b/1"\n"b":"7:05":"http://a.b/2"\n"a":"9:45":"http://a.b/3"\n',
        name="a.csv",
    )
    assert table.columns == ("kind", "at", "page")
    assert table.cells.iloc[0].tolist() == ["a", "12:30", "http://a.b/1"]
