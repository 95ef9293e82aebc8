"""What is suggested for a table, and the dataset made on the way."""

from nets.data.columns.infer import RawColumn
from nets.data.prepare.chosen import NOTHING, Chosen
from nets.data.prepare.dataset import Dataset, dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import suggested_dataset, suggested_options, with_rule_for_gaps
from nets.data.table import Note, Table
from nets.errors import Refusal

Suggested = tuple[PreprocessingOptions, tuple[Note, ...]]


class Suggestions:
    """Suggests options, and makes datasets without reading a column or making a dataset twice."""

    def __init__(self) -> None:
        self._known: tuple[Table | None, dict[str, RawColumn]] = None, {}
        self._ready: tuple[Table, Dataset] | None = None  # the last one suggested, until a dataset is made

    def known(self, table: Table) -> dict[str, RawColumn]:
        """What was found of each column of the last table, for `columns_of`."""
        if self._known[0] is not table:
            self._known = table, {}
        return self._known[1]

    def suggest(self, table: Table) -> Suggested:
        """The options proposed for a table, and notes on them. Raises `DataError` where they make no dataset."""
        known: dict[str, RawColumn] = {}
        dataset, notes = suggested_dataset(table, known=known)
        self._ready = table, dataset
        if self._known[0] is not table:
            self._known = table, known
        return dataset.options, notes

    def suggest_or_plain(self, table: Table, *, chosen: Chosen = NOTHING) -> Suggested:
        """The options proposed beside what was chosen, whether or not they make a dataset; where no column can be the
        label, the first as the label and nothing else.
        """
        try:
            return suggested_options(table, chosen=chosen, known=self.known(table))
        except Refusal:
            return PreprocessingOptions(label=table.columns[0]), ()

    def with_rule_for_gaps(self, table: Table, options: PreprocessingOptions) -> Suggested:
        """The options with the rule that is proposed for the gaps there are by them, and a note on it, if any. Raises
        `DataError` as `with_rule_for_gaps` does.
        """
        return with_rule_for_gaps(table, options, known=self.known(table))

    def dataset(self, table: Table, options: PreprocessingOptions) -> Dataset:
        """The dataset of a table by these options. Raises `DataError` as `dataset_from` does."""
        ready, self._ready = self._ready, None
        if ready and ready[0] is table and ready[1].options == options:
            return ready[1]
        return dataset_from(table, options=options, known=self.known(table))
