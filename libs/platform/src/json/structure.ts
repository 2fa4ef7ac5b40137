/** What bounds a JSON text, so that neither reading it nor checking it can take long. */
export interface JsonLimits {
  /** How deep objects and arrays may stand in each other. */
  depth: number;
  /** Keys of one object. */
  keys: number;
  /** Items of one array. */
  items: number;
  /** Values in all. */
  values: number;
}

export interface StructureFault {
  kind: 'depth' | 'keys' | 'items' | 'values' | 'repeated-key' | 'reserved-key';
  /** Where: `lines[2].amountYuan`; empty for the text itself. */
  field: string;
}

interface Level {
  isObject: boolean;
  /** In an object true from its brace or a comma to the next key. */
  awaitsKey: boolean;
  /** Commas so far. */
  commas: number;
  key: string;
  keys: Set<string>;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** As much of a key is told as a person would read. */
const TOLD_OF_KEY = 60;

/**
 * The first thing in a JSON text that goes beyond the limits, or that readers would take differently: a key that stands twice, of which
 * each keeps another one, and `__proto__`. One pass over the text that makes nothing but the keys. What is no JSON is left to the parser.
 */
export function structureFault(text: string, limits: JsonLimits): StructureFault | undefined {
  return new StructureScan(text, limits).run();
}

class StructureScan {
  private readonly levels: Level[] = [];
  private values = 1;

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  run(): StructureFault | undefined {
    const { text } = this;
    for (let at = 0; at < text.length; at += 1) {
      let fault: StructureFault | undefined;
      switch (text.charCodeAt(at)) {
        case QUOTE: {
          const end = endOfString(text, at);
          if (this.levels.at(-1)?.awaitsKey === true) fault = this.takeKey(text.slice(at + 1, end));
          at = end;
          break;
        }
        case OPEN_OBJECT:
          fault = this.open(true);
          break;
        case OPEN_ARRAY:
          fault = this.open(false);
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          this.levels.pop();
          break;
        case COMMA:
          fault = this.takeComma();
          break;
      }
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  private open(isObject: boolean): StructureFault | undefined {
    if (this.levels.length === this.limits.depth) return this.fault('depth');
    this.levels.push({ isObject, awaitsKey: isObject, commas: 0, key: '', keys: new Set() });
    return this.countValue();
  }

  private takeComma(): StructureFault | undefined {
    const level = this.levels.at(-1);
    if (level === undefined) return undefined;
    level.commas += 1;
    level.awaitsKey = level.isObject;
    if (!level.isObject && level.commas === this.limits.items) return this.faultOfWhole('items');
    return this.countValue();
  }

  private takeKey(raw: string): StructureFault | undefined {
    const level = this.levels.at(-1) as Level;
    const key = raw.includes('\\') ? unescaped(raw) : raw;
    level.awaitsKey = false;
    level.key = key;
    if (key === '__proto__') return this.fault('reserved-key');
    if (level.keys.has(key)) return this.fault('repeated-key');
    if (level.keys.size === this.limits.keys) return this.faultOfWhole('keys');
    level.keys.add(key);
    return undefined;
  }

  private countValue(): StructureFault | undefined {
    this.values += 1;
    return this.values > this.limits.values ? { kind: 'values', field: '' } : undefined;
  }

  private fault(kind: StructureFault['kind']): StructureFault {
    return { kind, field: fieldOf(this.levels) };
  }

  /** Of the object or array that is too large, and not of what is too much in it. */
  private faultOfWhole(kind: StructureFault['kind']): StructureFault {
    return { kind, field: fieldOf(this.levels.slice(0, -1)) };
  }
}

/** The place of the closing quote, or the end of a text that lacks it. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

/** Spelled with escapes or without, a key is the same key. */
function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

function fieldOf(levels: readonly Level[]): string {
  return levels.reduce((field, { isObject, key, commas }) => {
    if (!isObject) return `${field}[${commas}]`;
    const told = key.length > TOLD_OF_KEY ? `${key.slice(0, TOLD_OF_KEY)}…` : key;
    return field === '' ? told : `${field}.${told}`;
  }, '');
}
