import { createServer } from 'node:net';
import { choosePort, freePort } from './free-port';

describe('ports', () => {
  it('are not handed out twice', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('are refused with advice when taken', async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await expect(choosePort(port, 'Kafka')).rejects.toThrow(`Port ${port} for Kafka is taken: stop what listens there`);
    await new Promise((resolve) => server.close(resolve));
    await expect(choosePort(port, 'Kafka')).resolves.toBe(port);
  });
});
