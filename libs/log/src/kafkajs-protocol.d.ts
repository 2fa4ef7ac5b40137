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
