import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the last stage of a Dockerfile comes to: its files, and how a command is run in it. */
export interface Image {
  /** Stands for the root of its file system. */
  root: string;
  workDir: string;
  user: string | undefined;
  env: Record<string, string>;
  command: string[];
}

interface Stage extends Image {
  name: string | undefined;
}

/**
 * Does in plain folders what a Dockerfile says, step by step, as there need be no engine to try it: the same files are copied, as .dockerignore
 * allows, and the same commands run in the same order. The base image is the machine's own Node. Throws at an instruction that it does not know.
 */
export async function buildImage(context: string, into: string): Promise<Image> {
  const ignored = linesOf(readFileSync(join(context, '.dockerignore'), 'utf8'));
  const stages: Stage[] = [];
  for (const line of linesOf(readFileSync(join(context, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' '))) {
    const [instruction = '', ...words] = line.split(/\s+/);
    const rest = line.slice(instruction.length).trim();
    if (instruction === 'FROM') {
      const root = join(into, `stage-${stages.length}`);
      mkdirSync(root, { recursive: true });
      stages.push({ name: words[2], root, workDir: '/', user: undefined, env: {}, command: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${line} stands before FROM`);
    await step(stage, { instruction, words, rest }, { context, ignored, stages });
  }
  const last = stages.at(-1);
  if (last === undefined) throw new Error('the Dockerfile has no stage');
  return last;
}

async function step(
  stage: Stage,
  { instruction, words, rest }: { instruction: string; words: string[]; rest: string },
  { context, ignored, stages }: { context: string; ignored: readonly string[]; stages: readonly Stage[] },
): Promise<void> {
  switch (instruction) {
    case 'WORKDIR':
      stage.workDir = rest;
      mkdirSync(join(stage.root, rest), { recursive: true });
      return;
    case 'COPY': {
      const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
      const [to = '', ...sources] = words.slice(from === undefined ? 0 : 1).reverse();
      const source = from === undefined ? context : stages.find(({ name }) => name === from)?.root;
      if (source === undefined) throw new Error(`there is no stage ${from}`);
      const leftOut = from === undefined ? ignored : [];
      for (const path of sources)
        copy(join(source, path), join(stage.root, posix.resolve(stage.workDir, to)), to, leftOut);
      return;
    }
    case 'RUN':
      await run('/bin/sh', ['-c', rest], {
        cwd: join(stage.root, stage.workDir),
        env: { ...process.env, NODE_ENV: '', ...stage.env },
        maxBuffer: 64 * 1024 * 1024,
      });
      return;
    case 'ENV':
      Object.assign(stage.env, Object.fromEntries(words.map((word) => word.split('=') as [string, string])));
      return;
    case 'USER':
      stage.user = rest;
      return;
    case 'CMD':
      stage.command = JSON.parse(rest) as string[];
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`${instruction} is not known here`);
  }
}

/** A file goes into a folder that is named by a slash or a dot; the contents of a folder go into the one that is named. */
function copy(source: string, destination: string, asWritten: string, ignored: readonly string[]): void {
  if (ignored.includes(basename(source))) throw new Error(`${source} is left out by .dockerignore`);
  const isInto = asWritten.endsWith('/') || asWritten.endsWith('.');
  cpSync(source, isInto && !statSync(source).isDirectory() ? join(destination, basename(source)) : destination, {
    recursive: true,
  });
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
