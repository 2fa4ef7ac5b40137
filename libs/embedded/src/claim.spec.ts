import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownerLives, readClaim, recordServer, releaseClaim, takeClaim } from './claim';
import { commandLine, isOurs } from './process-info';

describe('the claim on a data folder', () => {
  let folder: string;
  const place = () => ({
    file: join(folder, 'server.pid'),
    marker: join(folder, 'config'),
    name: 'Kafka',
    stopSignal: 'SIGTERM' as const,
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claim-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is refused while the process that made it lives', async () => {
    await takeClaim(place());
    await expect(takeClaim(place())).rejects.toThrow(/已由进程 \d+ 从 .+ already run .* by process/);
    releaseClaim(place().file);
    await takeClaim(place());
  });

  it('stops the server that a dead owner left behind', async () => {
    const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', place().marker], { stdio: 'ignore' });
    const ended = once(server, 'exit');
    leaveBehind(server.pid);
    await takeClaim(place());
    expect((await ended)[1]).toBe('SIGTERM');
    expect(readClaim(place().file)).toMatchObject({ server: null, owner: process.pid });
  });

  it('leaves a stranger alone who has got the process id since', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    leaveBehind(stranger.pid);
    await takeClaim(place());
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
    await once(stranger, 'exit');
  });

  it('is void when it was left half written', async () => {
    writeFileSync(place().file, '{"server":');
    await takeClaim(place());
    recordServer(place().file, 17);
    expect(readClaim(place().file)?.server).toBe(17);
  });

  function leaveBehind(server: number | undefined): void {
    writeFileSync(place().file, JSON.stringify({ server, owner: 999_999_999, ownerCommand: 'node gone.js' }));
  }
});

describe('telling processes apart', () => {
  it('knows a server by the argument that names its folder, not by a part of it', () => {
    expect(isOurs(['java', 'kafka.Kafka', '/data/kafka/server.properties'], '/data/kafka/server.properties')).toBe(
      true,
    );
    expect(isOurs(['java', 'kafka.Kafka', '/data/kafka/server.properties.old'], '/data/kafka/server.properties')).toBe(
      false,
    );
    expect(isOurs(undefined, '/data/kafka/server.properties')).toBe(false);
  });

  it('takes the same id with another command line for another process', () => {
    const claim = { server: 1, owner: process.pid, ownerCommand: (commandLine(process.pid) ?? []).join(' ') };
    expect(ownerLives(claim, commandLine(process.pid))).toBe(true);
    expect(ownerLives(claim, ['vi'])).toBe(false);
    expect(ownerLives(claim, undefined)).toBe(false);
  });
});
