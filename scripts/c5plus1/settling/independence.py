"""Which sources of a cell go back to one origin: connected components over what they share.

Two sources are of one origin if they share a publisher or its group, a credited voice (`via`, also where the voice is
the other's publisher), a reprinted publisher, the same text, or the same fingerprint. What remains apart is "not known
to be dependent": the number of components is an upper bound of the number of independent origins.
"""

import numpy as np
import pandas as pd


def join_origins(node_cell: np.ndarray, token_node: np.ndarray, token: np.ndarray) -> np.ndarray:
    """The origin of each node, as the smallest node number of its component.

    node_cell: (nodes,) the cell of each (cell, source) pair. token_node, token: (edges,) the node that carries a token,
    tokens being house, text and fingerprint numbers. Only nodes of one cell are ever joined.
    """
    label = np.arange(len(node_cell))
    several = np.bincount(node_cell)[node_cell] > 1
    keep = several[token_node]
    token_node, token = token_node[keep], token[keep]
    if not len(token):
        return label
    edge_group, groups = pd.factorize(node_cell[token_node] * (token.max() + 1) + token)
    shared = np.bincount(edge_group, minlength=len(groups))[edge_group] > 1
    token_node, edge_group = token_node[shared], edge_group[shared]
    while True:
        smallest = np.full(len(groups), len(label))
        np.minimum.at(smallest, edge_group, label[token_node])
        lowered = label.copy()
        np.minimum.at(lowered, token_node, smallest[edge_group])
        lowered = lowered[lowered]
        if np.array_equal(lowered, label):
            return label
        label = lowered
