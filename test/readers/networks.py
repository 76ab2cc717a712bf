"""Reads the exports of a directory with networkx, and prints the numbers of nodes and edges as "file nodes edges"."""

import glob
import sys

import networkx as nx
from networkx.readwrite import gexf

# networkx 2.8.8 knows GEXF up to 1.2. Version 1.3 has another namespace and the same elements.
gexf.GEXF.versions["1.3"] = dict(gexf.GEXF.versions["1.2draft"], NS_GEXF="http://gexf.net/1.3")

for read, pattern in ((nx.read_graphml, "*.graphml"), (nx.read_gexf, "*.gexf")):
    for path in sorted(glob.glob(sys.argv[1] + "/" + pattern)):
        graph = read(path)
        assert graph.is_directed(), path
        assert all(data.get("label") for _, data in graph.nodes(data=True)), path
        print(path, graph.number_of_nodes(), graph.number_of_edges())
