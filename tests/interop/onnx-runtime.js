// Runs models with ONNX Runtime. Reads from standard input [{model, feeds: {name: {type, shape,
// values}}}, ...], where null is NaN; prints [{output: {shape, values}}, ...].
//
// SPDX-License-Identifier: MIT
'use strict';
const path = require('path');
const ort = require(path.join(process.argv[2], 'node_modules', 'onnxruntime-node'));

function tensor({ type, shape, values }) {
  if (type === 'string') return new ort.Tensor('string', values, shape);
  return new ort.Tensor('float64', Float64Array.from(values, (x) => (x === null ? NaN : x)), shape);
}

async function run({ model, feeds }) {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const inputs = {};
  for (const name of session.inputNames) inputs[name] = tensor(feeds[name]);
  const results = await session.run(inputs);
  const outputs = {};
  for (const name of session.outputNames)
    outputs[name] = { shape: results[name].dims, values: Array.from(results[name].data) };
  return outputs;
}

async function main() {
  let text = '';
  for await (const piece of process.stdin) text += piece;
  const answers = [];
  for (const job of JSON.parse(text)) {
    try {
      answers.push(await run(job));
    } catch (error) {
      answers.push({ error: String(error.message) });
    }
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
