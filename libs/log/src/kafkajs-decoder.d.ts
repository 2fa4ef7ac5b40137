/** The part of kafkajs that reads what a broker sends; it is declared here because its types leave it out. */
declare module 'kafkajs/src/protocol/decoder' {
  class Decoder {
    readVarIntArray<T>(read: (decoder: Decoder) => T): T[];
  }
  export = Decoder;
}
