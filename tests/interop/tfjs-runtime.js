// Runs exported folders with TensorFlow.js and their own predict.js. Reads from standard input
// [{folder, rows}, ...], where null is a missing value; prints for each what predict.js gives.
//
// SPDX-License-Identifier: MIT
'use strict';
const fs = require('fs');
const path = require('path');
// Its advice to install a faster package goes to the console.
console.warn = () => {};
const tf = require(path.join(process.argv[2], 'node_modules', '@tensorflow', 'tfjs'));

// As a page's loader does it: model.json, then the files that it names.
function loader(folder) {
  return {
    load: async () => {
      const model = JSON.parse(fs.readFileSync(path.join(folder, 'model.json'), 'utf8'));
      const specs = model.weightsManifest.flatMap((group) => group.weights);
      const pieces = model.weightsManifest.flatMap((group) => group.paths)
        .map((name) => fs.readFileSync(path.join(folder, name)));
      const bytes = Buffer.concat(pieces);
      return {
        modelTopology: model.modelTopology,
        weightSpecs: specs,
        weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
        userDefinedMetadata: model.userDefinedMetadata,
      };
    },
  };
}

async function run({ folder, rows }) {
  const model = await tf.loadLayersModel(loader(folder));
  const chainrule = require(path.join(folder, 'predict.js'));
  const answer = chainrule.predict(tf, model, rows);
  model.dispose();
  return answer;
}

async function main() {
  let text = '';
  for await (const piece of process.stdin) text += piece;
  const answers = [];
  for (const job of JSON.parse(text)) {
    try {
      answers.push(await run(job));
    } catch (error) {
      answers.push({ error: String(error.stack) });
    }
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
