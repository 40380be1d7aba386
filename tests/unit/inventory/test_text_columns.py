"""Columns of texts are what each cell by itself would be."""

import numpy as np
import pandas as pd
import pytest

from l4s_core.inventory.schema import TEXT, typed


@pytest.mark.parametrize(
    "values",
    [
        ["a", None, ""],
        [None, None],
        [],
        [np.nan, "x", pd.NA, pd.NaT],
        [1, 2.5, None, "2"],
        [True, None],
        np.array([1.0, np.nan]),
        pd.Series(["a", None], dtype="string"),
        pd.Series(["a", None], dtype="category"),
        pd.Series([1, None], dtype="Int32", index=[5, 9]),
        pd.to_datetime(pd.Series(["2024-05-01 10:00", None])),
    ],
)
def test_text_columns_are_what_each_cell_is(values):
    column = typed(values, TEXT, len(values))
    assert column.dtype == object and list(column.index) == list(range(len(values)))
    assert list(column) == [None if pd.isna(value) else str(value) for value in values]
    assert all(value is None or isinstance(value, str) for value in column)
