import {
  type AclEntry,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  ResourcePatternTypes,
} from 'kafkajs';

import { within } from '../within';
import type { Acl, Operation } from './acl-list';
import { connectAll, kafkaOf, noBroker } from './connect';
import type { Brokers } from './security';

const OPERATIONS: Readonly<Record<Operation, AclOperationTypes>> = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Create: AclOperationTypes.CREATE,
  Describe: AclOperationTypes.DESCRIBE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
  Delete: AclOperationTypes.DELETE,
};

/** Who may do what to a resource beyond what the list says. */
export interface OtherAcl {
  principal: string;
  operation: string;
  resource: string;
}

/**
 * Gives everybody what the list says, and answers who else has been given anything on the same topics: an entry that is too many takes away
 * what the list promises, and only who made it can say why it is there. Throws LogUnreachable.
 */
export async function applyAcls(acls: readonly Acl[], place: Brokers): Promise<OtherAcl[]> {
  const admin = kafkaOf({ ...place, clientId: 'acls' }).admin();
  await connectAll([admin], place, (error) => noBroker(place.brokers, error));
  try {
    const acl = acls.flatMap(entriesOf);
    await within(admin.createAcls({ acl }), 'the access control lists');
    return await within(othersOn(admin, acls, acl), 'the access control lists');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function entriesOf({ principal, resource, name, pattern, operations }: Acl): AclEntry[] {
  return operations.map((operation) => ({
    principal,
    host: '*',
    operation: OPERATIONS[operation],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: resource === 'Topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: pattern === 'literal' ? ResourcePatternTypes.LITERAL : ResourcePatternTypes.PREFIXED,
  }));
}

/** Patterns that cover a topic count as well: somebody with all topics has this one. */
async function othersOn(admin: Admin, acls: readonly Acl[], known: readonly AclEntry[]): Promise<OtherAcl[]> {
  const names = new Set(acls.flatMap(({ resource, name }) => (resource === 'Topic' ? [name] : [])));
  const own = new Set(known.map((entry) => keyOf(entry.resourceName, entry.principal, entry.operation)));
  const others = new Map<string, OtherAcl>();
  for (const resourceName of names) {
    const { resources } = await admin.describeAcls({
      resourceType: AclResourceTypes.TOPIC,
      resourceName,
      resourcePatternType: ResourcePatternTypes.MATCH,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ALLOW,
    });
    for (const { resourceName: resource, acls: found } of resources) {
      for (const { principal, operation } of found) {
        const key = keyOf(resource, principal, operation);
        if (own.has(key)) continue;
        others.set(key, { principal, operation: AclOperationTypes[operation], resource });
      }
    }
  }
  return [...others.values()];
}

function keyOf(resource: string, principal: string, operation: number): string {
  return JSON.stringify([resource, principal, operation]);
}
