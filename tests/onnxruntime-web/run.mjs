// Runs graphs in onnxruntime-web: node run.mjs FOLDER. The folder has cases.json, a list of { graph, shape, values }, and the graphs.
// Prints the list of { graph, logits, labels }.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
const folder = process.argv[2];
const results = [];
for (const { graph, shape, values } of JSON.parse(readFileSync(join(folder, 'cases.json')))) {
  try {
    const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(join(folder, graph))), { executionProviders: ['wasm'] });
    const { logits, label } = await session.run({ fingerprint: new ort.Tensor('int8', Int8Array.from(values), shape) });
    results.push({ graph, logits: Array.from(logits.data), labels: Array.from(label.data, Number) });
    await session.release();
  } catch (error) {
    throw new Error(`${graph}: ${error.message ?? error}`);
  }
}

process.stdout.write(JSON.stringify(results));
