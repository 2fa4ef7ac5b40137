import { parseArgs } from 'node:util';

import { type Config, ConfigError } from '#platform';
import { applyRoles, rolesSql } from '#postgres';
import { openReadModel, prepareRegister, registerSql } from '#read-model';

export const ROLES_USAGE = `  npm run ledger -- roles [--apply] [--database URL] [--ledger budget_ledger] [--projector budget_projector] [--query budget_query]

  roles   列出建立数据库用户及其权限的 SQL；--apply 以数据库所有者（--database 或 DATABASE_URL）执行
          prints the SQL that makes the users of the database with what each may; --apply gives it as the owner of the database

`;

const NAME = { type: 'string' } as const;

export async function runRoles(argv: string[], config: Config): Promise<void> {
  const { values } = parseArgs({
    args: argv,
    options: {
      apply: { type: 'boolean', default: false },
      database: NAME,
      ledger: { ...NAME, default: 'budget_ledger' },
      projector: { ...NAME, default: 'budget_projector' },
      query: { ...NAME, default: 'budget_query' },
    },
  });
  const { ledger, projector, query } = values;
  const roles = { ledger, projector, query };
  requireNames(Object.values(roles));
  if (!values.apply) {
    // What readers may write must be there to be given.
    process.stdout.write(`${registerSql()}\n${rolesSql(roles)}`);
    return;
  }
  const url = values.database ?? config.databaseUrl;
  if (url === undefined) throw new ConfigError(`缺少 DATABASE_URL 或 --database。\n${ROLES_USAGE}`);
  const database = openReadModel(url, () => undefined);
  try {
    await prepareRegister(database);
    await applyRoles(database, roles);
  } finally {
    await database.end();
  }
  process.stderr.write(
    `数据库用户已就绪，请为各用户设置密码（\\password）：${Object.values(roles).join('、')}。 ` +
      `The users are there; give each a password (\\password).\n`,
  );
}

/** They stand in statements as they are. */
function requireNames(names: readonly string[]): void {
  const odd = names.find((name) => !/^[a-z_][a-z0-9_]{0,62}$/.test(name));
  if (odd !== undefined)
    throw new ConfigError(
      `用户名 ${odd} 应为小写字母、数字和下划线。 The user ${odd} must be of small letters, digits and _.`,
    );
  if (new Set(names).size < names.length)
    throw new ConfigError('各部分应使用各自的用户。 Each part needs a user of its own.');
}
