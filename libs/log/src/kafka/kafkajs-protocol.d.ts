/** Parts of kafkajs that it does not publish; kafka-fetch.ts says what they are needed for. */
interface KafkajsRequestDefinition {
  versions: string[];
  protocol: (chosen: { version: number }) => (options: KafkajsRequestOptions) => {
    request: unknown;
    response: { decode: (raw: Buffer) => Promise<unknown>; parse: (data: unknown) => Promise<unknown> };
    requestTimeout?: number;
  };
}

interface KafkajsRequestOptions {
  isolationLevel?: number;
  topics: { topic: string; partitions: { partition: number; fetchOffset: string }[] }[];
}

declare module 'kafkajs/src/protocol/requests/fetch/index.js' {
  const definition: KafkajsRequestDefinition;
  export default definition;
}

declare module 'kafkajs/src/protocol/requests/listOffsets/index.js' {
  const definition: KafkajsRequestDefinition;
  export default definition;
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  interface Options {
    maxInFlightRequests: number | null;
    requestTimeout: number;
    enforceRequestTimeout: boolean;
    clientId: string;
    broker: string;
    logger: { debug(): void; warn(): void };
  }
  /** The requests of one connection. */
  export default class RequestQueue {
    constructor(options: Options);
    pending: unknown[];
    /** In milliseconds since 1970: until then the broker has asked for a pause. */
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    maybeThrottle(pauseMs: number): void;
    push(request: { entry: object; expectResponse: boolean; sendRequest: () => void; requestTimeout?: number }): void;
    fulfillRequest(response: { correlationId: number; payload: Buffer; size: number }): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
    destroy(): void;
  }
}
