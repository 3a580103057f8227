// Makes models with TensorFlow.js and saves each as a folder. Arguments: the folder of the Node
// programs, and where to; prints [{name, folder, message, rows, outputs}, ...], where message is part
// of what the import is to say, or null.
//
// SPDX-License-Identifier: MIT
'use strict';
const fs = require('fs');
const path = require('path');
console.warn = () => {};
const tf = require(path.join(process.argv[2], 'node_modules', '@tensorflow', 'tfjs'));

const rows = [[0.5, -1.25, 2], [1.5, 0.3, -3], [-0.7, 2, 0.25], [0.1, 0.9, -6], [0, 0, 0]];
const { dense, dropout, activation, inputLayer } = tf.layers;
const random = (seed) => tf.initializers.randomNormal({ stddev: 0.8, seed });

function units(n, seed, options) {
  return dense({ units: n, kernelInitializer: random(seed), biasInitializer: random(seed + 1),
    ...options });
}

function sequential(...layers) {
  return tf.sequential({ layers: [inputLayer({ inputShape: [3] }), ...layers] });
}

// A chain by the functional interface, which lists layers as they come.
function functional(branches) {
  const input = tf.input({ shape: [3] });
  const first = units(4, 1).apply(input);
  const second = units(4, 3).apply(tf.layers.leakyReLU({ alpha: 0.1 }).apply(first));
  const joined = branches ? tf.layers.add().apply([first, second]) : second;
  return tf.model({ inputs: input, outputs: units(2, 5).apply(joined) });
}

const activations = ['linear', 'relu', 'elu', 'selu', 'sigmoid', 'tanh', 'softplus', 'softsign',
  'swish', 'gelu', 'softmax'];
const models = activations.map((name) => [name, sequential(
  units(4, 1, { activation: name }), dropout({ rate: 0.5 }), units(5, 3),
  activation({ activation: name }), units(2, 5, { activation: name }))]);
models.push(
  ['layers of activation', sequential(units(4, 1), tf.layers.reLU(), units(3, 3),
    tf.layers.leakyReLU({ alpha: 0.25 }), units(3, 5), tf.layers.elu(),
    units(2, 7, { useBias: false }), tf.layers.softmax())],
  ['functional', functional(false)],
  ['branches', functional(true), 'expected a chain of layers'],
  ['convolution', sequential(tf.layers.reshape({ targetShape: [3, 1] }),
    tf.layers.conv1d({ filters: 2, kernelSize: 3 }), tf.layers.flatten()),
  '(Reshape): expected Dense, Dropout or an activation: other layers are not imported'],
  ['normalization', sequential(units(2, 1), tf.layers.batchNormalization()),
    '(BatchNormalization): such layers are not imported'],
  ['two activations', sequential(units(2, 1, { activation: 'tanh' }), tf.layers.reLU()),
    'expected one activation for each Dense layer'],
  ['bounded', sequential(units(2, 1), tf.layers.reLU({ maxValue: 6 })), 'expected no bounds'],
  ['unknown', sequential(units(2, 1, { activation: 'mish' })), 'expected one of linear, relu'],
  ['wrong end', sequential(units(3, 1)), 'kernel: expected shape [3, 2] for the targets, found [3, 3]'],
);

async function save(model, folder) {
  fs.mkdirSync(folder);
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    const { modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy } = artifacts;
    const bytes = Buffer.from(tf.io.concatenateArrayBuffers([].concat(weightData)));
    const half = Math.floor(bytes.length / 2);
    fs.writeFileSync(path.join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, half));
    fs.writeFileSync(path.join(folder, 'group1-shard2of2.bin'), bytes.subarray(half));
    fs.writeFileSync(path.join(folder, 'model.json'), JSON.stringify({
      modelTopology, format, generatedBy, convertedBy,
      weightsManifest: [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
        weights: weightSpecs }],
    }));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }));
}

async function main() {
  const made = [];
  for (const [name, model, message] of models) {
    const folder = path.join(process.argv[3], `made-${made.length}`);
    await save(model, folder);
    const outputs = message ? null : model.predict(tf.tensor2d(rows)).arraySync();
    made.push({ name, folder, message: message || null, rows, outputs });
  }
  process.stdout.write(JSON.stringify(made));
}

main();
