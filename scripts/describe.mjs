// npm run describe: writes the descriptions that are made from the schemas into docs/. A test holds the files to the schemas.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { format } from 'prettier';

import { fail, install, root } from './install.mjs';

const require = createRequire(import.meta.url);

try {
  await install();
  const { asyncApiDocument, tablesJsonSchema } = require(join(root, 'dist', 'libs', 'wire', 'src', 'index.js'));
  const { httpDescription } = require(join(root, 'dist', 'apps', 'standalone', 'src', 'describe-http.js'));
  const files = {
    'asyncapi.json': asyncApiDocument(),
    'budget-tables.schema.json': tablesJsonSchema(),
    'openapi.json': await httpDescription(),
  };
  const { referencePages } = require(
    join(root, 'dist', 'apps', 'standalone', 'src', 'reference', 'reference-pages.js'),
  );
  for (const [name, page] of Object.entries(referencePages())) writeFileSync(join(root, 'docs', name), page);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(root, 'docs', name), await format(JSON.stringify(content), { parser: 'json', printWidth: 120 }));
  }
} catch (error) {
  fail(error);
}
