import { parseArgs } from 'node:util';

import { type Acl, aclsOf, applyAcls, asCommands } from '#log';
import { type Config, ConfigError, kafkaIn } from '#platform';

export const ACLS_USAGE = `  npm run ledger -- acls [--json] [--apply] [--ledger User:ledger] [--projector User:projector] [--query User:query]
                         [--auditor User:auditor] [--sender User:NAME]… [--reader User:NAME]…

  acls    列出 Kafka 的访问控制：kafka-acls.sh 命令，--json 为 JSON；--apply 以 KAFKA_SASL_* 的用户写入，并指出多余的授权
          lists the access control of Kafka, as commands of kafka-acls.sh or, with --json, as JSON; --apply gives it, as the user of
          KAFKA_SASL_*, and tells who has more

`;

const NAME = { type: 'string' } as const;
const NAMES = { type: 'string', multiple: true, default: [] as string[] } as const;

/** The exit code is 1 where somebody has more than the list gives. */
export async function runAcls(argv: string[], config: Config): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      json: { type: 'boolean', default: false },
      apply: { type: 'boolean', default: false },
      ledger: { ...NAME, default: 'User:ledger' },
      projector: { ...NAME, default: 'User:projector' },
      query: { ...NAME, default: 'User:query' },
      auditor: { ...NAME, default: 'User:auditor' },
      sender: NAMES,
      reader: NAMES,
    },
  });
  const { ledger, projector, query, auditor, sender: senders, reader: readers } = values;
  requireNames([ledger, projector, query, auditor], [...senders, ...readers]);
  const acls = aclsOf({ ledger, projector, query, auditor, senders, readers }, config.topicPrefix);
  process.stdout.write(listed(acls, values.json, config));
  return values.apply ? apply(acls, config) : 0;
}

function listed(acls: readonly Acl[], asJson: boolean, { brokers }: Config): string {
  if (asJson) return `${JSON.stringify(acls, undefined, 2)}\n`;
  const at = brokers.length === 0 ? ['localhost:9092'] : brokers;
  return `${asCommands(acls, at).join('\n')}\n`;
}

async function apply(acls: readonly Acl[], config: Config): Promise<number> {
  const others = await applyAcls(acls, kafkaIn(config));
  process.stderr.write('访问控制已写入。 The access control lists are in force.\n');
  for (const { principal, operation, resource } of others) {
    process.stderr.write(
      `多余的授权：${principal} 可对 ${resource} 执行 ${operation}，请核实。 ` +
        `${principal} may ${operation} ${resource} besides: find out why.\n`,
    );
  }
  return others.length === 0 ? 0 : 1;
}

/** A name that the brokers do not know grants nothing, and looks as if it did. Two parts of one name would be allowed what either needs. */
function requireNames(parts: readonly string[], others: readonly string[]): void {
  const odd = [...parts, ...others].find((name) => !/^User:[^\s'*]+$/.test(name));
  if (odd !== undefined) throw new ConfigError(`${odd} 应为“User:名称”。 ${odd} must read "User:NAME".\n${ACLS_USAGE}`);
  const twice = parts.find((name, at) => parts.indexOf(name) !== at || others.includes(name));
  if (twice !== undefined)
    throw new ConfigError(
      `${twice} 出现两次：各部分应使用各自的用户。 ${twice} stands twice: each part needs a user of its own.`,
    );
}
