import { renderKafkaConfig, type KafkaConfig } from './kafka-config';

const node: KafkaConfig = {
  nodeId: 1,
  port: 9092,
  controllerPort: 9093,
  voters: [{ nodeId: 1, controllerPort: 9093 }],
  logDir: '/data/log',
  extraConfig: {},
};

describe('renderKafkaConfig', () => {
  it('describes a node that is alone and listens on this machine only', () => {
    const lines = renderKafkaConfig(node).split('\n');
    expect(lines).toContain('listeners=BROKER://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:9093');
    expect(lines).toContain('offsets.topic.replication.factor=1');
    expect(lines).toContain('auto.create.topics.enable=false');
    expect(lines).toContain('log.retention.ms=-1');
  });

  it('replicates in a cluster of three', () => {
    const voters = [1, 2, 3].map((nodeId) => ({ nodeId, controllerPort: 9093 + nodeId }));
    const lines = renderKafkaConfig({ ...node, voters }).split('\n');
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:9094,2@127.0.0.1:9095,3@127.0.0.1:9096');
    expect(lines).toContain('offsets.topic.replication.factor=3');
    expect(lines).toContain('min.insync.replicas=2');
  });

  it('lets a caller override a setting and writes what Java reads back as the same path', () => {
    const text = renderKafkaConfig({ ...node, logDir: '/数据/a\\b', extraConfig: { 'num.io.threads': '8' } });
    expect(text).toContain('log.dirs=/\\u6570\\u636e/a\\\\b\n');
    expect(text.match(/num\.io\.threads/g)).toHaveLength(1);
    expect(text).toContain('num.io.threads=8\n');
  });
});
