import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { withNamedSchemas } from './openapi';

/** OpenAPI of whatever runs in this process. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('预算账本 Budget ledger')
    .setDescription('部门预算的命令、报表与审计 Commands, tables and audit trail of departmental budgets')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', '本文档所在的服务 The service that this document was read from')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: '读写用的令牌 An access token of the issuer, a JWT of a known key, or a token of the file',
    })
    .build();
  return withNamedSchemas(SwaggerModule.createDocument(app, config));
}

/** A page at /docs, JSON at /docs-json and YAML at /docs-yaml. */
export function setupDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'docs-json' });
}
