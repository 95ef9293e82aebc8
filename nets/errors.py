"""What the project refuses, and the sentence it says so with."""

from enum import StrEnum


class Code(StrEnum):
    """The short name of each refusal, for programs; each is equal to its text."""

    # A file that is no text, or no CSV.
    ARCHIVE = "archive"
    SPREADSHEET = "spreadsheet"
    DOCUMENT = "document"
    PICTURE = "picture"
    DATA_FILE = "data-file"
    PROGRAM = "program"
    POINTER = "pointer"
    WEB_PAGE = "web-page"
    MARKUP = "markup"
    JSON = "json"
    ARFF = "arff"
    LIBSVM = "libsvm"
    TIME_SERIES = "time-series"
    DRAWN_TABLE = "drawn-table"
    VERTICAL = "vertical-records"
    KEY_VALUES = "key-values"
    RST = "restructured-text"
    MRT = "machine-readable-table"
    LATEX = "latex"
    CUT_SHORT = "cut-short"
    SQL = "sql"
    SYLK = "sylk"
    DIF = "dif"
    OCTAVE = "octave"
    R_CODE = "r-code"
    PYTHON = "python"
    JULIA = "julia"
    JAVASCRIPT = "javascript"
    NAMES_FILE = "names-file"
    YAML = "yaml"
    WIKI = "wiki"
    NOT_TEXT = "not-text"

    # A path, and the reading of a CSV.
    NO_SUCH_FILE = "no-such-file"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    READING = "reading"
    DELIMITER = "delimiter"
    BROKEN_ENCODING = "broken-encoding"
    NOT_IN_THAT_ENCODING = "not-in-that-encoding"
    MALFORMED_QUOTES = "malformed-quotes"
    NOT_A_TABLE = "not-a-table"
    EMPTY = "empty"
    HEADER_ONLY = "header-only"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    TOO_MUCH = "too-much"
    TOO_SLOW = "too-slow"
    BROKE_OFF = "broke-off"

    # A sample or a synthetic table.
    UNKNOWN_SAMPLE = "unknown-sample"
    UNKNOWN_PROBLEM = "unknown-problem"
    POINTS_OUT_OF_RANGE = "points-out-of-range"
    NOISE_OUT_OF_RANGE = "noise-out-of-range"
    SEED_OUT_OF_RANGE = "seed-out-of-range"

    # What a net is to be trained on.
    UNKNOWN_CHOICE = "unknown-choice"
    CHOICE_OUT_OF_RANGE = "choice-out-of-range"
    BINS_OUT_OF_RANGE = "bins-out-of-range"
    UNKNOWN_COLUMN = "unknown-column"
    NO_SUCH_COLUMN = "no-such-column"
    EMPTY_COLUMN = "empty-column"
    NO_FEATURE = "no-feature"
    NO_ROW = "no-row"
    NO_TIME = "no-time"
    MISSING_VALUE = "missing-value"
    MISSING_LABEL = "missing-label"
    NOT_A_NUMBER = "not-a-number"
    OUT_OF_RANGE = "out-of-range"
    TOO_MANY_CATEGORIES = "too-many-categories"
    TOO_MANY_CLASSES = "too-many-classes"
    ONE_CLASS = "one-class"
    LABEL_CHANGES = "label-changes"
    LABEL_IS_DATE = "label-is-date"
    LABEL_IS_MEASURED = "label-is-measured"
    LABEL_NOT_MEASURED = "label-not-measured"

    # Settings, and the server.
    UNKNOWN_SETTING = "unknown-setting"
    SETTING_OUT_OF_RANGE = "setting-out-of-range"
    SETTINGS_CONFLICT = "settings-conflict"
    NOT_TWO_CLASSES = "not-two-classes"
    CLASS_WEIGHTS = "class-weights"
    BAD_CHANGES = "bad-changes"
    BAD_WEIGHTS = "bad-weights"
    BAD_AXIS = "bad-axis"
    TOO_MANY_RUNS = "too-many-runs"
    TOO_MANY_PINS = "too-many-pins"
    TOO_BIG = "too-big"
    SERVER_FULL = "server-full"
    BUSY = "busy"
    BAD_OPTIONS = "bad-options"
    RUNS_FILE = "runs-file"
    STORAGE = "storage"
    SUMMARIES = "summaries"
    CLUSTER = "cluster"

    # What was saved, and the store it is in.
    NO_TAPE = "no-tape"
    DAMAGED_TAPE = "damaged-tape"
    NEWER_TAPE = "newer-tape"
    TAPE_TOO_LARGE = "tape-too-large"
    DISK_FULL = "disk-full"
    STORE = "store"

    # What is taken elsewhere.
    BESIDE = "beside"
    NOT_CARRIED_OVER = "not-carried-over"

    # What is computed of a net.
    GATED = "gated"
    NO_LOSS = "no-loss"
    NO_PROBABILITY = "no-probability"
    TOO_FAR = "too-far"
    TOO_FEW = "too-few"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    TOO_WIDE = "too-wide"


class Refusal(Exception):
    """Something a person gave that cannot be worked with.

    `code` is for programs; `sentence` says to a student what was found, where, and how to put it right. Pages and the
    command line catch this and nothing wider.
    """

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = Code(code)
        self.sentence = sentence


class DataError(Refusal):
    """A file, a table or a choice of columns that no net can be trained on."""


class SettingsError(Refusal):
    """A setting outside its allowed range."""
