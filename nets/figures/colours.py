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

# Of pinned runs: none is a class's, the loss's or a grey one's. By turns lighter and darker, for the colour-blind.
PIN_COLOURS = ("#7B5CD6", "#12A594", "#B0307A", "#8F9A1E")

# Pale ends under dark text on a light page, deep ends under light text on a dark one: whatever lies between
# an end and the background then bears the page's own text colour (contrast at least 4.5, held by a test).
BLUE = "light-dark(#56B4E9, #0072B2)"
ORANGE = "light-dark(#E69F00, #A65D00)"

DIVERGING = ((0.0, BLUE), (0.5, BACKGROUND), (1.0, ORANGE))
SEQUENTIAL = ((0.0, BACKGROUND), (1.0, ORANGE))


def class_colour(index: int) -> str:
    """The colour of class number `index` (0 up), the same wherever it is drawn; number 12 is number 0 again."""
    return CLASS_COLOURS[index % len(CLASS_COLOURS)]


def steps(colours: tuple[str, ...]) -> list[list]:
    """A plotly colour scale that gives k of 0 .. n-1 exactly colour k, when drawn from -0.5 to n - 0.5."""
    n = len(colours)
    return [[edge / n, colour] for k, colour in enumerate(colours) for edge in (k, k + 1)]
