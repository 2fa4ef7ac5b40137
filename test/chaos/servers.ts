import { readdirSync, readFileSync } from 'node:fs';

import {
  type KafkaOptions,
  type KafkaServer,
  type PostgresOptions,
  type PostgresServer,
  startKafka,
  startPostgres,
} from '#embedded';

/** A server that is killed and comes back on the same port with the same data. */
abstract class Killable<Server extends KafkaServer | PostgresServer> {
  private server: Server | undefined;

  protected abstract launch(): Promise<Server>;

  get running(): Server {
    if (this.server === undefined) throw new Error('the server does not run');
    return this.server;
  }

  async start(): Promise<void> {
    this.server = await this.launch();
  }

  /** As a power cut would end it: nothing is written, nobody is told. */
  async kill(): Promise<void> {
    const { pid, exited } = this.running;
    const family = [pid, ...childrenOf(pid)];
    this.running.kill('SIGKILL');
    for (const child of family.slice(1)) killIfAlive(child);
    await exited;
    this.server = undefined;
  }

  /** Waits for a server that ends by itself. */
  async ended(): Promise<void> {
    await this.running.exited;
    this.server = undefined;
  }

  async stop(): Promise<void> {
    this.server?.kill('SIGCONT');
    await this.server?.stop();
    this.server = undefined;
  }
}

export class Broker extends Killable<KafkaServer> {
  constructor(private readonly options: KafkaOptions & { port: number; controllerPort: number }) {
    super();
  }

  get address(): string {
    return `127.0.0.1:${this.options.port}`;
  }

  /** It holds its connections open and answers nothing, which is worse for a client than a broker that is gone. */
  suspend(): void {
    this.running.kill('SIGSTOP');
  }

  resume(): void {
    this.running.kill('SIGCONT');
  }

  protected launch(): Promise<KafkaServer> {
    return startKafka(this.options);
  }
}

export class Postgres extends Killable<PostgresServer> {
  constructor(private readonly options: PostgresOptions & { port: number }) {
    super();
  }

  protected launch(): Promise<PostgresServer> {
    return startPostgres(this.options);
  }
}

/** Each connection of Postgres is a process of its own, in a session of its own; none of them may finish its work. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      return new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
