"""Which nodes of a graph belong together, against walking from node to node."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from l4s_core.inventory.outline.components import connected


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """How many nodes, and edges between them; several of the same and edges to itself are allowed."""
    size = draw(st.integers(0, 30))
    node = st.integers(0, max(size - 1, 0))
    return size, draw(st.lists(st.tuples(node, node), max_size=40)) if size else []


@given(graphs())
def test_the_smallest_node_that_can_be_walked_to(graph: tuple[int, list[tuple[int, int]]]) -> None:
    size, edges = graph
    expected = []
    for start in range(size):
        reached, ahead = {start}, [start]
        while ahead:
            node = ahead.pop()
            for a, b in edges:
                for here, there in ((a, b), (b, a)):
                    if here == node and there not in reached:
                        reached.add(there)
                        ahead.append(there)
        expected.append(min(reached))
    first, second = np.array(edges, np.int64).reshape(-1, 2).T
    found = connected(size, first, second)
    assert found.dtype == np.int64
    assert found.tolist() == expected
