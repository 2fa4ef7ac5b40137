import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, both in PEM. */
export interface Certificate {
  certificate: string;
  key: string;
  /** In hexadecimal digits. */
  serial: string;
}

interface Asked {
  name: string;
  organization?: string;
  /** Host names and addresses. */
  hosts?: readonly string[];
  from?: Date;
  until?: Date;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const OIDS = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  organization: '060355040a',
  basicConstraints: '0603551d13',
  keyUsage: '0603551d0f',
  subjectAltName: '0603551d11',
};

/** An authority that a test makes for itself, without a program or a library: X.509 (RFC 5280) as far as a handshake asks for it. */
export class TestAuthority {
  private readonly own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly certificate: string;

  constructor(private readonly name: string) {
    const extensions = [
      extension('basicConstraints', true, sequence(boolean(true))),
      extension('keyUsage', true, Buffer.from('03020106', 'hex')),
    ];
    this.certificate = this.signed({ name }, this.own.publicKey, extensions);
  }

  issue(asked: Asked): Certificate {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const names = (asked.hosts ?? []).map((host) =>
      isIP(host) === 0 ? der(0x82, Buffer.from(host)) : der(0x87, Buffer.from(host.split('.').map(Number))),
    );
    const extensions = names.length === 0 ? [] : [extension('subjectAltName', false, sequence(...names))];
    const serial = serialNumber();
    return {
      certificate: this.signed(asked, publicKey, extensions, serial),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      serial: serial.toString('hex'),
    };
  }

  /** The list of those that are withdrawn. */
  revoking(...serials: readonly string[]): string {
    const now = time(new Date(Date.now() - DAY_MS));
    const entries = serials.map((serial) => sequence(der(0x02, Buffer.from(serial, 'hex')), now));
    const body = sequence(
      sequence(oid('ecdsaWithSha256')),
      named({ name: this.name }),
      now,
      time(new Date(Date.now() + DAY_MS)),
      ...(entries.length === 0 ? [] : [sequence(...entries)]),
    );
    return this.pem('X509 CRL', body);
  }

  private signed(
    { name, organization, from = new Date(Date.now() - DAY_MS), until = new Date(Date.now() + DAY_MS) }: Asked,
    publicKey: KeyObject,
    extensions: readonly Buffer[],
    serial = serialNumber(),
  ): string {
    const body = sequence(
      der(0xa0, der(0x02, Buffer.from([2]))),
      der(0x02, serial),
      sequence(oid('ecdsaWithSha256')),
      named({ name: this.name }),
      sequence(time(from), time(until)),
      named({ name, organization }),
      publicKey.export({ type: 'spki', format: 'der' }),
      ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
    );
    return this.pem('CERTIFICATE', body);
  }

  /** With the signature of this authority. */
  private pem(kind: string, body: Buffer): string {
    const signature = sign('sha256', body, this.own.privateKey);
    const bits = der(0x03, Buffer.concat([Buffer.from([0]), signature]));
    const whole = sequence(body, sequence(oid('ecdsaWithSha256')), bits);
    const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`;
  }
}

function serialNumber(): Buffer {
  const serial = randomBytes(8);
  serial[0] = 1;
  return serial;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const bytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...bytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function oid(name: keyof typeof OIDS): Buffer {
  return Buffer.from(OIDS[name], 'hex');
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]));
}

function named({ name, organization }: Pick<Asked, 'name' | 'organization'>): Buffer {
  const part = (kind: keyof typeof OIDS, text: string): Buffer =>
    der(0x31, sequence(oid(kind), der(0x0c, Buffer.from(text))));
  const wide = organization === undefined ? [] : [part('organization', organization)];
  return sequence(...wide, part('commonName', name));
}

/** As the years up to 2049 are written. */
function time(at: Date): Buffer {
  return der(0x17, Buffer.from(at.toISOString().replace(/^\d\d|[-:T]|\.\d+/g, '')));
}

function extension(name: keyof typeof OIDS, isCritical: boolean, value: Buffer): Buffer {
  return sequence(oid(name), ...(isCritical ? [boolean(true)] : []), der(0x04, value));
}
