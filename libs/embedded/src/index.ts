export { freePort } from './free-port';
export { ensureKafkaJars } from './kafka-jars';
export type { Voter } from './kafka-config';
export { startKafka, type KafkaOptions, type KafkaServer } from './kafka';
export { startPostgres, type PostgresOptions, type PostgresServer } from './postgres';
export type { ServerProcess } from './server-process';
export { UserError } from './user-error';
