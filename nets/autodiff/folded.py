"""A recorded tape with each softmax as one step: the operations it is made of are left out."""

import re
from collections.abc import Sequence

import msgspec

from nets.queries.autodiff.record import Operation

SCOPE = re.compile(r"^(.*/)?(softmax(_\d+)?)/")  # of the names of a softmax's operations


def folded(operations: Sequence[Operation]) -> list[Operation]:
    """The operations, those of each softmax as its last one, which has its output; it reads what they read of others.

    A softmax of which others read more than the output is left as it is.
    """
    scopes = [match[0] if (match := SCOPE.match(operation.name)) else None for operation in operations]
    last = {scope: n for n, scope in enumerate(scopes) if scope is not None}
    for n, operation in enumerate(operations):
        for place in operation.inputs:
            scope = scopes[place]
            if scope is not None and scope != scopes[n] and place != last.get(scope):
                last.pop(scope, None)
    kept, place_of = [], {}
    for n, operation in enumerate(operations):
        scope = scopes[n]
        if scope not in last:
            inputs = operation.inputs
        elif n == last[scope]:
            parts = (each for each, other in zip(operations, scopes, strict=True) if other == scope)
            inputs = sorted({place for each in parts for place in each.inputs if scopes[place] != scope})
        else:
            continue
        is_softmax = {"kind": "Softmax", "name": scope.rstrip("/")} if scope in last else {}
        place_of[n] = len(kept)
        kept.append(msgspec.structs.replace(operation, inputs=[place_of[place] for place in inputs], **is_softmax))
    return kept
