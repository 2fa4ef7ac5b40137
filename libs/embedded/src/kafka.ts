import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseClaim } from './claim';
import { classArchive } from './class-archive';
import { choosePort } from './free-port';
import { javaCommand } from './java';
import { LOG4J_CONFIG, renderKafkaConfig, type KafkaConfig, type Voter } from './kafka-config';
import { runTool } from './run-tool';
import { claimFolder, launchServer, type ServerProcess } from './server-process';
import { UserError } from './user-error';

export interface KafkaOptions {
  dataDir: string;
  /** What ensureKafkaJars answered. */
  jarsDir: string;
  logFile: string;
  heapMiB: number;
  port?: number;
  controllerPort?: number;
  nodeId?: number;
  /** All controllers of a cluster, this node's among them; only this node when left out. */
  voters?: Voter[];
  /** All nodes of a cluster are given the same one; it counts only when the folder is new. */
  clusterId?: string;
  extraConfig?: Record<string, string>;
  /** Users of SCRAM that a new folder begins with, as Kafka's own tool takes them: `SCRAM-SHA-256=[name=…,password=…]`. */
  scramUsers?: readonly string[];
  /** Hears every ten seconds what the start is waiting for. */
  onWaiting?: (line: string) => void;
}

export interface KafkaServer extends ServerProcess {
  brokers: string[];
}

/** Starts a broker that is its own controller. What it holds stays in dataDir, and may be started again on other ports. */
export async function startKafka(options: KafkaOptions): Promise<KafkaServer> {
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const configFile = join(dataDir, 'server.properties');
  const claim = {
    name: 'Kafka',
    claimFile: join(dataDir, 'broker.pid'),
    marker: configFile,
    stopSignal: 'SIGTERM' as const,
  };
  await claimFolder(claim);
  try {
    const config = await chooseConfig(options, join(dataDir, 'log'));
    const javaArgs = [
      '-cp',
      join(options.jarsDir, '*'),
      `-Dlog4j2.configurationFile=${join(dataDir, 'log4j2.properties')}`,
    ];
    await writeFile(join(dataDir, 'log4j2.properties'), LOG4J_CONFIG);
    await writeFile(configFile, renderKafkaConfig(config));
    if (!existsSync(config.logDir)) await format(dataDir, config, javaArgs, options);
    const archive = classArchive(options.jarsDir);
    const server = await launchServer({
      ...claim,
      command: javaCommand(),
      args: [...heapArgs(options.heapMiB), ...archive.args, ...javaArgs, 'kafka.Kafka', configFile],
      env: process.env,
      logFile: options.logFile,
      readyWhen: /Kafka Server started/,
      ...(options.onWaiting === undefined ? {} : { onWaiting: options.onWaiting }),
    });
    void server.exited.then(archive.keep);
    return { ...server, brokers: [`127.0.0.1:${config.port}`] };
  } catch (error) {
    releaseClaim(claim.claimFile);
    throw error;
  }
}

async function chooseConfig(options: KafkaOptions, logDir: string): Promise<KafkaConfig> {
  const nodeId = options.nodeId ?? 1;
  const own = options.voters?.find((each) => each.nodeId === nodeId);
  const port = await choosePort(options.port, 'Kafka');
  const controllerPort = await choosePort(options.controllerPort ?? own?.controllerPort, "Kafka's controller");
  const voters = options.voters ?? [{ nodeId, controllerPort }];
  return { nodeId, port, controllerPort, voters, logDir, extraConfig: options.extraConfig ?? {} };
}

/** Kafka writes its identity into a new folder, which gets its name only when all is there: a broken-off attempt counts for nothing. */
async function format(
  dataDir: string,
  config: KafkaConfig,
  javaArgs: string[],
  { clusterId = newClusterId(), scramUsers = [] }: Pick<KafkaOptions, 'clusterId' | 'scramUsers'>,
): Promise<void> {
  const newDir = `${config.logDir}.new`;
  const configFile = join(dataDir, 'format.properties');
  await rm(newDir, { recursive: true, force: true });
  await writeFile(configFile, renderKafkaConfig({ ...config, logDir: newDir }));
  const tool = [...heapArgs(128), '-XX:TieredStopAtLevel=1', ...javaArgs, 'kafka.tools.StorageTool'];
  const scram = scramUsers.flatMap((user) => ['--add-scram', user]);
  const result = await runTool(javaCommand(), [...tool, 'format', '-t', clusterId, '-c', configFile, ...scram]).catch(
    () => {
      throw new UserError(
        '无法运行 Java：请安装 Java 17 或更新版本，或设置 JAVA_HOME。 ' +
          'Java cannot be run: install Java 17 or newer, or set JAVA_HOME.',
      );
    },
  );
  if (result.code !== 0) throw new Error(`Kafka could not prepare ${config.logDir}:\n${result.stdout}${result.stderr}`);
  await rename(newDir, config.logDir);
  await rm(configFile);
}

/** The serial collector needs the least memory, and its pauses on a heap this small are not felt. */
function heapArgs(heapMiB: number): string[] {
  return [
    `-Xmx${heapMiB}m`,
    `-Xms${Math.min(heapMiB, 96)}m`,
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
  ];
}

/** Kafka's own form of a random identity; one that begins with a dash would be read as an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}
