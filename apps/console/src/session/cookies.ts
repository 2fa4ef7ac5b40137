import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The cookies of one origin. Behind HTTPS their names begin with `__Host-`, so that no browser takes one from a neighbouring host or from plain
 * HTTP. `Lax`, as the way back from the issuer is a link on a page of others; what changes something asks for more (../door.ts).
 */
export class Cookies {
  private readonly prefix: string;
  private readonly attributes: string;

  constructor(consoleUrl: string) {
    const isHttps = consoleUrl.startsWith('https:');
    this.prefix = isHttps ? '__Host-' : '';
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  }

  read({ headers: { cookie = '' } }: Pick<FastifyRequest, 'headers'>, name: string): string | undefined {
    const start = `${this.prefix}${name}=`;
    const found = cookie.split(';').map((part) => part.trim());
    return found.find((part) => part.startsWith(start))?.slice(start.length);
  }

  /** Without a time it goes with the browser. */
  set(reply: FastifyReply, name: string, value: string, seconds?: number): void {
    const life = seconds === undefined ? '' : `; Max-Age=${seconds}`;
    this.add(reply, `${this.prefix}${name}=${value}; ${this.attributes}${life}`);
  }

  clear(reply: FastifyReply, name: string): void {
    this.add(reply, `${this.prefix}${name}=; ${this.attributes}; Max-Age=0`);
  }

  /** Fastify adds further ones to those that are there. */
  private add(reply: FastifyReply, cookie: string): void {
    void reply.header('set-cookie', cookie);
  }
}
