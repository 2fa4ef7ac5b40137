import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { requireNoTokenIn } from '../support/no-token-in';
import { keepLog } from '../support/run-log';
import { until } from './wait';

const ROOT = join(__dirname, '..', '..');

export interface Readiness {
  ready: boolean;
  parts: Record<string, string>;
}

/** One of the services in a process of its own, as it was compiled, started as an operator would start it. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  /** Ends that no test brought about. */
  readonly crashes: string[] = [];

  constructor(
    private readonly role: 'ledger' | 'projector' | 'query',
    readonly name: string,
    readonly port: number,
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it says of itself to operators, at the port that its variables name. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.env['MANAGEMENT_PORT'] ?? ''}/metrics`)).text();
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    const log = openSync(this.logFile, 'a');
    // The last argument is ignored by the program; whoever cleans up knows our processes by it.
    const args = [join(ROOT, 'dist', 'apps', this.role, 'src', 'main.js'), join(this.folder, this.name)];
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(this.port), LOG_LEVEL: 'warn', ...this.env },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    appendFileSync(join(this.folder, 'pids'), `${child.pid ?? ''}\n`);
    child.once('exit', (code, signal) => {
      if (this.child !== child) return;
      this.child = undefined;
      this.crashes.push(`${this.name} ended with ${String(signal ?? code)}: ${lastLine(this.logFile)}`);
    });
    this.child = child;
  }

  /** The signal is on its way when this returns; the promise settles when the process is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  suspend(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** What it says of itself; undefined when it does not answer. */
  async readiness(): Promise<Readiness | undefined> {
    try {
      // A connection of its own each time: of those that fetch keeps, one that was given up once kept a healthy process unheard for minutes.
      const question = get(`${this.url}/health/ready`, { agent: false, timeout: 2_000 });
      question.once('timeout', () => question.destroy());
      const [answer] = (await once(question, 'response')) as [IncomingMessage];
      return (await json(answer)) as Readiness;
    } catch {
      return undefined;
    }
  }

  async untilReady(): Promise<void> {
    let said: Readiness | undefined;
    const isReady = async (): Promise<boolean> => {
      said = await this.readiness();
      return said?.ready === true;
    };
    await until(`${this.name} is ready (${this.logFile})`, isReady, { everyMs: 100 }).catch((error: unknown) => {
      const heard = said === undefined ? 'it does not answer' : JSON.stringify(said);
      throw new Error(`${String(error)}; ${heard}; ${this.crashes.join('; ')}`, { cause: error });
    });
  }

  private get logFile(): string {
    return join(this.folder, `${this.name}.log`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined) return;
    this.child = undefined;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    keepLog(this.logFile);
    requireNoTokenIn(this.logFile);
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
}
