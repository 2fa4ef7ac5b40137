import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

import { freePort } from '#embedded';

/**
 * An address of a server that a test lets be there or not. Absent, nobody listens; silent, connections are taken and nothing is ever said;
 * present, it is the server itself.
 */
export class Gate {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private isPresent = false;

  private constructor(
    readonly port: number,
    private readonly target: { host: string; port: number },
  ) {}

  /** Leads to an address such as `127.0.0.1:9092`, and is absent at first. */
  static async to(address: string): Promise<Gate> {
    const { hostname, port } = new URL(`tcp://${address}`);
    return new Gate(await freePort(), { host: hostname, port: Number(port) });
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async silent(): Promise<void> {
    this.isPresent = false;
    await this.listen();
  }

  async present(): Promise<void> {
    this.isPresent = true;
    this.drop();
    await this.listen();
  }

  async close(): Promise<void> {
    this.drop();
    const { server } = this;
    this.server = undefined;
    if (server !== undefined) await new Promise((closed) => server.close(closed));
  }

  private async listen(): Promise<void> {
    if (this.server !== undefined) return;
    this.server = createServer((socket) => this.take(socket));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private take(socket: Socket): void {
    this.keep(socket);
    if (!this.isPresent) return;
    const behind = connect(this.target);
    this.keep(behind);
    socket.pipe(behind).pipe(socket);
    socket.once('close', () => behind.destroy());
    behind.once('close', () => socket.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
  }

  private drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
