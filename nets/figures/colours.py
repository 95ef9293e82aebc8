"""The colours of every figure: fixed ones for meanings, tokens for what follows the page's theme.

A token is resolved in the browser when a figure is drawn, so a change of theme needs no new figure:
`var(--st-NAME)` is a variable of Streamlit's theme, `light-dark(A, B)` is A on a light page, B on a dark one.
"""

ACCENT = "#d9480f"

BACKGROUND = "var(--st-background-color)"
TEXT = "var(--st-text-color)"
QUIET = "var(--st-gray-text-color)"
GRID = "var(--st-border-color)"
FONT = "var(--st-font)"

# Okabe and Ito (2008), "Color Universal Design", in an order that keeps neighbours far apart; then a grey
# and four of Paul Tol's muted scheme, which the colour-blind still tell from the first seven.
CLASS_COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#8A8A8A",
    "#882255",
    "#44AA99",
    "#999933",
    "#6699CC",
)

# One for each of them: a class is told by its shape too. The diamond is that of new rows.
CLASS_SYMBOLS = (
    "circle",
    "square",
    "triangle-up",
    "x",
    "star",
    "triangle-down",
    "cross",
    "pentagon",
    "triangle-left",
    "hexagram",
    "triangle-right",
    "hourglass",
)

# Of what is compared and is no class: pinned runs, modes, precisions. None is a class's, the loss's or a sign's.
# By turns lighter and darker, for the colour-blind.
CURVE_COLOURS = ("#12A594", "#B0307A", "#8F9A1E", "#A0673A")

# Pale ends under dark text on a light page, deep ends under light text on a dark one: whatever lies between
# an end and the background then bears the page's own text colour (contrast at least 4.5, held by a test).
# The sign of a weight or a gradient. Unequal in luminance, so that it is read without colour too.
BELOW_ZERO = "light-dark(#A583DB, #5A2F9C)"
ABOVE_ZERO = "light-dark(#86D08A, #2C7A3A)"
# The same, as lines that stand out from the page.
BELOW_ZERO_LINE = "light-dark(#7A4FBF, #A883E0)"
ABOVE_ZERO_LINE = "light-dark(#3F9142, #7FD083)"
# A unit's output, between the colours of two classes.
LOW_OUTPUT = "light-dark(#56B4E9, #0072B2)"
HIGH_OUTPUT = "light-dark(#E69F00, #A65D00)"
# What has a size and no sign: a norm, a score.
SIZE = "light-dark(#9DB2C8, #46607A)"
# What is right or wrong has a mark first, and a faint colour behind it.
RIGHT = "light-dark(#CDE6D8, #1F4336)"
WRONG = "light-dark(#F5CFCB, #5C2A2A)"
# The same where the theme is not known: thin enough to let either page through.
RIGHT_VEIL = "rgba(46, 139, 105, 0.2)"
WRONG_VEIL = "rgba(205, 75, 65, 0.22)"

SIGNED = ((0.0, BELOW_ZERO), (0.5, BACKGROUND), (1.0, ABOVE_ZERO))
# The same where no numbers stand in the cells: far from zero must stand out from the page.
SIGNED_BARE = ((0.0, BELOW_ZERO_LINE), (0.5, BACKGROUND), (1.0, ABOVE_ZERO_LINE))
OUTPUTS = ((0.0, LOW_OUTPUT), (0.5, BACKGROUND), (1.0, HIGH_OUTPUT))
SIZES = ((0.0, BACKGROUND), (1.0, SIZE))
RIGHT_TO_WRONG = ((0.0, RIGHT), (0.5, BACKGROUND), (1.0, WRONG))


def class_colour(index: int) -> str:
    """The colour of class number `index` (0 up), the same wherever it is drawn; number 12 is number 0 again."""
    return CLASS_COLOURS[index % len(CLASS_COLOURS)]


def class_symbol(index: int) -> str:
    """Plotly's name of the shape of class number `index`, the same wherever it is drawn; 12 is 0 again."""
    return CLASS_SYMBOLS[index % len(CLASS_SYMBOLS)]


def steps(colours: tuple[str, ...]) -> list[list]:
    """A plotly colour scale that gives k of 0 .. n-1 exactly colour k, when drawn from -0.5 to n - 0.5."""
    n = len(colours)
    return [[edge / n, colour] for k, colour in enumerate(colours) for edge in (k, k + 1)]
