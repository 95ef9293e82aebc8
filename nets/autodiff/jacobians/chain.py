"""The chain rule by hand: every operation's own Jacobian, multiplied from one row's loss back to the weights."""

from nets.autodiff.jacobians.mlp import mlp_chain
from nets.autodiff.jacobians.rnn import rnn_chain
from nets.autodiff.net import Net
from nets.errors import Code, Refusal
from nets.queries.chain import Chain, ChainQuery

MOST_UNITS = 64  # of a layer, whose Jacobians have that squared
MOST_COLUMNS = 256


def chain(net: Net, query: ChainQuery) -> Chain:
    """The factors of one row's -log p(label), and from them each weight matrix's gradient.

    d loss / dW = (d loss / dz)' v', where z = W v; d loss / dz is the product of the Jacobians behind it. The loss is
    the row's own: not the mean over rows, and without what penalties add.
    Raises `Refusal` where the layers are too wide.
    """
    widest = max(max(value.shape) for value in net.params.values())
    if widest > MOST_COLUMNS or net.settings.hidden_units > MOST_UNITS:
        sentence = (
            f"The chain is shown for up to {MOST_UNITS} hidden units and matrices of up to {MOST_COLUMNS} rows and "
            "columns: choose fewer hidden units, or leave columns of the table out."
        )
        raise Refusal(Code.TOO_WIDE, sentence)
    return mlp_chain(net, query) if net.settings.net == "mlp" else rnn_chain(net, query)
