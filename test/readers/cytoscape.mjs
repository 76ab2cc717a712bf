// Loads exports with Cytoscape.js, which refuses an edge without its ends, and counts what it has.
import { readFileSync } from 'node:fs';
import cytoscape from 'cytoscape';

for (const path of process.argv.slice(2)) {
  const document = JSON.parse(readFileSync(path, 'utf8'));
  const graph = cytoscape({ headless: true, elements: document.elements });
  const { nodes, edges } = document.elements;
  if (graph.nodes().length !== nodes.length || graph.edges().length !== edges.length || edges.length < 100) {
    throw new Error(`${path}: ${graph.nodes().length} nodes and ${graph.edges().length} edges are loaded`);
  }
  const derived = graph.edges('[?derived]').length;
  console.log(`Cytoscape.js loads ${nodes.length} nodes and ${edges.length} edges, ${derived} of them derived`);
}
